"""How many of a population stand how with each item: read once for all items, counted as the lists list."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from django.db.models import Min
from django.utils import timezone

from wraparound.delivery.universal.anchors import with_day
from wraparound.delivery.universal.lists import ASKED, MARKS_OF, Narrowed, done, marks, population_of
from wraparound.delivery.universal.schedule import (
    From,
    Item,
    Serving,
    State,
    due_between,
    stretches,
)
from wraparound.foundation.accounts.rules import Actor

QUARTER = 3
"""Months back of which it is said how much was done in time."""


@dataclass(frozen=True)
class Timely:
    """Who should have had an item within some months that are over: in time, later, or not at all."""

    first: date
    last: date
    in_time: tuple[int, ...] = ()
    late: tuple[int, ...] = ()
    not_done: tuple[int, ...] = ()

    @property
    def count(self) -> int:
        """How many should have had it."""
        return len(self.in_time) + len(self.late) + len(self.not_done)

    @property
    def per_cent(self) -> int | None:
        """How many of a hundred had it in time, or None where nobody should have."""
        return round(100 * len(self.in_time) / self.count) if self.count else None


@dataclass(frozen=True)
class Standing:
    """How a population stands with one item; each number is the length of the list that it leads to."""

    item: Item
    states: Counter[State]
    this_month: int
    timely: Timely

    @property
    def overdue(self) -> int:
        """How many are overdue."""
        return self.states[State.OVERDUE]

    @property
    def due(self) -> int:
        """How many are due."""
        return self.states[State.DUE]


def month_of(day: date) -> tuple[date, date]:
    """Return the first and the last day of the month of a day."""
    first = day.replace(day=1)
    return first, first + relativedelta(months=1) - timedelta(days=1)


def quarter_before(day: date) -> tuple[date, date]:
    """Return the first day of three months, and the last day of them: the day before `day`."""
    return day - relativedelta(months=QUARTER), day - timedelta(days=1)


def standings(actor: Actor, serving: Serving, narrowed: Narrowed) -> list[Standing]:
    """Return how the population stands with every item, in as many statements however many it is."""
    read = Read(actor, serving, narrowed)
    return [read.standing(item) for item in serving.items]


def timely_of(actor: Actor, serving: Serving, item: Item, narrowed: Narrowed) -> Timely:
    """Return who should have had an item in the quarter that is over, and when they had it."""
    return Read(actor, serving, narrowed).timely(item)


class Read:
    """What is read once for all items: the day that each child is counted from, what was done and marked."""

    def __init__(self, actor: Actor, serving: Serving, narrowed: Narrowed) -> None:
        self.today = timezone.localdate(actor.now)
        population = population_of(actor, narrowed)
        service, team = actor.service_id or 0, actor.team_id or 0
        keys = population.values("pk")
        self.days: dict[tuple[From, date | None], dict[int, date]] = {}
        for item in serving.items:
            kind = _day_kind(item)
            if kind not in self.days:
                self.days[kind] = dict(with_day(population, item, team).values_list("pk", "day"))
        self.done: dict[str, dict[int, date]] = defaultdict(dict)
        held = done(service).filter(child__in=keys).order_by()
        for code, child, at in held.values_list("schedule_code", "child").annotate(at=Min("happened_at")):
            self.done[code][child] = timezone.localdate(at)
        self.marked: dict[str, dict[int, str]] = defaultdict(dict)
        standing = marks(service).filter(child__in=keys).order_by("at", "pk")
        for code, child, mark in standing.values_list("code", "child", "kind"):
            self.marked[code][child] = mark

    def standing(self, item: Item) -> Standing:
        """Return how the population stands with one item."""
        had, marked = self.done[item.code], self.marked[item.code]
        states = Counter({State.DONE: len(had)})
        for child, mark in marked.items():
            if child not in had:
                states[next(state for state in State if mark in MARKS_OF[state])] += 1
        spans = stretches(item, self.today)
        month = due_between(item, *month_of(self.today))
        this_month = 0
        for child, day in self.days[_day_kind(item)].items():
            if child in had or child in marked:
                continue
            state = next(state for state in ASKED if day in spans[state])
            states[state] += 1
            this_month += day in month and state != State.MISSED
        return Standing(item, states, this_month, self.timely(item))

    def timely(self, item: Item) -> Timely:
        """Return who should have had an item in the quarter that is over, but those marked."""
        first, last = quarter_before(self.today)
        span = due_between(item, first, last)
        had, marked = self.done[item.code], self.marked[item.code]
        sorted_out: dict[str, list[int]] = {"in_time": [], "late": [], "not_done": []}
        for child, day in self.days[_day_kind(item)].items():
            if day not in span or (child in marked and child not in had):
                continue
            when = had.get(child)
            which = "not_done" if when is None else "in_time" if when <= item.due_on(day) else "late"
            sorted_out[which].append(child)
        return Timely(first, last, **{which: tuple(sorted(keys)) for which, keys in sorted_out.items()})


def _day_kind(item: Item) -> tuple[From, date | None]:
    """Return what items share that are counted from one day: school entry follows from the birth."""
    counted = From.BIRTH if item.counted_from == From.SCHOOL_ENTRY else item.counted_from
    return counted, item.born_from
