"""Not this person: staff's own families, people named on a record, and asking "are you related?"."""
