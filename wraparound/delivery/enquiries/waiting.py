"""What waits for a post at the enquiry desk: families to ring back."""

from django.utils import timezone

from wraparound.delivery.enquiries.queries import overdue
from wraparound.foundation.accounts.rules import Actor, May
from wraparound.foundation.ui.rules import to_do


def waiting(actor: Actor) -> list[tuple[str, str]]:
    """Return words, and the name of an address, of what waits: one statement."""
    count = overdue(actor, today=timezone.localdate(actor.now)) if May.WORK in actor.may else 0
    one, many = "enquiry is past its next contact", "enquiries are past their next contact"
    return to_do([(count, one, many, "enquiries:desk")])
