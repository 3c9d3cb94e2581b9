"""Killing a load with -9 at random points: what it leaves in the end, held against one that nobody killed."""

import os
import random
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.feeds_outcome import content
from bench.feeds_places import Place
from bench.feeds_watch import Watched, family

WRITTEN = "SELECT count(done_at), count(*) FROM feeds_chunk"
EVERY = 0.02
"""Seconds between looks at how far a load is."""


def killed(place: Place, kills: int, whole: Watched, seed: int) -> dict[str, Any]:
    """Start a load and kill it again and again, then let it end; return what it left.

    The points are drawn over the whole time that a load takes when nobody kills it. One that falls while it
    reads and links comes after so many seconds; one that falls while it writes, when such a share of the list
    is written and a part of the next chunk, since a load that is taken up again goes on from there.
    """
    rng = random.Random(seed)
    writing_from = next((at for at, line in whole.told if line.startswith("Writing")), whole.seconds)
    done = 0
    began = time.monotonic()
    for point in sorted(rng.uniform(0.5, whole.seconds) for _ in range(kills)):
        share = (point - writing_from) / (whole.seconds - writing_from)
        process = subprocess.Popen(
            place.command, env=place.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        started = time.monotonic()
        is_there = _is_after(started + point) if share < 0 else _is_written(place, share)
        while process.poll() is None and not is_there():
            time.sleep(EVERY)
        if share >= 0:
            time.sleep(rng.uniform(0, 0.2))
        done += _kill(process)
    subprocess.run(place.command, env=place.environment, check=True, stdout=subprocess.DEVNULL)
    return {"kills": done, "seconds": time.monotonic() - began, "content": content(place)}


def _is_after(until: float) -> Callable[[], bool]:
    return lambda: time.monotonic() > until


def _is_written(place: Place, share: float) -> Callable[[], bool]:
    """Return what says whether more than a share of the list's chunks is written."""

    def is_there() -> bool:
        written, of = _ledger(place)
        return bool(of) and written / of > share

    return is_there


def _ledger(place: Place) -> tuple[int, int]:
    """Return how many chunks of the list are written, and of how many."""
    kind, _, where = place.environment["DATABASE_URL"].partition(":///")
    if kind == "sqlite":
        with sqlite3.connect(f"file:{where}?mode=ro", uri=True, timeout=20) as connection:
            found = connection.execute(WRITTEN).fetchone()
        connection.close()
    else:
        import psycopg

        with psycopg.connect(place.environment["DATABASE_URL"]) as server:
            found = server.execute(WRITTEN).fetchone()
    return int(found[0]), int(found[1])


def _kill(process: subprocess.Popen[bytes]) -> bool:
    """Kill a load, and wait until what it had started has ended; say whether it was there to be killed."""
    if process.poll() is not None:
        return False
    started = family(process.pid)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    _wait_for(started)
    return True


def _wait_for(processes: list[int], seconds: float = 20) -> None:
    """Wait until what a killed load had started has ended by itself, as it must."""
    until = time.monotonic() + seconds
    while any(Path(f"/proc/{pid}").exists() for pid in processes):
        if time.monotonic() > until:
            raise SystemExit("A killed load left processes behind.")
        time.sleep(0.1)
