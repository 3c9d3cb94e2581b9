"""Agencies of every kind, their services and teams, and what became of them."""
