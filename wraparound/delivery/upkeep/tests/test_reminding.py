"""Entries go stale as the area says, by kind; owners are told before, once for each day."""

from datetime import date, timedelta

import pytest

from tests.factories import NOW, make_team
from wraparound.delivery.directory.freshness import (
    is_stale,
    read_upkeep,
    shipped_upkeep,
    stale_on,
)
from wraparound.delivery.directory.models import Listing
from wraparound.delivery.upkeep import queries
from wraparound.delivery.upkeep.models import Reminder
from wraparound.delivery.upkeep.reminding import remind
from wraparound.delivery.upkeep.tests.making import editor, make_entry
from wraparound.foundation.area.models import Configuration
from wraparound.foundation.notifications.models import Notice

pytestmark = pytest.mark.django_db


def confirmed(listing: Listing, on: date | None) -> Listing:
    listing.confirmed_on = on
    listing.save()
    return listing


@pytest.mark.parametrize(
    ("document", "on", "due"),
    [
        ({}, date(2026, 1, 31), date(2026, 7, 31)),
        ({"months": 12}, date(2026, 1, 31), date(2027, 1, 31)),
        ({"by_kind": {"parent-and-toddler": 1}}, date(2026, 1, 31), date(2026, 2, 28)),
        ({"by_kind": {"youth-club": 1}}, date(2026, 1, 31), date(2026, 7, 31)),
        ({}, None, None),
    ],
)
def test_how_long_an_entry_is_true_hangs_on_its_kind(
    document: dict, on: date | None, due: date | None
) -> None:
    listing, terms = confirmed(make_entry(), on), read_upkeep(document)
    assert stale_on(listing, terms) == due
    assert is_stale(listing, due or date(2026, 1, 1), terms)
    assert due is None or not is_stale(listing, due - timedelta(days=1), terms)


@pytest.mark.parametrize(
    "document", [{"months": 0}, {"by_kind": {"x": 40}}, {"remind_days": []}, {"more": 1}]
)
def test_a_document_that_says_nothing_usable_is_refused(document: dict) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_upkeep(document)
    assert shipped_upkeep().remind_days == (28, 7)


def test_owners_are_told_before_and_when_it_is_stale_and_each_time_once() -> None:
    Configuration.objects.create(
        kind="directory-upkeep", document={"months": 1, "remind_days": [7]}, effective_from=NOW.date()
    )
    team = make_team()
    confirmed(make_entry(team), NOW.date())
    confirmed(make_entry(team, name="Second"), NOW.date())
    confirmed(make_entry(name="Gone", status="defunct"), None)
    told = [remind(now=NOW + timedelta(days=days)) for days in (0, 23, 24, 24, 25, 31, 31, 32)]
    assert told == [0, 0, 1, 0, 0, 1, 0, 0]
    words = [notice.words for notice in Notice.objects.filter(team=team, kind="entry.stale").order_by("pk")]
    assert "2 entries" in words[0] and "by 3 April 2026" in words[0] and "for long" in words[1]
    assert Reminder.objects.count() == 4


def test_confirming_begins_a_new_turn_and_what_nobody_ever_confirmed_is_told_of_once() -> None:
    listing = confirmed(make_entry(), None)
    assert [remind(now=NOW), remind(now=NOW + timedelta(days=1))] == [1, 0]
    confirmed(listing, NOW.date())
    assert remind(now=NOW + timedelta(days=2)) == 0
    assert remind(now=NOW + timedelta(days=400)) == 1


def test_the_work_list_begins_with_what_is_stale_longest() -> None:
    team = make_team()
    fresh, old, never = (make_entry(team, name=name) for name in ("Fresh", "Old", "Never"))
    confirmed(fresh, NOW.date())
    confirmed(old, NOW.date() - timedelta(days=400))
    actor = editor(never)
    rows = queries.kept_rows(queries.stalest_first(actor), today=NOW.date())
    assert [(row.listing.name, row.is_stale) for row in rows] == [
        ("Never", True),
        ("Old", True),
        ("Fresh", False),
    ]
    assert len(queries.stalest_first(actor, stale_only=True)) == 2
