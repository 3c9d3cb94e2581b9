"""A change to who may do what: kept with who asked, done at once or when a second person agrees."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from wraparound.foundation.accounts.models import Accountability, Post, User
from wraparound.foundation.accounts.queries import user_of_email
from wraparound.foundation.accounts.rules import Actor, Denied
from wraparound.foundation.agencies.models import Holder, Team
from wraparound.foundation.audit import services as audit
from wraparound.foundation.notifications.services import notify
from wraparound.foundation.staffing import queries
from wraparound.foundation.staffing.invitations import invite
from wraparound.foundation.staffing.models import Change
from wraparound.foundation.staffing.rules import Place, last_day_before, needs_two


def ask(
    *,
    kind: Change.Kind,
    team: Team,
    about: User | None,
    post: Post | None,
    details: dict[str, object],
    submission: UUID,
    actor: Actor,
    now: datetime,
) -> Change:
    """Keep a change, and do it at once where one person is enough; the caller has checked who may."""
    try:
        with transaction.atomic():
            change = Change(
                submission=submission, kind=kind, team=team, about=about, post=post, details=details,
                asked_by_id=actor.post_id or 0, asked_at=now, outcome=Change.Outcome.WAITING,
            )  # fmt: skip
            change.save()
            audit.record(
                verb=f"{kind}.ask", now=now, actor=actor, detail={"change": change.pk, "team": team.pk}
            )
            if needs_two(team):
                _tell_deciders(change, now=now)
            else:
                do(change=change, decided_by=actor, now=now)
    except IntegrityError:
        if again := Change.objects.filter(submission=submission, asked_by=actor.post_id).first():
            return again
        raise Denied("Somebody changed this at the same moment. Look at the list, then try again.") from None
    return change


def do(*, change: Change, decided_by: Actor, now: datetime) -> None:
    """Carry a change out, in the transaction that is open."""
    if change.kind == Change.Kind.PLACE:
        change.post = make_post(Place.from_json(change.details), now=now)
        change.about = change.post.user
    elif change.kind == Change.Kind.LINE:
        _add_line(change)
    elif change.post is not None:
        Post.objects.filter(pk=change.post.pk).update(suspended_at=None)
    change.outcome, change.decided_by_id, change.decided_at = Change.Outcome.DONE, decided_by.post_id, now
    change.save()
    detail = {"change": change.pk, "post": change.post_id, "team": change.team_id}
    audit.record(verb=f"{change.kind}.done", now=now, actor=decided_by, detail=detail)


def make_post(wanted: Place, *, now: datetime) -> Post:
    """Store the post, and its person if they are new; invite or tell them."""
    email = wanted.email.strip().lower()
    user = user_of_email(email)
    if user is None:
        user = User.objects.create_user(email, wanted.full_name)
        User.objects.filter(pk=user.pk).update(telephone=wanted.telephone)
    elif not user.is_active:
        User.objects.filter(pk=user.pk).update(is_active=True)
    if wanted.ends_post_id:
        _end_before(wanted, now=now)
    post = Post.objects.create(
        holder=Holder.objects.create(kind=Holder.Kind.POST),
        user=user,
        role=wanted.role,
        title=wanted.title,
        agency_id=wanted.agency_id,
        team_id=wanted.team_id,
        telephone=wanted.telephone,
        valid_from=wanted.valid_from,
        valid_until=wanted.valid_until,
        is_time_boxed=wanted.is_time_boxed,
        supervisor_id=wanted.supervisor_id,
        is_round_the_clock=wanted.is_round_the_clock,
    )
    if user.has_usable_password():
        words = f"You have a new post: {post.title}, {post.team}, from {wanted.valid_from:%-d %B %Y}."
        notify(to=user, kind="post.placed", words=words, route="accounts:posts", now=now)
    else:
        invite(post=post, now=now)
    return post


def _end_before(wanted: Place, *, now: datetime) -> None:
    old = Post.objects.select_for_update().get(pk=wanted.ends_post_id or 0)
    last = last_day_before(wanted)
    if last < timezone.localdate(now) or last < old.valid_from:
        old.ended_at = now
    elif old.valid_until is None or old.valid_until > last:
        old.valid_until = last
    old.save(update_fields=["ended_at", "valid_until"])


def _tell_deciders(change: Change, *, now: datetime) -> None:
    words = f"Somebody asked for a change in {change.team}. A second person has to agree."
    for post in deciders(change, now=now):
        notify(
            to=post,
            kind="change.waits",
            words=words,
            route="staffing:change",
            key=str(change.public_id),
            now=now,
        )


def deciders(change: Change, *, now: datetime) -> Iterable[Post]:
    """Return the posts that can decide a change: managers and administrators who neither asked nor gain."""
    posts = queries.managers_of(change.team, now=now) | queries.administrators(now=now)
    return posts.exclude(user=change.asked_by.user_id).exclude(user=change.about_id)


def _add_line(change: Change) -> None:
    kept = change.details
    Accountability.objects.create(
        post_id=change.post_id or 0,
        answers_to_id=kept["answers_to"],
        subject=kept["subject"],
        valid_from=date.fromisoformat(kept["valid_from"]),
        valid_until=date.fromisoformat(kept["valid_until"]) if kept["valid_until"] else None,
    )
