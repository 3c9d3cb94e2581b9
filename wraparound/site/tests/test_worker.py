import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as live
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.models import DBTaskResult

from wraparound.foundation.audit import services as audit
from wraparound.foundation.audit.models import Checkpoint, Entry, Seal
from wraparound.site.schedule import PERIODIC, Periodic, enqueue_due, take_up_again, worker_id

pytestmark = pytest.mark.django_db
SEAL = "wraparound.foundation.audit.tasks.seal"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> Path:
    settings.AUDIT_CHECKPOINTS = [str(tmp_path / "checkpoints")]
    return tmp_path / "checkpoints"


@pytest.mark.parametrize("periodic", PERIODIC, ids=lambda periodic: periodic.task)
def test_every_name_on_the_timetable_is_a_job(periodic: Periodic) -> None:
    assert isinstance(import_string(periodic.task), Task)


def test_what_is_due_is_put_on_the_queue_once_and_again_after_its_time() -> None:
    timetable = [Periodic(SEAL, timedelta(seconds=30))]
    now = timezone.now()
    assert enqueue_due(now=now, timetable=timetable) == [SEAL]
    assert enqueue_due(now=now, timetable=timetable) == []
    DBTaskResult.objects.update(status=TaskResultStatus.SUCCESSFUL)
    assert enqueue_due(now=now + timedelta(seconds=20), timetable=timetable) == []
    assert enqueue_due(now=now + timedelta(seconds=31), timetable=timetable) == [SEAL]


def test_a_job_that_still_waits_is_not_asked_for_twice() -> None:
    timetable = [Periodic(SEAL, timedelta(seconds=30))]
    enqueue_due(now=timezone.now(), timetable=timetable)
    assert enqueue_due(now=timezone.now() + timedelta(hours=1), timetable=timetable) == []


def test_the_job_of_a_dead_worker_is_taken_up_again_and_that_of_a_living_one_is_not() -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    host = worker_id("jobs").split(":")[0]
    for number, pid in enumerate([gone.pid, os.getpid()]):
        enqueue_due(now=timezone.now() + timedelta(days=number), timetable=[Periodic(SEAL, timedelta(0))])
        job = DBTaskResult.objects.get(status=TaskResultStatus.READY)
        job.claim(f"{host}:{pid}:jobs")
    assert take_up_again() == 1
    assert [job.worker_ids[-1] for job in DBTaskResult.objects.running()] == [f"{host}:{os.getpid()}:jobs"]


@pytest.mark.django_db(transaction=True)
def test_one_round_of_the_worker_seals_and_checks_what_was_written(folder: Path) -> None:
    audit.record(verb="test.write", now=timezone.now())
    call_command("worker", "--once", verbosity=0)
    assert {job.status for job in DBTaskResult.objects.all()} == {TaskResultStatus.SUCCESSFUL}
    assert Seal.objects.filter(entry_id=Entry.objects.earliest("pk").pk).exists()
    assert Entry.objects.get(verb="audit.check").detail["alarms"] == 0
    assert Checkpoint.objects.exists() and list(folder.glob("*.jsonl"))


@pytest.mark.django_db(transaction=True)
def test_the_worker_keeps_time_and_stops_when_asked(tmp_path: Path) -> None:
    audit.record(verb="test.write", now=timezone.now())
    if connection.vendor == "sqlite":
        address = f"sqlite:///{live.DATABASES['default']['NAME']}"
    else:
        address = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**connection.settings_dict)
    environment = {
        **os.environ,
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "wraparound.site.settings",
        "AUDIT_CHECKPOINTS": str(tmp_path / "sent"),
    }
    worker = subprocess.Popen([sys.executable, "-m", "wraparound.site.cli", "worker"], env=environment)
    try:
        deadline = time.monotonic() + 60
        while not Checkpoint.objects.exists() and time.monotonic() < deadline:
            time.sleep(0.2)
        assert Checkpoint.objects.exists()
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=30) == 0
    finally:
        worker.kill()
