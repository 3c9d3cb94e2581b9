"""Deciding, looking, supervising, being away, handing over: check, write, audit, return."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from wraparound.delivery.caseloads.models import Allocation, Case
from wraparound.delivery.caseloads.queries import case_seen_by
from wraparound.delivery.caseloads.rules import check_may_allocate, check_may_work
from wraparound.delivery.caseloads.services import take_back
from wraparound.delivery.contacts.handing import hand_over_planned
from wraparound.delivery.supervision.models import Absence, Cover, Decision, Handover, QuietLook, Session
from wraparound.delivery.supervision.queries import supervised_posts, supervises
from wraparound.delivery.supervision.rules import (
    NOT_FOUND,
    check_absence,
    check_due,
    check_look,
    check_session,
    check_supervises,
    check_words,
)
from wraparound.foundation.accounts.models import Post
from wraparound.foundation.accounts.rules import Actor, Denied
from wraparound.foundation.audit import services as audit
from wraparound.foundation.audit.changes import Conflict

PLANS_AHEAD = timedelta(days=2 * 366)
"""How far ahead what somebody planned goes to who takes their cases over."""


@transaction.atomic
def decide(
    *, case: Case, what: str, why: str, due_on: date | None, key: uuid.UUID, actor: Actor, now: datetime
) -> Decision:
    """Write down what a supervisor decided on a case. Sent twice it is one. Raises `Denied`."""
    check_supervises(supervises=supervises(actor, case))
    if made := Decision.objects.filter(key=key, case=case).first():
        return made
    check_words(**{"what was decided": what, "why": why})
    check_due(due_on, timezone.localdate(now))
    decision = Decision.objects.create(
        case=case, at=now, by_id=_post(actor), what=what.strip(), why=why.strip(), due_on=due_on, key=key
    )
    _audit("supervision.decide", case, actor, now, decision=decision.pk)
    return decision


@transaction.atomic
def finish_decision(
    *, decision: Decision, words: str, version: int | None, actor: Actor, now: datetime
) -> Decision:
    """Say that what was decided is done, and what came of it. Done twice it is done once.

    Raises `Denied`, and `Conflict` when somebody changed it since `version`.
    """
    current = (
        Decision.objects.select_for_update(of=("self",)).select_related("case__child").get(pk=decision.pk)
    )
    if not supervises(actor, current.case):
        check_may_work(actor, current.case.team_id)
        _check_seen(current.case, actor)
    if current.done_at:
        return current
    if version is not None and version != current.version:
        raise Conflict(current)
    check_words(**{"what was done": words})
    current.done_at, current.done_by_id, current.done_words = now, actor.post_id, words.strip()
    current.version += 1
    current.save(update_fields=["done_at", "done_by", "done_words", "version"])
    _audit("supervision.done", current.case, actor, now, decision=current.pk)
    return current


@transaction.atomic
def look_at_quiet(
    *, case: Case, because: str, until: date, key: uuid.UUID, actor: Actor, now: datetime
) -> QuietLook:
    """Say that a supervisor looked at a quiet case, why it may be, and until when. Sent twice it is one."""
    check_supervises(supervises=supervises(actor, case))
    if made := QuietLook.objects.filter(key=key, case=case).first():
        return made
    check_words(**{"why it may be quiet": because})
    check_look(until, timezone.localdate(now))
    looked = QuietLook.objects.create(
        case=case, by_id=_post(actor), at=now, because=because.strip(), until=until, key=key
    )
    _audit("supervision.look", case, actor, now, look=looked.pk)
    return looked


@transaction.atomic
def record_session(
    *, post: Post, on: date, next_on: date | None, words: str, key: uuid.UUID, actor: Actor, now: datetime
) -> Session:
    """Write down a supervision of a worker of the actor's. Sent twice it is one. Raises `Denied`."""
    check_supervises(supervises=supervised_posts(actor).filter(pk=post.pk).exists())
    if made := Session.objects.filter(key=key, post=post).first():
        return made
    check_session(on, next_on, timezone.localdate(now))
    session = Session.objects.create(
        post=post, by_id=_post(actor), on=on, next_on=next_on, words=words.strip(), key=key, recorded_at=now
    )
    audit.record(
        verb="supervision.session", now=now, actor=actor, detail={"post": post.pk, "session": session.pk}
    )
    return session


@transaction.atomic
def record_absence(
    *, post: Post, why: str, starts_on: date, until: date, key: uuid.UUID, actor: Actor, now: datetime
) -> Absence:
    """Say that somebody of the team is away. Sent twice it is one. Raises `Denied`."""
    check_may_allocate(actor, post.team_id)
    if made := Absence.objects.filter(key=key, post=post).first():
        return made
    check_absence(why, starts_on, until)
    check_due(until, timezone.localdate(now))
    absence = Absence.objects.create(
        post=post, why=why, starts_on=starts_on, until=until, by_id=_post(actor), at=now, key=key
    )
    audit.record(
        verb="supervision.away", now=now, actor=actor, detail={"post": post.pk, "absence": absence.pk}
    )
    return absence


@transaction.atomic
def end_absence(*, absence: Absence, actor: Actor, now: datetime) -> Absence:
    """Say that somebody is back: who covered has the cases no longer. Ended twice it is ended once."""
    absence = Absence.objects.select_for_update(of=("self",)).select_related("post").get(pk=absence.pk)
    check_may_allocate(actor, absence.post.team_id)
    if absence.ended_at:
        return absence
    for cover in absence.covers.select_related("allocation__case", "allocation__post").order_by("pk"):
        take_back(allocation=cover.allocation, because="whom they covered for is back", by=actor, now=now)
    absence.ended_at, absence.version = now, absence.version + 1
    absence.save(update_fields=["ended_at", "version"])
    audit.record(
        verb="supervision.back", now=now, actor=actor,
        detail={"post": absence.post_id, "absence": absence.pk},
    )  # fmt: skip
    return absence


@transaction.atomic
def cover_for(*, absence: Absence, given: Sequence[Allocation], actor: Actor, now: datetime) -> None:
    """Let these allocations be cover for an absence: they end with it, and its planned visits are theirs."""
    check_may_allocate(actor, absence.post.team_id)
    known = set(Cover.objects.filter(allocation__in=given).values_list("allocation", flat=True))
    Cover.objects.bulk_create(
        Cover(absence=absence, allocation=each) for each in given if each.pk not in known
    )
    for each in given:
        hand_over_planned(
            case=each.case, was=absence.post, to=each.post, first=absence.starts_on, last=absence.until,
            actor=actor, now=now,
        )  # fmt: skip


@transaction.atomic
def take_over_planned(*, was: Post, given: Sequence[Allocation], actor: Actor, now: datetime) -> None:
    """Let what somebody who leaves has planned be theirs who take the cases over. Raises `Denied`."""
    today = timezone.localdate(now)
    for each in given:
        hand_over_planned(
            case=each.case, was=was, to=each.post, first=today, last=today + PLANS_AHEAD, actor=actor, now=now
        )


@transaction.atomic
def hand_over(*, case: Case, words: str, key: uuid.UUID, actor: Actor, now: datetime) -> Handover:
    """Write what whoever takes the case over must know. Sent twice it is one. Raises `Denied`."""
    check_may_work(actor, case.team_id)
    _check_seen(case, actor)
    if made := Handover.objects.filter(key=key, case=case).first():
        return made
    if case.closed_at:
        raise Denied("This case is closed.")
    check_words(**{"what whoever takes it over must know": words})
    note = Handover.objects.create(case=case, by_id=_post(actor), at=now, words=words.strip(), key=key)
    _audit("supervision.handover", case, actor, now, handover=note.pk)
    return note


def _post(actor: Actor) -> int:
    if actor.post_id is None:
        raise Denied(NOT_FOUND)
    return actor.post_id


def _check_seen(case: Case, actor: Actor) -> None:
    if case_seen_by(actor, case.public_id) is None:
        raise Denied(NOT_FOUND)


def _audit(verb: str, case: Case, by: Actor, now: datetime, **detail: object) -> None:
    audit.record(verb=verb, now=now, actor=by, child_id=case.child_id, detail={"case": case.pk, **detail})
