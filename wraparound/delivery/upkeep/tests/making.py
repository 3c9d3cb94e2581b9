"""A whole entry with every part, and who edits and approves it: what the tests of this app stand on."""

from datetime import time
from decimal import Decimal
from typing import Any

from tests.factories import NOW, make_actor, make_team
from wraparound.delivery.directory.content import (
    AccessContent,
    Content,
    CostContent,
    CoverageContent,
    LanguageContent,
    OrganisationContent,
    PlaceContent,
    SessionContent,
    TelephoneContent,
    TermContent,
    TranslationContent,
)
from wraparound.delivery.directory.models import Listing
from wraparound.delivery.directory.services import write_listing
from wraparound.foundation.accounts.models import Role
from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.agencies.models import Team


def whole_content(owner: str = "", **given: Any) -> Content:
    """An entry that has something of everything, also what a spreadsheet would take for a formula."""
    values: dict[str, Any] = {
        "name": "=Stay & play", "organisation": OrganisationContent(name="-Wharnby Families"),
        "summary": "Songs, “toys”; and tea", "description": "First line\nSecond, with a comma\n'=third",
        "how_to": "Just turn up", "minimum_age": Decimal("0.5"), "maximum_age": Decimal("5.0"), "owner": owner,
        "website": "https://play.example/", "email": "play@wharnby.example", "alert": "@home this week",
        "outcomes": ("healthy",), "for_young_people": True, "is_free": True,
        "places": (
            PlaceContent(name="The | hall", lines="1 Quay", town="Wharnby", postcode="WB1 4QT", words="Blue door",
                         access=(AccessContent(code="step_free", words="Ramp"),)),
            PlaceContent(name="Library", town="Wharnby"),
        ),
        "sessions": (
            SessionContent(days="MO,WE", opens_at=time(9, 30), closes_at=time(11), terms="term", place=0),
            SessionContent(days="1SA", frequency="MONTHLY", words="=Dads", place=1),
            SessionContent(words="Ring for other days"),
        ),
        "telephones": (TelephoneContent(number="+44 1632 960155"), TelephoneContent(number="07700 900123", kind="text")),
        "costs": (CostContent(option="A family", amount=Decimal("3.50")), CostContent(words="-10% for twins")),
        "languages": (LanguageContent(code="pl", name="Polish"),),
        "access": (AccessContent(code="quiet_room", words="Ask"),),
        "coverage": (CoverageContent(words="Anyone"),),
        "terms": (TermContent(taxonomy="kinds", code="parent-and-toddler"),),
        "translations": (TranslationContent(language="pl", name="Zabawa"),),
        **given,
    }  # fmt: skip
    return Content(**values)


def make_entry(owner: Team | None = None, **given: Any) -> Listing:
    owner = owner or make_team()
    content = whole_content(**{"owner": owner.code, **given})
    return write_listing(content=content, actor=None, now=NOW).listing


def editor(listing: Listing, **given: Any) -> Actor:
    assert listing.owner is not None
    return make_actor(listing.owner, Role.SERVICE_EDITOR, **given)


def approver(**given: Any) -> Actor:
    return make_actor(role=Role.AREA_ADMINISTRATOR, **given)
