"""Background jobs of the area."""

from django.utils import timezone
from django_tasks import task

from wraparound.foundation.area.queries import postcode_loads
from wraparound.foundation.places.reading import read_load


@task
def read_postcodes(load_id: int) -> str:
    """Read a postcode directory; run again after a worker died, it starts over and changes nothing twice."""
    load = postcode_loads().get(pk=load_id)
    read_load(load, now=timezone.now())
    return load.state
