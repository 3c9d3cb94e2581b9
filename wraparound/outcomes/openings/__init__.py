"""Opening a child's record with a reason: for a while, on record, counted against what is usual."""
