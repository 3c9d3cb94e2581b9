"""Who of a team's population has not had what: every list and count is one question to the database.

No row is kept of a child and an item: how each stands follows from the day it is counted from, from the
contacts that were held and from the marks that stand.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from wraparound.delivery.caseloads.models import Case
from wraparound.delivery.contacts.models import Contact
from wraparound.delivery.universal.anchors import ByDay, with_day
from wraparound.delivery.universal.models import ClusterSchool, Departure, Mark
from wraparound.delivery.universal.rules import MARKED
from wraparound.delivery.universal.schedule import Item, State, Stretch, due_between, stretches
from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.agencies.queries import on
from wraparound.outcomes.access.models import Basis, ShieldName
from wraparound.outcomes.access.queries import live_shields, visible_to
from wraparound.outcomes.children.models import Address, Birth, Child, Setting

ASKED = (State.OVERDUE, State.DUE, State.MISSED, State.NOT_YET)
"""The states of whoever has not had an item, what hurts most first."""
MARKS_OF = {state: [kind for kind, made in MARKED.items() if made == state] for state in State}


@dataclass(frozen=True)
class Narrowed:
    """What a list is narrowed to: a practice or school, a cluster, the active or the inactive caseload."""

    agency: int | None = None
    cluster: int | None = None
    case: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Say whether anything is asked."""
        return bool(self.agency or self.cluster or self.case)


def population_of(actor: Actor, narrowed: Narrowed = Narrowed()) -> QuerySet[Child]:
    """Return the children of the population that the actor's team serves and the actor sees.

    Whoever died, was lost before birth or has begun to leave is in none of its lists.
    """
    died = Birth.objects.filter(superseded_at__isnull=True, died_on__isnull=False)
    leaving = Departure.objects.filter(team=actor.team_id or 0, ended_at__isnull=True)
    children = visible_to(actor, basis=Basis.POPULATION).exclude(pk__in=died.values("source__child"))
    children = children.exclude(pk__in=leaving.values("child"))
    if narrowed.agency:
        children = _at(children, Q(agency=narrowed.agency), actor)
    if narrowed.cluster:
        schools = ClusterSchool.objects.filter(on(_today(actor)), cluster=narrowed.cluster)
        children = _at(children, Q(agency__in=schools.values("agency")), actor)
    if narrowed.case:
        working = Exists(open_work(actor.team_id or 0).filter(child=OuterRef("pk")))
        children = children.filter(working if narrowed.case == "active" else ~working)
    return children


def _at(children: QuerySet[Child], where: Q, actor: Actor) -> QuerySet[Child]:
    """Keep those whose school or practice it is, but for whoever shared a home with a shielded child."""
    said = Setting.objects.filter(
        where, superseded_at__isnull=True, source__ended_at__isnull=True, source__child=OuterRef("pk")
    )
    return children.filter(Exists(said)).exclude(pk__in=unplaced(actor))


def unplaced(actor: Actor) -> QuerySet[Address, int]:
    """Return the children whose school and practice may tell where a shielded one is: nobody is told them."""
    named = ShieldName.objects.filter(post=actor.post_id or 0, removed_at__isnull=True)
    shields = live_shields(actor.now).exclude(pk__in=named.values("shield"))
    homes = Address.objects.filter(household__isnull=False, source__child__in=shields.values("child_id"))
    near = Address.objects.filter(household__in=homes.values("household"))
    return near.values_list("source__child", flat=True)


def open_work(team_id: int) -> QuerySet[Case]:
    """Return the open cases of a team: with whom it has one is its active caseload."""
    return Case.objects.filter(team=team_id, closed_at__isnull=True)


def done(service_id: int, code: str = "") -> QuerySet[Contact]:
    """Return the contacts of a service that were held and are an item of the schedule, or one item."""
    held = Contact.objects.filter(service=service_id, state=Contact.State.HELD)
    return held.filter(schedule_code=code) if code else held.exclude(schedule_code="")


def marks(service_id: int, code: str = "") -> QuerySet[Mark]:
    """Return the marks of a service that stand, of one item or of all."""
    standing = Mark.objects.filter(service=service_id, withdrawn_at__isnull=True)
    return standing.filter(code=code) if code else standing


def children_in(
    actor: Actor, item: Item, state: State, narrowed: Narrowed = Narrowed()
) -> ByDay:  # fmt: skip
    """Return the children for whom an item stands so, with the `day` it is counted from, longest first."""
    service, today = actor.service_id or 0, _today(actor)
    had, standing = done(service, item.code).values("child"), marks(service, item.code)
    population = population_of(actor, narrowed)
    if state in ASKED:
        asked = with_day(population, item, actor.team_id or 0, stretches(item, today)[state])
        return _lacking(asked, had, standing).order_by("day", "pk")
    newest = standing.filter(child=OuterRef("pk")).order_by("-at", "-pk").values("kind")[:1]
    marked = population.filter(pk__in=standing.values("child")).annotate(mark=Subquery(newest))
    said_so = marked.filter(mark__in=MARKS_OF[state]).values("pk")
    if state == State.DONE:
        return population.filter(Q(pk__in=had) | Q(pk__in=said_so)).order_by("pk")
    return population.filter(pk__in=said_so).exclude(pk__in=had).order_by("pk")


def _lacking(children: ByDay, had: QuerySet[Any, Any], standing: QuerySet[Mark]) -> ByDay:
    """Leave out who had an item and of whom something stands: each asked once for all, not child by child."""
    return children.exclude(pk__in=had).exclude(pk__in=standing.values("child"))


def children_due_in(
    actor: Actor, item: Item, first: date, last: date, narrowed: Narrowed = Narrowed()
) -> ByDay:  # fmt: skip
    """Return the children who have not had an item that should be done between two days, both included."""
    service, due = actor.service_id or 0, due_between(item, first, last)
    still_open = stretches(item, _today(actor))[State.MISSED].last
    due = Stretch(max(due.after, still_open), due.last)
    children = with_day(population_of(actor, narrowed), item, actor.team_id or 0, due)
    had, standing = done(service, item.code).values("child"), marks(service, item.code)
    return _lacking(children, had, standing).order_by("day", "pk")


def _today(actor: Actor) -> date:
    return timezone.localdate(actor.now)
