"""What can be wrong with an installation, each in words with the way out."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django_tasks_db.models import DBTaskResult

from wraparound.foundation.area.queries import the_area
from wraparound.foundation.audit.queries import last_check, last_checkpoint
from wraparound.foundation.staffing.queries import administrators
from wraparound.outcomes.feeds.linking.engines import NoEngine, engine

ENOUGH_DISK = 2 * 1024**3
"""Bytes free below which a warning is given."""
LATE = timedelta(minutes=5)
"""Jobs and seals are asked for twice a minute; this long without any means that something stands still."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: what it is, whether it is well, and what to do when not."""

    what: str
    well: bool
    way_out: str = ""
    serious: bool = True


Check = Callable[[datetime], Iterator[Finding]]


def look_over(now: datetime) -> list[Finding]:
    """Return every finding, well or not; a check that needs the database is left out without it."""
    findings = [finding for check in WITHOUT_DATABASE for finding in check(now)]
    database = list(_database(now))
    findings += database
    if all(finding.well for finding in database):
        findings += [finding for check in WITH_DATABASE for finding in check(now)]
    return findings


def _settings(now: datetime) -> Iterator[Finding]:
    https = settings.BASE_URL.startswith("https://")
    local = _is_local()
    yield Finding("Debug is off", not settings.DEBUG, "Unset DEBUG: with it on, errors show data.")
    yield Finding(
        "The secret key is long", len(settings.SECRET_KEY) >= 40, "Set SECRET_KEY to 50 random signs."
    )
    yield Finding(
        "People reach it by https, or from this machine alone", https or local,
        "Set BASE_URL to the https address and put a proxy with a certificate in front.",
    )  # fmt: skip
    yield Finding(
        "Only named hosts are answered", "*" not in settings.ALLOWED_HOSTS,
        "Set ALLOWED_HOSTS to the names people use, without *.",
    )  # fmt: skip
    yield Finding(
        "It is no demonstration, or one for this machine alone", not settings.DEMO or local,
        "Unset DEMO: it tells the codes of invented people to whoever is on the machine.",
    )  # fmt: skip
    yield Finding(
        "What stands in front says who is asking", not https or settings.ALLAUTH_TRUSTED_PROXY_COUNT > 0,
        "Set BEHIND_PROXY=true if a proxy is in front: without it everybody counts as one address.",
        serious=False,
    )  # fmt: skip
    yield _linker()
    yield _single_sign_on()
    console = settings.EMAIL_BACKEND.endswith("console.EmailBackend")
    yield Finding(
        "Mail is sent", not console or local,
        "Set EMAIL_URL: invitations and alerts only go to the log now.", serious=False,
    )  # fmt: skip


def _is_local() -> bool:
    """Say whether people on this machine alone can reach the installation."""
    return urlsplit(settings.BASE_URL).hostname in ("127.0.0.1", "localhost")


def _linker() -> Finding:
    what = "Lists can be linked"
    try:
        engine(settings.LINKER)
    except NoEngine as error:
        return Finding(what, False, str(error))
    return Finding(f"{what} ({settings.LINKER})", True)


def _single_sign_on() -> Finding:
    apps: Any = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    whole = all(app["client_id"] and app["secret"] for app in apps)
    return Finding(
        "Single sign-on is set up whole, or not at all", whole,
        "Set OIDC_CLIENT_ID and OIDC_SECRET too, or leave OIDC_SERVER_URL empty.",
    )  # fmt: skip


def _files(now: datetime) -> Iterator[Finding]:
    folder = Path(settings.DATA_DIR)
    yield Finding(
        "Styles and scripts are laid out", (Path(settings.STATIC_ROOT) / "staticfiles.json").exists(),
        "Run: wraparound collectstatic --no-input. Without it no page can be shown.",
    )  # fmt: skip
    yield Finding(
        "A copy of the audit's checkpoints leaves this machine",
        len(settings.AUDIT_CHECKPOINTS) > 1 or _is_local(),
        "Set AUDIT_CHECKPOINTS to two folders, the second on another machine: whoever can change both the "
        "database and every folder of checkpoints can rewrite history.", serious=False,
    )  # fmt: skip
    yield Finding(
        f"The data folder {folder} can be written", os.access(folder, os.W_OK),
        "Give the user that runs Wraparound the right to write there, or set WRAPAROUND_DATA.",
    )  # fmt: skip
    free = shutil.disk_usage(folder).free
    yield Finding(
        f"There is room on the disk ({free // 1024**2:,} MB)", free > ENOUGH_DISK,
        "Free some room: below 2 GB a feed or a backup may not fit.", serious=False,
    )  # fmt: skip


def _database(now: datetime) -> Iterator[Finding]:
    try:
        connection.ensure_connection()
    except DatabaseError:
        yield Finding("The database answers", False, "Look at DATABASE_URL and whether the server runs.")
        return
    yield Finding(f"The database answers ({connection.vendor})", True)
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    yield Finding(
        "The tables are up to date", not waiting,
        f"Run: wraparound migrate ({len(waiting)} steps wait).",
    )  # fmt: skip


def _area(now: datetime) -> Iterator[Finding]:
    area = the_area()
    yield Finding("The area is set up", area is not None, "Run: wraparound area load FILE.toml")
    if area:
        yield Finding(
            "There is a number to ring when somebody is worried about a child",
            bool(area.duty_numbers.all()),
            "Add the duty numbers of the area on the page about the area.",
        )


def _people(now: datetime) -> Iterator[Finding]:
    yield Finding(
        "Somebody looks after posts", administrators(now=now).exists(),
        'Run: wraparound administrator EMAIL "NAME" --team CODE. Nobody can sign in before.',
    )  # fmt: skip


def _worker(now: datetime) -> Iterator[Finding]:
    finished = DBTaskResult.objects.filter(finished_at__isnull=False).order_by("-finished_at")
    last = finished.values_list("finished_at", flat=True).first()
    yield Finding(
        "Background jobs run", last is not None and now - last < LATE,
        "Start the worker: wraparound worker. Without it no list is loaded and no alert is sent.",
    )  # fmt: skip
    checkpoint = last_checkpoint()
    yield Finding(
        "The audit is sealed", checkpoint is not None and now - checkpoint.at < LATE,
        "Start the worker, or run: wraparound audit seal. A row that is not sealed could be removed.",
    )  # fmt: skip
    check = last_check()
    yield Finding(
        "The audit was whole when it was last checked", check is None or not check.detail["alarms"],
        "Run: wraparound audit verify, and do what docs/operate/audit.md says.",
    )  # fmt: skip


WITHOUT_DATABASE: list[Check] = [_settings, _files]
WITH_DATABASE: list[Check] = [_area, _people, _worker]
