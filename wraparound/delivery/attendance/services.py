"""Asking welfare, saying that a school has a child, searching for one that none has.

Each is one transaction: check, write, grant, audit, return.
"""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from wraparound.delivery.attendance.missing import missing_from_view, newly_here, without_school
from wraparound.delivery.attendance.models import HomeEducation, MissingEnding
from wraparound.delivery.attendance.queries import own_children, welfare_teams
from wraparound.delivery.attendance.rules import (
    CLOSING_OF,
    NOT_FOUND,
    check_ending,
    check_is_welfare,
    check_said,
)
from wraparound.delivery.caseloads.models import Case
from wraparound.delivery.caseloads.rules import check_version
from wraparound.delivery.caseloads.services import begin_case, close_case, locked
from wraparound.foundation.accounts.rules import Actor, Denied, May
from wraparound.foundation.agencies.models import Team
from wraparound.foundation.audit import services as audit
from wraparound.foundation.audit.changes import Conflict
from wraparound.outcomes.access.rules import Category
from wraparound.outcomes.children.models import Child
from wraparound.outcomes.journey.services import NewEvent, add_events
from wraparound.outcomes.openings.leaving import end_leaving


@transaction.atomic
def ask_welfare(
    *, child: Child, team: Team, why: str, key: uuid.UUID | None, actor: Actor, now: datetime
) -> Case:  # fmt: skip
    """Open a welfare case for a pupil of one's own, at an education welfare team; sent twice it is one.

    Raises `Denied` for a child that is not one's own, for a team that is none of welfare's, without a reason,
    and where the team works with the child already.
    """
    actor.check(May.WORK)
    if not own_children(actor).filter(pk=child.pk).exists():
        raise Denied(NOT_FOUND)
    if not welfare_teams(on=timezone.localdate(now)).filter(pk=team.pk).exists():
        raise Denied("Choose an education welfare team.")
    check_said(why, "Say why you ask.")
    origin = Case.Origin.OWN if actor.team_id == team.pk else Case.Origin.REFERRAL
    case = begin_case(
        child=child, team=team, kind=Case.Kind.WELFARE, origin=origin, why=why, key=key, by=actor, now=now
    )
    _audit("attendance.ask_welfare", child, actor, now, case=case.pk)
    return case


@transaction.atomic
def say_here(*, child: Child, actor: Actor, now: datetime) -> None:
    """Say that one's school has a child that left another: the old school reads no longer, nobody looks.

    Raises `Denied` for a child that does not wait for it.
    """
    actor.check(May.WORK)
    if not newly_here(actor).filter(pk=child.pk).exists():
        raise Denied(NOT_FOUND)
    end_leaving(child_ids=[child.pk], now=now)
    line = f"{actor.agency_name} said that the child is here."
    event = NewEvent(
        child.pk, timezone.localdate(now), "school.arrived", line[:300], Category.WHEREABOUTS, True,
        actor.agency_id, actor.service_id,
    )  # fmt: skip
    add_events([event], now=now)
    _audit("attendance.say_here", child, actor, now)


@transaction.atomic
def start_search(
    *, child: Child, why: str, key: uuid.UUID | None, actor: Actor, now: datetime
) -> Case:  # fmt: skip
    """Begin to look for a child that no school has: a case of the actor's welfare team; sent twice it is one.

    Raises `Denied` for whoever is no welfare, and for a child that is not among those who are at no school.
    """
    check_is_welfare(actor, welfare_teams(on=timezone.localdate(now)).values_list("pk", flat=True))
    team = Team.objects.select_related("service").get(pk=actor.team_id or 0)
    if key and (made := Case.objects.filter(key=key, team=team).first()):
        return made
    queues = (missing_from_view(actor), without_school(actor))
    if not any(queue.filter(pk=child.pk).exists() for queue in queues):
        raise Denied(NOT_FOUND)
    case = begin_case(
        child=child, team=team, kind=Case.Kind.MISSING_EDUCATION, origin=Case.Origin.POPULATION,
        why=why or "At no school that we know of", key=key, by=actor, now=now,
    )  # fmt: skip
    _audit("attendance.start_search", child, actor, now, case=case.pk)
    return case


@transaction.atomic
def end_search(
    *, case: Case, outcome: str, words: str, actor: Actor, now: datetime, version: int | None = None
) -> MissingEnding:  # fmt: skip
    """End the search for a child with what became of it; the case closes. Ended twice in the same words it
    is ended once.

    Raises `Denied` without the words that the outcome needs, and for one at home who is not on the register;
    `Conflict` when the case changed since `version` or somebody ended the search otherwise.
    """
    check_ending(case.kind, outcome, words)
    case = locked(case, None)
    if ended := MissingEnding.objects.filter(case=case).first():
        if (ended.outcome, ended.words) == (outcome, words.strip()):
            return ended
        raise Conflict(case, "Somebody ended this search while you were reading.")
    check_version(case, version)
    at_home = HomeEducation.objects.filter(child=case.child_id, ends_on__isnull=True)
    if outcome == MissingEnding.Outcome.HOME and not at_home.exists():
        raise Denied("Put the child on the register of home education first.")
    close_case(case=case, closing=CLOSING_OF[outcome], words=words, actor=actor, now=now)
    ended = MissingEnding.objects.create(
        case=case, outcome=outcome, words=words.strip(), at=now, by_id=actor.post_id
    )
    if outcome in (MissingEnding.Outcome.SCHOOL, MissingEnding.Outcome.MISTAKE):
        end_leaving(child_ids=[case.child_id], now=now)
    _audit("attendance.end_search", case.child, actor, now, case=case.pk, outcome=outcome)
    return ended


def _audit(verb: str, child: Child, actor: Actor, now: datetime, **detail: object) -> None:
    audit.record(verb=verb, now=now, actor=actor, child_id=child.pk, detail=dict(detail))
