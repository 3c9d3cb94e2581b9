"""On which days a session runs: by its days, its dates and the school terms. Pure."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Protocol

from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday

from wraparound.foundation.area.documents import SchoolTerms

WEEK = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ANCHOR = date(2024, 1, 1)
"""A Monday from which every second week is counted where nobody said when it began."""


class Recurring(Protocol):
    """What comes back: a `models.Session`, or what searching keeps of one."""

    @property
    def days(self) -> str:
        """`MO,TU`, or for months `1SA,-1FR`; none: every day."""

    @property
    def frequency(self) -> str:
        """WEEKLY or MONTHLY."""

    @property
    def interval(self) -> int:
        """Every how many weeks or months."""

    @property
    def terms(self) -> str:
        """`always`, `term` or `holidays`."""

    @property
    def valid_from(self) -> date | None:
        """The first day that it may run on."""

    @property
    def valid_until(self) -> date | None:
        """The last day that it may run on."""


def is_on(session: Recurring, day: date, *, terms: SchoolTerms) -> bool:
    """Say whether a session runs on a day.

    One for terms or holidays only does not run on a day of which nobody has said which it is.
    """
    return next(dates(session, first=day, last=day, terms=terms), None) is not None


def dates(session: Recurring, *, first: date, last: date, terms: SchoolTerms) -> Iterator[date]:
    """Return the days from `first` to `last` on which a session runs, in order."""
    begins = max(first, session.valid_from or first)
    ends = min(last, session.valid_until or last)
    if begins > ends:
        return
    rule = _rule(session, begins, ends)
    for at in rule.between(_midnight(begins), _midnight(ends), inc=True):
        day = at.date()
        if in_season(session.terms, day, terms):
            yield day


def next_on(
    sessions: Iterable[Recurring], *, today: date, terms: SchoolTerms, within: int = 60
) -> date | None:
    """Return the next day on which one of the sessions runs, today included, or None within so many days."""
    last = today + timedelta(days=within)
    found = (next(dates(each, first=today, last=last, terms=terms), None) for each in sessions)
    return min((day for day in found if day), default=None)


def in_season(season: str, day: date, terms: SchoolTerms) -> bool:
    """Say whether what runs always, in `term` or in the `holidays` runs on a day."""
    if season == "term":
        return terms.is_term(day)
    return season != "holidays" or terms.is_holiday(day)


def days_of(text: str) -> tuple[int, ...]:
    """Return the days of the week (0 Monday) of `MO,TU` or `1SA,-1FR`; none said: every day."""
    found = tuple(WEEK.index(part[-2:]) for part in text.split(",") if part[-2:] in WEEK)
    return found or tuple(range(7))


def _rule(session: Recurring, first: date, last: date) -> rrule:
    """Return the days on which it comes back, counted from when it began: every second week has a first."""
    begin = _midnight(session.valid_from or (ANCHOR if session.interval > 1 else first))
    if session.frequency == "MONTHLY":
        parts = [part for part in session.days.split(",") if part]
        on = [weekday(WEEK.index(part[-2:]), int(part[:-2])) for part in parts]
        begin = begin.replace(day=1)
        return rrule(MONTHLY, begin, session.interval, byweekday=on or None, until=_midnight(last))
    begin -= timedelta(days=begin.weekday())
    return rrule(WEEKLY, begin, session.interval, byweekday=days_of(session.days), until=_midnight(last))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min)
