"""What was done and seen, chained so that any later change is found."""
