"""The page of results of the measure of pages."""

from datetime import datetime
from typing import Any

from bench.machine import heading

Run = dict[str, Any]

HOW = """
Twenty people, each with a session of their own, each asking for a page every two seconds by the clock, of the
web server and the worker as `make run` starts them (two processes of four threads), with the area's lists
loaded through the feeds. Health visitors, social workers, safeguarding leads of the largest schools, a duty
worker, managers, a data manager, a privacy officer and an administrator ask in the proportions of a working
day (`bench/visits.py`). A time is from the first byte sent to the last received, redirects included, scripts
and styles not; the people take their processor time from the same machine. *Statements* is the most that one
page of the kind asked of the database, the form sent and the page that it leads to together.
"""

AHEAD = " of other work, which gave way to the measure (real-time scheduling of people and servers alike)"


def page(results: dict[str, Run]) -> str:
    """Return the page that the docs show, from the results kept of every size and database."""
    runs = sorted(results.values(), key=lambda run: (run["children"], run["database"]), reverse=True)
    newest = max(datetime.fromisoformat(run["at"]) for run in runs)
    parts = [heading("Pages while twenty people work", newest), HOW]
    for run in runs:
        parts += _one(run)
    return "\n".join(parts) + "\n"


def _one(run: Run) -> list[str]:
    seen = ", ".join(f"{title.lower()} {count:,}" for title, count in sorted(run["visible"].items()) if count)
    lines = [
        f"## {run['children']:,} children, {run['database']}\n",
        f"{run['people']} people for {run['seconds']:.0f} seconds; the machine's load before was "
        f"{run['load']}{AHEAD if run['runs_ahead'] else ''}. "
        f"Children in the longest list: {seen}.\n",
        "| page | asked | p50 ms | p95 ms | longest ms | errors | statements |",
        "|---|---|---|---|---|---|---|",
    ]
    for kind, found in run["kinds"].items():
        cells = (
            kind, f"{found['pages']:,}", found["p50_ms"], found["p95_ms"], found["max_ms"], found["errors"],
            run["statements"].get(kind, ""),
        )  # fmt: skip
        lines.append("| " + " | ".join(str(cell) for cell in cells) + " |")
    return [*lines, ""]
