"""Who goes to an address, and how what stands in it is named."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.pages.town import Town
from wraparound.foundation.accounts.models import Role

ADMIN, DATA, DUTY, HV, MANAGER, OFFICER = (
    Role.AREA_ADMINISTRATOR, Role.DATA_MANAGER, Role.DUTY, Role.PRACTITIONER, Role.TEAM_MANAGER,
    Role.PRIVACY_OFFICER,
)  # fmt: skip
NOBODY = ""
"""Who is not signed in."""
Args = Callable[[Town], list[Any]]


@dataclass(frozen=True)
class Visit:
    """Who goes to an address, and the keys that stand in it."""

    role: str
    args: Args = lambda town: []
    status: int = 200


def of(name: str, *attributes: str) -> Args:
    """Return how to name something that the town has: by its primary key, or by these attributes."""

    def args(town: Town) -> list[Any]:
        thing = getattr(town.has, name)
        return [getattr(thing, attribute) for attribute in attributes or ("pk",)]

    return args
