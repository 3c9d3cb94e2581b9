"""Linking a whole list in batch: candidates from the key tables, scored by Splink, decided by rule."""
