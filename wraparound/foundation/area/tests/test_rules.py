"""Working days leave out weekends and the bank holidays of England."""

from datetime import UTC, date, datetime, time

import pytest

from wraparound.foundation.area.rules import add_working_days, is_working_day, next_working_time


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 3, 3), True),
        (date(2026, 3, 7), False),
        (date(2026, 4, 3), False),
        (date(2026, 12, 28), False),
        (date(2026, 12, 29), True),
    ],
)
def test_weekends_and_bank_holidays_are_no_working_days(day: date, working: bool) -> None:
    assert is_working_day(day) is working


@pytest.mark.parametrize(
    ("day", "count", "then"),
    [
        (date(2026, 3, 6), 1, date(2026, 3, 9)),
        (date(2026, 4, 2), 1, date(2026, 4, 7)),
        (date(2026, 3, 3), 10, date(2026, 3, 17)),
        (date(2026, 3, 7), 0, date(2026, 3, 7)),
    ],
)
def test_working_days_are_counted_from_the_day_after(day: date, count: int, then: date) -> None:
    assert add_working_days(day, count) == then


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (datetime(2026, 3, 7, 6, tzinfo=UTC), datetime(2026, 3, 9, 10, tzinfo=UTC)),
        (datetime(2026, 3, 3, 2, tzinfo=UTC), datetime(2026, 3, 3, 10, tzinfo=UTC)),
        (datetime(2026, 3, 3, 10, tzinfo=UTC), datetime(2026, 3, 4, 10, tzinfo=UTC)),
        (datetime(2026, 4, 2, 12, tzinfo=UTC), datetime(2026, 4, 7, 9, tzinfo=UTC)),
    ],
)
def test_the_next_working_morning_is_in_local_time(now: datetime, then: datetime) -> None:
    assert next_working_time(now, time(10)) == then
