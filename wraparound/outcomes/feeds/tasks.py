"""Background jobs of feeds."""

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from wraparound.outcomes.feeds import queries, services
from wraparound.outcomes.feeds.writing.turn import Busy

LATER = timedelta(seconds=5)
"""After which a load that found another one being written asks again for its turn."""


@task
def run(load_id: int) -> str:
    """Run a load to its end, or to where a person must decide; return where it stands."""
    now = timezone.now()
    load = queries.loads().get(pk=load_id)
    try:
        return services.run_load(load=load, now=now, actor=queries.sender_of(load, now=now)).state
    except Busy:
        run.using(run_after=now + LATER).enqueue(load_id)
        return load.state
