from datetime import date, time

import pytest

from wraparound.delivery.directory.models import AtPlace, Listing, Session
from wraparound.delivery.families.documents import shipped_languages
from wraparound.delivery.families.hours import slots_of, week
from wraparound.delivery.families.tests.entries import make_entry

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 3)
ENGLISH, POLISH = (shipped_languages()[code] for code in ("en", "pl"))


def lines(listing: Listing, language=ENGLISH) -> list[str]:
    return [slot.line for slot in slots_of(listing, language, TODAY)]


def test_times_are_said_by_day_and_hour_in_each_language() -> None:
    listing = make_entry()
    assert lines(listing) == [
        "Monday 9am–11am", "Wednesday 9am–11am", "Saturday 10am–11:30am · School terms only",
    ]  # fmt: skip
    assert lines(listing, POLISH)[2] == "sobota 10:00–11:30 · Tylko w roku szkolnym"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"days": "1SA", "frequency": "MONTHLY"}, "Saturday 10am · First of the month"),
        ({"days": "-1FR", "frequency": "MONTHLY"}, "Friday 10am · Last of the month"),
        ({"days": "", "frequency": "MONTHLY"}, "10am · Every month"),
        ({"days": "TU", "interval": 2}, "Tuesday 10am · Every 2 weeks"),
        ({"days": "TU", "valid_from": date(2026, 4, 1)}, "Tuesday 10am · From 1 April 2026"),
        ({"days": "TU", "valid_from": date(2020, 4, 1)}, "Tuesday 10am"),
        ({"days": "TU", "valid_until": date(2026, 4, 1)}, "Tuesday 10am · Until 1 April 2026"),
        ({"days": "TU", "valid_until": date(2199, 1, 1)}, "Tuesday 10am"),
        ({"days": "nonsense"}, "10am"),
    ],
)
def test_how_it_comes_back_is_said(given: dict[str, object], said: str) -> None:
    listing = make_entry()
    listing.sessions.all().delete()
    Session.objects.create(listing=listing, opens_at=time(10), **given)
    assert lines(listing) == [said]


def test_what_is_over_is_not_said() -> None:
    listing = make_entry()
    listing.sessions.update(valid_until=date(2026, 3, 2))
    assert lines(listing) == []


def test_the_place_of_a_session_is_said_but_never_of_a_confidential_service() -> None:
    listing = make_entry()
    assert {slot.place for slot in slots_of(listing, ENGLISH, TODAY)} == {"", "Eastbrook hall"}
    listing.is_confidential = True
    assert AtPlace.objects.exists(), "the table holds a place, as if somebody had gone round the service"
    assert {slot.place for slot in slots_of(listing, ENGLISH, TODAY)} == {""}


def test_a_week_has_its_days_in_order_and_each_by_the_hour() -> None:
    listing = make_entry()
    Session.objects.create(listing=listing, days="SA", opens_at=time(8))
    days = week(("x", slot) for slot in slots_of(listing, ENGLISH, TODAY))
    assert list(days) == [0, 2, 5]
    assert [slot.opens_at for _, slot in days[5]] == [time(8), time(10)]
