from datetime import date
from typing import Any

import pytest

from wraparound.delivery.directory.hours import dates, is_on, next_on
from wraparound.delivery.directory.models import Session
from wraparound.foundation.area.documents import SchoolTerms

TERMS = SchoolTerms()
SATURDAY, HALF_TERM = date(2026, 11, 28), date(2026, 10, 28)


def session(**said: Any) -> Session:
    return Session(**said)


@pytest.mark.parametrize(
    ("values", "day", "runs"),
    [
        ({"days": "SA"}, SATURDAY, True),
        ({"days": "SU"}, SATURDAY, False),
        ({"days": ""}, SATURDAY, True),
        ({"days": "WE", "terms": "term"}, HALF_TERM, False),
        ({"days": "WE", "terms": "holidays"}, HALF_TERM, True),
        ({"days": "SA", "terms": "holidays"}, SATURDAY, False),
        ({"days": "SA", "terms": "holidays"}, date(2031, 8, 2), False),
        ({"days": "SA", "valid_from": date(2026, 11, 29)}, SATURDAY, False),
        ({"days": "SA", "valid_until": SATURDAY}, SATURDAY, True),
        ({"days": "SA", "valid_until": date(2026, 11, 27)}, SATURDAY, False),
        ({"days": "4SA", "frequency": "MONTHLY"}, SATURDAY, True),
        ({"days": "1SA", "frequency": "MONTHLY"}, SATURDAY, False),
        ({"days": "-1SA", "frequency": "MONTHLY"}, SATURDAY, True),
        ({"days": "SA", "interval": 2, "valid_from": date(2026, 11, 14)}, SATURDAY, True),
        ({"days": "SA", "interval": 2, "valid_from": date(2026, 11, 21)}, SATURDAY, False),
        (
            {"days": "1SA", "frequency": "MONTHLY", "interval": 2, "valid_from": date(2026, 9, 5)},
            date(2026, 11, 7),
            True,
        ),
        (
            {"days": "1SA", "frequency": "MONTHLY", "interval": 2, "valid_from": date(2026, 9, 5)},
            date(2026, 10, 3),
            False,
        ),
    ],
)
def test_a_session_runs_on_its_days_within_its_dates_and_season(
    values: dict[str, Any], day: date, runs: bool
) -> None:
    assert is_on(session(**values), day, terms=TERMS) is runs


def test_the_days_of_a_month_are_told_without_those_of_the_holidays() -> None:
    found = dates(
        session(days="TU", terms="term"), first=date(2026, 10, 13), last=date(2026, 11, 10), terms=TERMS
    )
    assert list(found) == [date(2026, 10, 13), date(2026, 10, 20), date(2026, 11, 3), date(2026, 11, 10)]


def test_the_next_day_is_the_first_of_any_session() -> None:
    both = [session(days="MO", terms="holidays"), session(days="TH", terms="term")]
    assert next_on(both, today=date(2026, 12, 18), terms=TERMS) == date(2026, 12, 21)
    assert next_on([session(days="MO", valid_until=date(2026, 1, 1))], today=SATURDAY, terms=TERMS) is None
