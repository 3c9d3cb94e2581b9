"""Reading a child's journey through a sight: only what its categories open."""

from datetime import datetime

from django.db.models import Q, QuerySet

from wraparound.outcomes.access.rules import Category, Sight
from wraparound.outcomes.children.models import Involvement
from wraparound.outcomes.journey.models import Event

OWN_OF = {Category.RECORD: Category.OWN_RECORD, Category.NOTES: Category.OWN_NOTES}
"""What a service's own people see of its own lines without holding the whole category."""


def events_of(sight: Sight, *, without_places: bool = False) -> QuerySet[Event]:
    """Return the lines of a child's journey that `sight` opens, newest first.

    A shield leaves none. `without_places` also leaves out what says where the child is or was, and services
    that work with them no longer, for a child whose past would tell where a shielded sibling lives.
    """
    if sight.shielded_from:
        return Event.objects.none()
    held = [category for category in Category if sight.sees(category)]
    seen = Q(category__in=held)
    for category, own in OWN_OF.items():
        if sight.sees(own):
            seen |= Q(category=category, service__in=sight.own_services)
    if sight.own_services:
        seen |= Q(category=Category.SENSITIVE, service__in=sight.own_services)
    events = Event.objects.filter(seen, child_id=sight.child_id).select_related("agency", "service")
    if sight.sees(Category.NOTES) and not sight.sees(Category.SENSITIVE):
        quiet = Event.objects.filter(child_id=sight.child_id, service__is_sensitive=True)
        quiet = quiet.filter(category=Category.NOTES).exclude(service__in=sight.own_services)
        events = events.exclude(pk__in=quiet.values("pk"))
    if without_places or not sight.sees(Category.WHEREABOUTS):
        events = events.exclude(is_whereabouts=True)
    return events.filter(_not_of_the_past(sight.child_id)) if without_places else events


def _not_of_the_past(child_id: int) -> Q:
    """Pass what does not tell which service worked with the child, or is of one that does still."""
    running = Involvement.objects.filter(
        source__child=child_id, superseded_at__isnull=True, involved_until__isnull=True, team__isnull=False
    )
    return ~Q(category=Category.INVOLVEMENT) | Q(service__in=running.values("team__service"))


def written_since(sight: Sight, since: datetime, *, without_places: bool = False) -> QuerySet[Event]:
    """Return the lines written after an instant: what is new for whoever looked then."""
    return events_of(sight, without_places=without_places).filter(at__gt=since)


def kinds_of(events: QuerySet[Event]) -> list[str]:
    """Return the first words of the kinds that are among these, for a filter: "index" of "index.joined"."""
    kinds = events.order_by("kind").values_list("kind", flat=True).distinct()
    return list(dict.fromkeys(kind.partition(".")[0] for kind in kinds))


def of_kind(events: QuerySet[Event], first_word: str) -> QuerySet[Event]:
    """Return the events whose kind is or begins with a word."""
    return events.filter(Q(kind=first_word) | Q(kind__startswith=f"{first_word}."))
