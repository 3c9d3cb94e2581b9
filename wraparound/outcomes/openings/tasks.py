"""Background jobs of openings: once a day, who opens much that no work follows."""

from django.utils import timezone
from django_tasks import task

from wraparound.outcomes.openings import watching


@task
def watch_unfollowed() -> int:
    """Tell of people whose openings no work follows; return how many were told of."""
    return watching.tell_of_unfollowed(now=timezone.now())
