"""The schedule of contacts as a dated document of the area, and the days that follow from it. Pure."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from dateutil.relativedelta import relativedelta
from pydantic import Field, StringConstraints, model_validator

from wraparound.foundation.area.documents import Strict

Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,30}$")]
After = Annotated[str, StringConstraints(pattern=r"^-?\d{1,3} (day|week|month)s?$")]
"""A time after a day: "10 days", "6 weeks", "-4 weeks", "9 months"."""
ENTRY_MONTH, ENTRY_AGE = 9, 4
"""School begins in the September after the fourth birthday."""
EARLIEST, LATEST = date(1990, 1, 1), date(2100, 1, 1)


class From(StrEnum):
    """The day that an item is counted from."""

    BIRTH = "birth"
    EXPECTED = "expected"
    SCHOOL_ENTRY = "school_entry"
    ARRIVAL = "arrival"


class State(StrEnum):
    """How an item stands for a child."""

    NOT_YET = "not_yet"
    DUE = "due"
    OVERDUE = "overdue"
    MISSED = "missed"
    DONE = "done"
    DECLINED = "declined"
    NOT_APPLICABLE = "not_applicable"


WORDS = {
    State.NOT_YET: "Not yet", State.DUE: "Due", State.OVERDUE: "Overdue", State.MISSED: "Missed",
    State.DONE: "Done", State.DECLINED: "Declined", State.NOT_APPLICABLE: "Does not apply",
}  # fmt: skip
KINDS = {
    State.NOT_YET: "plain", State.DUE: "watch", State.OVERDUE: "bad", State.MISSED: "bad",
    State.DONE: "good", State.DECLINED: "plain", State.NOT_APPLICABLE: "plain",
}  # fmt: skip


class Skill(Strict):
    """What a post may be trained or graded for."""

    code: Code
    name: str = Field(min_length=1, max_length=100)


class Item(Strict):
    """One contact that every child gets."""

    code: Code
    name: str = Field(min_length=1, max_length=100)
    counted_from: From
    opens: After
    due: After
    overdue: After
    closes: After
    done_by: tuple[str, ...] = ()
    born_from: date | None = None

    @model_validator(mode="after")
    def in_order(self) -> "Item":
        """Pass times of which each comes after the one before it."""
        day = date(2024, 1, 1)
        times = [later(day, each) for each in (self.opens, self.due, self.overdue, self.closes)]
        if times != sorted(times):
            raise ValueError("opens, due, overdue and closes must follow one another")
        return self

    def start(self, day: date) -> date:
        """Return the day that the item is counted from, of the birth, expected day or arrival."""
        return school_entry(day) if self.counted_from == From.SCHOOL_ENTRY else day

    def opens_on(self, day: date) -> date:
        """Return the first day on which it may be done."""
        return later(self.start(day), self.opens)

    def due_on(self, day: date) -> date:
        """Return the day by which it should be done."""
        return later(self.start(day), self.due)

    def overdue_on(self, day: date) -> date:
        """Return the last day on which it is not overdue yet."""
        return later(self.start(day), self.overdue)

    def closes_on(self, day: date) -> date:
        """Return the last day on which it is asked for."""
        return later(self.start(day), self.closes)

    def state(self, day: date, today: date) -> State:
        """Return how it stands on `today` for whoever has not had it: the plain reading of one child."""
        if today < self.opens_on(day):
            return State.NOT_YET
        if today <= self.overdue_on(day):
            return State.DUE
        return State.OVERDUE if today <= self.closes_on(day) else State.MISSED


class Serving(Strict):
    """What one kind of service gives every child, and of which ages."""

    kind: str = Field(min_length=1, max_length=60)
    serves_from: After
    serves_until: After
    items: tuple[Item, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def each_once(self) -> "Serving":
        """Pass items of which no two have one code."""
        _each_once([item.code for item in self.items])
        return self

    def item(self, code: str) -> Item | None:
        """Return an item by its code."""
        return next((item for item in self.items if item.code == code), None)

    def serves(self, born: date, today: date) -> bool:
        """Say whether a child born on a day is of an age that the service is for."""
        return later(born, self.serves_from) <= today < later(born, self.serves_until)


class Schedule(Strict):
    """Every kind of service with what it gives every child."""

    skills: tuple[Skill, ...] = ()
    services: tuple[Serving, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def whole(self) -> "Schedule":
        """Pass a schedule that names nothing twice and no skill that it does not have."""
        _each_once([skill.code for skill in self.skills])
        _each_once([serving.kind.casefold() for serving in self.services])
        known = {skill.code for skill in self.skills}
        for serving in self.services:
            for item in serving.items:
                if unknown := set(item.done_by) - known:
                    raise ValueError(f"{item.code}: no skill is called {', '.join(sorted(unknown))}")
        return self

    def of(self, kind: str) -> Serving | None:
        """Return what a kind of service gives, or None."""
        return next((each for each in self.services if each.kind.casefold() == kind.casefold()), None)

    def skill_name(self, code: str) -> str:
        """Return a skill in words."""
        return next((skill.name for skill in self.skills if skill.code == code), code or "Not said")


def later(day: date, after: str) -> date:
    """Return the day that lies a time after `day`; months end with their last day."""
    count, unit = after.split(" ")
    if unit.startswith("month"):
        return day + relativedelta(months=int(count))
    return day + timedelta(days=int(count) * (7 if unit.startswith("week") else 1))


def school_entry(born: date) -> date:
    """Return the first of September after the fourth birthday."""
    entry = date(born.year + ENTRY_AGE, ENTRY_MONTH, 1)
    return entry if born + relativedelta(years=ENTRY_AGE) < entry else entry.replace(year=entry.year + 1)


def last_day(fits: Callable[[date], bool]) -> date:
    """Return the last day for which `fits` holds, where it holds up to a day and not after.

    The days of an item only grow with the day it is counted from, so that which children it is due for is a
    stretch of such days, and a question to the database need count no months.
    """
    low, high = EARLIEST.toordinal(), LATEST.toordinal()
    while low < high:
        middle = (low + high + 1) // 2
        if fits(date.fromordinal(middle)):
            low = middle
        else:
            high = middle - 1
    return date.fromordinal(low)


@dataclass(frozen=True)
class Stretch:
    """The days counted from for which something holds: after `after`, up to and with `last`."""

    after: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.after < day <= self.last


def stretches(item: Item, today: date) -> dict[State, Stretch]:
    """Return for each state of whoever has not had the item the days counted from that it holds for."""
    opened = last_day(lambda day: item.opens_on(day) <= today)
    overdue = last_day(lambda day: item.overdue_on(day) < today)
    closed = last_day(lambda day: item.closes_on(day) < today)
    return {
        State.NOT_YET: Stretch(opened, LATEST),
        State.DUE: Stretch(overdue, opened),
        State.OVERDUE: Stretch(closed, overdue),
        State.MISSED: Stretch(EARLIEST, closed),
    }


def due_between(item: Item, first: date, last: date) -> Stretch:
    """Return the days counted from for which the item should be done between two days, both included."""
    return Stretch(
        last_day(lambda day: item.due_on(day) < first), last_day(lambda day: item.due_on(day) <= last)
    )


def _each_once(codes: list[str]) -> None:
    if twice := {code for code in codes if codes.count(code) > 1}:
        raise ValueError(f"{', '.join(sorted(twice))} stands here twice")


@cache
def shipped_schedule() -> Schedule:
    """Return the schedule that holds until the area decides its own: what England asks for."""
    document: dict[str, Any] = tomllib.loads(
        (Path(__file__).parent / "schedule.toml").read_text(encoding="utf-8")
    )
    return Schedule.model_validate(document)


read_schedule = Schedule.model_validate
