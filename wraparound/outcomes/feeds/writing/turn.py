"""One load is written at a time: two at once could each make a child that is one child."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

KEY = 7_203_115
"""The number of the lock on PostgreSQL; any other use of the database must choose another."""


class Busy(Exception):
    """Another load is being written now."""


@contextmanager
def turn() -> Iterator[None]:
    """Hold the only turn to write a load; a process that dies gives it up. Raises `Busy` at once."""
    if connection.vendor == "postgresql":
        with _on_postgresql():
            yield
    else:
        with _beside_the_file():
            yield


@contextmanager
def _on_postgresql() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [KEY])
        if not cursor.fetchone()[0]:
            raise Busy
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [KEY])


@contextmanager
def _beside_the_file() -> Iterator[None]:
    name = str(connection.settings_dict["NAME"])
    path = (
        Path(settings.DATA_DIR / "feeds.lock")
        if ":memory:" in name or "mode=memory" in name
        else Path(f"{name}.feeds")
    )
    with path.open("w") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy from None
        yield
