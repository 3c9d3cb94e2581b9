"""The lists that pages show by name, and what a row says of a child. Each count leads to one of them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Min
from django.utils import timezone

from wraparound.delivery.caseloads.models import Allocation
from wraparound.delivery.contacts.models import Contact
from wraparound.delivery.universal.counts import month_of, timely_of
from wraparound.delivery.universal.lists import (
    Narrowed,
    children_due_in,
    children_in,
    done,
    open_work,
    unplaced,
)
from wraparound.delivery.universal.models import Departure
from wraparound.delivery.universal.schedule import Item, Serving, State
from wraparound.foundation.accounts.rules import Actor
from wraparound.outcomes.access.queries import shielded_from
from wraparound.outcomes.card.rules import age_of
from wraparound.outcomes.children.models import Setting
from wraparound.outcomes.children.queries import labels_of
from wraparound.outcomes.children.rules import Label

MONTH, IN_TIME, LATE, NOT_DONE = "month", "in-time", "late", "not-done"
LISTS: dict[str, str] = {
    State.OVERDUE: "Overdue",
    State.DUE: "Due now",
    MONTH: "To be done this month",
    State.MISSED: "Missed: too late to do",
    State.NOT_YET: "Not due yet",
    State.DONE: "Done",
    State.DECLINED: "Declined",
    State.NOT_APPLICABLE: "Does not apply",
    IN_TIME: "Done in time, of the last three months",
    LATE: "Done late, of the last three months",
    NOT_DONE: "Not done, of the last three months",
}
"""The lists of an item by what stands in the address, with what they are called."""
CAN_PLAN = (State.OVERDUE, State.DUE, MONTH, State.NOT_YET, NOT_DONE)
"""The lists from which contacts are planned."""


@dataclass(frozen=True)
class Row:
    """One child of a list."""

    label: Label
    age: str
    due_on: date | None
    days_over: int
    done_on: date | None
    place: str
    worker: str
    """Who has the case, or empty: not in the active caseload."""
    is_active: bool
    planned_for: datetime | None
    planned_by: str

    @property
    def over_words(self) -> str:
        """How long it is overdue, in words."""
        return f"{self.days_over} {'day' if self.days_over == 1 else 'days'} late"


def chosen(
    actor: Actor, serving: Serving, item: Item, which: str, narrowed: Narrowed
) -> list[tuple[int, date | None]]:
    """Return the keys of the children in a list, with the day each is counted from where that is known."""
    if which == MONTH:
        month = children_due_in(actor, item, *month_of(timezone.localdate(actor.now)), narrowed)
        return list(month.values_list("pk", "day"))
    if which in (IN_TIME, LATE, NOT_DONE):
        timely = timely_of(actor, serving, item, narrowed)
        return [(pk, None) for pk in getattr(timely, which.replace("-", "_"))]
    children = children_in(actor, item, State(which), narrowed)
    if "day" in children.query.annotations:
        return list(children.values_list("pk", "day"))
    return [(pk, None) for pk in children.values_list("pk", flat=True)]


def rows(actor: Actor, item: Item | None, keys: Iterable[tuple[int, date | None]]) -> list[Row]:
    """Return what a list says of each child: as many statements however many there are."""
    keys = list(keys)
    ids, today = [pk for pk, _ in keys], timezone.localdate(actor.now)
    labels, places = labels_of(ids), _places(actor, ids)
    workers, active = _workers(actor, ids)
    planned, held = _contacts(actor, item, ids)
    found = []
    for pk, day in keys:
        label = labels[pk]
        due = item.due_on(day) if item and day else None
        at, by = planned.get(pk, (None, ""))
        found.append(
            Row(
                label=label, age=age_of(label.born, label.expected, label.died_on, today), due_on=due,
                days_over=max((today - due).days, 0) if due else 0, done_on=held.get(pk),
                place=places.get(pk, ""), worker=workers.get(pk, ""), is_active=pk in active,
                planned_for=at, planned_by=by,
            )
        )  # fmt: skip
    return found


def _places(actor: Actor, ids: list[int]) -> dict[int, str]:
    """Return the school or else the practice of each, of nobody whom it may tell a hidden place of."""
    told = set(ids) - shielded_from(actor, ids)
    told -= set(unplaced(actor).filter(source__child__in=ids))
    told -= set(Departure.objects.filter(child__in=ids, team=actor.team_id).values_list("child", flat=True))
    said = Setting.objects.filter(
        source__child__in=told, superseded_at__isnull=True, source__ended_at__isnull=True
    )
    by_kind: dict[int, dict[str, str]] = defaultdict(dict)
    for child, kind, name, written in said.order_by("said_at", "pk").values_list(
        "source__child", "kind", "agency__name", "as_written"
    ):
        by_kind[child][kind] = name or written
    return {child: kinds.get("school") or kinds.get("practice", "") for child, kinds in by_kind.items()}


def _workers(actor: Actor, ids: list[int]) -> tuple[dict[int, str], set[int]]:
    cases = open_work(actor.team_id or 0).filter(child__in=ids)
    lead = Allocation.objects.filter(case__in=cases, part=Allocation.Part.LEAD, until__isnull=True)
    names = dict(lead.order_by("pk").values_list("case__child", "post__user__full_name"))
    return names, set(cases.values_list("child", flat=True))


def _contacts(
    actor: Actor, item: Item | None, ids: list[int]
) -> tuple[dict[int, tuple[datetime | None, str]], dict[int, date]]:
    if item is None:
        return {}, {}
    service = actor.service_id or 0
    ahead = Contact.objects.filter(
        service=service, schedule_code=item.code, child__in=ids, state=Contact.State.PLANNED,
        planned_for__gte=actor.now,
    ).order_by("-planned_for", "-pk")  # fmt: skip
    planned = {
        child: (at, name)
        for child, at, name in ahead.values_list("child", "planned_for", "post__user__full_name")
    }
    held = done(service, item.code).filter(child__in=ids).order_by()
    first = held.values("child").annotate(at=Min(F("happened_at"))).values_list("child", "at")
    return planned, {child: timezone.localdate(at) for child, at in first}
