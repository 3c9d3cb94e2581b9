"""How the two processes of an installation on one machine are started: the web server and the worker."""

import socket
import sys


def is_free(port: int) -> bool:
    """Say whether nothing on this machine listens there.

    The web server would not notice: its workers share their port, with another installation's as well, and
    people would then be answered now by one and now by the other.
    """
    with socket.socket() as wanted:
        wanted.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            wanted.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


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
