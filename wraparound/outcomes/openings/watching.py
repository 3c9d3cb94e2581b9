"""Watching over openings: what is more than usual, what no work follows, what the day team must see."""

from datetime import datetime

from django.db import transaction

from wraparound.foundation.accounts.queries import actor_of
from wraparound.foundation.accounts.rules import Actor, Denied
from wraparound.foundation.audit import services as audit
from wraparound.foundation.notifications.services import notify
from wraparound.outcomes.kin.queries import overseers_of
from wraparound.outcomes.openings.queries import (
    baselines,
    counts_of_person,
    followed_by_post,
    front_doors,
    was_told,
)
from wraparound.outcomes.openings.rules import LENGTHS, Window, is_unfollowed, weigh

UNFOLLOWED = "open.unfollowed"


def tell_front_door(*, child_id: int, now: datetime) -> None:
    """Tell the statutory front door that an emergency waits in its queue; the words name nobody."""
    words = "A record was opened in an emergency. It waits for you to look at."
    route = "openings:to_review"
    for team in front_doors():
        notify(to=team, kind="open.emergency", words=words, now=now, route=route, child_id=child_id)


def count_one_more(*, actor: Actor, now: datetime, may_stop: bool = True) -> None:
    """Count one more opening of the person against what is usual for the role (access.md section 4.7).

    Tells at the alert count; raises `Denied` at the stop count, which a duty desk never meets. Commits what
    it tells by itself, so call it before the transaction of the opening.
    """
    verdict = weigh(
        counts_of_person(actor.user_id, now=now), baselines(now).of(actor.role), may_stop=may_stop
    )
    window = verdict.stop or verdict.alert
    if window:
        word = "stop" if verdict.stop else "alert"
        audit.record(verb=f"open.{word}", now=now, actor=actor, detail={"window": window})
        tell_of_too_many(actor=actor, has_stopped=bool(verdict.stop), now=now)
    if verdict.stop:
        raise Denied(
            "You have opened far more records than is usual, so no more open for now. Your manager and the "
            "privacy officer have been told. If a child is in danger, ring one of the duty numbers below."
        )


def tell_of_too_many(*, actor: Actor, has_stopped: bool, now: datetime) -> None:
    """Tell the team's managers and the privacy officers that a post opens more than is usual for its role."""
    then = "and no more open for now." if has_stopped else "and goes on. Ask them why."
    words = f"{actor.title} of {actor.team_name} opened more records than is usual, {then}"
    for post in overseers_of(actor):
        notify(to=post, kind="open.too_many", words=words, now=now, route="audit:start")


@transaction.atomic
def tell_of_unfollowed(*, now: datetime) -> int:
    """Tell overseers of people who opened many records that no work followed; once in 28 days each.

    Returns how many people were told of.
    """
    limits, told = baselines(now).unfollowed, 0
    for post, openings, followed in followed_by_post(now=now, after_days=limits.after_days):
        key, since = str(post.pk), now - LENGTHS[Window.MONTH]
        if not is_unfollowed(openings, followed, limits) or was_told(UNFOLLOWED, key, since=since):
            continue
        actor, told = actor_of(post, now=now), told + 1
        audit.record(verb=UNFOLLOWED, now=now, actor=actor, detail={"openings": openings, "work": followed})
        words = f"{post.title} of {post.team} opened {openings} records; work followed {followed} of them."
        for overseer in overseers_of(actor):
            notify(to=overseer, kind=UNFOLLOWED, words=words, now=now, key=key)
    return told
