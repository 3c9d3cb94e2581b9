"""Rounds of keeping populations in step: each night all children, often those of whom something was said."""

import time
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import connection
from django.db.models import Max, Q
from django.utils import timezone

from wraparound.delivery.universal import populations
from wraparound.delivery.universal.models import ClusterSchool, Keeping, TeamLink
from wraparound.delivery.universal.moving import LINK, no_school
from wraparound.delivery.universal.planned import schedule_on
from wraparound.foundation.agencies.queries import on
from wraparound.foundation.audit import services as audit
from wraparound.outcomes.access.models import Grant, Shield
from wraparound.outcomes.children.models import Child, Setting
from wraparound.outcomes.index.models import Merge

CHUNK = 500
PAUSE = 0.02
"""Seconds between chunks on SQLite, whose lock is not fair: whoever waits gets in between two of them."""


def keep_all(*, now: datetime, pause: float = PAUSE) -> Keeping:
    """Look at every child once, and put on record what began and ended; may be stopped and run again."""
    latest = Child.objects.aggregate(latest=Max("pk"))["latest"] or 0
    windows = (range(first, first + CHUNK) for first in range(1, latest + 1, CHUNK))
    made = _round(windows, kind=Keeping.Kind.ALL, pause=pause, now=now)
    today = timezone.localdate(now)
    TeamLink.objects.filter(on(today), filled_at__isnull=True).update(filled_at=now)
    return made


def keep_changed(*, now: datetime, pause: float = PAUSE) -> Keeping | None:
    """Look at the children of whom a school or practice was said since the last round, or who were joined.

    Returns None where there was no whole round yet, or nothing was said.
    """
    rounds = Keeping.objects.filter(finished_at__isnull=False).exclude(kind=Keeping.Kind.LINK)
    if (before := rounds.first()) is None:
        return None
    said = Setting.objects.filter(pk__gt=before.last_setting).values_list("source__child", flat=True)
    joined = Merge.objects.filter(Q(at__gte=before.started_at) | Q(undone_at__gte=before.started_at))
    lifted = Shield.objects.filter(lifted_at__gte=before.started_at).values_list("child", flat=True)
    changed = {*said, *lifted}
    for kept, other in joined.values_list("kept", "other"):
        changed |= {kept, other}
    if not changed:
        return None
    return _round(_chunks(sorted(changed)), kind=Keeping.Kind.CHANGED, pause=pause, now=now)


def keep_link(link: TeamLink, *, now: datetime, pause: float = PAUSE) -> None:
    """Bring the children of one link into step: whom it gives the team, and whom the team has by it."""
    today = timezone.localdate(now)
    has = Grant.objects.filter(source_kind=LINK, source_id=link.pk, until__gt=now)
    ids = {*has.values_list("child", flat=True)}
    if link.footprint_id:
        ids |= {*Child.objects.filter(state=Child.State.LIVE).values_list("pk", flat=True)}
    else:
        schools = ClusterSchool.objects.filter(on(today), cluster=link.cluster_id or 0).values("agency")
        said = Setting.objects.filter(
            Q(agency=link.agency_id or 0) | Q(agency__in=schools), superseded_at__isnull=True
        )
        ids |= {*said.values_list("source__child", flat=True)}
    _round(_chunks(sorted(ids)), kind=Keeping.Kind.LINK, pause=pause, now=now)
    TeamLink.objects.filter(on(today), pk=link.pk, filled_at__isnull=True).update(filled_at=now)


def _round(chunks: Iterable[Iterable[int]], *, kind: str, pause: float, now: datetime) -> Keeping:
    today = timezone.localdate(now)
    links, closed = populations.links_on(today, schedule_on(today)), no_school(today)
    last = Setting.objects.aggregate(last=Max("pk"))["last"] or 0
    made = Keeping.objects.create(started_at=now, kind=kind, last_setting=last)
    for chunk in chunks:
        changed = populations.keep(chunk, links, closed=closed, now=now)
        made.children += changed.children
        made.given += changed.given
        made.left += changed.left
        if pause and connection.vendor != "postgresql":
            time.sleep(pause)
    made.finished_at = now
    made.save()
    if made.given or made.left:
        detail = {"children": made.children, "given": made.given, "left": made.left}
        audit.record(verb="universal.keep", now=now, detail=detail)
    return made


def _chunks(ids: list[int]) -> Iterator[list[int]]:
    for first in range(0, len(ids), CHUNK):
        yield ids[first : first + CHUNK]
