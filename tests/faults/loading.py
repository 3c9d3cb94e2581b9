"""Loads two lists into a database of its own, killing the load with -9 as often as asked; prints what came of it.

Run as a process: `python -m tests.faults.loading FOLDER KILLS SEED SECONDS`, with DATABASE_URL and WRAPAROUND_DATA set.
"""

import json
import os
import random
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
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


def killed(
    path: Path, code: str, is_complete: bool, now: datetime, is_time: Callable[[], bool]
) -> float | None:
    """Start a load in a process and kill it with -9 when it is time; return its seconds when it ended before.

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
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            assert status == 0, "the load failed"
            return time.monotonic() - began
        if is_time():
            break
        time.sleep(0.005)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


def points(count: int, usual: float, now: datetime, rng: random.Random) -> Iterator[Callable[[], bool]]:
    """Yield what says that it is time to kill a load that takes `usual` seconds when nobody kills it.

    Half of the points are so many seconds after the start, while it reads and links; the others are so many
    chunks of the ledger, in their order, since a load that is taken up again goes on from there.
    """
    for _ in range(count // 2):
        yield partial(_is_after, time.monotonic() + rng.uniform(0.05, usual / 2))
    for share in sorted(rng.uniform(0, 0.95) for _ in range(count - count // 2)):
        yield partial(_is_written, now, share)


def _is_after(until: float) -> bool:
    return time.monotonic() > until


def _is_written(now: datetime, share: float) -> bool:
    """Say whether more than a share of the chunks of this week's list is written."""
    from django.db.models import Count

    from wraparound.outcomes.feeds.models import Chunk

    ledger = Chunk.objects.filter(load__started_at=now).aggregate(written=Count("done_at"), of=Count("pk"))
    return ledger["of"] > 0 and ledger["written"] > share * ledger["of"]


def is_done(now: datetime) -> bool:
    """Say whether the load of this week is at its end; sent again, it would be another load."""
    from wraparound.outcomes.feeds.models import Load

    return Load.objects.filter(started_at=now, state=Load.State.DONE).exists()


def main(folder: Path, kills: int, seed: int, usual: list[float]) -> None:
    """Load every list; kill the second and the third as often as asked; `usual` are the seconds of each."""
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
        for is_time in points(wanted, usual[week] if usual else 0, now, rng):
            done += killed(folder / name, code, is_complete, now, is_time) is None
        if not is_done(now):
            seconds.append(killed(folder / name, code, is_complete, now, lambda: False) or 0)
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
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), json.loads(sys.argv[4]))
