"""Twenty people at work on the index while a list is loaded: their pages, how long each took, what failed.

A process of its own, on the database that the environment names:
`python -m bench.feeds_people CHILDREN SEED`. It says "ready" once everybody has asked
for pages, notes those asked for until a line is sent to it, and answers with figures.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bench.feeds_places import Place

WARMING = 15.0
"""Seconds before the measure: every process has then answered once."""


@contextmanager
def people_at(place: Place, children: int, seed: int) -> Iterator[dict[str, Any]]:
    """Have people at work while the block runs; what they met is in the dictionary afterwards."""
    command = [sys.executable, "-m", "bench.feeds_people", str(children), str(seed)]
    process = subprocess.Popen(
        command, env=place.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin is not None and process.stdout is not None
    if process.stdout.readline() != "ready\n":
        raise SystemExit("Nobody could work: see above.")
    found: dict[str, Any] = {}
    try:
        yield found
    finally:
        process.stdin.write("enough\n")
        process.stdin.flush()
        found.update(json.loads(process.stdout.readline()))
        process.wait()


def work(children: int, seed: int) -> dict[str, Any]:
    """Serve the index to twenty people until a line comes in; return what all their pages took."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from bench.area import served
    from bench.crowd import Crowd
    from bench.pages import summary
    from bench.staff import sign_in_everybody

    call_command("collectstatic", interactive=False, verbosity=0)
    workers = sign_in_everybody(timezone.now())
    typed = _lookups(children, seed)
    with served() as address:
        with Crowd(address, workers, typed, seed=1):
            time.sleep(WARMING)
        with Crowd(address, workers, typed, seed=2) as crowd:
            sys.stdout.write("ready\n")
            sys.stdout.flush()
            sys.stdin.readline()
    return {"people": len(workers), "kinds": summary(crowd.seen)}


def _lookups(children: int, seed: int) -> list[str]:
    from bench.pages import _box
    from samples.corruption import lookups
    from samples.population import Population

    return [_box(one.query) for one in lookups(Population(children, seed), 2_000, 11)]


if __name__ == "__main__":
    os.environ |= {"DEMO": "true"}
    sys.stdout.write(json.dumps(work(*map(int, sys.argv[1:3]))) + "\n")
