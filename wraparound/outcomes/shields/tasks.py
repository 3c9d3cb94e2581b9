"""Background jobs of shields: warning before one lapses, and finding what calls for a review."""

from django.utils import timezone
from django_tasks import task

from wraparound.outcomes.shields.services import keeping


@task(queue_name="clock")
def watch() -> int:
    """Tell of each provisional shield that ends soon or ended."""
    return keeping.watch(now=timezone.now())


@task
def find_reviews() -> int:
    """Find moves, orders and days that call for a review."""
    return keeping.find_reviews(now=timezone.now())
