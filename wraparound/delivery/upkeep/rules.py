"""Who may change an entry, who may decide, and what must be said. Pure."""

from wraparound.delivery.directory.models import Listing
from wraparound.delivery.upkeep.models import Edit
from wraparound.foundation.accounts.rules import Actor, Denied, May

NOT_FOUND = "We could not find that entry."
APPROVE, SEND_BACK, REFUSE = "approve", "send_back", "refuse"
DECISIONS = {
    APPROVE: Edit.State.APPROVED,
    SEND_BACK: Edit.State.SENT_BACK,
    REFUSE: Edit.State.REFUSED,
}
"""What an approver decides, and how the edit stands then."""


def keeps(actor: Actor, listing: Listing) -> bool:
    """Say whether an entry is the actor's to keep: of their own team, or any for whoever approves."""
    if May.EDIT_ENTRIES not in actor.may:
        return False
    owns = listing.owner_id is not None and actor.team_id == listing.owner_id
    return owns or May.APPROVE_ENTRIES in actor.may


def check_keeps(actor: Actor, listing: Listing) -> None:
    """Pass whoever keeps the entry; anybody else is told that it is not there."""
    if not keeps(actor, listing):
        raise Denied(NOT_FOUND)


def writes(actor: Actor, edit: Edit) -> bool:
    """Say whether an open edit is one that the actor's team writes on."""
    is_own = actor.team_id == edit.team_id or actor.post_id == edit.by_id
    return may_write(actor, edit.kind) and edit.state in Edit.OPEN and is_own


def may_write(actor: Actor, kind: str) -> bool:
    """Say whether somebody may write such an edit at all: how to refer is said by who works there too."""
    return May.EDIT_ENTRIES in actor.may or (kind == Edit.Kind.REFERRAL and May.WORK in actor.may)


def check_may_decide(actor: Actor, edit: Edit, *, writer: int) -> None:
    """Pass an approver who did not write the edit; `writer` is the person whose post wrote it.

    It follows the person: somebody with two posts approves nothing of their own from the other.
    """
    actor.check(May.APPROVE_ENTRIES)
    if actor.user_id == writer:
        raise Denied("You wrote this edit, so somebody else decides on it.")
    if edit.state != Edit.State.WAITING:
        raise Denied(f"Somebody has decided already: {edit.get_state_display().lower()}.")


def check_decision(decision: str, words: str) -> None:
    """Pass a decision that there is, with words where the editor must know why; raise `Denied` otherwise."""
    if decision not in DECISIONS:
        raise Denied("Choose what you decide.")
    if decision != APPROVE and not words.strip():
        raise Denied("Say to the editor what is wrong, so that they can put it right.")
