"""Reading notices: only those of the person, of the post that they work as, and of its team."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from wraparound.foundation.accounts.models import User
from wraparound.foundation.accounts.queries import live_posts
from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.notifications.models import Notice, Reading


def notices_of(actor: Actor) -> QuerySet[Any]:
    """Return what `actor` is told, newest first; each has `is_read`."""
    mine = Q(user=actor.user_id) | Q(post=actor.post_id) | Q(team=actor.team_id)
    read = Reading.objects.filter(notice=OuterRef("pk"), user=actor.user_id)
    return Notice.objects.filter(mine, withdrawn_at__isnull=True).annotate(is_read=Exists(read))


def unread_of(actor: Actor) -> QuerySet[Any]:
    """Return what `actor` has not read."""
    return notices_of(actor).filter(is_read=False)


def people_of(notice: Notice, *, now: datetime) -> list[User]:
    """Return who a notice is for at `now`: the person, or whoever holds the live post or one in the team."""
    if notice.user is not None:
        return [notice.user] if notice.user.is_active else []
    posts = live_posts(now=now).filter(Q(pk=notice.post_id) if notice.post_id else Q(team=notice.team_id))
    return list({post.user_id: post.user for post in posts}.values())
