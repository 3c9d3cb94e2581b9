"""On what machine, when and with what a measure was taken."""

import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

GIGABYTE = 1024**3


def machine() -> dict[str, str]:
    """Return the machine in words: processor, cores, memory, Python."""
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "processor": models[0] if models else platform.processor() or platform.machine(),
        "cores": str(os.cpu_count()),
        "memory": f"{memory / GIGABYTE:.0f} GB",
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release().partition('-')[0]}",
    }


def runs_ahead() -> bool:
    """Say whether this process is scheduled ahead of the machine's other work, as under `chrt`."""
    return hasattr(os, "sched_getscheduler") and os.sched_getscheduler(0) != os.SCHED_OTHER


@contextmanager
def ahead(is_ahead: bool) -> Iterator[None]:
    """Have all that this session runs go before the machine's other work, and share it as ever (as root).

    The session must be of the measure alone: it is begun by `setsid`.
    """
    if is_ahead and os.getsid(0) != os.getpid():
        raise SystemExit("Run it in a session of its own: setsid --wait python -m bench …")
    try:
        _rank(-20 if is_ahead else 0)
        yield
    finally:
        _rank(0)


def _rank(nice: int) -> None:
    group = Path("/proc/self/autogroup")
    if group.exists() and not group.read_text().endswith(f" nice {nice}\n"):
        group.write_text(str(nice))


def heading(title: str, at: datetime) -> str:
    """Return the first lines of a results page: what, when, on what."""
    found = machine()
    return (
        f"# {title}\n\n{at:%-d %B %Y}, {found['processor']}, {found['cores']} cores, {found['memory']}, "
        f"{found['system']}, Python {found['python']}.\n"
    )
