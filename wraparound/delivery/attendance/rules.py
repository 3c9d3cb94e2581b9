"""What an area decides of attendance, when a child is of school age, and how absence is told. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from pydantic import Field, field_validator

from wraparound.delivery.attendance.models import HomeEducation, MissingEnding
from wraparound.delivery.caseloads.models import Case
from wraparound.foundation.accounts.rules import Actor, Denied, May
from wraparound.foundation.area.documents import Strict

NOT_FOUND = "We could not find that child."
FIRST_MONTH = 9
"""A school year begins in September."""


class Threshold(Strict):
    """From when on how much absence counts as persistent, in per cent of the possible sessions."""

    starts: date
    percent: int = Field(ge=1, le=100)


class AttendanceTerms(Strict):
    """How much absence is persistent, and when welfare is asked.

    The shipped thresholds are those of the published figures: a fifth to 2009/10, 15 per cent to 2014/15, a
    tenth since. Ten unauthorised sessions in ten weeks is the national line for a notice; an area asks sooner
    if it likes.
    """

    persistent: tuple[Threshold, ...] = (
        Threshold(starts=date(2005, 9, 1), percent=20),
        Threshold(starts=date(2010, 9, 1), percent=15),
        Threshold(starts=date(2015, 9, 1), percent=10),
    )
    severe_percent: int = Field(50, ge=1, le=100)
    unauthorised_sessions: int = Field(10, ge=1)
    unauthorised_weeks: int = Field(10, ge=1, le=52)
    enquiry_months: int = Field(12, ge=1, le=12)
    welfare_services: tuple[str, ...] = ("education welfare",)

    @field_validator("persistent")
    @classmethod
    def in_order(cls, persistent: tuple[Threshold, ...]) -> tuple[Threshold, ...]:
        """Pass thresholds that follow each other."""
        starts = [each.starts for each in persistent]
        if not starts or starts != sorted(set(starts)):
            raise ValueError("name at least one threshold, the earliest first, and each day once")
        return persistent

    def persistent_on(self, day: date) -> int:
        """Return the threshold of a day; before the first one, the first."""
        held = [each.percent for each in self.persistent if each.starts <= day]
        return held[-1] if held else self.persistent[0].percent


def read_terms(document: dict[str, Any]) -> AttendanceTerms:
    """Read what an area decided of attendance."""
    return AttendanceTerms.model_validate(document)


def shipped_terms() -> AttendanceTerms:
    """Return what holds until an area decides."""
    return AttendanceTerms.model_validate({})


@dataclass(frozen=True)
class Sessions:
    """Sessions of a child over some days: possible, attended, absent with and without leave, late."""

    possible: int = 0
    attended: int = 0
    authorised: int = 0
    unauthorised: int = 0
    late: int = 0

    def __add__(self, other: "Sessions") -> "Sessions":
        """Return the two together: rates are made anew from the counts, never averaged."""
        return Sessions(
            self.possible + other.possible, self.attended + other.attended,
            self.authorised + other.authorised, self.unauthorised + other.unauthorised,
            self.late + other.late,
        )  # fmt: skip

    @property
    def absent(self) -> int:
        """Sessions missed, with leave or without."""
        return self.possible - self.attended

    @property
    def rate(self) -> float:
        """What part was attended, in per cent with one decimal; nought of nothing."""
        return round(100 * self.attended / self.possible, 1) if self.possible else 0.0

    def is_below(self, percent: int) -> bool:
        """Say whether at least so many per cent of the possible sessions were missed."""
        return self.possible > 0 and 100 * self.absent >= percent * self.possible


def school_year(day: date) -> date:
    """Return the day on which the school year of a day begins."""
    return date(day.year if day.month >= FIRST_MONTH else day.year - 1, FIRST_MONTH, 1)


def year_words(start: date) -> str:
    """Return a school year as it is said: 2025 to 2026."""
    return f"{start.year} to {start.year + 1}"


def must_be_taught_from(born: date) -> date:
    """Return when school age begins: the term after the fifth birthday (Education Act 1996, section 8).

    Whoever is five on 31 August, 31 December or 31 March begins the day after.
    """
    fifth = date(born.year + 5, born.month, min(born.day, 28 if born.month == 2 else 31))
    starts = [date(fifth.year, month, 1) for month in (1, 4, 9)] + [date(fifth.year + 1, 1, 1)]
    return next(day for day in starts if day > fifth)


def must_be_taught_until(born: date) -> date:
    """Return when school age ends: the last Friday in June of the year of the sixteenth birthday."""
    year = school_year(date(born.year + 16, born.month, min(born.day, 28))).year + 1
    day = date(year, 6, 30)
    return day - timedelta(days=(day.weekday() - 4) % 7)


def is_of_school_age(born: date | None, today: date) -> bool:
    """Say whether a child must be taught today; one whose birth date is not known may have to be."""
    return born is None or must_be_taught_from(born) <= today <= must_be_taught_until(born)


def may_read(own_services: Collection[int], of_school: int | None, of_welfare: Collection[int]) -> bool:
    """Say whether attendance is read: by the school's own service, or by welfare at work with the child."""
    return of_school in own_services or bool(set(own_services) & set(of_welfare))


def check_is_welfare(actor: Actor, welfare_teams: Collection[int]) -> None:
    """Pass whoever works in an education welfare team; raise `Denied` otherwise."""
    actor.check(May.WORK)
    if actor.team_id not in welfare_teams:
        raise Denied("Only the education welfare team can do this.")


def may_watch(actor: Actor, is_welfare: bool) -> bool:
    """Say whether the queue of children missing from view is the actor's: welfare, and data managers."""
    return May.SETTLE in actor.may or (May.WORK in actor.may and is_welfare)


def born_between(today: date) -> tuple[date, date]:
    """Return the first and the last day of birth of children who are of school age today."""
    year = school_year(today).year + 1
    last_friday = date(year, 6, 30) - timedelta(days=(date(year, 6, 30).weekday() - 4) % 7)
    first = date(year - 17 if today <= last_friday else year - 16, FIRST_MONTH, 1)
    begun = [date(y, month, 1) for y in (today.year - 1, today.year) for month in (1, 4, 9)]
    start = max(day for day in begun if day <= today)
    return first, date(start.year - 5, start.month, 1) - timedelta(days=1)


def check_said(words: str, reason: str) -> None:
    """Pass words that say something; raise `Denied` with `reason` otherwise."""
    if not words.strip():
        raise Denied(reason)


def check_ending(kind: str, outcome: str, words: str) -> None:
    """Pass an outcome of a search, with how it was confirmed where somebody else must be believed."""
    if kind != Case.Kind.MISSING_EDUCATION:
        raise Denied(NOT_FOUND)
    if outcome not in CLOSING_OF:
        raise Denied("Choose what became of the child.")
    if outcome in SAID_BY_OTHERS:
        check_said(words, "Say who confirmed it, and when.")


CLOSING_OF: dict[str, str] = {
    MissingEnding.Outcome.SCHOOL: Case.Closing.DONE,
    MissingEnding.Outcome.HOME: Case.Closing.DONE,
    MissingEnding.Outcome.PLACE: Case.Closing.DONE,
    MissingEnding.Outcome.AWAY: Case.Closing.MOVED_AWAY,
    MissingEnding.Outcome.ABROAD: Case.Closing.MOVED_AWAY,
    MissingEnding.Outcome.AGE: Case.Closing.AGE,
    MissingEnding.Outcome.HANDED_ON: Case.Closing.MOVED_ON,
    MissingEnding.Outcome.MISTAKE: Case.Closing.MISTAKE,
}
"""How the case closes by what became of the child."""
SAID_BY_OTHERS = frozenset(
    {MissingEnding.Outcome.AWAY, MissingEnding.Outcome.ABROAD, MissingEnding.Outcome.HANDED_ON}
)
CLOSING_OF_HOME: dict[str, str] = {
    HomeEducation.Ending.SCHOOL: Case.Closing.DONE,
    HomeEducation.Ending.AGE: Case.Closing.AGE,
    HomeEducation.Ending.AWAY: Case.Closing.MOVED_AWAY,
    HomeEducation.Ending.ABROAD: Case.Closing.MOVED_AWAY,
    HomeEducation.Ending.MISTAKE: Case.Closing.MISTAKE,
}
