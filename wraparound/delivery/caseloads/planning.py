"""What a manager and a worker plan: many cases at once, how much a post can carry, what happens next."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from wraparound.delivery.caseloads.models import Allocation, Capacity, Case
from wraparound.delivery.caseloads.rules import (
    NOT_FOUND,
    check_may_allocate,
    check_may_work,
    check_plan,
    check_points,
)
from wraparound.delivery.caseloads.services import allocate, locked, take_back
from wraparound.foundation.accounts.models import Post
from wraparound.foundation.accounts.rules import Actor, Denied
from wraparound.foundation.audit import services as audit
from wraparound.outcomes.access.queries import visible_among


@dataclass(frozen=True)
class Gift:
    """One line of a plan: a case, whom it goes to, and the version of the case that the plan was made on."""

    case: Case
    post: Post
    version: int | None = None


@transaction.atomic
def allocate_many(
    *, gifts: Sequence[Gift], reason: str, actor: Actor, now: datetime, words: str = "",
    part: str = Allocation.Part.LEAD, until: datetime | None = None,
    then: Callable[[list[Allocation]], object] | None = None,
) -> list[Allocation]:  # fmt: skip
    """Give many cases away, each to its post: all of them or none. Raises as `services.allocate`.

    `then` is done with what was given before it is certain: what it raises undoes the giving.
    """
    given = [
        allocate(
            case=gift.case, post=gift.post, reason=reason, words=words, part=part, until=until,
            version=gift.version, actor=actor, now=now,
        )
        for gift in gifts
    ]  # fmt: skip
    if then:
        then(given)
    return given


@transaction.atomic
def take_from(
    *, allocation: Allocation, because: str, actor: Actor, now: datetime, version: int | None = None
) -> None:
    """Take a case back from a post, with a reason; without a lead it waits on the team's screen.

    Raises `Denied` for whoever does not manage the team, `Conflict` as `services.allocate`.
    """
    case = locked(allocation.case, version)
    check_may_allocate(actor, case.team_id)
    if case.child_id not in visible_among(actor, [case.child_id]):
        raise Denied(NOT_FOUND)
    if not because.strip():
        raise Denied("Say why you take it back.")
    take_back(allocation=allocation, because=because.strip()[:200], by=actor, now=now)


@transaction.atomic
def plan_next(
    *, case: Case, next_on: date | None, actor: Actor, now: datetime, version: int | None = None
) -> Case:
    """Say by when something happens next with a case. Raises as `services.judge_level`."""
    case = locked(case, version)
    check_may_work(actor, case.team_id)
    if case.child_id not in visible_among(actor, [case.child_id]):
        raise Denied(NOT_FOUND)
    if case.closed_at:
        raise Denied("This case is closed.")
    check_plan(next_on, timezone.localdate(now))
    case.next_on = next_on
    case.version += 1
    case.save(update_fields=["next_on", "version"])
    audit.record(verb="case.plan", now=now, actor=actor, child_id=case.child_id, detail={"case": case.pk})
    return case


@transaction.atomic
def set_capacity(
    *, post: Post, points: Decimal, valid_from: date, reason: str, actor: Actor, now: datetime
) -> Capacity:
    """Say how much a post of the own team can carry from a day on; said twice of a day, the last holds."""
    check_may_allocate(actor, post.team_id)
    check_points(float(points))
    said, _ = Capacity.objects.update_or_create(
        post=post, valid_from=valid_from,
        defaults={"points": points, "reason": reason.strip(), "by_id": actor.post_id},
    )  # fmt: skip
    audit.record(verb="case.capacity", now=now, actor=actor, detail={"post": post.pk, "capacity": said.pk})
    return said


@transaction.atomic
def say_whose(*, case: Case, actor: Actor, now: datetime) -> Case:
    """Say of a case of a record that was parted that it is of the child with whom it stands.

    Raises `Denied` for whoever does not manage the team.
    """
    case = locked(case, None)
    check_may_allocate(actor, case.team_id)
    if case.child_id not in visible_among(actor, [case.child_id]):
        raise Denied(NOT_FOUND)
    case.whose_said_at = now
    case.save(update_fields=["whose_said_at"])
    audit.record(verb="case.whose", now=now, actor=actor, child_id=case.child_id, detail={"case": case.pk})
    return case
