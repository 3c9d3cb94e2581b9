"""Running a command and watching it: how long, how much of the processor, how much memory, what it told."""

import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

EVERY = 1.0
"""Seconds between looks at the memory."""
MEGABYTE = 1 << 20


@dataclass
class Watched:
    """What a command took; memory is the most that all its processes held at once, each page counted once."""

    seconds: float = 0.0
    processor_seconds: float = 0.0
    megabytes: float = 0.0
    """Memory of its own: heap and stacks."""
    megabytes_with_files: float = 0.0
    """With the pages of files (libraries, and on SQLite the database) that it has mapped."""
    processes: int = 0
    told: list[tuple[float, str]] = field(default_factory=list)
    """Each line that it printed, and when."""
    code: int = 0

    @property
    def longest_silence(self) -> float:
        """Return the most seconds between two lines, the start and the end counted as lines."""
        times = [0.0, *(at for at, _ in self.told), self.seconds]
        return max(later - earlier for earlier, later in pairwise(times))


def watch(command: Sequence[str], environment: Mapping[str, str]) -> Watched:
    """Run a command to its end and return what it took."""
    found = Watched()
    began, before = time.monotonic(), os.times()
    process = subprocess.Popen(
        command, env=dict(environment), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    sampler = threading.Thread(target=_sample, args=(process, found), daemon=True)
    sampler.start()
    assert process.stdout is not None
    for line in process.stdout:
        found.told.append((time.monotonic() - began, line.rstrip()))
    found.code = process.wait()
    found.seconds = time.monotonic() - began
    after = os.times()
    found.processor_seconds = (
        after.children_user + after.children_system - before.children_user - before.children_system
    )
    sampler.join()
    return found


def _sample(process: subprocess.Popen[str], found: Watched) -> None:
    while process.poll() is None:
        pids = family(process.pid)
        sizes = [size for pid in pids if (size := _memory(pid))]
        found.megabytes = max(found.megabytes, sum(own for own, _ in sizes) / MEGABYTE)
        found.megabytes_with_files = max(
            found.megabytes_with_files, sum(all_ for _, all_ in sizes) / MEGABYTE
        )
        found.processes = max(found.processes, len(pids))
        time.sleep(EVERY)


def family(root: int) -> list[int]:
    """Return a process and all that it started, and what they started."""
    parents: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            rest = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents.setdefault(int(rest[1]), []).append(int(path.parent.name))
    found, new = [], [root]
    while new:
        found += new
        new = [child for parent in new for child in parents.get(parent, [])]
    return found


def _memory(pid: int) -> tuple[int, int] | None:
    """Return the bytes that a process holds of its own, and with its share of mapped files."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return None
    sizes = {line.split(":")[0]: int(line.split()[1]) << 10 for line in lines if line.endswith("kB")}
    return sizes.get("Pss_Anon", 0), sizes.get("Pss", 0)
