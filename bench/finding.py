"""Finding one child among many, beside two peers: recall, time, size and what a machine may take.

`python -m bench finding --children 1000000 --database sqlite`; with `postgres`, under `.ci/postgres`.
"""

import argparse
import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

WORK = Path(__file__).resolve().parent / "work"
RESULTS = Path(__file__).resolve().parent / "results"
GROUPS = (
    "single_name", "somali", "south_asian", "chinese_vietnamese", "polish", "irish_traveller",
    "double_barrelled", "african", "arabic",
    "turkish_kurdish", "romanian", "roma", "lithuanian", "portuguese", "afghan",
    "eritrean_ethiopian", "jewish", "irish", "caribbean", "scottish_welsh", "british",
)  # fmt: skip
BATCH = 50
"""Look-ups asked of one engine before the next engine is asked the same."""


def main(arguments: list[str]) -> None:
    """Build what is missing, measure, and write the results."""
    parser = argparse.ArgumentParser(prog="python -m bench finding")
    parser.add_argument("--children", type=int, default=100_000)
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--lookups", type=int, default=5000)
    parser.add_argument("--absent", type=int, default=10_000)
    parser.add_argument("--each", type=int, default=2000, help="Look-ups of each naming group; 0 for none.")
    parser.add_argument("--mistakes", choices=("judging", "remembering", "corruption"), default="judging")
    parser.add_argument("--seed", type=int, required=True, help="Of the look-ups: never one used before.")
    parser.add_argument("--population", type=int, default=31)
    parser.add_argument("--sources", type=int, default=1, help="With three, sizes alone are measured.")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args(arguments)
    _set_up(options)
    _write(_measured(options))


def _set_up(options: argparse.Namespace) -> None:
    """Point the settings at the database of this measure, and make its tables."""
    WORK.mkdir(exist_ok=True)
    names = "-judging" if options.mistakes == "judging" else ""
    name = f"finding-{options.children}-{options.population}-{options.sources}{names}"
    if options.database == "sqlite":
        os.environ["DATABASE_URL"] = f"sqlite:///{WORK / name}.sqlite3"
    elif not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        raise SystemExit("Run it under a server: .ci/postgres python -m bench finding --database postgres …")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wraparound.site.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", "finding", verbosity=0)


def _measured(options: argparse.Namespace) -> dict[str, Any]:
    from django.db import connection

    from bench import finding_index as index
    from bench.machine import machine
    from wraparound.outcomes.finding import queries, storage

    population = _population(options)
    result: dict[str, Any] = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"), "machine": machine(), **vars(options),
        "model": queries.model().version, "load": round(os.getloadavg()[0], 1),
    }  # fmt: skip
    if connection.vendor == "postgresql":
        result["shared_buffers"] = index.setting("shared_buffers")
    if not storage.of(connection).count():
        start = datetime.now(UTC)
        _fill(options, population)
        result["built_in_seconds"] = round((datetime.now(UTC) - start).total_seconds())
    result["bytes_a_child"] = round(index.bytes_a_child(), 1)
    if options.sources == 1:
        result |= _asked(options, population)
    return result


def _fill(options: argparse.Namespace, population: Any) -> None:
    """Fill the empty index, whole or with strangers beside a million true children."""
    from django.db import connection

    from bench import finding_index as index
    from bench import finding_rows as rows

    names = "judging" if options.mistakes == "judging" else "usual"
    folder = WORK / f"rows-{population.children}-{options.population}-{options.sources}-{names}"
    if options.children > rows.TRUE:
        rows.fill_large(connection, population, options.children, folder, options.processes)
    else:
        index.fill(rows.all_rows(population, options.sources, folder, options.processes))


def _population(options: argparse.Namespace) -> Any:
    """Return the children: with names that nothing was tuned by when they are to judge."""
    from samples.other_names import other_vocabulary
    from samples.population import Population
    from samples.vocabulary import vocabulary

    names = other_vocabulary if options.mistakes == "judging" else vocabulary
    return Population(min(options.children, 1_000_000), options.population, vocabulary_of=names)


def _asked(options: argparse.Namespace, population: Any) -> dict[str, Any]:
    import importlib

    from bench import finding_measure as measure
    from wraparound.outcomes.finding import queries

    model = importlib.import_module(f"samples.{options.mistakes}")
    in_force, today = queries.model(), population.as_of
    peers = _peers(options, population)
    tallies = [measure.Tally("Wraparound"), *(measure.Tally(peer.name) for peer in peers)]
    measure.ours(model.lookups(population, 500, options.seed + 1), today, in_force, measure.Tally("warm"))
    for batch in _batches(model.lookups(population, options.lookups, options.seed)):
        measure.ours(batch, today, in_force, tallies[0])
        for peer, tally in zip(peers, tallies[1:], strict=True):
            measure.peer(batch, today, peer.find, tally)
    everyone = measure.Tally("certain")
    everyone.add(tallies[0])
    absent = measure.Tally("absent")
    absent_lookups = model.lookups(population, options.absent, options.seed + 2, absent_share=1.0)
    measure.ours(absent_lookups, today, in_force, absent)
    everyone.add(absent)
    groups = {}
    for group in GROUPS if options.each else ():
        tally = measure.Tally(group)
        asked = model.lookups(population, options.each, options.seed + 3, absent_share=0.0, community=group)
        measure.ours(asked, today, in_force, tally)
        everyone.add(tally)
        groups[group] = _summary(tally)
    return {
        "engines": {tally.name: _summary(tally) for tally in tallies},
        "peer_bytes": {peer.name: round(peer.size() / options.children, 1) for peer in peers},
        "groups": groups,
        "certain": {
            "given": everyone.certain, "wrong": everyone.wrong, "wrong_twins": everyone.twins,
            "of": len(everyone.times), "absent": everyone.absent,
            "upper_bound": measure.interval(everyone.wrong, everyone.certain)[1],
        },
    }  # fmt: skip


def _batches(lookups: Iterator[Any]) -> Iterator[list[Any]]:
    while batch := list(islice(lookups, BATCH)):
        yield batch


def _peers(options: argparse.Namespace, population: Any) -> list[Any]:
    """Return the peers, filled; none beside strangers, who are made as the index holds them alone."""
    from bench import finding_index as index
    from bench import finding_rows as rows

    if options.children > rows.TRUE:
        return []
    tantivy = index.Tantivy(WORK / f"tantivy-{options.children}-{options.population}-{options.mistakes}")
    if tantivy.is_new:
        tantivy.fill(population)
    if options.database == "sqlite":
        return [tantivy, tantivy.by_length()]
    trigrams = index.Trigrams()
    trigrams.fill(population)
    return [tantivy, tantivy.by_length(), trigrams]


def _summary(tally: Any) -> dict[str, Any]:
    from bench.finding_measure import interval, percentile

    share = tally.first / max(tally.present, 1)
    return {
        "lookups": len(tally.times), "present": tally.present,
        "p50_ms": percentile(tally.times, 0.50), "p95_ms": percentile(tally.times, 0.95),
        "busy_p50_ms": percentile(tally.busy, 0.50), "busy_p95_ms": percentile(tally.busy, 0.95),
        "first": round(share, 4), "first_interval": [round(end, 4) for end in interval(tally.first,
        tally.present)],
        "tied": round(tally.tied / max(tally.present, 1), 4),
        "five": round(tally.five / max(tally.present, 1), 4),
    }  # fmt: skip


def _write(result: dict[str, Any]) -> None:
    """Keep the result beside those of other sizes and databases, and write the page of all of them."""
    from bench.finding_report import page

    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / "finding.json"
    results = json.loads(path.read_text()) if path.exists() else {}
    results[f"{result['database']} {result['children']} {result['sources']} {result['mistakes']}"] = result
    path.write_text(json.dumps(results, indent=1) + "\n")
    (RESULTS / "finding.md").write_text(page(results))
