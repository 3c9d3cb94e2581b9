"""Writing what happened to children: called by whichever app made it happen, in its transaction."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from wraparound.outcomes.access.rules import Category
from wraparound.outcomes.children import bulk
from wraparound.outcomes.journey.models import Event

MOST_WORDS = 300


@dataclass(frozen=True)
class NewEvent:
    """One line to write. `category` is a single bit: whoever sees it sees the line.

    `is_whereabouts` marks a line that says or implies where the child is; `route` and `route_key` name the
    page that has the whole.
    """

    child_id: int
    on: date
    kind: str
    line: str
    category: Category
    is_whereabouts: bool = False
    agency_id: int | None = None
    service_id: int | None = None
    route: str = ""
    route_key: str = ""


def add_events(events: Iterable[NewEvent], *, now: datetime) -> None:
    """Write events in bulk; call it inside the transaction of what happened.

    Raises ValueError for a category of more than one bit and for a line longer than the page shows.
    """
    bulk.insert(Event, _COLUMNS, (_values(new, now) for new in events))


_COLUMNS = ("child_id", "on", "at", "kind", "line", "category", "is_whereabouts", "agency_id", "service_id",
            "route", "route_key")  # fmt: skip


def _values(new: NewEvent, now: datetime) -> tuple[object, ...]:
    if new.category.bit_count() != 1:
        raise ValueError(f"{new.kind}: an event is seen by the holders of one category")
    if not new.line or len(new.line) > MOST_WORDS:
        raise ValueError(f"{new.kind}: a line has 1 to {MOST_WORDS} characters")
    return (
        new.child_id, new.on, now, new.kind, new.line, int(new.category), new.is_whereabouts, new.agency_id,
        new.service_id, new.route, new.route_key,
    )  # fmt: skip
