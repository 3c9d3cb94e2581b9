from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest

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
from wraparound.delivery.directory.models import Edition, Listing, Place
from wraparound.delivery.directory.queries import listing, public_listings, shown
from wraparound.delivery.directory.reading import content_of
from wraparound.delivery.directory.rules import Refused
from wraparound.delivery.directory.services import Written, confirm, remove_listing, write_listing
from wraparound.foundation.audit.changes import Conflict
from wraparound.foundation.audit.models import Entry

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
GROUP = Content(
    name="Stay and play",
    organisation=OrganisationContent(name="Eastbrook Community Centre"),
    summary="Toys, songs and a snack.",
    minimum_age=Decimal("0"),
    maximum_age=Decimal("4"),
    places=(
        PlaceContent(
            name="Eastbrook hall", lines="1 Mill Lane", postcode="wj1 1aa",
            access=(AccessContent(code="step_free"),), words="By the side door",
        ),
    ),
    sessions=(
        SessionContent(days="SA", opens_at=time(10), closes_at=time(12), terms="term", place=0),
        SessionContent(days="MO,WE", opens_at=time(9), closes_at=time(11)),
    ),
    telephones=(TelephoneContent(number="01632 960001"), TelephoneContent(number="07700 900001", kind="text")),
    costs=(CostContent(option="A family", amount=Decimal("2.50")),),
    languages=(LanguageContent(code="pl", name="Polish"),),
    access=(AccessContent(code="pushchair"),),
    coverage=(CoverageContent(words="Everyone"),),
    terms=(TermContent(taxonomy="kinds", code="parent-and-toddler"),),
    translations=(TranslationContent(language="pl", name="Grupa zabaw"),),
)  # fmt: skip
REFUGE = Content(
    name="Refuge for families",
    organisation=OrganisationContent(name="Kestermere Refuge"),
    summary="A safe place to stay.",
    is_confidential=True,
    telephones=(TelephoneContent(number="01632 960002"),),
    terms=(TermContent(taxonomy="kinds", code="domestic-abuse"),),
)


def write(content: Content, **more: Any) -> Written:
    return write_listing(content=content, actor=None, now=NOW, **more)


def test_a_service_is_kept_with_all_its_parts_and_read_back_as_it_was_said() -> None:
    made = write(GROUP)
    kept = content_of(Listing.objects.get())
    assert made.outcome == "created"
    assert kept.places[0].postcode == "WJ1 1AA"
    assert [session.place for session in kept.sessions] == [0, None]
    assert [number.number for number in kept.telephones] == ["01632 960001", "07700 900001"]
    assert kept.places[0].access[0].code == "step_free" and kept.access[0].code == "pushchair"
    assert kept.terms == GROUP.terms and kept.costs[0].amount == Decimal("2.50")
    assert shown([made.listing.pk], language="pl")[0].name == "Grupa zabaw"
    assert Entry.objects.get(verb="entry.add").detail["listing"] == made.listing.pk


def test_what_is_written_again_changes_nothing_and_is_not_on_record() -> None:
    made = write(GROUP).listing
    again = write(content_of(Listing.objects.get()), listing=made)
    assert again.outcome == "unchanged"
    assert (again.listing.version, Edition.objects.get().number, Entry.objects.count()) == (1, 1, 1)


def test_a_changed_part_keeps_its_id_and_the_fields_are_told() -> None:
    made = write(GROUP).listing
    kept = content_of(Listing.objects.get())
    later = replace(kept.sessions[0], days="SU", public_id=None)
    changed = write(
        replace(kept, summary="Songs.", sessions=(kept.sessions[1], later)), listing=made, version=1
    )
    now = content_of(Listing.objects.get())
    assert changed.outcome == "changed" and changed.fields == ("summary", "sessions")
    assert {each.public_id for each in now.sessions} == {each.public_id for each in kept.sessions}
    assert Listing.objects.get().version == 2 and Edition.objects.get().number == 2


def test_whoever_read_an_older_version_writes_nothing() -> None:
    made = write(GROUP).listing
    write(replace(GROUP, summary="Songs."), listing=made, version=1)
    with pytest.raises(Conflict):
        write(replace(GROUP, summary="Snacks."), listing=made, version=1)
    assert Listing.objects.get().summary == "Songs."


def test_a_place_is_shared_by_services_and_goes_with_the_last_of_them() -> None:
    first, second = write(GROUP).listing, write(replace(GROUP, name="Baby massage")).listing
    assert Place.objects.count() == 1
    remove_listing(listing=first, actor=None, now=NOW)
    assert Place.objects.count() == 1
    write(replace(GROUP, name="Baby massage", places=(), sessions=()), listing=second)
    assert Place.objects.count() == 0


def test_one_that_is_confirmed_says_by_whom() -> None:
    made = write(GROUP).listing
    confirm(listing=made, by_words="the centre", on=date(2026, 11, 1), actor=None, now=NOW)
    kept = Listing.objects.get()
    assert (kept.confirmed_by, kept.confirmed_on, kept.version) == ("the centre", date(2026, 11, 1), 2)


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("places", {"places": GROUP.places}),
        ("summary", {"summary": "Near WJ1 1AA"}),
        ("description", {"description": "Come to 14 Mill Lane."}),
        ("how_to", {"how_to": "Ring at 3 Weavers Court"}),
        ("website", {"website": "https://maps.example/safe"}),
        ("alert", {"alert": "Moved to 51.50123, -0.12345"}),
        ("telephones.0.words", {"telephones": (TelephoneContent(number="1", words="Ask at WJ1 1AA"),)}),
        ("sessions.0.words", {"sessions": (SessionContent(words="///filled.count.soap"),)}),
        (
            "organisation.description",
            {"organisation": OrganisationContent(name="R", description="SK 123 456")},
        ),
        (
            "translations.0.summary",
            {"translations": (TranslationContent(language="pl", name="A", summary="WJ1 1AA"),)},
        ),
    ],
)
def test_a_confidential_service_is_refused_with_whatever_says_where_it_is(
    field: str, change: dict[str, Any]
) -> None:
    with pytest.raises(Refused) as refused:
        write(replace(REFUGE, **change))
    assert refused.value.field == field
    assert not Listing.objects.exists() and not Place.objects.exists()


def test_a_service_that_becomes_confidential_must_be_said_without_its_place_and_keeps_none() -> None:
    made = write(GROUP).listing
    hidden = replace(content_of(Listing.objects.get()), is_confidential=True)
    with pytest.raises(Refused):
        write(hidden, listing=made)
    write(replace(hidden, places=(), sessions=()), listing=made)
    assert not Place.objects.exists() and Listing.objects.get().is_confidential


def test_everyone_finds_what_runs_and_is_public_and_professionals_find_more() -> None:
    write(GROUP)
    inner = write(replace(GROUP, name="Panel", audience="professional")).listing
    gone = write(replace(GROUP, name="Old", status="defunct")).listing
    assert [row.name for row in public_listings()] == ["Stay and play"]
    assert listing(inner.public_id, professional=False) is None
    assert listing(inner.public_id, professional=True) == inner
    assert listing(gone.public_id, professional=True) is None


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("name", {"name": " "}),
        ("name", {"name": "x" * 201}),
        ("email", {"email": "nobody"}),
        ("status", {"status": "perhaps"}),
        ("maximum_age", {"minimum_age": Decimal(5)}),
        ("sessions.0.days", {"sessions": (SessionContent(days="XX"),)}),
        ("sessions.0.place", {"sessions": (SessionContent(days="MO", place=3),)}),
        ("terms.0", {"terms": (TermContent(taxonomy="kinds", code="nothing"),)}),
        ("coverage.0.footprint", {"coverage": (CoverageContent(footprint="nowhere"),)}),
        ("costs.0.amount", {"costs": (CostContent(amount=Decimal("1e12")),)}),
        ("team", {"team": "nobody"}),
    ],
)
def test_what_cannot_be_kept_is_refused_with_its_field(field: str, change: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refused:
        write(replace(GROUP, **change))
    assert refused.value.field == field
    assert not Listing.objects.exists()
