"""The page of results of the measure of finding."""

from datetime import datetime
from typing import Any

from bench.machine import heading

Run = dict[str, Any]

HOW = """
Made-up children in the families of an English borough, with names from other lists than those that anything
was tuned by (`samples/other_names.py`), and look-ups misspelt by a model of mistakes that no tuning has
seen (`samples/judging.py`); *remembering* and *corruption* are the models that tuning may use, over the
usual names. One look-up at a time, each engine asked the same ones in turn, each look-up once. A tenth is
for children who are not there. *First* counts a child that is tied for first with another whom the typed
words cannot tell apart; how many those are is said. Times are on the wall; *of the processor* are the same
two percentiles of the time that this process itself used, which other work on the machine (the load is
given below) lengthens less.

The communities are asked in a run of their own, untimed, on the same file.

Above a million children the others are strangers: names, homes and dates of the million dealt out anew.
"""


def page(results: dict[str, Run]) -> str:
    """Return the page that the docs show, from the results kept of every size and database."""
    runs = sorted(
        results.values(),
        key=lambda run: (run["mistakes"], run["database"], run["children"], run["sources"]),
    )
    newest = max(datetime.fromisoformat(run["at"]) for run in runs)
    parts = [heading("Finding one child among many", newest), HOW, *_engines(runs), *_sizes(runs)]
    for run in runs:
        if run.get("groups"):
            parts += _groups(run)
    return "\n".join([*parts, *_certain(runs)]) + "\n"


def _row(*cells: object) -> str:
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def _head(*cells: str) -> list[str]:
    return [_row(*cells), "|" + "---|" * len(cells)]


def _share(found: Run) -> str:
    low, high = found["first_interval"]
    return f"{found['first']:.4f} ({low:.3f}–{high:.3f})"


def _engines(runs: list[Run]) -> list[str]:
    lines = _head(
        "database", "children", "mistakes", "engine", "p50 ms", "p95 ms", "of the processor",
        "right child first",
        "of these by a tie", "in first five",
    )  # fmt: skip
    for run in runs:
        for name, found in run.get("engines", {}).items():
            where = run["database"], f"{run['children']:,}", run["mistakes"], name
            times = found["p50_ms"], found["p95_ms"], f"{found['busy_p50_ms']}, {found['busy_p95_ms']}"
            lines.append(_row(*where, *times, _share(found), f"{found['tied']:.4f}", f"{found['five']:.4f}"))
    loads = ", ".join(
        f"{run['database']} {run['children']:,}: {run['load']}" for run in runs if "load" in run
    )
    memory = ", ".join(
        f"{run['children']:,}: {run['shared_buffers']}" for run in runs if "shared_buffers" in run
    )
    lines.append(f"\nLoad of the machine when each run began: {loads}.")
    return [*lines, f"\n`shared_buffers` of PostgreSQL: {memory}."] if memory else lines


def _sizes(runs: list[Run]) -> list[str]:
    lines = ["\n## Bytes a child\n", *_head("database", "children", "sources", "Wraparound", "peers")]
    for run in runs:
        peers = ", ".join(f"{name} {size:.0f}" for name, size in run.get("peer_bytes", {}).items())
        size = f"{run['bytes_a_child']:.0f}"
        lines.append(_row(run["database"], f"{run['children']:,}", run["sources"], size, peers))
    return lines


def _groups(run: Run) -> list[str]:
    overall = run["engines"]["Wraparound"]["first"]
    title = f"{run['database']}, {run['children']:,} children, {run['mistakes']}"
    lines = [
        f"\n## By naming community ({title})\n",
        *_head("community", "look-ups", "right child first", "against all, points", "in first five"),
    ]
    for name, found in sorted(run["groups"].items(), key=lambda item: item[1]["first"]):
        against = f"{(found['first'] - overall) * 100:+.1f}"
        who = name.replace("_", " "), f"{found['present']:,}"
        lines.append(_row(*who, _share(found), against, f"{found['five']:.4f}"))
    return lines


def _certain(runs: list[Run]) -> list[str]:
    lines = [
        "\n## What a machine may take without a person\n",
        *_head(
            "database", "children", "mistakes", "look-ups", "of absent children", "certain", "wrong",
            "a twin", "upper bound of the share that is wrong",
        ),
    ]  # fmt: skip
    for run in runs:
        if found := run.get("certain"):
            asked = f"{found['of']:,}", f"{found['absent']:,}", f"{found['given']:,}"
            bad = found["wrong"], found["wrong_twins"], f"{found['upper_bound']:.5f}"
            lines.append(_row(run["database"], f"{run['children']:,}", run["mistakes"], *asked, *bad))
    return lines
