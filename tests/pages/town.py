"""A town: its posts, what addresses name in it, and how many there are of each thing."""

from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from wraparound.foundation.accounts.models import Post
from wraparound.foundation.accounts.queries import actor_of

LONG = "Wilhelmina-Oluwadamilola Featherstonehaugh-Cholmondeley of the Outer Villages"


@dataclass
class Town:
    """The posts by role, the objects that addresses name, and how many there are of each thing."""

    crowd: int
    long: bool = False
    posts: dict[str, Post] = field(default_factory=dict)
    has: SimpleNamespace = field(default_factory=SimpleNamespace)

    def __post_init__(self) -> None:
        self.now = timezone.now()
        self.today = timezone.localdate(self.now)

    def name(self, words: str) -> str:
        """Return a name as long as names come, in a crowded town, or as short."""
        return f"{words} {LONG}"[:90] if self.long else words

    def day(self, days: int) -> Any:
        """Return the time of now, so many days later."""
        return self.now + timedelta(days=days)

    def actor(self, role: str) -> Any:
        """Return who acts as the post of a role."""
        return actor_of(self.posts[role], now=self.now)
