"""Moving every row that hangs on one child to another, and exactly those rows back."""
