"""Comparing what two records say, thing by thing: pure, and used by feeds and by the page alike."""

from .compare import compare
from .said import Said

__all__ = ["Said", "compare"]
