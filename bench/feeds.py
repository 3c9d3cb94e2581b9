"""A list of 100,000 into an index of a million: how long, in how much memory, and what came of it.

`python -m bench feeds --children 1000000 --rows 100000`; on PostgreSQL under `.ci/postgres`.
"""

import argparse
import json
import os
import sys
from contextlib import nullcontext
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

WORK = Path(__file__).resolve().parent / "work"
RESULTS = Path(__file__).resolve().parent / "results"


def main(arguments: list[str]) -> None:
    """Build what is missing, load the list three times, and write the results."""
    parser = argparse.ArgumentParser(prog="python -m bench feeds")
    parser.add_argument("--children", type=int, default=100_000)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--population", type=int, default=31, help="The seed of the children.")
    parser.add_argument("--cache", type=Path, default=WORK, help="Where the index that was built is kept.")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--times", type=int, default=3, help="How often the list is loaded.")
    parser.add_argument("--people", action="store_true", help="Twenty people work on the index meanwhile.")
    parser.add_argument("--kills", type=int, default=0, help="How often a load is killed; nothing is timed.")
    parser.add_argument(
        "--ahead", action="store_true", help="Loads and people go ahead of all other work (as root)."
    )
    parser.add_argument("--build", action="store_true", help="Build the index and measure nothing.")
    options = parser.parse_args(arguments)
    from bench.feeds_places import place_of

    with place_of(options) as place:
        if options.kills:
            _keep(_killed(options, place))
        elif not options.build:
            _keep(_measured(options, place))


def _measured(options: argparse.Namespace, place: Any) -> dict[str, Any]:
    from bench.feeds_outcome import outcome
    from bench.feeds_watch import watch
    from bench.machine import ahead, machine, runs_ahead

    result: dict[str, Any] = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"), "machine": machine(),
        "children": options.children, "rows": options.rows, "database": options.database,
        "load": round(os.getloadavg()[0], 1), "ahead": options.ahead or runs_ahead(),
        "people": 0, "loads": [],
    }  # fmt: skip
    for time in range(options.times):
        with ahead(options.ahead), _people(options, place) if time == 0 else nullcontext({}) as met:
            watched = watch(place.command, place.environment)
        if met:
            result |= {"people": met["people"], "pages": met["kinds"]}
        if watched.code:
            raise SystemExit("\n".join(line for _, line in watched.told))
        sys.stderr.write(f"{watched.seconds:.1f} s: {watched.told[-1][1]}\n")
        found = {**asdict(watched), "longest_silence": watched.longest_silence}
        result["loads"].append(found)
        if time == 0:
            result["outcome"] = outcome(place, options.children)
    return result


def _people(options: argparse.Namespace, place: Any) -> Any:
    from bench.feeds_people import people_at

    return people_at(place, options.children, options.population) if options.people else nullcontext({})


def _killed(options: argparse.Namespace, place: Any) -> dict[str, Any]:
    """Load the list without a break and with many, each into its own copy; say whether all is the same."""
    from bench.feeds_kills import killed
    from bench.feeds_outcome import content
    from bench.feeds_places import place_of
    from bench.feeds_watch import watch

    whole = watch(place.command, place.environment)
    expected = content(place)
    with place_of(options) as other:
        broken = killed(other, options.kills, whole, options.population)
    differs = sorted(kind for kind in expected if expected[kind] != broken["content"][kind])
    result = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"), "database": options.database,
        "children": options.children, "rows": options.rows, "people": f"{options.kills} kills",
        "kills": broken["kills"], "differs": differs, "seconds": round(broken["seconds"]),
    }  # fmt: skip
    sys.stderr.write(f"{result}\n")
    return result


def _keep(result: dict[str, Any]) -> None:
    """Keep the result beside those of other sizes and databases, and write the page of all of them."""
    from bench.feeds_report import page

    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / "feeds.json"
    results = json.loads(path.read_text()) if path.exists() else {}
    results[f"{result['database']} {result['children']} {result['rows']} {result['people']}"] = result
    path.write_text(json.dumps(results, indent=1) + "\n")
    (RESULTS / "feeds.md").write_text(page(results))
