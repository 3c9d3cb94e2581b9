"""Pages while twenty people work: the time of each kind, errors, and how many statements each asks.

`python -m bench pages --children 100000`; with `--database postgres`, under `.ci/postgres`.
"""

import argparse
import json
import os
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.area import SEED, open_area, served
from bench.crowd import Crowd, Seen
from bench.visits import ROLES, Person, Reply

RESULTS = Path(__file__).resolve().parent / "results"
WARMING = 20.0
"""Seconds of work before the measure: every process has then answered once."""
LOOKUPS = 4000
WALK = 60
"""Pages that one person of each role asks for when statements are counted."""


def main(arguments: list[str]) -> None:
    """Make the area where it is missing, let people work on it, and write the results."""
    parser = argparse.ArgumentParser(prog="python -m bench pages")
    parser.add_argument("--children", type=int, default=100_000)
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--seconds", type=float, default=180)
    parser.add_argument("--folder", type=Path, help="where the area is kept; otherwise bench/work")
    options = parser.parse_args(arguments)
    made_in = open_area(children=options.children, database=options.database, folder=options.folder)
    _write(_measured(options) | {"made_in_seconds": round(made_in)})


def _measured(options: argparse.Namespace) -> dict[str, Any]:
    from django.utils import timezone

    from bench.machine import machine, runs_ahead
    from bench.staff import sign_in_everybody

    workers = sign_in_everybody(timezone.now())
    typed = lookups(options.children)
    load = os.getloadavg()[0]
    with served() as address:
        with Crowd(address, workers, typed, seed=1):
            time.sleep(WARMING)
        with Crowd(address, workers, typed, seed=2) as crowd:
            time.sleep(options.seconds)
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"), "machine": machine(), "load": round(load, 1),
        "runs_ahead": runs_ahead(),
        "children": options.children, "database": options.database, "people": len(workers),
        "seconds": options.seconds, "visible": _visible(workers),
        "kinds": summary(crowd.seen), "statements": _statements(workers, typed),
    }  # fmt: skip


def lookups(children: int) -> list[str]:
    """Return what people type into the one box: misspelt details of the area's children."""
    from samples.corruption import lookups as misspelt
    from samples.population import Population

    population = Population(children, SEED)
    return [_box(lookup.query) for lookup in misspelt(population, min(LOOKUPS, children // 4), 11)]


def _box(query: dict[str, object]) -> str:
    """Return a look-up as somebody types it in one line: a name, then what is known besides."""
    born = str(query.get("date_of_birth") or query.get("year_of_birth") or "")
    words = [query.get("given_names"), query.get("family_name"), born]
    words += [query.get("postcode") or query.get("nhs_number") or query.get("upn")]
    return " ".join(str(word) for word in words if word)


def summary(seen: Sequence[Seen]) -> dict[str, dict[str, Any]]:
    """Return for each kind of page, and for all of them, how many came, how fast, and what went wrong."""
    kinds = {"All pages": list(seen)}
    for one in sorted(seen, key=lambda one: one.kind):
        kinds.setdefault(one.kind, []).append(one)
    return {kind: _times(list(pages)) for kind, pages in kinds.items() if pages}


def _times(pages: list[Seen]) -> dict[str, Any]:
    ordered = sorted(page.ms for page in pages)
    wrong = [page for page in pages if page.status != 200]
    return {
        "pages": len(pages),
        "p50_ms": round(ordered[len(ordered) // 2]),
        "p95_ms": round(ordered[min(int(len(ordered) * 0.95), len(ordered) - 1)]),
        "max_ms": round(ordered[-1]),
        "errors": len(wrong),
        "statuses": sorted({page.status for page in wrong}),
    }


@dataclass
class Counted:
    """A browser inside this process, that notes how many statements the last page asked."""

    cookies: dict[str, str]
    statements: int = 0
    client: Any = field(init=False)

    def __post_init__(self) -> None:
        from django.test import Client

        self.client = Client(SERVER_NAME="127.0.0.1")
        for name, value in self.cookies.items():
            self.client.cookies[name] = value

    def get(self, path: str) -> Reply:
        """Fetch a page, and where it leads to."""
        return self._counted(lambda: self.client.get(path, follow=True), path)

    def post(self, path: str, data: dict[str, str]) -> Reply:
        """Send a form, and fetch the page that it leads to."""
        return self._counted(lambda: self.client.post(path, data, follow=True), path)

    def _count(self, execute: Any, *statement: Any) -> Any:
        self.statements += 1
        return execute(*statement)

    def _counted(self, ask: Any, path: str) -> Reply:
        from django.db import connection

        self.statements = 0
        with connection.execute_wrapper(self._count):
            reply = ask()
        chain = getattr(reply, "redirect_chain", [])
        return Reply(reply.status_code, chain[-1][0].partition("?")[0] if chain else path, reply.text)


def _statements(workers: Sequence[Any], typed: list[str]) -> dict[str, int]:
    """Return the most statements that a page of each kind asked, walking as one person of each role."""
    most: dict[str, int] = {}
    for role in ROLES:
        web = Counted(dict(next(worker.cookies for worker in workers if worker.role == role)))
        person = Person(web, role, _again(typed), random.Random(role))
        for _ in range(WALK):
            kind, _ = person.visit()
            most[kind] = max(most.get(kind, 0), web.statements)
    return most


def _again(typed: list[str]) -> Iterator[str]:
    while True:
        yield from typed


def _visible(workers: Sequence[Any]) -> dict[str, int]:
    """Return how many children the people of each title see in their lists, at most."""
    from django.utils import timezone

    from wraparound.foundation.accounts.models import Post
    from wraparound.foundation.accounts.queries import actor_of
    from wraparound.outcomes.card.lists import children_of

    most: dict[str, int] = {}
    for post in Post.objects.filter(user__email__endswith="@bench.example"):
        seen = children_of(actor_of(post, now=timezone.now())).count()
        most[post.title] = max(most.get(post.title, 0), seen)
    return most


def _write(result: dict[str, Any]) -> None:
    """Keep the result beside those of other sizes and databases, and write the page of all of them."""
    from bench.pages_report import page

    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / "pages.json"
    results = json.loads(path.read_text()) if path.exists() else {}
    results[f"{result['database']} {result['children']}"] = result
    path.write_text(json.dumps(results, indent=1) + "\n")
    (RESULTS / "pages.md").write_text(page(results))
