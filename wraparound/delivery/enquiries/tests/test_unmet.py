"""What is not there is counted: as by hand, in half-years that never overlap, small numbers hidden."""

from collections import Counter
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest

from tests.factories import make_actor
from wraparound.delivery.enquiries import unmet
from wraparound.delivery.enquiries.models import Enquiry
from wraparound.delivery.enquiries.tests.making import make_term
from wraparound.delivery.enquiries.unmet import Period

pytestmark = pytest.mark.django_db
HALF = Period(2026, 1)


def ended(actor, need, month: int, count: int, state: str = "nothing", **given) -> None:
    at = datetime(2026, month, 10, tzinfo=UTC)
    for _ in range(count):
        Enquiry.objects.create(
            team_id=actor.team_id, taken_by_id=actor.post_id, taken_at=at, channel="text", asked="x",
            need=need, state=state, finished_at=None if state == "open" else at, **given,
        )  # fmt: skip


def test_counts_are_those_of_the_enquiries_and_small_ones_are_hidden() -> None:
    desk, other = make_actor(), make_actor()
    sleep, talk = make_term(), make_term("talk", "Talking")
    for need, month, count in ((sleep, 1, 9), (sleep, 2, 12), (talk, 1, 8), (talk, 2, 3), (None, 2, 7)):
        ended(desk, need, month, count)
    ended(other, sleep, 1, 2)
    ended(desk, sleep, 1, 4, state="found")
    ended(desk, sleep, 1, 4, state="open")
    ended(desk, sleep, 7, 5)
    shown = unmet.published(by="need", period=HALF)
    by_hand = Counter(
        (each.need.name if each.need else "Not said", f"{each.taken_at:%B}")
        for each in Enquiry.objects.filter(state="nothing", taken_at__month__lt=7)
    )
    assert shown.at("Talking", "February").is_hidden
    for (row, column), count in by_hand.items():
        figure = shown.at(row, column)
        assert figure.is_hidden or figure.count == count
    assert shown.at("All", "All").count == sum(by_hand.values()) == 41
    assert by_hand["Sleep", "January"] == 11
    assert [line.name for line in shown.lines] == ["Sleep", "Talking", "Not said", "All"]
    own = {line.name: dict(line.cells) for line in unmet.own(desk, by="need", period=HALF)}
    assert own["Sleep"][date(2026, 1, 1)] == 9 and own["Talking"][date(2026, 2, 1)] == 3


def test_ages_stand_in_order_and_where_nothing_is_counted_there_is_no_table() -> None:
    actor = make_actor()
    assert unmet.published(by="band", period=HALF) is None
    for age in (16, 3, None, 1):
        ended(actor, None, 3, 6, age=age)
    shown = unmet.published(by="band", period=HALF)
    assert [line.name for line in shown.lines] == ["Under 2", "2 to 4", "16 and over", "Not said", "All"]
    assert shown.at("2 to 4", "March").count == 6


def test_half_years_follow_each_other_without_overlap() -> None:
    found = unmet.periods(date(2026, 3, 3))
    assert [period.slug for period in found] == ["2026-1", "2025-2", "2025-1", "2024-2"]
    assert all(later.ends[0] == earlier.ends[1] for later, earlier in pairwise(found))
