"""Loads two lists into a database of its own, killing the load with -9 as often as asked; prints what came of it.

Run as a process: `python -m tests.faults.loading FOLDER KILLS SEED`, with DATABASE_URL and WRAPAROUND_DATA set.
"""

import json
import os
import random
import signal
import sys
import time
import traceback
from datetime import UTC, datetime, timedelta
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
FOR_EVER = 3600.0
NOW = datetime(2026, 3, 3, 11, 0, tzinfo=UTC)
LISTS = [("week1/school-roll.csv", "EDU", False), ("week1/child-health.csv", "CHS", False),
         ("week2/child-health.csv", "CHS", True)]  # fmt: skip


def load(path: Path, code: str, is_complete: bool, now: datetime) -> None:
    """Load one list to its end, as a person or a worker would: again and again the same call."""
    from wraparound.foundation.agencies.models import Agency
    from wraparound.outcomes.feeds import services
    from wraparound.outcomes.feeds.models import Load

    with path.open("rb") as stream:
        agency = Agency.objects.get(code=code)
        found = services.receive(file=stream, name=path.name, agency=agency, now=now, is_complete=is_complete)
    found = services.run_load(load=found, now=now)
    if found.state == Load.State.HELD:
        services.accept_endings(load=found, number=found.endings or 0, now=now)
        services.run_load(load=found, now=now)


def killed(path: Path, code: str, is_complete: bool, now: datetime, after: float) -> float | None:
    """Start a load in a process and kill it with -9 after some seconds; return its time when it was faster.

    This process never loads itself: what it would hold open is not safe to fork.
    """
    from django.db import connections

    connections.close_all()
    began = time.monotonic()
    child = os.fork()
    if child == 0:
        try:
            load(path, code, is_complete, now)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    while time.monotonic() - began < after:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            assert status == 0, "the load failed"
            return time.monotonic() - began
        time.sleep(0.005)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


def is_done(now: datetime) -> bool:
    """Say whether the load of this week is at its end; sent again, it would be another load."""
    from wraparound.outcomes.feeds.models import Load

    return Load.objects.filter(started_at=now, state=Load.State.DONE).exists()


def main(folder: Path, kills: int, seed: int, usual: float) -> None:
    """Load every list; kill the second and the third until they have been killed as often as asked."""
    from tests.factories import make_agency, make_service, make_team

    make_agency(kind="council", sector="education", code="EDU", name="School admissions")
    health = make_agency(code="CHS", name="Child health")
    health.population_team = make_team(make_service(health, population="area"))
    health.save()
    rng = random.Random(seed)
    done, seconds = 0, []
    for week, (name, code, is_complete) in enumerate(LISTS):
        wanted = 0 if week == 0 else kills * (3, 1)[week - 1] // 4
        now = NOW + timedelta(weeks=week)
        for _ in range(wanted):
            done += 1
            killed(folder / name, code, is_complete, now, rng.uniform(0.05, usual))
            if is_done(now):
                break
        if not is_done(now):
            seconds.append(killed(folder / name, code, is_complete, now, after=FOR_EVER) or FOR_EVER)
    _print(done, seconds)


def _print(kills: int, seconds: list[float]) -> None:
    from tests.faults.content import content
    from wraparound.outcomes.feeds import queries
    from wraparound.outcomes.feeds.models import Load

    receipts = ["".join(queries.receipt_of(load)) for load in Load.objects.order_by("pk")]
    counts = [queries.counts_of(load) for load in Load.objects.order_by("pk")]
    told = {"content": content(), "receipts": receipts, "counts": counts, "kills": kills, "seconds": seconds}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    django.setup()
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]))
