"""What a post needs and answers to: checks and training, lines of accountability, turns on the rota."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from wraparound.foundation.accounts.models import Accountability, Clearance, Post, Role, Shift
from wraparound.foundation.accounts.rules import Actor, Denied
from wraparound.foundation.audit import services as audit
from wraparound.foundation.notifications.services import notify
from wraparound.foundation.staffing import queries
from wraparound.foundation.staffing.changes import ask
from wraparound.foundation.staffing.models import Change
from wraparound.foundation.staffing.rules import check_looks_after, check_not_own, due_warnings


@transaction.atomic
def record_clearance(
    *, post: Post, kind: str, reference: str, valid_from: date, lapses_on: date, actor: Actor, now: datetime
) -> Clearance:
    """Record a background check or a training of a post; raises `Denied` when the days cannot be."""
    check_looks_after(actor, post.team_id)
    check_not_own(actor, post.user_id)
    if lapses_on <= valid_from:
        raise Denied("It has to lapse later than it begins.")
    clearance, _ = Clearance.objects.update_or_create(
        post=post, kind=kind, valid_from=valid_from, defaults={"reference": reference, "lapses_on": lapses_on}
    )
    detail = {"post": post.pk, "clearance": clearance.pk, "kind": kind}
    audit.record(verb="post.clearance", now=now, actor=actor, detail=detail)
    return clearance


def ask_line(
    *,
    post: Post,
    answers_to: Post,
    subject: str,
    valid_from: date,
    valid_until: date | None,
    submission: UUID,
    actor: Actor,
    now: datetime,
) -> Change:
    """Have a post answer to another for one subject, or ask a second person where the team needs two.

    Whoever a post answers to sees what it holds, so nobody makes a line to themselves. Raises `Denied`.
    """
    check_looks_after(actor, post.team_id)
    check_not_own(actor, post.user_id)
    check_not_own(actor, answers_to.user_id)
    if answers_to.pk == post.pk or answers_to.user_id == post.user_id:
        raise Denied("Nobody answers to themselves.")
    details: dict[str, object] = {
        "answers_to": answers_to.pk,
        "subject": subject,
        "valid_from": str(valid_from),
        "valid_until": str(valid_until or ""),
    }
    return ask(
        kind=Change.Kind.LINE, team=post.team, about=answers_to.user, post=post, details=details,
        submission=submission, actor=actor, now=now,
    )  # fmt: skip


@transaction.atomic
def end_line(*, line: Accountability, actor: Actor, now: datetime) -> None:
    """End a line of accountability: its last day was yesterday, or it is gone if it began today."""
    check_looks_after(actor, line.post.team_id)
    check_not_own(actor, line.post.user_id)
    today = timezone.localdate(now)
    if line.valid_from >= today:
        line.delete()
    else:
        line.valid_until = today - timedelta(days=1)
        line.save(update_fields=["valid_until"])
    audit.record(
        verb="line.end", now=now, actor=actor, detail={"post": line.post_id, "to": line.answers_to_id}
    )


@transaction.atomic
def add_shift(*, post: Post, starts_at: datetime, ends_at: datetime, actor: Actor, now: datetime) -> Shift:
    """Put a duty post on the rota; raises `Denied` when it takes no turns, or it is over or overlaps."""
    check_looks_after(actor, post.team_id)
    check_not_own(actor, post.user_id)
    if post.role != Role.DUTY:
        raise Denied("Only duty and out-of-hours posts take turns.")
    if not (now < ends_at and starts_at < ends_at):
        raise Denied("The turn has to end after it starts, and later than now.")
    Post.objects.select_for_update().get(pk=post.pk)
    if Shift.objects.filter(post=post, starts_at__lt=ends_at, ends_at__gt=starts_at).exists():
        raise Denied("This post has a turn at that time already.")
    shift = Shift.objects.create(post=post, starts_at=starts_at, ends_at=ends_at)
    audit.record(verb="shift.add", now=now, actor=actor, detail={"post": post.pk, "shift": shift.pk})
    return shift


@transaction.atomic
def end_shift(*, shift: Shift, actor: Actor, now: datetime) -> None:
    """Take a turn off the rota; one that has begun ends now."""
    check_looks_after(actor, shift.post.team_id)
    audit.record(verb="shift.end", now=now, actor=actor, detail={"post": shift.post_id, "shift": shift.pk})
    if shift.starts_at >= now:
        shift.delete()
    elif shift.ends_at > now:
        shift.ends_at = now
        shift.save(update_fields=["ends_at"])


def warn_of_lapses(*, now: datetime) -> int:
    """Tell people and managers of checks that lapse in 30 or 7 days or today; return how many were told.

    Meant for once a day; a second run on a day tells nobody again.
    """
    today = timezone.localdate(now)
    live = set(queries.live_posts(now=now).values_list("pk", flat=True))
    told = 0
    for clearance in queries.clearances_that_matter().filter(lapses_on__gte=today):
        days = due_warnings(clearance.lapses_on, today)
        if days is not None and clearance.post_id in live:
            told += _warn(clearance, days, now=now)
    return told


def _warn(clearance: Clearance, days: int, *, now: datetime) -> int:
    post, kind, key = clearance.post, f"clearance.lapses.{days}", str(clearance.pk)
    if queries.was_told(kind=kind, key=key):
        return 0
    what = clearance.get_kind_display().lower()
    when = f"on {clearance.lapses_on:%-d %B %Y}, in {days} days" if days else "today"
    effect = "From then on you cannot search." if days else "You cannot search until it is renewed."
    notify(to=post, kind=kind, key=key, words=f"Your {what} lapses {when}. {effect}", now=now)
    managers = queries.managers_of(post.team, now=now).exclude(user=post.user_id)
    for manager in managers:
        words = f"The {what} of {post.user} ({post.title}) lapses {when}."
        notify(to=manager, kind=kind, key=key, words=words[:300], now=now)
    return 1 + len(managers)
