"""What is done again and again without anybody asking, and how jobs whose worker died are taken up again."""

import os
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.module_loading import import_string
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult


@dataclass(frozen=True)
class Periodic:
    """A job by its dotted name, and how long after the last one the next is put on the queue."""

    task: str
    every: timedelta


PERIODIC = [
    Periodic("wraparound.foundation.audit.tasks.seal", timedelta(seconds=30)),
    Periodic("wraparound.foundation.audit.tasks.check_chain", timedelta(days=1)),
    Periodic("wraparound.foundation.staffing.tasks.each_night", timedelta(days=1)),
    Periodic("wraparound.outcomes.openings.tasks.watch_unfollowed", timedelta(days=1)),
    Periodic("wraparound.outcomes.succession.tasks.apply_due", timedelta(hours=1)),
    Periodic("wraparound.foundation.signin.tasks.prune", timedelta(hours=6)),
    Periodic("wraparound.outcomes.shields.tasks.watch", timedelta(minutes=10)),
    Periodic("wraparound.outcomes.shields.tasks.find_reviews", timedelta(hours=1)),
    Periodic("wraparound.delivery.transfers.tasks.carry_due", timedelta(hours=1)),
    Periodic("wraparound.delivery.upkeep.tasks.each_night", timedelta(days=1)),
    Periodic("wraparound.delivery.enquiries.tasks.each_night", timedelta(days=1)),
    Periodic("wraparound.delivery.contacts.tasks.call_off_overtaken", timedelta(minutes=30)),
    Periodic("wraparound.delivery.universal.tasks.keep_changed", timedelta(minutes=10)),
    Periodic("wraparound.delivery.universal.tasks.keep_all", timedelta(days=1)),
    Periodic("wraparound.site.tasks.forget_old_jobs", timedelta(days=1)),
]
"""The timetable. A checkpoint is at most a minute old, so sealing is asked for twice a minute."""


def enqueue_due(*, now: datetime, timetable: list[Periodic] = PERIODIC) -> list[str]:
    """Put each job on the queue that neither waits nor was asked for lately; return their names.

    Two workers may ask at the same moment: every periodic job does no harm when it runs twice.
    """
    due = []
    for periodic in timetable:
        asked = DBTaskResult.objects.filter(task_path=periodic.task).filter(
            Q(status=TaskResultStatus.READY) | Q(enqueued_at__gt=now - periodic.every)
        )
        if not asked.exists():
            import_string(periodic.task).enqueue()
            due.append(periodic.task)
    return due


def worker_id(thread: str) -> str:
    """Return the name that a worker claims jobs under: this machine, this process, which thread."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{thread}"


def take_up_again() -> int:
    """Put back the jobs that a dead process of this machine was running; return how many.

    Jobs can be run again from where they stopped, so a worker killed half-way loses nothing.
    """
    host = socket.gethostname()[:40]
    count = 0
    for job in DBTaskResult.objects.running():
        name, _, rest = (job.worker_ids[-1] if job.worker_ids else "").rpartition(":")[0].rpartition(":")
        if name == host and rest.isdigit() and not _is_alive(int(rest)):
            count += DBTaskResult.objects.filter(pk=job.pk, status=TaskResultStatus.RUNNING).update(
                status=TaskResultStatus.READY, started_at=None
            )
    return count


def _is_alive(pid: int) -> bool:
    if pid == os.getpid():
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
