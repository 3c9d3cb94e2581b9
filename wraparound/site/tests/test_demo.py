"""The demonstration from nothing to a page: stopped half-way it goes on, started again it changes nothing."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.once, pytest.mark.timeout(900)]
COMMAND = [sys.executable, "-m", "wraparound.site.cli", "demo", "--children", "300"]
WHO = [
    "health visitor", "school's safeguarding lead", "social worker", "out-of-hours duty worker",
    "voluntary family worker", "team manager", "index data manager", "privacy officer", "area administrator",
]  # fmt: skip


def environment(data: Path) -> dict[str, str]:
    return {
        **os.environ, "DEMO": "true", "WRAPAROUND_DATA": str(data), "DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "wraparound.site.settings", "PYTHONUNBUFFERED": "1",
    }  # fmt: skip


def start(data: Path, *options: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*COMMAND, *options],
        env=environment(data),
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        preexec_fn=hear_ctrl_c,
    )


def hear_ctrl_c() -> None:
    """Let what is started be interrupted, also where the tests themselves run in the background."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def read_until(process: subprocess.Popen[str], words: str) -> str:
    """Return what the process says up to some words; fail with all of it when it ends before."""
    said = ""
    assert process.stdout
    for line in process.stdout:
        said += line
        if words in line:
            return said
    raise AssertionError(said)


def content(data: Path) -> dict[str, int]:
    """Return how many rows the tables of the area have; looks, jobs, readings and sessions come and go."""
    with sqlite3.connect(data / "wraparound.sqlite3") as database:
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ours = ("children_", "access_", "agencies_", "accounts_", "area_")
        kept = {name for (name,) in tables if name.startswith(ours)} - {"area_postcodeload"}
        return {name: database.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in kept}


def test_stopped_at_any_step_it_goes_on_and_started_again_it_changes_nothing(tmp_path: Path) -> None:
    straight, halting = tmp_path / "straight", tmp_path / "halting"
    assert start(straight, "--no-serve").wait() == 0
    steps = [
        ("Making a borough", signal.SIGKILL, 0.3), ("Describing the area", signal.SIGKILL, 0.5),
        ("Loading the list of Kestermere Community Health", signal.SIGINT, 2.0),
        ("Loading the list of Kestermere Council Schools", signal.SIGKILL, 1.0),
    ]  # fmt: skip
    for words, how, after in steps:
        process = start(halting, "--no-serve")
        read_until(process, words)
        time.sleep(after)
        process.send_signal(how)
        process.wait()
    assert start(halting, "--no-serve").wait() == 0
    assert content(halting) == content(straight)
    assert content(halting)["children_child"] > 250
    again = start(halting, "--no-serve")
    said, _ = again.communicate()
    assert again.returncode == 0
    assert "Loading" not in said
    assert content(halting) == content(straight)


def test_it_says_where_it_is_and_who_can_sign_in_and_ends_whole(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = start(tmp_path, "--port", str(port))
    said = read_until(process, "Stop with Ctrl+C")
    assert f"Wraparound is at http://127.0.0.1:{port}" in said
    assert all(re.search(rf"^  {who} +\S+@wraparound.example$", said, re.M) for who in WHO)
    assert "make code" in said
    assert f"http://localhost:{port}" in said
    page = urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in/", timeout=30).read().decode()
    assert "Sign in" in page
    second = start(tmp_path, "--port", str(port))
    refused, _ = second.communicate(timeout=60)
    assert second.returncode != 0
    assert f"Something is served at port {port} already" in refused
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    with socket.socket() as gone:
        assert gone.connect_ex(("127.0.0.1", port)) != 0


def test_a_port_that_another_installation_serves_is_not_shared_with_it(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        process = start(tmp_path, "--port", str(other.getsockname()[1]))
        said, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "Something is served at port" in said
    assert not (tmp_path / "wraparound.sqlite3").exists()
