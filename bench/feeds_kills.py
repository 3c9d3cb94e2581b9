"""Killing a load with -9 at random points: what it leaves in the end, held against one that nobody killed."""

import os
import random
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

from bench.feeds_outcome import content
from bench.feeds_places import Place
from bench.feeds_watch import family


def killed(place: Place, kills: int, usual: float, seed: int) -> dict[str, Any]:
    """Start a load and kill it again and again, then let it end; return what it left.

    Each is killed at a random point of `usual` seconds, at most what reading and linking take: most kills
    then fall while the list is read, linked or written, and few loads end before they are killed.
    """
    rng = random.Random(seed)
    done = 0
    began = time.monotonic()
    while done < kills:
        process = subprocess.Popen(
            place.command, env=place.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            process.wait(timeout=rng.uniform(0.5, usual))
        except subprocess.TimeoutExpired:
            started = family(process.pid)
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
            done += 1
            _wait_for(started)
        else:
            break
    subprocess.run(place.command, env=place.environment, check=True, stdout=subprocess.DEVNULL)
    return {"kills": done, "seconds": time.monotonic() - began, "content": content(place)}


def _wait_for(processes: list[int], seconds: float = 20) -> None:
    """Wait until what a killed load had started has ended by itself, as it must."""
    until = time.monotonic() + seconds
    while any(Path(f"/proc/{pid}").exists() for pid in processes):
        if time.monotonic() > until:
            raise SystemExit("A killed load left processes behind.")
        time.sleep(0.1)
