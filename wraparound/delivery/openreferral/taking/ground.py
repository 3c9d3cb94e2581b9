"""What a service of a feed is read against, and the ids that its parts have here. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from wraparound.delivery.openreferral.giving.identity import derived


@dataclass(frozen=True)
class Ground:
    """Whose feed it is, and what we know of footprints and access."""

    feed: UUID
    who: str
    footprints: Mapping[str, str] = field(default_factory=dict)
    """Name in small letters to code."""
    access: Mapping[str, str] = field(default_factory=dict)
    """Label in small letters to code."""
    today: date | None = None
    """The day on which it is read: nobody can have assured anything later."""

    def key(self, what: str, *keys: Any) -> UUID:
        """Return the id that something of this feed has here: always the same, and nobody else's."""
        return UUID(derived(self.feed, what, *keys))
