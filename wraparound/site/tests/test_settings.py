"""Settings that are given empty count as not given, and one that is wrong is said."""

import os
import subprocess
import sys

import pytest

PRINT = "from django.conf import settings; print(settings.DATABASES['default']['ENGINE'])"


@pytest.mark.parametrize(
    ("given", "engine"),
    [("", "sqlite3"), ("sqlite:///x.sqlite3", "sqlite3"), ("postgres://a:b@h/n", "postgresql")],
)
def test_an_empty_address_of_the_database_is_as_none(given: str, engine: str, tmp_path) -> None:
    environment = {
        **os.environ, "DATABASE_URL": given, "WRAPAROUND_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "wraparound.site.settings",
    }  # fmt: skip
    done = subprocess.run([sys.executable, "-c", PRINT], env=environment, capture_output=True, text=True)
    assert done.stdout.strip().endswith(engine), done.stderr


def test_a_database_that_does_not_answer_is_said_in_a_sentence(tmp_path) -> None:
    environment = {
        **os.environ, "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", "WRAPAROUND_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "wraparound.site.settings",
    }  # fmt: skip
    command = [sys.executable, "-m", "wraparound.site.cli", "index", "train"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 1
    assert "The database does not do what was asked" in done.stderr
    assert "Traceback" not in done.stderr
