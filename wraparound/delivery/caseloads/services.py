"""Opening, allocating and closing cases. Each is one transaction: check, write, grant, audit, return."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from wraparound.delivery.caseloads import telling
from wraparound.delivery.caseloads.models import Allocation, Case, Judgement
from wraparound.delivery.caseloads.reach import standing
from wraparound.delivery.caseloads.rules import (
    NOT_FOUND,
    check_closing,
    check_end,
    check_keeps_a_lead,
    check_kind,
    check_level,
    check_may_allocate,
    check_may_work,
    check_reason,
    check_version,
)
from wraparound.foundation.accounts.models import Post
from wraparound.foundation.accounts.queries import actor_of, live_posts
from wraparound.foundation.accounts.rules import Actor, Denied
from wraparound.foundation.agencies.models import Team
from wraparound.foundation.audit import services as audit
from wraparound.outcomes.access.queries import is_hidden, shielded_from, visible_among
from wraparound.outcomes.children.models import Child, Involvement
from wraparound.outcomes.framework.queries import levels


@transaction.atomic
def open_case(
    *, child: Child, actor: Actor, now: datetime, kind: str = Case.Kind.SUPPORT, why: str = "",
    level: str = "", next_on: date | None = None, ground: str = Involvement.Ground.NONE,
    key: uuid.UUID | None = None,
) -> Case:  # fmt: skip
    """Start work of the actor's own team with a child whom the actor sees; a manager allocates it.

    Sent twice it is one case. Raises `Denied` for a child that the actor does not see, and when the team has
    open work of that kind with the child already.
    """
    check_kind(kind)
    check_level(level or None, levels(on=timezone.localdate(now)))
    if actor.team_id is None or child.pk not in visible_among(actor, [child.pk]):
        raise Denied(NOT_FOUND)
    check_may_work(actor, actor.team_id)
    team = Team.objects.select_related("service").get(pk=actor.team_id)
    if known := _behind_a_shield(child, team, kind, actor):
        return known
    before = Case.objects.filter(child=child, team=team, kind=kind, closed_at__isnull=False)
    return begin_case(
        child=child, team=team, kind=kind, origin=Case.Origin.OWN, why=why, level=level, next_on=next_on,
        ground=ground, key=key, follows=before.order_by("-closed_at").first(), by=actor, now=now,
    )  # fmt: skip


def _behind_a_shield(child: Child, team: Team, kind: str, actor: Actor) -> Case | None:
    """Return open work that a shield keeps from the actor: refusing would tell that the team has it."""
    if not shielded_from(actor, [child.pk]):
        return None
    return Case.objects.filter(child=child, team=team, kind=kind, closed_at__isnull=True).first()


@transaction.atomic
def begin_case(
    *, child: Child, team: Team, kind: str, origin: str, by: Actor | None, now: datetime, why: str = "",
    level: str = "", next_on: date | None = None, ground: str = Involvement.Ground.NONE,
    key: uuid.UUID | None = None, follows: Case | None = None,
) -> Case:  # fmt: skip
    """Begin a case that somebody had the right to begin: the caller has checked that.

    One that follows another of the same family's wait keeps its place in the queue. Raises `Denied` when the
    team has open work of that kind with the child already.
    """
    Child.objects.select_for_update().get(pk=child.pk)
    if key and (made := Case.objects.filter(key=key, team=team).first()):
        return made
    if Case.objects.filter(child=child, team=team, kind=kind, closed_at__isnull=True).exists():
        raise Denied(f"{team.name} has open work of this kind with the child already.")
    case = Case.objects.create(
        child=child, team=team, kind=kind, origin=origin, why=why.strip(), level=level, next_on=next_on,
        opened_at=now, opened_by_id=post_of(by), key=key or uuid.uuid4(), follows=follows,
        asked_at=follows.asked_at if follows and origin == Case.Origin.TRANSFER else now,
    )  # fmt: skip
    telling.tell_opened(case, ground=ground, now=now)
    if level:
        Judgement.objects.create(
            case=case, level=level, at=now, by_id=post_of(by), reason=why or "At the start"
        )
    _audit("case.open", case, by, now, origin=origin)
    return case


@transaction.atomic
def allocate(
    *, case: Case, post: Post, reason: str, actor: Actor, now: datetime, words: str = "",
    part: str = Allocation.Part.LEAD, until: datetime | None = None, version: int | None = None,
) -> Allocation:  # fmt: skip
    """Give a case to a post of the team, with a reason; whoever led it before leads it no longer.

    Cover may end by itself, at `until`. Raises `Denied` for whoever does not manage the team and for a post
    that is not live or cannot see the child, `Conflict` when the case changed since `version`.
    """
    check_reason(reason, words)
    case = locked(case, version)
    check_may_allocate(actor, case.team_id)
    _check_seen(case, actor)
    return give(case=case, post=post, part=part, reason=reason, words=words, until=until, by=actor, now=now)


@transaction.atomic
def give(
    *, case: Case, post: Post, reason: str, by: Actor | None, now: datetime, words: str = "",
    part: str = Allocation.Part.LEAD, until: datetime | None = None,
) -> Allocation:  # fmt: skip
    """Give an open case to a post: the caller has checked who may. Given twice it is given once.

    Raises `Denied` when the case is closed, when the post is not a live one of the team, and when it would
    leave the case without a lead: whoever has it helps or covers only once somebody else has it. Whoever
    helps and covers for a time helps again when that is over.
    """
    if case.closed_at:
        raise Denied("This case is closed.")
    check_end(part, until, now)
    _check_can_have(case, post, now)
    held = case.allocations.filter(standing(now))
    theirs = list(held.filter(post=post))
    if same := next((each for each in theirs if (each.part, each.until) == (part, until)), None):
        return same
    check_keeps_a_lead({each.part for each in theirs}, part)
    if part == Allocation.Part.LEAD:
        for each in held.filter(part=part).exclude(post=post):
            _end(each, because="given to somebody else", now=now)
    for each in theirs:
        if until is None or each.part == part:
            _end(each, because="another part", now=now)
    allocation = Allocation.objects.create(
        case=case, post=post, part=part, reason=reason, words=words.strip(), starts_at=now, until=until,
        by_id=post_of(by),
    )  # fmt: skip
    telling.tell_allocated(allocation, now=now)
    _bump(case)
    _audit("case.allocate", case, by, now, allocation=allocation.pk, post=post.pk)
    return allocation


def _check_can_have(case: Case, post: Post, now: datetime) -> None:
    if not live_posts(now=now).filter(pk=post.pk, team=case.team_id).exists():
        raise Denied("Choose somebody who works in the team now.")
    theirs = actor_of(post, now=now)
    if is_hidden(theirs, case.child_id) or shielded_from(theirs, [case.child_id]):
        raise Denied("Choose somebody else: this case cannot be theirs.")


@transaction.atomic
def take_back(*, allocation: Allocation, because: str, by: Actor | None, now: datetime) -> None:
    """End an allocation: without a lead the case waits on the team's screen. Ended twice it is ended once."""
    case = locked(allocation.case, None)
    allocation = case.allocations.select_related("post").get(pk=allocation.pk)
    if allocation.until and allocation.until <= now:
        return
    _end(allocation, because=because, now=now)
    _bump(case)
    _audit("case.take_back", case, by, now, allocation=allocation.pk)


@transaction.atomic
def judge_level(
    *, case: Case, level: str, reason: str, actor: Actor, now: datetime, version: int | None = None,
    extras: Sequence[str] | None = None,
) -> Judgement:  # fmt: skip
    """Write down a level of need that somebody of the team judged, with the reason. Raises as `allocate`.

    `extras` are what makes it more work than the level says; None leaves what was said of it before.
    """
    case = locked(case, version)
    check_may_work(actor, case.team_id)
    _check_seen(case, actor)
    check_level(level, levels(on=timezone.localdate(now)))
    if not reason.strip():
        raise Denied("Say why you judge it so.")
    judged = Judgement.objects.create(
        case=case, level=level, at=now, by_id=actor.post_id, reason=reason.strip()
    )
    more = case.extras if extras is None else sorted(set(extras))
    Case.objects.filter(pk=case.pk).update(level=level, extras=more)
    _bump(case)
    _audit("case.judge", case, actor, now, judgement=judged.pk)
    return judged


@transaction.atomic
def close_case(
    *, case: Case, closing: str, actor: Actor, now: datetime, words: str = "", version: int | None = None
) -> Case:
    """Close a case: its allocations, the service on the card and its grants end; finishing begins.

    Whoever has the case closes it, or a manager of the team. Closed twice it is closed once.
    """
    check_closing(closing)
    case = locked(case, version)
    check_may_work(actor, case.team_id)
    if case.closed_at:
        return case
    _check_seen(case, actor)
    return end_case(case=case, closing=closing, words=words, by=actor, now=now)


@transaction.atomic
def end_case(*, case: Case, closing: str, by: Actor | None, now: datetime, words: str = "") -> Case:
    """Close a case that somebody had the right to close: the caller has checked that."""
    if case.closed_at:
        return case
    case.allocations.filter(standing(now)).update(until=now, ended_because="the work was closed")
    case.closed_at, case.closing, case.closing_words, case.closed_by_id = (
        now,
        closing,
        words.strip(),
        post_of(by),
    )
    case.save(update_fields=["closed_at", "closing", "closing_words", "closed_by"])
    telling.tell_closed(case, now=now)
    _bump(case)
    _audit("case.close", case, by, now, closing=closing)
    return case


def locked(case: Case, version: int | None) -> Case:
    """Return the case, locked until the transaction ends. Raises `Conflict` for an older version.

    It is locked before its relations are read: PostgreSQL would join them as they were before the wait.
    """
    Case.objects.select_for_update().only("pk").get(pk=case.pk)
    current = Case.objects.select_related("team__service", "involvement").get(pk=case.pk)
    check_version(current, version)
    return current


def post_of(by: Actor | None) -> int | None:
    """Return the key of the post that acts; None when a job does what was decided before."""
    return by.post_id if by else None


def _check_seen(case: Case, actor: Actor) -> None:
    if case.child_id not in visible_among(actor, [case.child_id]):
        raise Denied(NOT_FOUND)


def _end(allocation: Allocation, *, because: str, now: datetime) -> None:
    allocation.until, allocation.ended_because = now, because
    allocation.save(update_fields=["until", "ended_because"])
    telling.tell_ended(allocation, because=because, now=now)


def _bump(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(version=F("version") + 1)
    case.refresh_from_db(fields=["version"])


def _audit(verb: str, case: Case, by: Actor | None, now: datetime, **detail: object) -> None:
    audit.record(verb=verb, now=now, actor=by, child_id=case.child_id, detail={"case": case.pk, **detail})
