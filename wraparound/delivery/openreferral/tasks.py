"""Background jobs of openreferral."""

from django.utils import timezone
from django_tasks import task

from wraparound.delivery.openreferral import feed_queries, services
from wraparound.delivery.openreferral.taking.steps import OVER, Overtaken


@task
def run(import_id: int) -> str:
    """Run an import to its end, or to where a person must decide; return where it stands."""
    found = feed_queries.imports().get(pk=import_id)
    if found.state in OVER or found.state == found.State.HELD:
        return found.state
    try:
        return services.run_import(run=found, now=timezone.now(), clock=timezone.now).state
    except Overtaken:
        return found.state
