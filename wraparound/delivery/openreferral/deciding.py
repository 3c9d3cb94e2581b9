"""Deciding on several things that feeds propose, each by itself: one that changed stops none of the rest."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from wraparound.delivery.directory.rules import Refused
from wraparound.delivery.openreferral import feed_queries, services
from wraparound.foundation.accounts.rules import Actor, Denied, May

ACCEPT, DECLINE, SKIPPED = "accept", "decline", "skipped"
LOOK_AGAIN = "The feed says something else now, or somebody has decided. Look again, then decide."


@dataclass(frozen=True)
class Chosen:
    """What was ticked, as it was read: its id, and when the feed said it."""

    public_id: UUID
    made_at: datetime


@dataclass(frozen=True)
class Settled:
    """A line of the receipt: what became of one, and why where it was skipped."""

    public_id: str
    name: str
    outcome: str
    why: str = ""


def decide_several(
    *, chosen: Iterable[Chosen], answer: str, actor: Actor, now: datetime
) -> list[Settled]:  # fmt: skip
    """Let in what feeds propose, or decline it, each in a transaction of its own; return what became of each.

    Raises `Denied` when nothing can be decided at all.
    """
    actor.check(May.APPROVE_ENTRIES)
    if answer not in (ACCEPT, DECLINE):
        raise Denied("Choose what you decide.")
    do: Callable[..., Any] = services.accept if answer == ACCEPT else services.decline
    return [_one(each, do, answer, actor, now) for each in dict.fromkeys(chosen)]


def _one(chosen: Chosen, do: Callable[..., Any], answer: str, actor: Actor, now: datetime) -> Settled:
    found = feed_queries.proposals().filter(public_id=chosen.public_id).first()
    if found is None:
        return Settled(str(chosen.public_id), "", SKIPPED, LOOK_AGAIN)
    name = found.name
    if found.made_at != chosen.made_at:
        return Settled(str(chosen.public_id), name, SKIPPED, LOOK_AGAIN)
    try:
        do(proposal=found, actor=actor, now=now)
    except Denied as denied:
        return Settled(str(chosen.public_id), name, SKIPPED, denied.reason)
    except Refused as refused:
        return Settled(str(chosen.public_id), name, SKIPPED, f"{refused.field}: {refused.words}")
    return Settled(str(chosen.public_id), name, answer)
