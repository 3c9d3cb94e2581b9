"""What can be done about a shield, and about an adoption."""
