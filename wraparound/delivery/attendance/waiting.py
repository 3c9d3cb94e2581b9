"""What waits for a post of school attendance: children whom no school has, enquiries that are due."""

from django.utils import timezone

from wraparound.delivery.attendance.home import entries_seen_by
from wraparound.delivery.attendance.missing import missing_from_view, newly_here
from wraparound.delivery.attendance.queries import is_welfare
from wraparound.delivery.attendance.rules import may_watch
from wraparound.foundation.accounts.rules import Actor, May
from wraparound.foundation.agencies.models import Agency
from wraparound.foundation.ui.rules import to_do


def waiting(actor: Actor) -> list[tuple[str, str]]:
    """Return words, and the name of an address, of what waits: three statements at most."""
    lines: list[tuple[int, str, str, str]] = []
    welfare = is_welfare(actor)
    if may_watch(actor, welfare):
        one, many = "child is missing from view", "children are missing from view"
        lines.append((missing_from_view(actor).count(), one, many, "attendance:moved"))
    if welfare:
        due = entries_seen_by(actor).filter(due_on__lt=timezone.localdate(actor.now)).count()
        one, many = (
            "enquiry about education at home is overdue",
            "enquiries about education at home are overdue",
        )
        lines.append((due, one, many, "attendance:home"))
    elif (
        May.WORK in actor.may and Agency.objects.filter(pk=actor.agency_id, kind=Agency.Kind.SCHOOL).exists()
    ):
        one, many = (
            "new pupil left another school: say when here",
            "new pupils left other schools: say when here",
        )
        lines.append((newly_here(actor).count(), one, many, "attendance:arrivals"))
    return to_do(lines)
