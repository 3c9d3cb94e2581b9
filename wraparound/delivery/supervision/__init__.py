"""Looking after the workers of a team: decisions on cases, quiet cases, cover, leaving."""
