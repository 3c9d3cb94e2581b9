"""`wraparound worker`: run background jobs, and the timetable beside them."""

import logging
import threading
import uuid
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections, connections
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from wraparound.foundation.area.jobs import give_way
from wraparound.foundation.audit import services as audit
from wraparound.site.schedule import enqueue_due, take_up_again, worker_id

log = logging.getLogger("wraparound.worker")
CLOCK = "clock"
"""The queue of jobs that are due by the clock: a long feed must not keep them waiting."""
TICK = 5.0
"""Seconds between two looks at the timetable."""


class JobWorker(Worker):
    """Runs jobs, each with a number of its own under which its audit entries stand."""

    def run_task(self, db_task_result: DBTaskResult) -> None:
        """Run one job; its refusals are put on record after what they refused was undone."""
        audit.begin_request(uuid.UUID(str(db_task_result.id)))
        super().run_task(db_task_result)
        try:
            audit.settle()
        except audit.Unwritable:
            log.exception("the audit could not be written")


class Command(BaseCommand):
    help = "Run background jobs until told to stop: feeds, linking, seals and alerts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due now, then stop")
        parser.add_argument("--interval", type=float, default=0.5, help="seconds between looks at the queue")

    def handle(self, *args: Any, once: bool, interval: float, **options: Any) -> None:
        take_up_again()
        if once:
            enqueue_due(now=timezone.now())
            _worker("once", ["*"], batch=True).run()
            return
        stop = threading.Event()
        clock = threading.Thread(target=_keep_time, args=[stop], name="clock")
        clock.start()
        give_way()
        jobs = _worker("jobs", ["*"], excluded=[CLOCK], interval=interval)
        jobs.configure_signals()
        try:
            jobs.run()
        finally:
            stop.set()
            clock.join()


def _keep_time(stop: threading.Event) -> None:
    """Until told to stop: put on the queue what is due, and run what is due by the clock."""
    while not stop.is_set():
        close_old_connections()
        try:
            take_up_again()
            enqueue_due(now=timezone.now())
            _worker(CLOCK, [CLOCK], batch=True).run()
        except Exception:
            log.exception("the timetable was not kept this time; it is tried again")
        stop.wait(TICK)
    connections.close_all()


def _worker(
    name: str,
    queues: list[str],
    *,
    excluded: list[str] | None = None,
    batch: bool = False,
    interval: float = 0.5,
) -> JobWorker:
    return JobWorker(
        queue_names=queues,
        excluded_queue_names=excluded or [],
        interval=interval,
        batch=batch,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=worker_id(name),
    )
