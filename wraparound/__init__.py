"""Wraparound: one system for everyone who works with the children of a local area."""
