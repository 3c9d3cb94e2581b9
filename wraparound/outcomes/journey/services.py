"""Writing what happened to children: called by whichever app made it happen, in its transaction."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

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


@transaction.atomic
def move_events(
    *, route: str, route_key: str, origin_id: int, to_id: int, instead: str, now: datetime
) -> int:
    """Move the lines of what was written on the wrong child to the right one; return how many.

    Where each stood a line that says `instead` is left, of the same day and for the same readers, that
    leads nowhere: whoever read the line there must be able to know that it is gone.
    """
    moved = list(Event.objects.filter(child=origin_id, route=route, route_key=route_key).order_by("pk"))
    Event.objects.filter(pk__in=[event.pk for event in moved]).update(child=to_id)
    left = [
        NewEvent(
            origin_id, event.on, event.kind, instead, Category(event.category), event.is_whereabouts,
            event.agency_id, event.service_id,
        )
        for event in moved
    ]  # fmt: skip
    add_events(left, now=now)
    return len(moved)


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
