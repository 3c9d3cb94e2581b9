"""A load on SQLite leaves people longer turns, and writes less ahead, from when somebody else writes."""

import sqlite3
from pathlib import Path

import pytest
from django.db.backends.sqlite3.base import DatabaseWrapper

from wraparound.outcomes.feeds.writing import pauses, turn


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db: None) -> Path:
    """A database of its own, as the one that a load is written to."""
    path = tmp_path / "own.sqlite3"
    with sqlite3.connect(path) as other:
        other.execute("PRAGMA journal_mode=WAL")
        other.execute("CREATE TABLE look (at INTEGER)")
    own = {"NAME": str(path), "OPTIONS": {}, "TIME_ZONE": None, "CONN_MAX_AGE": 0, "AUTOCOMMIT": True}
    connection = DatabaseWrapper({**own, "CONN_HEALTH_CHECKS": False, "ATOMIC_REQUESTS": False}, alias="own")
    monkeypatch.setattr(pauses, "connection", connection)
    monkeypatch.setattr(turn, "connection", connection)
    return path


def _pages_ahead() -> int:
    with turn.connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_autocheckpoint")
        return int(cursor.fetchone()[0])


def test_who_writes_is_heeded_and_the_load_itself_is_not(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr(pauses.time, "sleep", slept.append)
    monkeypatch.setattr(pauses.time, "monotonic", lambda: 7.0)
    with turn.in_haste():
        taken = pauses.Pauses()
        with pauses.connection.cursor() as cursor:
            cursor.execute("INSERT INTO look VALUES (1)")
        taken.take()
        assert _pages_ahead() == turn.PAGES_AHEAD
        with sqlite3.connect(file) as other:
            other.execute("INSERT INTO look VALUES (2)")
        taken.take()
        assert _pages_ahead() == turn.USUAL_PAGES
        taken.take()
    assert slept == [pauses.SHORT_PAUSE, pauses.PAUSE, pauses.PAUSE]
    assert _pages_ahead() == turn.USUAL_PAGES
