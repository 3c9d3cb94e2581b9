"""What is done with a schedule: marking, planning many at once, taking up, settling, active or not."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from wraparound.delivery.caseloads.models import Case
from wraparound.delivery.caseloads.services import begin_case, close_case
from wraparound.delivery.contacts.services import plan_contact
from wraparound.delivery.universal import moving
from wraparound.delivery.universal.lists import population_of
from wraparound.delivery.universal.models import Arrival, Departure, Mark
from wraparound.delivery.universal.planned import schedule_on, serving_of
from wraparound.delivery.universal.rules import (
    MOST_AT_ONCE,
    NOT_FOUND,
    check_item,
    check_mark,
    check_may_work,
    check_settling,
)
from wraparound.foundation.accounts.models import Post
from wraparound.foundation.accounts.rules import Actor, Denied, May
from wraparound.foundation.agencies.models import Team
from wraparound.foundation.audit import services as audit
from wraparound.outcomes.access.queries import sight
from wraparound.outcomes.access.rules import Category
from wraparound.outcomes.children.models import Child


@transaction.atomic
def mark_item(
    *, child: Child, code: str, kind: str, why: str, actor: Actor, now: datetime, said_by: str = "",
    key: uuid.UUID | None = None,
) -> Mark:  # fmt: skip
    """Write down that a child does not get an item, why and who said so; sent twice it is one mark.

    Raises `Denied` for a child whose own records the actor's service does not see.
    """
    check_may_work(actor)
    check_mark(kind, why, said_by)
    item = check_item(serving_of(actor, schedule_on(timezone.localdate(now))), code)
    check_own_record(actor, child)
    Child.objects.select_for_update().get(pk=child.pk)
    if key and (made := Mark.objects.filter(key=key, by=actor.post_id).first()):
        return made
    mark = Mark.objects.create(
        child=child, service_id=actor.service_id or 0, code=item.code, kind=kind, why=why.strip(),
        said_by=said_by.strip(), at=now, by_id=actor.post_id, key=key or uuid.uuid4(),
    )  # fmt: skip
    _audit("universal.mark", child.pk, actor, now, item=item.code, kind=kind)
    return mark


@transaction.atomic
def withdraw_mark(*, mark: Mark, actor: Actor, now: datetime) -> None:
    """Take a mark back: the item is asked for again. Done twice it is done once."""
    check_may_work(actor)
    check_own_record(actor, mark.child)
    if mark.service_id != actor.service_id:
        raise Denied(NOT_FOUND)
    standing = Mark.objects.filter(pk=mark.pk, withdrawn_at__isnull=True)
    if standing.update(withdrawn_at=now, withdrawn_by_id=actor.post_id):
        _audit("universal.unmark", mark.child_id, actor, now, item=mark.code)


@transaction.atomic
def plan_many(
    *, children: Sequence[Child], code: str, kind: str, first_at: datetime, minutes: int, post: Post | None,
    actor: Actor, now: datetime, key: uuid.UUID,
) -> int:  # fmt: skip
    """Plan a contact of the schedule with each of some children, one after the other; return how many.

    All are planned or none: raises `Denied` naming no child. Sent twice they are planned once.
    """
    check_may_work(actor)
    item = check_item(serving_of(actor, schedule_on(timezone.localdate(now))), code)
    if not 1 <= len(children) <= MOST_AT_ONCE:
        raise Denied(f"Choose between 1 and {MOST_AT_ONCE} children.")
    mine = set(population_of(actor).filter(pk__in=[c.pk for c in children]).values_list("pk", flat=True))
    if len(mine) != len({child.pk for child in children}):
        raise Denied("Some of these children are no longer in your team's population. Choose again.")
    for place, child in enumerate(children):
        plan_contact(
            child=child, planned_for=first_at + timedelta(minutes=minutes * place), kind=kind, actor=actor,
            now=now, key=uuid.uuid5(key, str(child.public_id)), post=post, schedule_code=item.code,
        )  # fmt: skip
    return len(children)


@transaction.atomic
def take_up(*, arrivals: Iterable[Arrival], actor: Actor, now: datetime) -> int:
    """Say that the team has taken up children who came to it: teams that they left see them no longer.

    Return how many; those taken up already are passed over. Raises `Denied` for another team's.
    """
    check_may_work(actor)
    waiting = [each for each in arrivals if each.taken_up_at is None]
    if any(each.team_id != actor.team_id for each in waiting):
        raise Denied(NOT_FOUND)
    ids = [each.child_id for each in waiting]
    mine = set(population_of(actor).filter(pk__in=ids).values_list("pk", flat=True))
    if mine != set(ids):
        raise Denied(NOT_FOUND)
    Arrival.objects.filter(pk__in=[each.pk for each in waiting], taken_up_at__isnull=True).update(
        taken_up_at=now, taken_up_by_id=actor.post_id
    )
    left = Departure.objects.filter(child__in=ids, ended_at__isnull=True).exclude(team=actor.team_id)
    by_us = [
        each
        for each in left.select_related("team")
        if each.team.service_id == actor.service_id or each.why == Departure.Why.AGE
    ]
    moving.end(by_us, ending=Departure.Ending.TAKEN_UP, now=now, by=actor.post_id)
    for child in ids:
        _audit("universal.take_up", child, actor, now)
    return len(waiting)


@transaction.atomic
def settle_departure(
    *, departure: Departure, ending: str, words: str, actor: Actor, now: datetime
) -> Departure:
    """Say what became of a child who left and whom nobody has taken up; the team sees the child no longer."""
    current = Departure.objects.select_for_update(of=("self",)).select_related("team").get(pk=departure.pk)
    check_settling(actor, current, ending, words)
    moving.end([current], ending=ending, words=words.strip(), now=now, by=actor.post_id)
    _audit("universal.settle", current.child_id, actor, now, ending=ending)
    return current


@transaction.atomic
def make_active(
    *, child: Child, why: str, level: str, actor: Actor, now: datetime, key: uuid.UUID | None = None
) -> Case:
    """Bring a child of the population into the active caseload: a case of the universal service, with why."""
    check_may_work(actor)
    if not why.strip():
        raise Denied("Write why.")
    if not population_of(actor).filter(pk=child.pk).exists():
        raise Denied(NOT_FOUND)
    team = Team.objects.select_related("service").get(pk=actor.team_id or 0)
    return begin_case(
        child=child, team=team, kind=Case.Kind.UNIVERSAL, origin=Case.Origin.POPULATION, why=why, level=level,
        by=actor, now=now, key=key,
    )  # fmt: skip


@transaction.atomic
def make_inactive(
    *, case: Case, closing: str, words: str, actor: Actor, now: datetime, version: int | None = None
) -> Case:
    """Close a case of the team: the child stays in its population and gets what every child gets.

    Raises what `caseloads.services.close_case` raises.
    """
    actor.check(May.WORK)
    if not words.strip():
        raise Denied("Write why.")
    return close_case(case=case, closing=closing, words=words, actor=actor, now=now, version=version)


def check_own_record(actor: Actor, child: Child) -> None:
    """Pass a child whose records of the actor's own service the actor sees; raise `Denied` otherwise."""
    seen = sight(actor, child.public_id)
    if seen is None or not seen.sees(Category.OWN_RECORD) or actor.service_id not in seen.own_services:
        raise Denied(NOT_FOUND)


def _audit(verb: str, child_id: int, actor: Actor, now: datetime, **detail: object) -> None:
    audit.record(verb=verb, now=now, actor=actor, child_id=child_id, detail=detail)
