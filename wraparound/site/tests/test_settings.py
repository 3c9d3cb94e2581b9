"""Settings that are given empty count as not given."""

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
