"""Background jobs of contacts."""

from django.utils import timezone
from django_tasks import task

from wraparound.delivery.contacts import services


@task
def call_off_overtaken() -> int:
    """Call off what is planned of closed cases and of children who died; return how many."""
    return services.call_off_overtaken(now=timezone.now())
