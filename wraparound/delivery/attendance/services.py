"""Asking welfare, searching for a child without a school, education at home, and a school that has a child.

Each is one transaction: check, write, grant, audit, return.
"""

import uuid
from datetime import datetime

from django.db import transaction

from wraparound.delivery.attendance.queries import own_children, welfare_teams
from wraparound.delivery.attendance.rules import NOT_FOUND
from wraparound.delivery.caseloads.models import Case
from wraparound.delivery.caseloads.services import begin_case
from wraparound.foundation.accounts.rules import Actor, Denied, May
from wraparound.foundation.agencies.models import Team
from wraparound.foundation.audit import services as audit
from wraparound.outcomes.children.models import Child


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
    if not welfare_teams(on=now.date()).filter(pk=team.pk).exists():
        raise Denied("Choose an education welfare team.")
    if not why.strip():
        raise Denied("Say why you ask.")
    origin = Case.Origin.OWN if actor.team_id == team.pk else Case.Origin.REFERRAL
    case = begin_case(
        child=child, team=team, kind=Case.Kind.WELFARE, origin=origin,
        why=why, key=key, by=actor, now=now,
    )  # fmt: skip
    audit.record(
        verb="attendance.ask_welfare", now=now, actor=actor, child_id=child.pk, detail={"case": case.pk}
    )
    return case
