"""How the two processes of an installation on one machine are started: the web server and the worker."""

import sys


def web_command(port: int) -> list[str]:
    """Return the command that serves the pages on this machine alone."""
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
        "--port", str(port), "--workers", "2", "--blocking-threads", "4", "--log-level", "warning",
        "wraparound.site.wsgi:application",
    ]  # fmt: skip


def worker_command() -> list[str]:
    """Return the command that runs background jobs and the timetable."""
    return [sys.executable, "-m", "wraparound.site.cli", "worker"]
