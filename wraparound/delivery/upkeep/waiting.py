"""What waits for a post that keeps entries of the directory: edits sent back, edits to approve."""

from wraparound.delivery.upkeep import queries
from wraparound.delivery.upkeep.models import Edit
from wraparound.foundation.accounts.rules import Actor, May
from wraparound.foundation.ui.rules import to_do


def waiting(actor: Actor) -> list[tuple[str, str]]:
    """Return words, and the name of an address, of what waits: two statements at most."""
    lines: list[tuple[int, str, str, str]] = []
    if May.APPROVE_ENTRIES in actor.may:
        one, many = "change to the directory waits for you", "changes to the directory wait for you"
        lines.append((queries.waiting().count(), one, many, "upkeep:approvals"))
    if May.EDIT_ENTRIES in actor.may:
        back = queries.edits_of(actor).filter(state=Edit.State.SENT_BACK).count()
        one, many = "change of yours was sent back", "changes of yours were sent back"
        lines.append((back, one, many, "upkeep:entries"))
    return to_do(lines)
