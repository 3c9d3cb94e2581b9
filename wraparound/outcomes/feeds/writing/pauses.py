"""Leaving others their turn between chunks on SQLite, whose lock is not fair."""

import time

from django.db import connection

from wraparound.outcomes.feeds.writing.turn import PAGES_AHEAD, USUAL_PAGES, write_ahead

PAUSE = 0.1
"""Seconds between chunks while somebody else writes to the database: every child shown is a look written.

About as long as a chunk takes, and as long as SQLite's longest sleep between two tries for the lock: whoever
waits gets in after one chunk."""
SHORT_PAUSE = 0.005
"""Seconds between chunks while nobody does: who comes now gets in between two of them, and is then heeded."""
HEEDED = 30.0
"""Seconds for which somebody who wrote is taken to be at work."""


class Pauses:
    """The pauses of one load; PostgreSQL, where nobody waits for a load, needs none."""

    def __init__(self) -> None:
        self._version = _version()
        self._free_since = time.monotonic()
        self._heeded_until = 0.0
        self._is_heeding = False

    def begin(self) -> None:
        """Count from now on: the lock is free."""
        self._free_since = time.monotonic()

    def take(self) -> None:
        """Wait until the lock has been free for as long as those who are at work need."""
        if connection.vendor == "postgresql":
            return
        if (version := _version()) != self._version:
            self._version, self._heeded_until = version, time.monotonic() + HEEDED
        heeds = time.monotonic() < self._heeded_until
        if heeds != self._is_heeding:
            self._is_heeding = heeds
            write_ahead(USUAL_PAGES if heeds else PAGES_AHEAD)
        needed = PAUSE if heeds else SHORT_PAUSE
        time.sleep(max(0.0, needed - (time.monotonic() - self._free_since)))


def _version() -> int:
    """Return a number that changes when another connection writes, and not when this one does."""
    if connection.vendor == "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA data_version")
        return int(cursor.fetchone()[0])
