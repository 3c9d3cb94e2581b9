"""Reading attendance through the policy: a school's own pupils, welfare's own cases, and nobody else's."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, F, Q, QuerySet, Sum
from django.utils import timezone

from wraparound.delivery.attendance.models import Attendance, AttendanceList, MissingEnding
from wraparound.delivery.attendance.rules import (
    AttendanceTerms,
    Sessions,
    may_read,
    read_terms,
    school_year,
)
from wraparound.delivery.caseloads.models import Allocation, Case
from wraparound.delivery.caseloads.queries import open_cases
from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.agencies.models import Agency, Team
from wraparound.foundation.area.queries import configuration
from wraparound.outcomes.access.models import Basis, Grant, ShieldName
from wraparound.outcomes.access.queries import live_shields, seen_by
from wraparound.outcomes.access.rules import Category, Sight
from wraparound.outcomes.children.models import Address, Child
from wraparound.outcomes.children.queries import labels_of
from wraparound.outcomes.children.rules import Label

KINDS = (Case.Kind.WELFARE, Case.Kind.MISSING_EDUCATION, Case.Kind.HOME_EDUCATED)
"""The kinds of case that are education welfare's."""
OWN_BASES = [Basis.POPULATION, Basis.INVOLVEMENT]
NOBODY = Q(pk__in=[])
SUMS = ("possible", "attended", "authorised", "unauthorised", "late")
BELOW, SEVERE, UNAUTHORISED, ALL = "below", "severe", "unauthorised", "all"


def terms(*, on: date) -> AttendanceTerms:
    """Return what holds of attendance on a day."""
    return read_terms(configuration("attendance", on=on) or {})


def welfare_teams(*, on: date) -> QuerySet[Team]:
    """Return the education welfare teams: those whose service is of a kind that the area names."""
    kinds = reduce(or_, (Q(service__kind__iexact=kind) for kind in terms(on=on).welfare_services), NOBODY)
    running = Q(valid_until__isnull=True) | Q(valid_until__gte=on)
    return Team.objects.filter(running, kinds, valid_from__lte=on).select_related("service")


def is_welfare(actor: Actor) -> bool:
    """Say whether the actor works in an education welfare team."""
    return welfare_teams(on=timezone.localdate(actor.now)).filter(pk=actor.team_id or 0).exists()


def own_children(actor: Actor, *, bases: Collection[str] = OWN_BASES) -> QuerySet[Child]:
    """Return the children of whom the actor's service holds records of its own that the actor sees."""
    own = Grant.objects.filter(
        holder__in=actor.holders, service=actor.service_id or 0, basis__in=bases,
        starts_at__lte=actor.now, until__gt=actor.now,
    )  # fmt: skip
    opens = own.annotate(own=F("categories").bitand(int(Category.OWN_RECORD))).filter(own__gt=0)
    return seen_by(actor, opens)


def attendance_seen_by(actor: Actor) -> QuerySet[Attendance]:
    """Return what schools say now of the children whom the actor may read it of: every list starts here.

    A school's team reads what its own school said; the welfare team all that is said of its own cases.
    """
    said = Attendance.objects.filter(
        superseded_at__isnull=True, source__child__in=own_children(actor).values("pk")
    )
    if is_welfare(actor):
        return said
    return said.filter(school__population_team__service=actor.service_id or 0)


def attendance_of(actor: Actor, seen: Sight) -> list[Attendance]:
    """Return what the actor may read of one child's attendance, the newest first."""
    if not seen.sees(Category.OWN_RECORD):
        return []
    welfare = welfare_teams(on=timezone.localdate(actor.now)).values_list("service", flat=True)
    of_welfare = {pk for pk in welfare if pk}
    said = Attendance.objects.filter(source__child=seen.child_id, superseded_at__isnull=True)
    said = said.select_related("school__population_team").order_by("-first", "-said_at")
    hidden = bool(hides_school(actor, [seen.child_id]))
    return [
        each
        for each in said
        if may_read(seen.own_services, _service_of(each.school), of_welfare)
        and (not hidden or _service_of(each.school) in seen.own_services)
    ]


def _service_of(school: Agency) -> int | None:
    return school.population_team.service_id if school.population_team else None


@dataclass(frozen=True)
class Line:
    """One child of the list: who, how much was attended since the school year began, and until when."""

    label: Label
    sessions: Sessions
    is_severe: bool
    is_open: bool


def lines_below(actor: Actor, which: str = BELOW) -> QuerySet[Attendance, Any]:
    """Return the keys of children with their sessions of this school year, the most absent first.

    `which` keeps those below the area's threshold, severely absent, with unauthorised absence that asks for
    welfare, or all.
    """
    today = timezone.localdate(actor.now)
    held = terms(on=today)
    said = attendance_seen_by(actor).filter(first__gte=school_year(today))
    recent = Q(last__gte=today - timedelta(weeks=held.unauthorised_weeks))
    sums = (
        said.values("source__child")
        .annotate(**{f"{name}_sum": Sum(name) for name in SUMS})
        .annotate(absent=F("possible_sum") - F("attended_sum"), recent=Sum("unauthorised", filter=recent))
        .annotate(share=F("absent") * 10_000 / F("possible_sum"))
        .order_by("-share", "-absent", "source__child")
    )
    percent = {BELOW: held.persistent_on(today), SEVERE: held.severe_percent}.get(which)
    if percent:
        return sums.filter(absent__gte=F("possible_sum") * percent / 100.0)
    if which == UNAUTHORISED:
        return sums.filter(recent__gte=held.unauthorised_sessions)
    return sums


def lines(actor: Actor, rows: Iterable[dict[str, int]]) -> list[Line]:
    """Return what the list says of each child: five statements, however many there are."""
    rows = list(rows)
    keys = [row["source__child"] for row in rows]
    labels = labels_of(keys)
    held = terms(on=timezone.localdate(actor.now))
    opened = Case.objects.filter(child__in=keys, kind=Case.Kind.WELFARE, closed_at__isnull=True)
    at_welfare = set(opened.values_list("child", flat=True))
    return [
        Line(
            labels[row["source__child"]], sessions := Sessions(*(row[f"{name}_sum"] for name in SUMS)),
            sessions.is_below(held.severe_percent), row["source__child"] in at_welfare,
        )
        for row in rows
    ]  # fmt: skip


def has_welfare_case(child_id: int) -> bool:
    """Say whether a welfare team works with the child."""
    return Case.objects.filter(child=child_id, kind=Case.Kind.WELFARE, closed_at__isnull=True).exists()


def lists_seen_by(actor: Actor) -> QuerySet[AttendanceList]:
    """Return the files of attendance that were sent, the newest first; of a school, its own."""
    found = AttendanceList.objects.select_related("school", "sent_by__user")
    schools = schools_to_send_for(actor).values("pk")
    return found.filter(school__in=schools)


def schools_to_send_for(actor: Actor) -> QuerySet[Agency]:
    """Return the schools for which the actor may send attendance."""
    today = timezone.localdate(actor.now)
    schools = Agency.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=today), kind=Agency.Kind.SCHOOL
    )
    own = Agency.objects.filter(pk=actor.agency_id, kind=Agency.Kind.SCHOOL)
    return schools.filter(~Exists(own) | Q(pk=actor.agency_id))


def school_of(actor: Actor) -> Agency | None:
    """Return the school whose pupils the actor's team serves, or None."""
    return Agency.objects.filter(population_team=actor.team_id or 0, kind=Agency.Kind.SCHOOL).first()


def child_of(seen: Sight) -> Child:
    """Return the child of a sight."""
    return Child.objects.get(pk=seen.child_id)


def child_key(public_id: uuid.UUID) -> int | None:
    """Return the key of a child for the record of denials, or None."""
    return Child.objects.filter(public_id=public_id).values_list("pk", flat=True).first()


def with_labels(actor: Actor, children: Iterable[Any]) -> list[tuple[Any, Label]]:
    """Return the children of a page with what they are called; no school that would tell of another child."""
    children = list(children)
    labels = labels_of([child.pk for child in children])
    hidden = hides_school(actor, labels)
    for child in children:
        child.school = "" if child.pk in hidden else child.school
    return [(child, labels[child.pk]) for child in children]


def hides_school(actor: Actor, child_ids: Iterable[int]) -> set[int]:
    """Return the children whose earlier schools tell where a shielded child was: they share a home, or did.

    The doubt protects: whenever they lived together, no earlier school is named (access.md case 12).
    """
    named = ShieldName.objects.filter(post=actor.post_id or 0, removed_at__isnull=True)
    shielded = live_shields(actor.now).exclude(pk__in=named.values("shield"))
    homes = Address.objects.filter(
        source__child__in=shielded.values("child_id"), household__isnull=False
    ).values("household")
    shared = Address.objects.filter(source__child__in=list(child_ids), household__in=homes)
    return set(shared.values_list("source__child", flat=True))


def cases_of(actor: Actor, child_id: int) -> list[Case]:
    """Return the open welfare cases of the actor's own team with a child."""
    return list(open_cases(actor).filter(child=child_id, kind__in=KINDS).order_by("opened_at", "pk"))


def ending_of(case: Case) -> MissingEnding | None:
    """Return how a search ended, or None."""
    return MissingEnding.objects.filter(case=case).select_related("by__user").first()


def who_has(case: Case) -> Allocation | None:
    """Return who has the case now, or None while nobody does."""
    leads = case.allocations.filter(part=Allocation.Part.LEAD, until__isnull=True)
    return leads.select_related("post__user").first()
