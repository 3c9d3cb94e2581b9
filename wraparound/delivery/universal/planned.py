"""Which schedule holds on a day, and what of it is a service's. The area may have its own, dated."""

from datetime import date

from wraparound.delivery.universal.schedule import Schedule, Serving, read_schedule, shipped_schedule
from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.agencies.models import Service
from wraparound.foundation.area.queries import configuration


def schedule_on(day: date) -> Schedule:
    """Return the schedule of a day."""
    document = configuration("schedule", on=day)
    return read_schedule(document) if document else shipped_schedule()


def serving_of(actor: Actor, schedule: Schedule) -> Serving | None:
    """Return what the actor's service gives every child, or None for one without a schedule."""
    kind = Service.objects.filter(pk=actor.service_id or 0).values_list("kind", flat=True).first()
    return schedule.of(kind) if kind else None
