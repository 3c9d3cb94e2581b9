"""Ids that stay the same: what has none of its own in the directory gets one made from the ids around it."""

from typing import Any
from uuid import UUID, uuid5

SPACE = UUID("6f1f4b1c-35a5-5f0c-9b3a-6f2f0b0e8c11")
"""Drawn once; it is part of every id made here, so it never changes."""


def derived(of: Any, what: str, *more: Any) -> str:
    """Return the id of `what` of something: the same whenever it is asked for, on every machine."""
    return str(uuid5(SPACE, "/".join([str(of), what, *map(str, more)])))
