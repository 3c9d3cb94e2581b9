"""Background jobs of signing in."""

from django.utils import timezone
from django_tasks import task

from wraparound.foundation.signin import link_services, messages, services


@task
def send_reset(email: str) -> None:
    """Send a link to choose a new password, if the address belongs to somebody who may sign in."""
    messages.send_reset(email=email)


@task
def prune() -> int:
    """Drop failed tries that no longer count, entries of the cache and links that ran out."""
    now = timezone.now()
    tries = services.prune_throttles(now=now) + services.prune_cache(now=now)
    return tries + link_services.prune_links(now=now)
