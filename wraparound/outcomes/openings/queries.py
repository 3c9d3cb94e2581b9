"""Reading openings: what is open, what waits for review, how many a person opened."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from wraparound.foundation.accounts.models import Post, Shift
from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.agencies.models import Team
from wraparound.foundation.area.queries import configuration
from wraparound.foundation.notifications.models import Notice
from wraparound.outcomes.access.models import Basis, Grant, Opening
from wraparound.outcomes.access.queries import NOBODY, keeping_known
from wraparound.outcomes.openings.rules import LENGTHS, Baselines, Window, read_baselines, shipped

COUNTED = [Opening.Kind.CARD, Opening.Kind.DUTY, Opening.Kind.EMERGENCY, Opening.Kind.FINISHING]
"""What counts as opening a record; showing the address of an open card does not count again."""
REVIEWED = [Opening.Kind.DUTY, Opening.Kind.EMERGENCY]
"""What the day team looks at on the next working day."""
WORK = [
    Basis.INVOLVEMENT, Basis.REFERRAL_RECEIVED, Basis.REFERRAL_SENT, Basis.ASSESSOR, Basis.TEAM_AROUND,
    Basis.STATUTORY, Basis.FRONT_DOOR, Basis.ENQUIRY,
]  # fmt: skip
"""Bases that show that work followed an opening."""


def live_opening(*, child_id: int, actor: Actor, kinds: Sequence[str], now: datetime) -> Opening | None:
    """Return the actor's latest opening of the child that still runs, or None."""
    mine = Opening.objects.filter(
        holder_id=actor.own_holder, child_id=child_id, kind__in=kinds, ends_at__gt=now, at__lte=now
    )
    return mine.order_by("-ends_at", "-pk").first()


def my_openings(actor: Actor) -> QuerySet[Opening]:
    """Return what the actor's post has open now, the next to close first; addresses go with their card.

    What was opened and is hidden since is not among them.
    """
    mine = Opening.objects.filter(holder_id=actor.own_holder, at__lte=actor.now, ends_at__gt=actor.now)
    cards = keeping_known(actor, mine).exclude(kind=Opening.Kind.WHEREABOUTS)
    return cards.select_related("child").order_by("ends_at", "pk")


def opening_of(actor: Actor, public_id: uuid.UUID) -> Opening | None:
    """Return one opening of the actor's own post, or None: also where the child is hidden since."""
    mine = keeping_known(actor, Opening.objects.filter(holder_id=actor.own_holder, public_id=public_id))
    return mine.select_related("child", "renews").first()


def to_review(actor: Actor) -> QuerySet[Opening]:
    """Return the duty and emergency openings that wait for the actor's team: emergencies, then oldest first.

    They wait for the statutory front door; of other teams, a manager reviews what its own posts opened.
    Nobody reviews what they opened themselves, nor what is opened of a child who is hidden from them.
    """
    waiting = keeping_known(actor, Opening.objects.filter(kind__in=REVIEWED, reviewed_at__isnull=True))
    if not _is_front_door(actor):
        waiting = waiting.filter(holder__post__team_id=actor.team_id or NOBODY)
    return (
        waiting.exclude(user_id=actor.user_id or NOBODY)
        .select_related("child", "holder__post__agency", "holder__post__team", "holder__post__user")
        .order_by("-kind", "at", "pk")
    )


def reviewable(actor: Actor, public_id: uuid.UUID) -> Opening | None:
    """Return an opening that waits for the actor's team, or that somebody has reviewed since; or None."""
    asked = Opening.objects.filter(public_id=public_id, kind__in=REVIEWED)
    reviewed = asked.filter(reviewed_by__team_id=actor.team_id or NOBODY)
    return to_review(actor).filter(public_id=public_id).first() or reviewed.first()


def current_shift(actor: Actor) -> Shift | None:
    """Return the turn of the rota that the actor's post is on now, or None."""
    shifts = Shift.objects.filter(
        post_id=actor.post_id or NOBODY, starts_at__lte=actor.now, ends_at__gt=actor.now
    )
    return shifts.order_by("-ends_at").first()


def has_finished_work(actor: Actor, child_id: int) -> bool:
    """Say whether the actor's service worked with the child and has closed."""
    return Grant.objects.filter(
        child_id=child_id,
        basis=Basis.INVOLVEMENT,
        service_id=actor.service_id or NOBODY,
        until__lte=actor.now,
    ).exists()


def baselines(now: datetime) -> Baselines:
    """Return what is usual, as the area configured it or as it is shipped."""
    document = configuration("openings", on=timezone.localdate(now))
    return read_baselines(document) if document else shipped()


def counts_of_person(user_id: int | None, *, now: datetime) -> dict[Window, int]:
    """Return how many records a person opened in the last hour, day and 28 days, through all their posts."""
    if user_id is None:
        return dict.fromkeys(Window, 0)
    since = now - max(LENGTHS.values())
    counts = Opening.objects.filter(user_id=user_id, kind__in=COUNTED, at__gt=since, at__lte=now).aggregate(
        **{window: Count("pk", filter=Q(at__gt=now - LENGTHS[window])) for window in Window}
    )
    return {window: counts[window] for window in Window}


def followed_by_post(*, now: datetime, after_days: int) -> list[tuple[Post, int, int]]:
    """Return of each post: openings of 28 days that are old enough to judge, and how many work followed.

    Work follows when the post or its team has a grant on the child, which work makes, after the opening.
    """
    work = Grant.objects.filter(
        Q(holder=OuterRef("holder")) | Q(holder=OuterRef("holder__post__team__holder")),
        child=OuterRef("child"), basis__in=WORK, until__gt=OuterRef("at"),
    )  # fmt: skip
    window = (now - LENGTHS[Window.MONTH] - timedelta(days=after_days), now - timedelta(days=after_days))
    rows = (
        Opening.objects.filter(kind=Opening.Kind.CARD, holder__post__isnull=False, at__range=window)
        .annotate(followed=Exists(work))
        .values("holder__post")
        .annotate(openings=Count("pk"), with_work=Count("pk", filter=Q(followed=True)))
    )
    counts = {row["holder__post"]: (row["openings"], row["with_work"]) for row in rows}
    posts = Post.objects.filter(pk__in=counts).select_related("agency", "team__service", "user")
    return [(post, *counts[post.pk]) for post in posts.order_by("pk")]


def was_told(kind: str, key: str, *, since: datetime) -> bool:
    """Say whether somebody was told of this kind and key since an instant."""
    return Notice.objects.filter(kind=kind, key=key, created_at__gt=since).exists()


def front_doors() -> QuerySet[Team]:
    """Return the teams of the statutory front door."""
    return Team.objects.filter(is_front_door=True)


def _is_front_door(actor: Actor) -> bool:
    return front_doors().filter(pk=actor.team_id or NOBODY).exists()


def usual_reason(actor: Actor) -> str:
    """Return the reason that the person chose most often of late, to be marked and never chosen; or ''."""
    if actor.user_id is None:
        return ""
    latest = Opening.objects.filter(user_id=actor.user_id, kind__in=COUNTED).order_by("-at", "-pk")
    reasons = list(latest.values_list("reason", flat=True)[:30])
    return max(set(reasons), key=lambda reason: (reasons.count(reason), reason)) if reasons else ""
