"""Asking another worker to ring, and saying what came of it."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from wraparound.foundation.accounts.models import Post
from wraparound.foundation.accounts.queries import live_posts
from wraparound.foundation.accounts.rules import Actor, Denied
from wraparound.foundation.agencies.models import Team
from wraparound.foundation.audit import services as audit
from wraparound.foundation.notifications.services import notify
from wraparound.outcomes.access.rules import Category, Sight
from wraparound.outcomes.card.models import RingRequest
from wraparound.outcomes.card.parts import Reading, involvements
from wraparound.outcomes.card.queries import ring_requests_of
from wraparound.outcomes.journey.services import NewEvent, add_events

LONGEST_LINE = 200


@transaction.atomic
def ask_to_ring(*, sight: Sight, team_id: int, telephone: str, actor: Actor, now: datetime) -> RingRequest:
    """Ask the worker of a team that works with the child, or the team, to ring the actor's post.

    The same asked again while it waits is the same request. Raises `Denied` for a team that the actor does
    not see on the card, and without a number to ring.
    """
    if not telephone.strip():
        raise Denied("Say which number to ring.")
    shown = involvements(Reading(actor, sight, now)).now
    worker = next((w for w in shown if w.team_id == team_id and not w.is_further), None)
    if worker is None or actor.post_id is None:
        raise Denied("We could not find that service.")
    posts = live_posts(now=now).filter(pk=worker.post_id or 0, team_id=team_id)
    request, is_new = RingRequest.objects.get_or_create(
        child_id=sight.child_id, asked_by_id=actor.post_id, team_id=team_id, done_at=None,
        defaults={"post": posts.first(), "telephone": telephone.strip(), "asked_at": now},
    )  # fmt: skip
    if is_new:
        audit.record(
            verb="ring.ask", now=now, actor=actor, child_id=sight.child_id, detail={"request": request.pk}
        )
        words = f"{actor.title} of {actor.agency_name} asks you to ring about a child that you both know."
        notify(
            to=request.post or request.team, kind="ring.ask", words=words, now=now,
            route="card:ring_request", key=str(request.public_id), child_id=sight.child_id,
        )  # fmt: skip
    return request


@transaction.atomic
def finish_ring(*, request: RingRequest, outcome: str, line: str, actor: Actor, now: datetime) -> RingRequest:
    """Say what came of a request: one line that both sides, and whoever sees the involvement, can read.

    Finished twice is finished once: the first outcome stays. Raises `Denied` for whoever was neither asked
    nor asking, for an unknown outcome and for a line that is too long.
    """
    mine = ring_requests_of(actor).select_for_update(of=("self",)).filter(pk=request.pk).first()
    if mine is None:
        raise Denied("We could not find that request.")
    if mine.done_at:
        return mine
    if outcome not in RingRequest.Outcome.values:
        raise Denied("Say what came of it.")
    if len(line) > LONGEST_LINE:
        raise Denied(f"Write {LONGEST_LINE} characters or fewer.")
    mine.outcome, mine.done_at, mine.done_by_id = outcome, now, actor.post_id
    mine.save(update_fields=["outcome", "done_at", "done_by"])
    add_events([_event(mine, line.strip(), now)], now=now)
    audit.record(
        verb="ring.finish", now=now, actor=actor, child_id=mine.child_id, detail={"request": mine.pk}
    )
    return mine


def _event(request: RingRequest, line: str, now: datetime) -> NewEvent:
    """Return the shared line; where either side's service is sensitive, it is seen as that service is."""
    asker: Post = request.asked_by
    teams: list[Team] = [request.team, asker.team]
    quiet = next((t.service for t in teams if t.service and t.service.is_sensitive), None)
    words = f"{asker.title} ({asker.agency}) asked {request.team} to ring. {request.get_outcome_display()}."
    return NewEvent(
        child_id=request.child_id,
        on=timezone.localdate(now),
        kind="ring",
        line=f"{words[:99]} {line}".strip(),
        category=Category.SENSITIVE if quiet else Category.INVOLVEMENT,
        agency_id=asker.agency_id,
        service_id=quiet.pk if quiet else request.team.service_id,
    )
