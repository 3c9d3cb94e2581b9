"""Copies the index of the measure of feeds from SQLite to the empty PostgreSQL database of the environment.

A process of its own: `python -m bench.feeds_copy FILE PROCESSES`. Making the rows again takes ten times as
long, and they would be the same.
"""

import sqlite3
import sys
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

AT_ONCE = 5_000
"""Rows that are fetched, or whose keys one process makes, in one go."""
Stored = list[tuple[int, bytes]]


def copy(file: Path, processes: int) -> None:
    """Make the tables and fill them with what the file holds."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction

    from bench.feeds_index import AT_LAST, IN_HASTE, execute
    from wraparound.outcomes.finding import services

    call_command("migrate", verbosity=0)
    source = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    tables = [name for name in connection.introspection.table_names() if not name.startswith("finding_")]
    execute(IN_HASTE)
    with transaction.atomic(), connection.cursor() as cursor:
        quoted = ", ".join(map(connection.ops.quote_name, tables))
        cursor.execute(f"SET LOCAL timezone TO 'UTC'; TRUNCATE {quoted}")
        for table in tables:
            sys.stderr.write(f"{table}: {_copy(source, cursor, table):,} rows\n")
        services.load(_filed(source, processes))
    _number_on()
    execute(AT_LAST)


def _copy(source: sqlite3.Connection, cursor: Any, table: str) -> int:
    """Copy a table by the names of its columns; PostgreSQL reads what SQLite keeps as text or number."""
    described = source.execute(f'SELECT * FROM "{table}"')
    names = ", ".join(f'"{name}"' for name, *_ in described.description)
    count = 0
    with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as target:
        for row in described:
            target.write_row(row)
            count += 1
    return count


def _filed(source: sqlite3.Connection, processes: int) -> Iterator[list[Any]]:
    """Yield what children are found by, batch by batch: the keys are made again from the packed records."""
    stored = source.execute("SELECT child, record FROM finding_record ORDER BY child")
    waiting: deque[Future[list[Any]]] = deque()
    with ProcessPoolExecutor(processes, mp_context=get_context("forkserver")) as pool:
        for some in iter(lambda: stored.fetchmany(AT_ONCE), []):
            waiting.append(pool.submit(_rows, some))
            if len(waiting) > processes * 2:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _rows(stored: Stored) -> list[Any]:
    from wraparound.outcomes.finding.engine.entry import Packed
    from wraparound.outcomes.finding.engine.keys import keys_of

    packed = [(child, Packed.from_bytes(record)) for child, record in stored]
    return [(child, record, keys_of(record)) for child, record in packed]


def _number_on() -> None:
    """Let every table number its next row after those that were copied."""
    from django.apps import apps
    from django.core.management.color import no_style
    from django.db import connection

    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(
            no_style(), apps.get_models(include_auto_created=True)
        ):
            cursor.execute(statement)


if __name__ == "__main__":
    copy(Path(sys.argv[1]), int(sys.argv[2]))
