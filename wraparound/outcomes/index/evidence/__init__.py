"""Comparing what two records say, thing by thing: pure, and used by feeds and by the page alike."""

from .compare import compare

__all__ = ["compare"]
