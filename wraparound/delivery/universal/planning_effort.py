"""Planning how a team shares its time."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime

from django.db import IntegrityError, transaction

from wraparound.delivery.universal.models import EffortPlan, EffortShare
from wraparound.delivery.universal.rules import check_shares
from wraparound.foundation.accounts.rules import Actor, Denied, May
from wraparound.foundation.audit import services as audit
from wraparound.foundation.audit.changes import Taken


@transaction.atomic
def plan_effort(
    *, by_what: str, first_day: date, last_day: date, shares: Mapping[str, int], why: str, actor: Actor,
    now: datetime, key: uuid.UUID,
) -> EffortPlan:  # fmt: skip
    """Plan how the manager's team shares its time in a period; sent twice it is one plan.

    Raises `Denied` for shares that do not come to the whole, `Taken` where a plan from that day is there.
    """
    actor.check(May.ALLOCATE)
    if actor.team_id is None:
        raise Denied("You manage no team.")
    check_shares(shares)
    if made := EffortPlan.objects.filter(key=key, team=actor.team_id).first():
        return made
    try:
        with transaction.atomic():
            plan = EffortPlan.objects.create(
                team_id=actor.team_id, by_what=by_what, first_day=first_day, last_day=last_day,
                why=why.strip(), made_at=now, made_by_id=actor.post_id, key=key,
            )  # fmt: skip
    except IntegrityError as error:
        raise Taken(str(error)) from error
    EffortShare.objects.bulk_create(
        EffortShare(plan=plan, code=code, per_cent=share) for code, share in shares.items() if share
    )
    audit.record(verb="universal.plan_effort", now=now, actor=actor, detail={"plan": plan.pk})
    return plan
