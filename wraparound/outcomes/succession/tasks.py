"""Background jobs of successions: what was decided is done when its day has come."""

from django.utils import timezone
from django_tasks import task

from wraparound.outcomes.succession import services


@task
def apply_due() -> int:
    """Pass on or end what was decided of each succession whose day has come; return how many were done."""
    return services.apply_due(now=timezone.now())
