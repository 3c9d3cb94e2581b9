"""Services for the tests of the public pages: a Saturday group that somebody translated, and a refuge."""

from datetime import date, time
from decimal import Decimal
from typing import Any

from tests.factories import NOW
from wraparound.delivery.directory import searching
from wraparound.delivery.directory.content import (
    AccessContent,
    Content,
    CostContent,
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
from wraparound.delivery.taxonomy.services import keep_terms
from wraparound.foundation.area.models import Footprint, FootprintLevel, Postcode

GROUP = Content(
    name="Saturday stay and play",
    organisation=OrganisationContent(name="Eastbrook Community Centre"),
    summary="Toys, songs and a snack.",
    description="Come <b>any</b> time.",
    how_to="Just turn up.",
    minimum_age=Decimal("0"),
    maximum_age=Decimal("4.5"),
    places=(
        PlaceContent(
            name="Eastbrook hall", lines="1 Mill Lane", town="Eastbrook", postcode="WB1 1AA",
            access=(AccessContent(code="step_free"),), words="By the side door",
        ),
    ),
    sessions=(
        SessionContent(days="SA", opens_at=time(10), closes_at=time(11, 30), terms="term", place=0),
        SessionContent(days="MO,WE", opens_at=time(9), closes_at=time(11)),
    ),
    telephones=(TelephoneContent(number="01632 960001"),),
    costs=(CostContent(option="a family", amount=Decimal("2.50")),),
    languages=(LanguageContent(code="pl", name="Polish"),),
    terms=(TermContent(taxonomy="kinds", code="parent-and-toddler"),),
    translations=(TranslationContent(language="pl", name="Sobotnia zabawa", summary="Zabawki i piosenki."),),
)  # fmt: skip
REFUGE = Content(
    name="Refuge for families",
    organisation=OrganisationContent(name="Kestermere Refuge"),
    summary="A safe place to stay.",
    is_confidential=True,
    telephones=(TelephoneContent(number="01632 960002"),),
    terms=(TermContent(taxonomy="kinds", code="domestic-abuse"), TermContent(taxonomy="topics", code="home")),
)
LINE = Content(
    name="Talk to somebody",
    organisation=OrganisationContent(name="Young and heard"),
    summary="Someone listens, day and night.",
    for_young_people=True,
    is_help_now=True,
    is_free=True,
    telephones=(TelephoneContent(number="07700 900123", words="Day and night"),),
    terms=(TermContent(taxonomy="kinds", code="counselling"), TermContent(taxonomy="topics", code="head")),
)


def make_entry(content: Content = GROUP, **given: Any) -> Listing:
    """Store a service with what it needs: terms, and the postcode that it is at."""
    keep_terms(on=NOW.date())
    make_postcode("WB1 1AA", 400_000, 300_000)
    listing = write_listing(content=content, actor=None, now=NOW).listing
    if given:
        Listing.objects.filter(pk=listing.pk).update(**given)
        listing.refresh_from_db()
    searching.forget()
    return listing


def make_postcode(postcode: str, easting: int, northing: int) -> Postcode:
    level, _ = FootprintLevel.objects.get_or_create(name="Ward", defaults={"position": 1})
    ward, _ = Footprint.objects.get_or_create(
        code="E05000001", defaults={"level": level, "name": "Eastbrook", "valid_from": date(2020, 1, 1)}
    )
    return Postcode.objects.get_or_create(
        postcode=postcode,
        defaults={"authority": "E09000099", "footprint": ward, "easting": easting, "northing": northing},
    )[0]
