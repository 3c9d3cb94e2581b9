from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from wraparound.delivery.directory.content import (
    AccessContent,
    Content,
    CostContent,
    CoverageContent,
    LanguageContent,
    OrganisationContent,
    PlaceContent,
    SessionContent,
    TermContent,
)
from wraparound.delivery.directory.models import AtPlace, Listing, Place
from wraparound.delivery.directory.queries import find, places_of, shown
from wraparound.delivery.directory.rules import Asked
from wraparound.delivery.directory.services import remove_listing, write_listing
from wraparound.delivery.directory.tests.borough import NOW, fill_borough
from wraparound.foundation.area.models import Footprint, Postcode

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 29)
GROUP = Content(
    name="Songs and Play",
    organisation=OrganisationContent(name="The Hall"),
    terms=(TermContent(taxonomy="kinds", code="parent-and-toddler"),),
)


def add(name: str, **more: Any) -> Listing:
    return write_listing(content=replace(GROUP, name=name, **more), actor=None, now=NOW).listing


def at(easting: int) -> tuple[PlaceContent, ...]:
    return (PlaceContent(name=f"Hall {easting}", easting=easting, northing=200_000),)


def names(**asked: Any) -> list[str]:
    found = find(Asked(**asked), today=TODAY)
    held = dict(Listing.objects.values_list("pk", "name"))
    return [held[hit.listing_id] for hit in found.hits]


@pytest.mark.parametrize(
    ("asked", "fits"),
    [
        ({"age": Decimal(3)}, {"Small", "Unsaid"}),
        ({"age": Decimal("4.5")}, {"Small", "Unsaid"}),
        ({"age": Decimal(12)}, {"Big", "Unsaid"}),
        ({"day": "SA"}, {"Small"}),
        ({"day": "SA", "part": "evening"}, set()),
        ({"part": "evening"}, {"Big"}),
        ({"terms": "holidays"}, {"Small"}),
        ({"is_free": True}, {"Big"}),
        ({"at_most": 0}, {"Big"}),
        ({"at_most": 3}, {"Big"}),
        ({"at_most": 4}, {"Big", "Small"}),
        ({"language": "pl"}, {"Small"}),
        ({"access": frozenset({"step_free"})}, {"Big"}),
        ({"access": frozenset({"step_free", "hearing_loop"})}, set()),
        ({"kind": "youth-club"}, {"Big"}),
        ({"young": True}, {"Big"}),
    ],
)
def test_what_the_form_narrows_to_is_all_that_is_found(asked: dict[str, Any], fits: set[str]) -> None:
    add(
        "Small", minimum_age=Decimal(0), maximum_age=Decimal(4), languages=(LanguageContent(code="pl", name="Polish"),),
        sessions=(SessionContent(days="SA", opens_at=time(9), closes_at=time(11)),),
        costs=(CostContent(amount=Decimal("3.50")), CostContent(amount=Decimal(12)), CostContent(words="Ask")),
    )  # fmt: skip
    add(
        "Big", minimum_age=Decimal(11), maximum_age=Decimal(19), is_free=True, for_young_people=True,
        costs=(CostContent(option="A trip", amount=Decimal(9)),),
        access=(AccessContent(code="step_free"),), terms=(TermContent(taxonomy="kinds", code="youth-club"),),
        sessions=(SessionContent(days="FR", opens_at=time(18), closes_at=time(21), terms="term"),),
    )  # fmt: skip
    add("Unsaid", costs=(CostContent(words="It depends"),))
    assert set(names(**asked)) == fits


@pytest.mark.parametrize(
    ("day", "fits"),
    [
        (date(2026, 12, 5), {"First Saturdays", "Every Saturday", "In term"}),
        (date(2026, 12, 12), {"Every Saturday", "In term"}),
        (date(2026, 12, 26), {"Every Saturday", "In holidays"}),
        (date(2026, 12, 6), set()),
    ],
)
def test_a_day_of_the_calendar_finds_what_runs_then(day: date, fits: set[str]) -> None:
    add("First Saturdays", sessions=(SessionContent(days="1SA", frequency="MONTHLY"),))
    add("Every Saturday", sessions=(SessionContent(days="SA"),))
    add("In term", sessions=(SessionContent(days="SA", terms="term"),))
    add("In holidays", sessions=(SessionContent(days="SA", terms="holidays"),))
    add("Over", sessions=(SessionContent(days="SA", valid_until=date(2026, 11, 28)),))
    assert set(names(on=day)) == fits


def test_words_move_services_up_and_hide_none() -> None:
    add("On Monday", sessions=(SessionContent(days="MO"),))
    add("On Saturday", sessions=(SessionContent(days="SA"),))
    add("In Polish", languages=(LanguageContent(code="pl", name="Polish"),))
    assert names(words="toddler group saterday")[0] == "On Saturday"
    assert names(words="polish toddler group")[0] == "In Polish"
    assert len(names(words="toddler group saturday for a 9 year old in polish")) == 3


def test_a_place_puts_the_nearest_first_and_what_comes_from_anywhere_stays() -> None:
    fill_borough(1)
    add("Far", places=at(309_000))
    add("Near", places=at(300_500))
    add("By telephone")
    spot = find(Asked(postcode="wb1 1aa"), today=TODAY)
    assert spot.place is None and "do not know this postcode" in spot.problem
    code = next(iter(shown([Listing.objects.order_by("pk")[0].pk]))).places[0].place.postcode
    found = find(Asked(words="toddler group", postcode=code), today=TODAY)
    metres = {Listing.objects.get(pk=hit.listing_id).name: hit.metres for hit in found.hits}
    assert metres["By telephone"] is None and metres["Near"] is not None
    close = names(words="toddler group", postcode=code, within_metres=metres["Near"] + 1)
    assert set(close) >= {"Near", "By telephone"} and ("Far" in close) == (metres["Far"] <= metres["Near"])


def test_where_a_confidential_service_is_cannot_be_asked_out_of_the_search() -> None:
    """Whatever is asked of places, it stands where it stands: no distance, no order, no filter tells one."""
    fill_borough(300)
    refuge = Listing.objects.get(is_confidential=True)
    AtPlace.objects.create(listing=refuge, place=Place.objects.order_by("pk")[0])
    codes = Postcode.objects.order_by("pk").values_list("pk", flat=True)[::400]
    answers = {
        (hit.metres, round(hit.score, 6))
        for code in codes
        for radius in (None, 50)
        for hit in find(Asked(words="refuge", postcode=code, within_metres=radius), today=TODAY).hits
        if hit.listing_id == refuge.pk
    }
    assert len(answers) == 1 and answers.pop()[0] is None
    for footprint in Footprint.objects.values_list("code", flat=True):
        assert refuge.name in names(locality=footprint)
    place = Place.objects.order_by("pk")[0]
    assert refuge.name not in names(words=place.name)
    assert shown([refuge.pk])[0].places == []
    assert not places_of([refuge.pk]).exists()


def test_a_locality_finds_what_is_there_and_what_comes_to_it() -> None:
    fill_borough(300)
    add("Here only", coverage=(CoverageContent(footprint="KM-D1A"),))
    add("There only", coverage=(CoverageContent(footprint="KM-D2A"),))
    found = names(locality="KM-D1A")
    assert "Here only" in found and "There only" not in found
    assert "Domestic Abuse Helpline" in found
    rows = shown([hit.listing_id for hit in find(Asked(locality="KM-D1A"), today=TODAY).hits])
    for row in rows:
        wards = {place.place.footprint.parent.code for place in row.places if place.place.footprint}
        assert not wards or "KM-D1A" in wards


def test_only_professionals_find_what_is_theirs_and_nobody_what_is_gone() -> None:
    add("Panel", audience="professional")
    add("Gone", status="inactive")
    add("Closed for a time", status="temporarily closed")
    assert names() == ["Closed for a time"]
    assert names(professional=True) == ["Closed for a time", "Panel"]
    assert names(words="panel") == []


def test_what_changed_is_found_at_once_and_what_was_removed_no_longer() -> None:
    listing = add("Clay and Kilns")
    assert names(words="kilns") == ["Clay and Kilns"]
    write_listing(content=replace(GROUP, name="Looms"), listing=listing, actor=None, now=NOW)
    assert names(words="kilns") == [] and names(words="looms") == ["Looms"]
    remove_listing(listing=listing, actor=None, now=NOW)
    assert names(words="looms") == []


def test_misspelt_words_are_mended_and_told() -> None:
    add("Breastfeeding café", terms=(TermContent(taxonomy="kinds", code="breastfeeding"),))
    found = find(Asked(words="brestfeeding help"), today=TODAY)
    assert found.respelt == "breastfeeding help" and found.total == 1
    assert find(Asked(words="breastfeeding help"), today=TODAY).respelt == ""


def test_searching_asks_the_same_few_statements_however_many_services(
    django_assert_max_num_queries: Callable[..., Any],
) -> None:
    fill_borough(300)
    find(Asked(words="nursery"), today=TODAY)
    with django_assert_max_num_queries(2):
        hits = find(Asked(words="nursery", postcode="wb2 2lb"), today=TODAY).hits
    for count in (3, 25):
        with django_assert_max_num_queries(14):
            rows = shown([hit.listing_id for hit in hits[:count]])
            for row in rows:
                assert row.name and row.kinds and row.places is not None and row.sessions_anywhere is not None
                assert [place.place.footprint for place in row.places]
    assert connection.vendor in {"sqlite", "postgresql"}
