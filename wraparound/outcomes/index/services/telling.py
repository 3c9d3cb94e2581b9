"""Whoever saw a record while it was wrong is told: by what was looked at, not by who works there now."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max, Min

from wraparound.foundation.accounts.models import Post, Role
from wraparound.foundation.accounts.queries import live_posts
from wraparound.foundation.accounts.rules import Actor, Denied
from wraparound.foundation.audit import services as audit
from wraparound.foundation.audit.models import Entry
from wraparound.foundation.notifications.services import notify
from wraparound.outcomes.index.models import Correction, Merge

WORDS = "A record that you looked at showed two children as one. See what is right now."
SYSTEM_WORDS = (
    "A record that your agency's own system read showed two children as one. See what is right now."
)


def tell(merge: Merge, *, since: datetime, now: datetime, but_not: int | None = None) -> list[Correction]:
    """Write a correction for each post, and each agency's own system, that saw the record since an instant.

    `but_not` is the post that puts it right: it knows.
    """
    looks = (
        Entry.objects.filter(child_id=merge.kept_id, at__gte=since, at__lte=now, agency_id__isnull=False)
        .exclude(outcome=Entry.Outcome.DENIED)
        .exclude(verb__startswith="index.")
        .exclude(verb__startswith="feed.")
        .values("post_id", "agency_id")
        .annotate(first=Min("at"), last=Max("at"))
        .order_by("post_id", "agency_id")
    )
    posts = set(Post.objects.filter(pk__in=[look["post_id"] for look in looks]).values_list("pk", flat=True))
    corrections = Correction.objects.bulk_create(
        [
            Correction(
                merge=merge, post_id=look["post_id"], agency_id=look["agency_id"], told_at=now,
                first_seen_at=look["first"], last_seen_at=look["last"],
            )
            for look in looks
            if look["agency_id"] is not None
            and (look["post_id"] is None or (look["post_id"] in posts and look["post_id"] != but_not))
        ]
    )  # fmt: skip
    for correction in corrections:
        for post in _told(correction, now):
            notify(
                to=post, kind="index.correction", words=WORDS if correction.post else SYSTEM_WORDS, now=now,
                route="index:correction", key=str(correction.key), child_id=merge.kept_id,
            )  # fmt: skip
    return corrections


def _told(correction: Correction, now: datetime) -> list[Post]:
    """Return whom a correction is told to: the post; of an agency's own system, its data managers."""
    if correction.post is not None:
        return [correction.post]
    managers = live_posts(now=now).filter(agency=correction.agency_id, role=Role.DATA_MANAGER)
    return list(managers)


@transaction.atomic
def acknowledge(*, correction: Correction, actor: Actor, now: datetime) -> Correction:
    """Record that whoever saw the wrong record knows what is right; pressed twice it is one.

    A correction to an agency's own system is acknowledged by one of its systems or its data manager. Raises
    `Denied` for anybody else.
    """
    is_mine = correction.post_id is not None and correction.post_id == actor.post_id
    is_my_agencys = correction.post_id is None and correction.agency_id == actor.agency_id
    if not is_mine and not is_my_agencys:
        raise Denied("We could not find that.")
    changed = Correction.objects.filter(pk=correction.pk, acknowledged_at__isnull=True).update(
        acknowledged_at=now, acknowledged_by_id=actor.post_id
    )
    if changed:
        audit.record(verb="index.correction", now=now, actor=actor, detail={"correction": correction.pk})
    correction.refresh_from_db()
    return correction
