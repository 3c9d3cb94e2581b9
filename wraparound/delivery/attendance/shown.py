"""One child's attendance over time as a page shows it: years of lines, each with a bar of the same length."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from wraparound.delivery.attendance.models import Attendance
from wraparound.delivery.attendance.rules import AttendanceTerms, Sessions, school_year, year_words


@dataclass(frozen=True)
class Period:
    """Some days at one school."""

    first: date
    last: date
    school: str
    sessions: Sessions
    is_below: bool


@dataclass(frozen=True)
class Year:
    """A school year: its periods, the oldest first, and all of them together."""

    words: str
    percent: int
    periods: list[Period]
    sessions: Sessions
    is_below: bool


def years_of(said: Iterable[Attendance], terms: AttendanceTerms) -> list[Year]:
    """Return the school years of which something was said, the newest first.

    Each is measured by the threshold that held in it. Said twice of the same days at a school, by records
    that were two and are one now, the newest counts.
    """
    newest: dict[tuple[int, date, date], Attendance] = {}
    for each in sorted(said, key=lambda each: (each.said_at, each.pk)):
        newest[each.school_id, each.first, each.last] = each
    by_year: dict[date, list[Attendance]] = defaultdict(list)
    for each in sorted(newest.values(), key=lambda each: (each.first, each.last)):
        by_year[school_year(each.first)].append(each)
    return [_year(start, by_year[start], terms) for start in sorted(by_year, reverse=True)]


def _year(start: date, said: list[Attendance], terms: AttendanceTerms) -> Year:
    percent = terms.persistent_on(start)
    periods = [
        Period(
            each.first, each.last, each.school.name, sessions := _sessions(each), sessions.is_below(percent)
        )
        for each in said
    ]
    together = sum((period.sessions for period in periods), Sessions())
    return Year(year_words(start), percent, periods, together, together.is_below(percent))


def _sessions(each: Attendance) -> Sessions:
    return Sessions(each.possible, each.attended, each.authorised, each.unauthorised, each.late)
