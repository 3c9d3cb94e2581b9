"""The schools, practices and services that a list may name, by code and by name."""

from dataclasses import dataclass, field
from typing import NamedTuple

from .fields import clean


class Team(NamedTuple):
    """The team behind the name of a service."""

    team_id: int
    is_sensitive: bool


@dataclass(frozen=True, slots=True)
class Places:
    """What a code or a name stands for; a name that stands for two is not in here."""

    schools: dict[str, int] = field(default_factory=dict)
    practices: dict[str, int] = field(default_factory=dict)
    services: dict[str, Team] = field(default_factory=dict)
    workers: dict[tuple[int, str], int] = field(default_factory=dict)
    """Team and name to the key of the one post that it is."""

    def school(self, text: str) -> int | None:
        """Return the agency that a school's code or name stands for."""
        return self.schools.get(folded(text))

    def practice(self, text: str) -> int | None:
        """Return the agency that a practice's code or name stands for."""
        return self.practices.get(folded(text))

    def service(self, text: str) -> Team | None:
        """Return the team that a service's or team's code or name stands for."""
        return self.services.get(folded(text))

    def worker(self, team_id: int, name: str) -> int | None:
        """Return the post of a worker of a team."""
        return self.workers.get((team_id, folded(name)))


def folded(text: str) -> str:
    """Return a name or code as it is compared."""
    return clean(text).casefold()
