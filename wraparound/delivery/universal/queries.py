"""Reading who came into a population, who left it and what was chosen; all of a child through the policy."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils import timezone

from wraparound.delivery.caseloads.models import Case
from wraparound.delivery.universal.lists import Narrowed, open_work, population_of
from wraparound.delivery.universal.models import Arrival, Departure, Mark
from wraparound.delivery.universal.planned import schedule_on, serving_of
from wraparound.delivery.universal.rules import MOST_AT_ONCE
from wraparound.foundation.accounts.models import Post
from wraparound.foundation.accounts.queries import live_posts
from wraparound.foundation.accounts.rules import Actor
from wraparound.outcomes.access.queries import sight, visible_to
from wraparound.outcomes.access.rules import Category, Sight
from wraparound.outcomes.card.rules import age_of
from wraparound.outcomes.children.models import Birth, Child
from wraparound.outcomes.children.queries import labels_of
from wraparound.outcomes.children.rules import Label

Moved = TypeVar("Moved", Arrival, Departure)
NOBODY = uuid.UUID(int=0)


def arrivals(actor: Actor) -> QuerySet[Arrival]:
    """Return who came into the actor's team's population and is not taken up yet, the longest ago first."""
    waiting = Arrival.objects.filter(team=actor.team_id or 0, taken_up_at__isnull=True)
    mine = population_of(actor).values("pk")
    return waiting.filter(child__in=mine).select_related("child").order_by("arrived_on", "pk")


def departures(actor: Actor) -> QuerySet[Departure]:
    """Return who left the population of the actor's team and nobody has taken up, the longest ago first."""
    waiting = Departure.objects.filter(team=actor.team_id or 0, ended_at__isnull=True)
    seen = visible_to(actor).values("pk")
    return waiting.filter(child__in=seen).select_related("child").order_by("left_at", "pk")


def departure_of(actor: Actor, public_id: uuid.UUID) -> Departure | None:
    """Return one departure that waits, or None: missing and denied alike."""
    return departures(actor).filter(public_id=public_id).first()


def mark_of(actor: Actor, public_id: uuid.UUID) -> Mark | None:
    """Return one mark of the actor's own service on a child whose records it sees, or None."""
    mark = Mark.objects.select_related("child").filter(public_id=public_id).first()
    seen = sight(actor, mark.child.public_id if mark else NOBODY)
    if mark is None or seen is None or not seen.sees(Category.OWN_RECORD):
        return None
    return mark if mark.service_id == actor.service_id and mark.service_id in seen.own_services else None


def caseload_counts(actor: Actor, narrowed: Narrowed) -> dict[str, int]:
    """Return how many are in the population, in the active caseload and not in it."""
    total = population_of(actor, narrowed).count()
    active = population_of(actor, replace(narrowed, case="active")).count()
    if narrowed.case:
        return {"total": total, "active": active if narrowed.case == "active" else 0,
                "inactive": total if narrowed.case == "inactive" else 0}  # fmt: skip
    return {"total": total, "active": active, "inactive": total - active}


def chosen_children(actor: Actor, public_ids: Iterable[str]) -> list[Child]:
    """Return those of the actor's population that were chosen, in the order in which they were."""
    ids = [made for each in list(public_ids)[:MOST_AT_ONCE] if (made := _uuid(each))]
    found = {child.public_id: child for child in population_of(actor).filter(public_id__in=ids)}
    return [found[each] for each in dict.fromkeys(ids) if each in found]


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def labelled(children: Iterable[Child]) -> list[Label]:
    """Return what tells each child from others, in the same order."""
    children = list(children)
    labels = labels_of(child.pk for child in children)
    return [labels[child.pk] for child in children]


@dataclass(frozen=True)
class Slot:
    """When one child's contact would be."""

    label: Label
    at: datetime


def slots(children: Iterable[Child], *, first_at: datetime, minutes: int) -> list[Slot]:
    """Return when each contact would be, one after the other."""
    return [
        Slot(label, first_at + timedelta(minutes=minutes * place))
        for place, label in enumerate(labelled(children))
    ]


def moment(day: date, at: time) -> datetime:
    """Return the instant at which clocks in England show a time of a day."""
    return timezone.make_aware(datetime.combine(day, at))


def team_posts(actor: Actor) -> QuerySet[Post]:
    """Return who works in the actor's team now, by name."""
    return live_posts(now=actor.now).filter(team=actor.team_id or 0).order_by("user__full_name")


def case_of(actor: Actor, child_id: int) -> Case | None:
    """Return the newest open case of the actor's team with a child, or None: not in the active caseload."""
    return open_work(actor.team_id or 0).filter(child=child_id).order_by("-opened_at", "-pk").first()


def caseload_keys(actor: Actor, narrowed: Narrowed, which: str) -> list[int]:
    """Return the keys of the active caseload or of the rest, the youngest first."""
    born = Birth.objects.filter(source__child=OuterRef("pk"), superseded_at__isnull=True)
    latest = Subquery(born.order_by(F("date").desc(nulls_last=True)).values("date")[:1])
    children = population_of(actor, replace(narrowed, case=which)).annotate(born=latest)
    return list(children.order_by(F("born").desc(nulls_first=True), "pk").values_list("pk", flat=True))


def is_in_population(actor: Actor, child_id: int) -> bool:
    """Say whether a child is in the population of the actor's team."""
    return population_of(actor).filter(pk=child_id).exists()


def has_schedule(actor: Actor, seen: Sight) -> bool:
    """Say whether the actor's service has a schedule and keeps records of the child that the actor sees."""
    if not seen.sees(Category.OWN_RECORD) or actor.service_id not in seen.own_services:
        return False
    return serving_of(actor, schedule_on(timezone.localdate(actor.now))) is not None


def child_by_key(child_id: int) -> Child:
    """Return the child that a sight is of."""
    return Child.objects.get(pk=child_id)


def child_key(public_id: uuid.UUID) -> int | None:
    """Return the key of a child, for the record of a denial."""
    return Child.objects.filter(public_id=public_id).values_list("pk", flat=True).first()


def with_labels(actor: Actor, moved: Iterable[Moved]) -> list[tuple[Moved, Label, str]]:
    """Return who came or left with what tells each child from others, and how old each is."""
    moved = list(moved)
    labels, today = labels_of(each.child_id for each in moved), timezone.localdate(actor.now)
    rows = []
    for each in moved:
        label = labels[each.child_id]
        rows.append((each, label, age_of(label.born, label.expected, label.died_on, today)))
    return rows


def chosen_arrivals(actor: Actor, public_ids: Iterable[str]) -> list[Arrival]:
    """Return those who came and were chosen."""
    ids = [made for each in list(public_ids)[:MOST_AT_ONCE] if (made := _uuid(each))]
    return list(arrivals(actor).filter(public_id__in=ids))
