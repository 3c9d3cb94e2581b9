"""What happened to a child, one line an event, written by every ring."""
