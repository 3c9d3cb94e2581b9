"""The pages of enquiries: what a town has of it, and who goes to which address."""

from tests.pages.town import Town
from tests.pages.visits import Visit

PAGES: dict[str, Visit] = {}
ELSEWHERE: dict[str, str] = {}
"""Address name to why it is not walked."""


def make(town: Town) -> None:
    """Give the town what the pages of this app list."""
