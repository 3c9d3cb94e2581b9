"""Deciding several edits at once: each by itself, so one that changed meanwhile does not stop the rest."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from wraparound.delivery.directory.rules import Refused
from wraparound.delivery.upkeep import queries
from wraparound.delivery.upkeep.models import Edit
from wraparound.delivery.upkeep.rules import NOT_FOUND, check_decision
from wraparound.delivery.upkeep.services import decide
from wraparound.delivery.upkeep.trees import changed_labels
from wraparound.foundation.accounts.rules import Actor, Denied, May
from wraparound.foundation.audit.changes import Conflict

SKIPPED = "skipped"
LOOK_AGAIN = "It changed after you opened the list. Open it, look again, then decide."


@dataclass(frozen=True)
class Chosen:
    """An edit that was ticked, as it was read: its version, and that of what it would be written into."""

    public_id: uuid.UUID
    version: int
    stands: int | None


@dataclass(frozen=True)
class Settled:
    """A line of the receipt: what became of an edit, and why where it was skipped."""

    public_id: str
    name: str
    kind: str
    outcome: str
    why: str = ""


def decide_several(
    *, chosen: Iterable[Chosen], decision: str, words: str, actor: Actor, now: datetime
) -> list[Settled]:
    """Decide on each edit in a transaction of its own; return what became of each, in the order given.

    Raises `Denied` when nothing can be decided at all: no decision, or no words where the editors need them.
    """
    actor.check(May.APPROVE_ENTRIES)
    check_decision(decision, words)
    return [_one(each, decision, words, actor, now) for each in dict.fromkeys(chosen)]


def _one(chosen: Chosen, decision: str, words: str, actor: Actor, now: datetime) -> Settled:
    edit = queries.edit_seen_by(actor, chosen.public_id)
    if edit is None:
        return Settled(str(chosen.public_id), "", "", SKIPPED, NOT_FOUND)
    about = str(edit.public_id), str(edit.proposed.get("name", "")), edit.get_kind_display()
    try:
        made = decide(
            edit=edit, decision=decision, words=words, actor=actor, now=now, version=chosen.version,
            listing_version=chosen.stands,
        )  # fmt: skip
    except Conflict:
        why = LOOK_AGAIN
    except Refused as refused:
        why = f"{changed_labels([refused.field])}: {refused.words}"
    except Denied as denied:
        why = denied.reason
    else:
        return Settled(*about, Edit.State(made.state).value)
    return Settled(*about, SKIPPED, why)
