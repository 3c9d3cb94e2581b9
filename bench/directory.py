"""Searching the directory in the process: time of every question, how many are answered, time after an edit.

`python -m bench directory --services 5000`; with `--database postgres`, under `.ci/postgres`.
"""

import argparse
import csv
import json
import os
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

WORK = Path(__file__).resolve().parent / "work"
RESULTS = Path(__file__).resolve().parent / "results"
ROOT = Path(__file__).resolve().parents[1]
QUESTIONS = {
    "everyday": ROOT.parent / "shared" / "reference" / "questions.csv",
    "own": ROOT / "wraparound" / "delivery" / "directory" / "tests" / "own_questions.csv",
}
TODAY = date(2026, 11, 29)
PAGE = 10
FILTERS: dict[str, dict[str, Any]] = {
    "no filter": {}, "a postcode": {"postcode": True},
    "within 3 km": {"postcode": True, "within_metres": 3000},
    "age 3, Saturday": {"age": Decimal(3), "day": "SA"},
    "free, in Polish": {"is_free": True, "language": "pl"},
    "step-free, in the evening": {"access": frozenset({"step_free"}), "part": "evening"},
    "a locality": {"locality": "KM-D1A"}, "professional": {"professional": True},
}  # fmt: skip
"""What the form narrows each question to; `postcode` is filled in with one of the borough."""


def main(arguments: list[str]) -> None:
    """Fill the directory where it is empty, ask every question with every filter, and write the results."""
    parser = argparse.ArgumentParser(prog="python -m bench directory")
    parser.add_argument("--services", type=int, default=5000)
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    options = parser.parse_args(arguments)
    _set_up(options)
    _write(_measured(options))


def _set_up(options: argparse.Namespace) -> None:
    """Point the settings at the database of this measure, make its tables and fill them."""
    WORK.mkdir(exist_ok=True)
    if options.database == "sqlite":
        path = WORK / f"directory-{options.services}.sqlite3"
        path.unlink(missing_ok=True)
        os.environ["DATABASE_URL"] = f"sqlite:///{path}"
    elif not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        raise SystemExit(
            "Run it under a server: .ci/postgres python -m bench directory --database postgres …"
        )
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wraparound.site.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from wraparound.delivery.directory.tests.borough import fill_borough

    fill_borough(options.services)


def _measured(options: argparse.Namespace) -> dict[str, Any]:
    from bench.machine import machine, runs_ahead
    from wraparound.delivery.directory.queries import find
    from wraparound.delivery.directory.rules import Asked

    start = time.perf_counter()
    find(Asked(words="nursery"), today=TODAY)
    first = time.perf_counter() - start
    asked = {name: list(questions(name)) for name in QUESTIONS}
    every = [words for rows in asked.values() for words, _ in rows]
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"), "machine": machine(), **vars(options),
        "load": round(os.getloadavg()[0], 1), "runs_ahead": runs_ahead(), "questions": len(every),
        "first_ms": round(first * 1000), "after_edit_ms": _after_edits(),
        "filters": {name: times(every, said) for name, said in FILTERS.items()},
        "right": {name: f"{right(rows)} of {len(rows)}" for name, rows in asked.items()},
    }  # fmt: skip


def questions(name: str) -> Iterator[tuple[str, str]]:
    """Return what is asked and the kind that is meant; nothing where the file is not there."""
    if QUESTIONS[name].exists():
        with QUESTIONS[name].open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                yield row["asked"], row["kind_on_first_page"]


def times(every: list[str], said: dict[str, Any], rounds: int = 3) -> dict[str, float]:
    """Ask every question so narrowed, and return how long a search took (milliseconds)."""
    from wraparound.delivery.directory.queries import find
    from wraparound.delivery.directory.rules import Asked
    from wraparound.foundation.area.models import Postcode

    codes = list(Postcode.objects.order_by("pk").values_list("pk", flat=True)[::29])
    found = []
    for turn in range(rounds):
        for at, words in enumerate(every):
            more = {**said, "postcode": codes[(at + turn) % len(codes)]} if said.get("postcode") else said
            start = time.perf_counter()
            find(Asked(words=words, **more), today=TODAY)
            found.append((time.perf_counter() - start) * 1000)
    found.sort()
    share = {"p50_ms": 0.5, "p95_ms": 0.95, "p99_ms": 0.99}
    return {name: round(found[int(len(found) * part)], 1) for name, part in share.items()} | {
        "max_ms": round(found[-1], 1)
    }


def right(rows: list[tuple[str, str]]) -> int:
    """Return for how many questions a service of the kind that is meant is on the first page."""
    from wraparound.delivery.directory.models import Listing
    from wraparound.delivery.directory.queries import find
    from wraparound.delivery.directory.rules import Asked

    through = Listing.terms.through.objects.filter(term__taxonomy__use="kind")
    kinds = set(through.values_list("listing_id", "term__code"))
    return sum(
        any((hit.listing_id, kind) in kinds for hit in find(Asked(words=words), today=TODAY).hits[:PAGE])
        for words, kind in rows
    )


def _after_edits(edits: int = 10) -> float:
    """Return how long the first search after an edit takes: what changed is read again (ms, median)."""
    from django.utils import timezone

    from wraparound.delivery.directory.models import Listing
    from wraparound.delivery.directory.queries import find
    from wraparound.delivery.directory.rules import Asked
    from wraparound.delivery.directory.services import confirm

    found = []
    for listing in Listing.objects.order_by("pk")[:edits]:
        confirm(listing=listing, by_words="a measure", on=TODAY, actor=None, now=timezone.now())
        start = time.perf_counter()
        find(Asked(words="nursery"), today=TODAY)
        found.append((time.perf_counter() - start) * 1000)
    return round(sorted(found)[edits // 2])


def _write(result: dict[str, Any]) -> None:
    """Keep the result beside those of other sizes and databases, and write the page of all of them."""
    from bench.directory_report import page

    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / "directory.json"
    results = json.loads(path.read_text()) if path.exists() else {}
    results[f"{result['database']} {result['services']}"] = result
    path.write_text(json.dumps(results, indent=1) + "\n")
    (RESULTS / "directory.md").write_text(page(results))
