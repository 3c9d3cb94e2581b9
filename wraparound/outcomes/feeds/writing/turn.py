"""One load is written at a time: two at once could each make a child that is one child."""

import fcntl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

KEY = 7_203_115
"""The number of the lock on PostgreSQL; any other use of the database must choose another."""

PAGES_AHEAD, USUAL_PAGES = 256_000, 1_000
"""Pages of 4 KB that chunks write ahead before they are brought into the file of an embedded database, while
nobody else is at work and otherwise.

Chunks touch the same pages again and again, all over the file: brought in together, each is written once and
in the order in which it lies there. But whoever commits when much is written ahead brings it in: while people
are at work, a load brings in each chunk itself before one of them could."""
USUAL_BYTES = 64 << 20
"""To which the file of what is written ahead is cut when it is brought in; a load fills it again at once."""
IN_HASTE = {
    "sqlite": (
        "PRAGMA synchronous=NORMAL",
        f"PRAGMA wal_autocheckpoint={PAGES_AHEAD}",
        "PRAGMA journal_size_limit=-1",
    ),
    "postgresql": ("SET synchronous_commit = off",),
}
AS_EVER = {
    "sqlite": (
        "PRAGMA synchronous=FULL",
        f"PRAGMA wal_autocheckpoint={USUAL_PAGES}",
        f"PRAGMA journal_size_limit={USUAL_BYTES}",
    ),
    "postgresql": ("RESET synchronous_commit",),
}
"""The settings of `wraparound.site.settings`, and of the server."""


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
def in_haste() -> Iterator[None]:
    """Write chunks without waiting for the disk after each.

    What a power cut takes, it takes whole: a chunk with its line in the ledger, and the load goes on from
    there. Whatever anybody else commits waits for the disk as ever, with all chunks before it, and so does
    the end of the load. Inside somebody's own transaction nothing is committed, and nothing changes.
    """
    if connection.in_atomic_block:
        yield
        return
    _execute(IN_HASTE[connection.vendor])
    try:
        yield
    finally:
        _execute(AS_EVER[connection.vendor])


def write_ahead(pages: int) -> None:
    """Let chunks write so many pages ahead from now on."""
    _execute([f"PRAGMA wal_autocheckpoint={pages}"])


def _execute(statements: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


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
