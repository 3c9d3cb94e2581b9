"""Background jobs of enquiries: once a day, holds that lapse tomorrow and personal details that are due."""

from django.utils import timezone
from django_tasks import task

from wraparound.delivery.enquiries import desk, services


@task
def each_night() -> dict[str, int]:
    """Remind of holds and forget personal details; return how many of each. Run twice it does no more."""
    now = timezone.now()
    return {
        "reminded": services.remind_of_lapsing(now=now),
        "forgotten": desk.forget_personal_details(now=now),
    }
