"""What waits for a post of a move of a service: families to ask, cases to give, a plan to agree to."""

from wraparound.delivery.transfers.models import Transfer
from wraparound.delivery.transfers.queries import has_to_do_with_a_move, moves_coming_to, moves_of_team
from wraparound.foundation.accounts.rules import Actor, May
from wraparound.foundation.ui.rules import to_do


def waiting(actor: Actor) -> list[tuple[str, str]]:
    """Return words, and the name of an address, of what waits: four statements at most."""
    lines: list[tuple[int, str, str, str]] = []
    moves = May.WORK in actor.may and has_to_do_with_a_move(actor)
    if moves:
        to_ask = moves_of_team(actor).filter(answer="not_asked", outcome="waiting").count()
        one, many = (
            "family whose service moves is not asked yet",
            "families whose service moves are not asked yet",
        )
        lines.append((to_ask, one, many, "transfers:families"))
    if moves and May.ALLOCATE in actor.may:
        to_give = moves_coming_to(actor).filter(post__isnull=True).count()
        one, many = "case comes to us and nobody is to have it", "cases come to us and nobody is to have them"
        lines.append((to_give, one, many, "transfers:coming"))
    if May.MOVE_SERVICES in actor.may:
        planned = Transfer.objects.filter(agreed_at__isnull=True, stopped_at__isnull=True)
        to_agree = planned.exclude(planned_by=actor.post_id).count()
        one, many = (
            "move of a service waits for a second person",
            "moves of services wait for a second person",
        )
        lines.append((to_agree, one, many, "transfers:transfers"))
    return to_do(lines)
