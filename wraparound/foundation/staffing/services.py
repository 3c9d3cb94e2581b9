"""Placing people and letting them go: who may is checked, two people where needed, everything on record."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from wraparound.foundation.accounts.models import Post
from wraparound.foundation.accounts.queries import user_of_email
from wraparound.foundation.accounts.rules import Actor, Denied
from wraparound.foundation.agencies.models import Team
from wraparound.foundation.audit import services as audit
from wraparound.foundation.notifications.services import notify
from wraparound.foundation.staffing import queries
from wraparound.foundation.staffing.changes import ask, make_post
from wraparound.foundation.staffing.invitations import fresh_link
from wraparound.foundation.staffing.models import Change
from wraparound.foundation.staffing.rules import (
    Place,
    check_dates,
    check_looks_after,
    check_not_own,
    check_role,
)


def place(*, wanted: Place, submission: UUID, actor: Actor, now: datetime) -> Change:
    """Give somebody a place in a team, or ask a second person where the team needs two.

    Returns the change, done or waiting; a form sent twice returns the same one. Raises `Denied`.
    """
    team = Team.objects.select_related("service", "agency").get(pk=wanted.team_id)
    person = user_of_email(wanted.email)
    check_looks_after(actor, team.pk)
    check_not_own(actor, person.pk if person else None)
    check_role(actor, wanted.role)
    check_dates(wanted, today=timezone.localdate(now))
    _check_moved(wanted, actor)
    return ask(
        kind=Change.Kind.PLACE,
        team=team,
        about=person,
        post=None,
        details=wanted.as_json(),
        submission=submission,
        actor=actor,
        now=now,
    )


@transaction.atomic
def place_first_administrator(*, wanted: Place, now: datetime) -> str:
    """Place the first area administrator, from the command line alone; return the link of their invitation.

    Raises `Denied` as soon as there is one: from then on posts are given on pages, by people.
    """
    if queries.administrators(now=now).exists():
        raise Denied("There is an area administrator already. They give posts, on the pages.")
    post = make_post(wanted, now=now)
    audit.record(verb="place.first", now=now, detail={"post": post.pk})
    return fresh_link(invitation=post.invitation)


def _check_moved(wanted: Place, actor: Actor) -> None:
    if wanted.ends_post_id is None:
        return
    old = Post.objects.select_related("user").get(pk=wanted.ends_post_id)
    check_looks_after(actor, old.team_id)
    if old.user.email != wanted.email.strip().lower():
        raise Denied("The post that ends is somebody else's.")


@transaction.atomic
def end_post(*, post: Post, last_day: date | None, reason: str, actor: Actor, now: datetime) -> None:
    """End a post: at once (it sees nothing from the next request on), or with a last day."""
    check_looks_after(actor, post.team_id)
    check_not_own(actor, post.user_id)
    if last_day is None:
        Post.objects.filter(pk=post.pk, ended_at__isnull=True).update(ended_at=now)
    else:
        check_last_day(post, last_day, now=now)
        Post.objects.filter(pk=post.pk).update(valid_until=last_day)
    _tell_of_end(post, last_day, now=now)
    detail = {"post": post.pk, "last_day": str(last_day or ""), "reason": reason}
    audit.record(verb="post.end", now=now, actor=actor, detail=detail)


def check_last_day(post: Post, last_day: date, *, now: datetime) -> None:
    """Raise `Denied` for a last day that is over, before the first, or later than the one there is."""
    if last_day < max(timezone.localdate(now), post.valid_from):
        raise Denied(
            "The last day is over or lies before the first day. Choose a later one, or end the post now."
        )
    if post.valid_until and last_day > post.valid_until:
        raise Denied("A post is not made longer. Give a new post that follows this one.")


def _tell_of_end(post: Post, last_day: date | None, *, now: datetime) -> None:
    when = f"on {last_day:%-d %B %Y}" if last_day else "today"
    words = f"Your post as {post.title} in {post.team} ends {when}."
    notify(to=post.user, kind="post.ends", words=words, now=now)


@transaction.atomic
def suspend(*, post: Post, reason: str, actor: Actor, now: datetime) -> None:
    """Suspend a post: from the next request on it sees nothing."""
    check_looks_after(actor, post.team_id)
    check_not_own(actor, post.user_id)
    Post.objects.filter(pk=post.pk, suspended_at__isnull=True).update(suspended_at=now)
    audit.record(verb="post.suspend", now=now, actor=actor, detail={"post": post.pk, "reason": reason})


def resume(*, post: Post, submission: UUID, actor: Actor, now: datetime) -> Change:
    """End a suspension, or ask a second person to where the team needs two."""
    check_looks_after(actor, post.team_id)
    check_not_own(actor, post.user_id)
    if post.suspended_at is None:
        raise Denied("This post is not suspended.")
    return ask(
        kind=Change.Kind.RESUME, team=post.team, about=post.user, post=post, details={},
        submission=submission, actor=actor, now=now,
    )  # fmt: skip
