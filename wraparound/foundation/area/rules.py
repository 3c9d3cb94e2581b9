"""The calendar of England: working days, on which deadlines are counted. Pure; a library has the days."""

from collections.abc import Container
from datetime import date, datetime, time, timedelta
from functools import cache

from django.utils import timezone
from govuk_bank_holidays.bank_holidays import BankHolidays

DIVISION = "england-and-wales"


@cache
def bank_holidays() -> frozenset[date]:
    """Return the bank holidays of England that are known; they are published about two years ahead."""
    calendar = BankHolidays(use_cached_holidays=True)
    return frozenset(holiday["date"] for holiday in calendar.get_holidays(division=DIVISION))


def is_working_day(day: date, *, closed: Container[date] = ()) -> bool:
    """Say whether `day` is neither at a weekend, nor a bank holiday in England, nor closed in the area."""
    return day.weekday() < 5 and day not in bank_holidays() and day not in closed


def add_working_days(day: date, count: int, *, closed: Container[date] = ()) -> date:
    """Return the day that lies `count` working days after `day`, not counting `day` itself.

    `closed` are the area's own days without offices (`area.queries.closed_days`).
    """
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day, closed=closed)
    return day


def next_working_time(now: datetime, at: time, *, closed: Container[date] = ()) -> datetime:
    """Return the first time after `now` that a clock in England shows `at` on a working day."""
    local = timezone.localtime(now)
    day = local.date()
    while not is_working_day(day, closed=closed) or timezone.make_aware(datetime.combine(day, at)) <= now:
        day += timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, at))


def normal_postcode(typed: str) -> str:
    """Return a postcode in capitals with one space before its last three signs; too short a one as it is."""
    signs = "".join(sign for sign in typed.upper() if sign.isalnum())
    return f"{signs[:-3]} {signs[-3:]}" if len(signs) >= 5 else signs
