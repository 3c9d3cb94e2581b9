"""Background jobs of upkeep: reminders once a day, and files that are long."""

from django.utils import timezone
from django_tasks import task

from wraparound.delivery.upkeep import filing, reminding
from wraparound.delivery.upkeep.queries import file_to_read
from wraparound.foundation.area.jobs import give_way


@task
def each_night() -> int:
    """Remind owners of entries that go stale; return how many teams were told."""
    return reminding.remind(now=timezone.now())


@task
def read_file(file_id: int) -> str:
    """Read a file of entries; run again after a worker died, it goes on where it stopped."""
    give_way()
    return filing.read_file(file=file_to_read(file_id), now=timezone.now()).state
