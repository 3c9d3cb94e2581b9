"""What filing a child anew changes: most keys stay, and only those that come or go are written. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .entry import Packed
from .keys import Key, keys_of

Row = tuple[int, Packed, Sequence[Key]]
"""A child, its packed record, and the keys it is filed under."""


@dataclass(frozen=True, slots=True)
class Change:
    """A child whose record differs from the one that is stored, or who is not stored yet."""

    filed: int
    packed: Packed
    keys: Sequence[Key]
    come: frozenset[int]
    gone: frozenset[int]

    def __reduce__(self) -> tuple[type["Change"], tuple[Any, ...]]:
        """Return what another process makes it again from: what dataclasses do takes ten times as long."""
        return Change, (self.filed, self.packed, self.keys, self.come, self.gone)


def change_of(row: Row, was: bytes | None) -> Change | None:
    """Return what storing a row changes where `was` is stored now, or None when nothing does."""
    filed, packed, keys = row
    if was == packed.to_bytes():
        return None
    now = frozenset(key for _, key in keys)
    before = frozenset(key for _, key in keys_of(Packed.from_bytes(was))) if was else frozenset()
    return Change(filed, packed, keys, now - before, before - now)
