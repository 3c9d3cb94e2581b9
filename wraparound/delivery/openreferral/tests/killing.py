"""Reads a feed, killed with -9 at random points and begun again; says how often it was killed.

`python -m wraparound.delivery.openreferral.tests.killing URL KILLS SEED A_STEP STEPS`, with the database in
the environment. Each life is a process of its own that this one makes and kills.
"""

import os
import random
import signal
import sys
import time


def live(url: str) -> None:
    """Run the command to its end, as its own process."""
    from django.core.management import call_command

    with open(os.devnull, "w") as nowhere:  # noqa: PTH123
        call_command("openreferral", "import", url, "--publish", "--name", "Eastbrook", stdout=nowhere)


def steps_done() -> int:
    from django.db import connection

    from wraparound.delivery.openreferral.models import Import

    done = Import.objects.order_by("-pk").values_list("step", flat=True).first() or 0
    connection.close()
    return done


def kill_once(url: str, until: int, after: float) -> bool:
    """Start a life, kill it so many seconds after it has done as many steps; say whether it was there."""
    process = os.fork()
    if process == 0:
        try:
            live(url)
        finally:
            os._exit(0)
    while steps_done() < until and os.waitpid(process, os.WNOHANG)[0] == 0:
        time.sleep(0.002)
    time.sleep(after)
    try:
        os.kill(process, signal.SIGKILL)
        return os.waitpid(process, 0)[1] == signal.SIGKILL
    except (ChildProcessError, ProcessLookupError):
        return False


def main(url: str, kills: int, seed: int, a_step: int, steps: int) -> None:
    import django

    django.setup()
    from wraparound.delivery.openreferral.taking import filing, walking

    filing.A_STEP = walking.PER_PAGE = a_step
    dice = random.Random(seed)
    points = sorted(dice.randrange(steps) for _ in range(kills))
    done = sum(kill_once(url, point, dice.uniform(0, 0.15)) for point in points)
    live(url)
    print(done)


if __name__ == "__main__":
    main(sys.argv[1], *(int(each) for each in sys.argv[2:]))
