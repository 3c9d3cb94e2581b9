"""Telling, and taking back what was told."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from wraparound.foundation.accounts.models import Post, User
from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.agencies.models import Team
from wraparound.foundation.area.jobs import queue
from wraparound.foundation.notifications.models import Notice, Reading


@transaction.atomic
def notify(
    *,
    to: User | Post | Team,
    kind: str,
    words: str,
    now: datetime,
    route: str = "",
    key: str = "",
    child_id: int | None = None,
    mail: bool = True,
) -> Notice:
    """Tell a person, a post or a team, on their page of notices and by e-mail; return the notice.

    `words` are shown and mailed: they name nobody whom a child could be known by. `route` and `key` say
    where to go; `child_id` is kept for `withdraw` alone.
    """
    notice = Notice.objects.create(
        user=to if isinstance(to, User) else None,
        post=to if isinstance(to, Post) else None,
        team=to if isinstance(to, Team) else None,
        kind=kind,
        words=words,
        route=route,
        key=key,
        child_id=child_id,
        created_at=now,
    )
    if mail:
        queue("wraparound.foundation.notifications.tasks.mail", notice.pk)
    return notice


def withdraw(*, now: datetime, child_id: int | None = None, kind: str = "", key: str = "") -> int:
    """Take back what waits about a child, or of a kind (and key), read or not; return how many.

    What is withdrawn is not shown any more, and is not mailed if the mail has not gone yet.
    """
    if child_id is None and not kind:
        raise ValueError("Say the child or the kind whose notices are to be withdrawn")
    notices = Notice.objects.filter(withdrawn_at__isnull=True)
    if child_id is not None:
        notices = notices.filter(child_id=child_id)
    if kind:
        notices = notices.filter(kind=kind)
    if key:
        notices = notices.filter(key=key)
    return notices.update(withdrawn_at=now)


def mark_read(*, notices: QuerySet[Notice], actor: Actor, now: datetime) -> None:
    """Note that the actor's person has read these notices; a system reads none."""
    if actor.user_id is None:
        return
    readings = [Reading(notice=notice, user_id=actor.user_id, read_at=now) for notice in notices]
    Reading.objects.bulk_create(readings, ignore_conflicts=True)


@transaction.atomic
def begin_mail(*, notice_id: int, now: datetime) -> Notice | None:
    """Return the notice if its mail is still to go, and note that it goes: a job run twice mails once."""
    notice = Notice.objects.select_for_update().get(pk=notice_id)
    if notice.mailed_at or notice.withdrawn_at:
        return None
    notice.mailed_at = now
    notice.save(update_fields=["mailed_at"])
    return notice
