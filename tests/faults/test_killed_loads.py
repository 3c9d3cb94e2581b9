"""A load killed with -9 at random points and run again leaves what an uninterrupted one leaves."""

import json
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from samples.feeds import write_sample

CHILDREN, KILLS, SEED = 6_900, 20, 7
"""About 10,000 rows of child health."""


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lists")
    write_sample(folder, children=CHILDREN, seed=SEED)
    return folder


@pytest.fixture
def databases(
    tmp_path: Path, django_db_setup: None, django_db_blocker: Any
) -> Iterator[list[dict[str, str]]]:
    """Two empty databases of the kind that the suite runs on, as environments: the second copied from the first."""
    made = [f"killed_{uuid.uuid4().hex[:12]}" for _ in range(2)]
    environments = [_environment(tmp_path, name) for name in made]
    with django_db_blocker.unblock():
        _run_sql(f'CREATE DATABASE "{made[0]}"')
        _python(environments[0], "-m", "wraparound.site.cli", "migrate", "--verbosity", "0")
        _run_sql(f'CREATE DATABASE "{made[1]}" TEMPLATE "{made[0]}"')
        if connection.vendor != "postgresql":
            shutil.copy(tmp_path / made[0] / "db.sqlite3", tmp_path / made[1])
        yield environments
        for name in made:
            _run_sql(f'DROP DATABASE "{name}"')


def _run_sql(statement: str) -> None:
    """Make or drop a database where there is a server to do it."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(statement)


def _environment(folder: Path, name: str) -> dict[str, str]:
    data, own = folder / name, connection.settings_dict
    data.mkdir()
    address = f"sqlite:///{data / 'db.sqlite3'}"
    if connection.vendor == "postgresql":
        address = f"postgres://{own['USER']}:{own['PASSWORD']}@{own['HOST']}:{own['PORT']}/{name}"
    return {**os.environ, "WRAPAROUND_DATA": str(data), "DATABASE_URL": address}


def _python(environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-6000:]
    return done.stdout


def _load(
    environment: dict[str, str], lists: Path, kills: int, usual: Sequence[float] = ()
) -> dict[str, Any]:
    asked = [str(lists), str(kills), str(SEED), json.dumps(usual)]
    told = _python(environment, "-m", "tests.faults.loading", *asked)
    return json.loads(told)


@pytest.mark.slow
@pytest.mark.timeout(1_800)
def test_a_load_killed_at_twenty_points_ends_as_if_it_never_was(
    databases: list[dict[str, str]], lists: Path
) -> None:
    whole = _load(databases[0], lists, kills=0)
    broken = _load(databases[1], lists, kills=KILLS, usual=whole["seconds"])
    assert sum(whole["counts"][1].values()) >= 10_000
    assert broken["kills"] == KILLS
    assert broken["receipts"] == whole["receipts"]
    assert broken["content"] == whole["content"]
