"""The index that the measure of feeds starts from: one agency's list of all children, written in bulk."""

import sys
import time
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import datetime
from multiprocessing import get_context
from typing import Any
from unittest import mock

from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from bench.feeds_lists import AT_ONCE, INDEXED, Lists, prepared_of
from wraparound.foundation.agencies.models import Agency
from wraparound.outcomes.feeds.models import Load
from wraparound.outcomes.feeds.reading.rows import Context
from wraparound.outcomes.feeds.writing import knowledge, newcomers
from wraparound.outcomes.feeds.writing.chunk import Run
from wraparound.outcomes.feeds.writing.prepare import Prepared
from wraparound.outcomes.finding import storage

IN_HASTE = {
    "sqlite": ("PRAGMA journal_mode=OFF", "PRAGMA synchronous=OFF", "PRAGMA cache_size=-1500000"),
    "postgresql": ("SET session_replication_role=replica", "SET synchronous_commit=off"),
}
"""What may be left out while nobody else uses the database, and a build that breaks off is begun anew."""
AT_LAST = {
    "sqlite": ("PRAGMA journal_mode=WAL",),
    "postgresql": ("SET session_replication_role=origin", "VACUUM ANALYZE", "CHECKPOINT"),
}
"""What brings it to the state of a database in daily use."""


class Aside:
    """Takes the place of the storage while rows are written: what is filed is kept for the end."""

    def __init__(self) -> None:
        self.rows: list[Any] = []

    def add(self, rows: Sequence[Any]) -> None:
        """Keep what a chunk files."""
        self.rows.extend(rows)

    def remove(self, children: Sequence[int]) -> None:
        """Do nothing: nobody is filed twice in a first list."""


def fill(lists: Lists, *, folder: Any, processes: int) -> None:
    """Describe the sample area in the empty database and write the first list, whatever is linked by it.

    Records are read, packed and written by what a load uses; only the ledger is left out, and the keys are
    written at the end, in their order.
    """
    from samples.agencies import sample_agencies

    description = folder / "agencies.toml"
    description.write_text(sample_agencies().toml(), encoding="utf-8")
    call_command("area", "load", str(description), verbosity=0)
    execute(IN_HASTE)
    now = timezone.now()
    run, context = _run(now)
    aside = Aside()
    with mock.patch.object(newcomers.storage, "of", lambda _: aside):
        batches = _written(lists, run, context, aside, processes)
        _load(batches)
    execute(AT_LAST)


def _load(batches: Iterator[list[Any]]) -> None:
    """Fill the key tables, in one transaction with the facts that the batches write as they come."""
    kind = storage.statements(connection.vendor)
    real = kind.PostgreSQLStorage if connection.vendor == "postgresql" else kind.SQLiteStorage
    with transaction.atomic():
        real(connection).load(batches)


def _written(lists: Lists, run: Run, context: Context, aside: Aside, processes: int) -> Iterator[list[Any]]:
    began = time.monotonic()
    for number, prepared in enumerate(_prepared(lists, context, processes)):
        newcomers.write(run, prepared, {}, Counter())
        yield aside.rows
        aside.rows = []
        if number % 25 == 0:
            done = min(number * AT_ONCE * 500, lists.children)
            sys.stderr.write(f"{done:,} children in {time.monotonic() - began:.0f} s\n")


def _run(now: datetime) -> tuple[Run, Context]:
    agency = Agency.objects.get(code=INDEXED)
    today = timezone.localdate(now)
    load = Load.objects.create(
        agency=agency, name="the index.csv", digest="0" * 64, started_at=now, state=Load.State.DONE,
        finished_at=now, is_planned=True,
    )  # fmt: skip
    holders = knowledge.holders_for(agency, today)
    run = Run(load=load, agency=agency, said_at=now, today=today, holders=holders, known={})
    return run, Context(today=today, places=knowledge.places_for(agency, today))


def _prepared(lists: Lists, context: Context, processes: int) -> Iterator[list[Prepared]]:
    starts = range(0, lists.population.chunks, AT_ONCE)
    waiting: deque[Future[list[Prepared]]] = deque()
    with ProcessPoolExecutor(processes, mp_context=get_context("forkserver")) as pool:
        for start in starts:
            waiting.append(pool.submit(prepared_of, lists, context, start))
            if len(waiting) > processes * 3:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def execute(statements: dict[str, tuple[str, ...]]) -> None:
    """Bring the database into the state that statements of its kind name."""
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)
