"""The only way a count gets out: small numbers are hidden, and what would tell them."""
