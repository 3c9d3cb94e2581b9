"""Comparing what two records say, thing by thing: pure, and used by feeds and by the page alike."""

from .compare import births_alike, compare, given_names_alike, names_alike

__all__ = ["births_alike", "compare", "given_names_alike", "names_alike"]
