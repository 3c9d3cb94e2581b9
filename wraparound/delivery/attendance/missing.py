"""Children who are at no school: missing from view since they left one, or of school age and on no roll."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import DateTimeField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from wraparound.delivery.attendance.models import HomeEducation, MissingEnding
from wraparound.delivery.attendance.queries import is_welfare, own_children
from wraparound.delivery.attendance.rules import born_between, may_watch
from wraparound.delivery.caseloads.models import Case
from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.agencies.models import Service
from wraparound.outcomes.access.models import Basis, Grant, ShieldName
from wraparound.outcomes.access.queries import live_shields, visible_to, without_hidden
from wraparound.outcomes.children.models import Birth, Child, Setting
from wraparound.outcomes.openings.leaving import leaving, of_rolls
from wraparound.outcomes.openings.rules import start_of

A_DAY = timedelta(days=1)
SETTLING = timedelta(days=30)
"""How long a school that was found may take until its list says so."""


def missing_from_view(actor: Actor) -> QuerySet[Child]:
    """Return the children who left a roll 15 school days ago or more and whom no school has: longest first.

    It is watched by the education welfare teams and the data managers (access.md section 1), who need no
    grant for it; what stands above grants hides a child here too. Whoever is looked for, or is educated at
    home, or died, or is over school age, has left it.
    """
    today = timezone.localdate(actor.now)
    if not may_watch(actor, is_welfare(actor)):
        return Child.objects.none()
    out = leaving().filter(until__lte=start_of(today + A_DAY))
    lost = out.filter(~Exists(_back_at(actor.now)), child=OuterRef("pk")).order_by("until")
    children: Any = Child.objects.filter(state=Child.State.LIVE, pk__in=out.values("child"))
    children = children.annotate(
        until=Subquery(lost.values("until")[:1]), school=Subquery(lost.values("service__agency__name")[:1])
    )
    children = children.annotate(since=ExpressionWrapper(F("until") - A_DAY, output_field=DateTimeField()))
    looked_for = Case.objects.filter(
        Q(closed_at__isnull=True) | Q(opened_at__gte=OuterRef("until") - A_DAY),
        child=OuterRef("pk"), kind=Case.Kind.MISSING_EDUCATION,
    )  # fmt: skip
    found = children.filter(
        Exists(lost), ~Exists(looked_for), ~Exists(_at_home(today)), ~_over_school_age(today)
    )
    return _hide_shielded(actor, without_hidden(actor, found)).order_by("until", "pk")  # type: ignore[misc]


def without_school(actor: Actor) -> QuerySet[Child]:
    """Return the children of school age whom the actor sees and who are on no roll: those longest so first.

    On no roll: no list says a school of the child, and no school has it in its population. One who is
    educated at home is not among them, nor one who moved away; one for whom a place was found has 30 days to
    arrive.
    """
    if not is_welfare(actor):
        return Child.objects.none()
    today = timezone.localdate(actor.now)
    first, last = born_between(today)
    births = Birth.objects.filter(source__child=OuterRef("pk"), superseded_at__isnull=True)
    settings = Setting.objects.filter(source__child=OuterRef("pk"), kind=Setting.Kind.SCHOOL)
    standing = settings.filter(superseded_at__isnull=True, source__ended_at__isnull=True)
    rolls = of_rolls().filter(child=OuterRef("pk"), starts_at__lte=actor.now, until__gt=actor.now)
    last_school = settings.filter(superseded_at__isnull=False).order_by("-superseded_at")
    found = visible_to(actor).filter(
        Exists(births.filter(date__range=(first, last))), ~Exists(births.filter(died_on__isnull=False)),
        ~Exists(standing), ~Exists(rolls), ~Exists(_at_home(today)), ~Exists(_settled(actor.now)),
    )  # fmt: skip
    looking = Case.objects.filter(
        child=OuterRef("pk"), kind=Case.Kind.MISSING_EDUCATION, closed_at__isnull=True
    )
    return found.annotate(
        since=Subquery(last_school.values("superseded_at")[:1]),
        school=Subquery(last_school.values("as_written")[:1]),
        is_looked_for=Exists(looking),
        search=Subquery(looking.filter(team=actor.team_id or 0).values("public_id")[:1]),
    ).order_by("is_looked_for", F("since").asc(nulls_first=True), "pk")


def newly_here(actor: Actor) -> QuerySet[Child]:
    """Return the pupils of the actor's school whom another school's roll lost and whom nobody claimed yet."""
    left = leaving().filter(child=OuterRef("pk")).exclude(holder__in=actor.holders)
    mine = Grant.objects.filter(
        child=OuterRef("pk"), holder__in=actor.holders, basis=Basis.POPULATION, ended_because="",
        service__population=Service.Population.ROLL, starts_at__lte=actor.now, until__gt=actor.now,
    )  # fmt: skip
    children = own_children(actor, bases=[Basis.POPULATION]).filter(Exists(left), Exists(mine))
    return children.annotate(
        school=Subquery(left.order_by("until").values("service__agency__name")[:1])
    ).order_by("pk")


def _back_at(now: datetime) -> QuerySet[Grant]:
    """Return the grants by which the school that a child left has it again."""
    return Grant.objects.filter(
        child=OuterRef("child"),
        holder=OuterRef("holder"),
        basis=Basis.POPULATION,
        ended_because="",
        until__gt=now,
    )


def _at_home(today: date) -> QuerySet[HomeEducation]:
    return HomeEducation.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=today), child=OuterRef("pk"), starts_on__lte=today
    )


def _settled(now: datetime) -> QuerySet[MissingEnding]:
    """Return the endings of a search by which the child is not looked for again."""
    outcome = MissingEnding.Outcome
    gone = Q(outcome__in=[outcome.AWAY, outcome.ABROAD, outcome.AGE])
    placed = Q(outcome__in=[outcome.SCHOOL, outcome.PLACE], at__gt=now - SETTLING)
    return MissingEnding.objects.filter(gone | placed, case__child=OuterRef("pk"))


def _over_school_age(today: date) -> Q:
    births = Birth.objects.filter(source__child=OuterRef("pk"), superseded_at__isnull=True)
    first, _ = born_between(today)
    young = births.filter(Q(date__gte=first) | Q(date__isnull=True) | Q(status=Birth.Status.DISPUTED))
    died = births.filter(died_on__isnull=False)
    return Q(Exists(died)) | (Q(Exists(births)) & ~Q(Exists(young)))


def _hide_shielded(actor: Actor, children: QuerySet[Child]) -> QuerySet[Child]:
    """Leave out shielded children but for those named: that a child left a school tells where it was."""
    named = ShieldName.objects.filter(post=actor.post_id or 0, removed_at__isnull=True)
    past = live_shields(actor.now).exclude(pk__in=named.values("shield"))
    return children.exclude(pk__in=past.values("child_id"))


def waiting(actor: Actor, public_id: uuid.UUID) -> Child | None:
    """Return a child that is missing from view or at no school, as the actor may see it, or None."""
    for queue in (missing_from_view(actor), without_school(actor)):
        if found := queue.filter(public_id=public_id).first():
            return found
    return None


def seen_by_welfare(actor: Actor, public_id: uuid.UUID) -> Child | None:
    """Return a child with whom the actor's welfare team works, or None."""
    return own_children(actor).filter(public_id=public_id).first() if is_welfare(actor) else None


def is_on_a_roll(child_id: int, *, now: datetime) -> bool:
    """Say whether a school has the child in its population now."""
    return of_rolls().filter(child=child_id, ended_because="", starts_at__lte=now, until__gt=now).exists()
