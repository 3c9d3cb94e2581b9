"""The pages of openreferral: what a town has of it, and who goes to which address."""

from tests.pages.town import Town
from tests.pages.visits import Visit

PAGES: dict[str, Visit] = {}
_OPEN = "open data for programs: tests of openreferral"
ELSEWHERE: dict[str, str] = dict.fromkeys(
    [
        f"openreferral:{name}"
        for name in (
            "about", "description", "services", "service", "links", "link", "organisations", "organisation",
            "taxonomies", "taxonomy", "terms", "term", "nothing",
        )
    ],
    _OPEN,
)  # fmt: skip
"""Address name to why it is not walked."""


def make(town: Town) -> None:
    """Give the town what the pages of this app list."""
