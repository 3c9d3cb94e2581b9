"""Reading posts to look after them: those of the own team for a manager, all for an administrator."""

import uuid
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from wraparound.foundation.accounts.models import Accountability, Clearance, Post, Role, Shift, Token, User
from wraparound.foundation.accounts.queries import live_posts
from wraparound.foundation.accounts.rules import Actor, May
from wraparound.foundation.agencies.models import Agency, Team
from wraparound.foundation.notifications.models import Notice

STATES = {
    "live": "At work",
    "lapsing": "A check lapses within 30 days or has lapsed",
    "suspended": "Suspended",
    "coming": "Begins later",
    "ended": "Ended",
}


def posts_looked_after(actor: Actor) -> QuerySet[Post]:
    """Return the posts that `actor` looks after."""
    posts = Post.objects.select_related(
        "user", "team__service", "agency", "invitation", "supervisor__user"
    ).prefetch_related("clearances")
    if May.ADMINISTER in actor.may:
        return posts
    return posts.filter(team=actor.team_id) if May.PLACE_IN_TEAM in actor.may else posts.none()


def teams_looked_after(actor: Actor, *, now: datetime) -> QuerySet[Team]:
    """Return the living teams in which `actor` may give places."""
    today = timezone.localdate(now)
    teams = Team.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=today), valid_from__lte=today
    ).select_related("agency", "service")
    return teams if May.ADMINISTER in actor.may else teams.filter(pk=actor.team_id or 0)


def employers(*, now: datetime) -> QuerySet[Agency]:
    """Return the agencies that live at `now`."""
    today = timezone.localdate(now)
    return Agency.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=today), valid_from__lte=today
    )


def in_state(posts: QuerySet[Post], state: str, *, now: datetime) -> QuerySet[Post]:
    """Return those of `posts` that are in one of `STATES` at `now`."""
    today = timezone.localdate(now)
    live = Q(pk__in=live_posts(now=now).values("pk"))
    if state == "live":
        return posts.filter(live)
    if state == "lapsing":
        return posts.filter(live).filter(_lapsing(now=now))
    if state == "suspended":
        return posts.filter(suspended_at__lte=now).exclude(_over(now))
    if state == "coming":
        return posts.filter(valid_from__gt=today).exclude(_over(now))
    return posts.filter(_over(now)) if state == "ended" else posts


def _over(now: datetime) -> Q:
    return Q(ended_at__lte=now) | Q(valid_until__lt=timezone.localdate(now)) | Q(user__is_active=False)


def _lapsing(*, now: datetime) -> Q:
    soon = timezone.localdate(now) + timedelta(days=30)
    held = Q()
    for kind in Clearance.Kind.values:
        good = Clearance.objects.filter(post=OuterRef("pk"), kind=kind, lapses_on__gt=soon)
        held |= ~Q(Exists(good))
    return held


def matching(posts: QuerySet[Post], words: str) -> QuerySet[Post]:
    """Return those of `posts` whose person's name or address, or whose title, holds each of the words."""
    for word in words.split():
        posts = posts.filter(
            Q(user__full_name__icontains=word) | Q(user__email__icontains=word) | Q(title__icontains=word)
        )
    return posts


def posts_in_full(posts: QuerySet[Post]) -> QuerySet[Post]:
    """Return `posts` with their checks, lines and turns, for a page of one post."""
    lines = Accountability.objects.select_related("answers_to__user", "answers_to__team")
    return posts.prefetch_related(
        Prefetch("lines", lines.order_by("valid_from")),
    )


def live_posts_of_email(email: str, *, now: datetime) -> list[Post]:
    """Return the live posts of the person with this e-mail address."""
    return list(live_posts(now=now).filter(user__email=email.strip().lower()))


def managers_of(team: Team, *, now: datetime) -> QuerySet[Post]:
    """Return the live posts of the managers of a team."""
    return live_posts(now=now).filter(team=team, role=Role.TEAM_MANAGER)


def administrators(*, now: datetime) -> QuerySet[Post]:
    """Return the live posts of the area administrators."""
    return live_posts(now=now).filter(role=Role.AREA_ADMINISTRATOR)


def shifts_of(team: Team, *, now: datetime) -> QuerySet[Shift]:
    """Return the turns of a team that are not over, soonest first."""
    return (
        Shift.objects.filter(post__team=team, ends_at__gt=now)
        .select_related("post__user")
        .order_by("starts_at")
    )


def duty_posts(team: Team, *, now: datetime) -> QuerySet[Post]:
    """Return the live posts of a team that take turns."""
    return live_posts(now=now).filter(team=team, role=Role.DUTY)


def tokens() -> QuerySet[Token]:
    """Return every token, those that hold first."""
    return Token.objects.select_related("agency").order_by("agency__name", "name", "-created_at")


def leavers(*, now: datetime) -> QuerySet[User]:
    """Return the people who may still sign in and have neither a live post nor one to come."""
    today = timezone.localdate(now)
    held = Post.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=today),
        Q(ended_at__isnull=True) | Q(ended_at__gt=now),
        user=OuterRef("pk"),
    )
    return User.objects.filter(is_active=True).filter(
        ~Exists(held), Exists(Post.objects.filter(user=OuterRef("pk")))
    )


def clearances_that_matter() -> QuerySet[Clearance]:
    """Return the latest check and training of each post: an earlier one that was renewed is not warned of."""
    later = Clearance.objects.filter(
        post=OuterRef("post"), kind=OuterRef("kind"), lapses_on__gt=OuterRef("lapses_on")
    )
    return Clearance.objects.filter(~Exists(later)).select_related("post__user", "post__team")


def was_told(*, kind: str, key: str) -> bool:
    """Return whether a notice of this kind about this key was given before."""
    return Notice.objects.filter(kind=kind, key=key).exists()


def line_looked_after(actor: Actor, public_id: uuid.UUID) -> Accountability | None:
    """Return one line of accountability of a post that `actor` looks after."""
    lines = Accountability.objects.select_related("post__user", "answers_to__user")
    return lines.filter(public_id=public_id, post__in=posts_looked_after(actor)).first()


def shift_looked_after(actor: Actor, public_id: uuid.UUID) -> Shift | None:
    """Return one turn of a post that `actor` looks after."""
    return (
        Shift.objects.select_related("post__team")
        .filter(public_id=public_id, post__in=posts_looked_after(actor))
        .first()
    )


def teams_with_duty(actor: Actor, *, now: datetime) -> QuerySet[Team]:
    """Return the teams that `actor` looks after and that have a duty post."""
    return teams_looked_after(actor, now=now).filter(
        Exists(live_posts(now=now).filter(team=OuterRef("pk"), role=Role.DUTY))
    )


def state_of(post: Post, *, now: datetime) -> tuple[str, str]:
    """Return the state of a post in words, and how it is drawn (good, watch, bad or plain)."""
    today = timezone.localdate(now)
    if (post.ended_at and post.ended_at <= now) or (post.valid_until and post.valid_until < today):
        return "Ended", "plain"
    if post.suspended_at:
        return "Suspended", "bad"
    if post.valid_from > today:
        return "Begins later", "plain"
    held = [clearance for clearance in post.clearances.all() if clearance.valid_from <= today]
    lapses = [
        max((c.lapses_on for c in held if c.kind == kind), default=today) for kind in Clearance.Kind.values
    ]
    if min(lapses) <= today:
        return "Cannot search", "bad"
    if min(lapses) <= today + timedelta(days=30):
        return "A check lapses soon", "watch"
    return "At work", "good"


def team_of_code(code: str) -> Team | None:
    """Return the team with this code, or None."""
    return Team.objects.filter(code=code).first()
