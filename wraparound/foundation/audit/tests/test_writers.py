"""Many write and seal at once: nobody is starved, nothing is missed and nothing is falsely told."""

import random
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction

from wraparound.foundation.audit import services
from wraparound.foundation.audit.chain.verify import verify
from wraparound.foundation.audit.models import Entry, Seal
from wraparound.foundation.audit.tests.chains import NOON, write_entries

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS, ACTS = 50, 6


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> None:
    settings.AUDIT_CHECKPOINTS = [str(tmp_path / "checkpoints")]
    settings.AUDIT_KEY_FILE = str(tmp_path / "key")


def at_once(works: list[Callable[[], None]]) -> None:
    """Run all of `works` in threads with connections of their own; raise what any of them raised."""
    errors: list[BaseException] = []

    def run(work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


def writer(number: int) -> Callable[[], None]:
    """Return work that writes acts whose transactions commit out of order, some undone."""
    dice = random.Random(number)

    def write() -> None:
        for act in range(ACTS):
            with transaction.atomic():
                services.record(verb="test.write", now=NOON, child_id=number, detail={"act": act})
                if connection.vendor == "postgresql":
                    time.sleep(dice.random() / 20)
                transaction.set_rollback(act == 0)

    return write


def test_fifty_writers_at_once_raise_no_false_alarm() -> None:
    stop = threading.Event()
    alarms: list[str] = []

    def sealer() -> None:
        moment: datetime = NOON
        while not stop.is_set():
            moment += timedelta(seconds=1)
            services.seal(now=moment, pause=0.001)

    def checker() -> None:
        while not stop.is_set():
            alarms.extend(verify().alarms)

    def writers() -> None:
        try:
            at_once([writer(number) for number in range(WRITERS)])
        finally:
            stop.set()

    at_once([sealer, sealer, checker, writers])
    services.seal(now=NOON + timedelta(hours=1), reach=None)
    report = verify()
    assert alarms == [] and report.alarms == []
    assert report.links == Entry.objects.count() == Seal.objects.count() == WRITERS * (ACTS - 1)
    assert report.waiting == 0


def test_an_open_transaction_that_commits_after_the_seal_is_chained_by_the_next() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer: ids commit in order")
    wrote, sealed = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            write_entries(1)
            wrote.set()
            sealed.wait(10)

    def quick() -> None:
        wrote.wait(10)
        write_entries(3, start=1)
        assert services.seal(now=NOON) == 3
        sealed.set()

    at_once([slow, quick])
    assert services.seal(now=NOON + timedelta(minutes=1)) == 1
    assert Seal.objects.latest("sequence").entry_id < Seal.objects.earliest("sequence").entry_id
    assert not verify().alarms


@pytest.mark.slow
def test_many_entries_are_sealed_while_others_write_and_none_of_them_starves() -> None:
    for start in range(0, 20_000, 5000):
        Entry.objects.bulk_create(
            Entry(at=NOON, verb="test.bulk", child_id=start + n, detail={"n": n}) for n in range(5000)
        )
    stop = threading.Event()
    waits: list[float] = []

    def reader() -> None:
        while not stop.wait(0.05):
            began = time.perf_counter()
            services.record(verb="test.look", now=NOON)
            waits.append(time.perf_counter() - began)

    def sealer() -> None:
        try:
            services.seal(now=NOON)
        finally:
            stop.set()

    at_once([sealer, reader, reader, reader])
    services.seal(now=NOON)
    # Starving would be the 20 seconds that SQLite waits for its lock; speed itself is for the bench.
    assert max(waits) < 10
    assert not verify().alarms
