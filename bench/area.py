"""The sample area at a chosen size, loaded through the product's feeds and served as the demo does."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WORK = Path(__file__).resolve().parent / "work"
SEED = 1
"""Of the sample area's children, so that look-ups can be made of who is there."""


def open_area(*, children: int, database: str, folder: Path | None = None) -> float:
    """Point this process at the area, making what is missing of it; return how many seconds that took.

    With `sqlite` the area stays in `folder` and is used again; with `postgres` it is made in the server
    that `DATABASE_URL` names.
    """
    if database == "sqlite":
        os.environ["DATABASE_URL"] = ""
    elif not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        raise SystemExit("Run it under a server: .ci/postgres python -m bench … --database postgres")
    data = folder or WORK / f"area-{children}-{database}"
    data.mkdir(parents=True, exist_ok=True)
    os.environ |= {
        "WRAPAROUND_DATA": str(data),
        "DEMO": "true",
        "DJANGO_SETTINGS_MODULE": "wraparound.site.settings",
    }
    began = time.monotonic()
    command = [sys.executable, "-m", "wraparound.site.cli", "demo", "--no-serve"]
    subprocess.run([*command, "--children", str(children)], cwd=ROOT, check=True)
    took = time.monotonic() - began
    import django

    django.setup()
    return took


@contextlib.contextmanager
def served() -> Iterator[str]:
    """Serve the area by the demo's own processes while the block runs; give its address."""
    from wraparound.site.serving import web_command, worker_command

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    environment = {**os.environ, "BASE_URL": address}
    started = [
        subprocess.Popen(command, env=environment, cwd=ROOT)
        for command in (web_command(port), worker_command())
    ]
    try:
        _wait_for(f"{address}/health/")
        yield address
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait(timeout=30)


def _wait_for(address: str, seconds: float = 120) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(address, timeout=20)
            return
        time.sleep(0.2)
    raise SystemExit(f"{address} did not answer within {seconds:.0f} seconds")
