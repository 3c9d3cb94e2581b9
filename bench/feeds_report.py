"""The page of results of the measure of feeds."""

from datetime import datetime
from typing import Any

from bench.machine import heading

Run = dict[str, Any]

HOW = """
The index is a child health list of so many made-up children (`samples/`), written in bulk. The list that is
timed is a school roll of pupils from all over it, a row each, misspelt and out of date as rolls are, one in
twenty of a child who is not in the index. It is loaded by `wraparound feed load`, from the start of the
command to its end: reading, linking, writing, receipt. Memory is what all processes of the command hold at
once, without the pages of files that they have mapped; on PostgreSQL the server's own comes on top.
"Ahead" of the machine's other work is what was scheduled so (`--ahead`): it has the larger part of both
cores, not all, and shares the disk; load and people share that part as ever. The seconds of
the processor tell what was needed of it.
"""


def page(results: dict[str, Run]) -> str:
    """Return the page that the docs show, from the results kept of every size and database."""
    runs = sorted(results.values(), key=lambda run: (run["database"], run["children"], str(run["people"])))
    newest = max(datetime.fromisoformat(run["at"]) for run in runs)
    timed, killed = [run for run in runs if "loads" in run], [run for run in runs if "kills" in run]
    lines = [
        heading("A list into the index", newest),
        HOW,
        *_times(timed),
        *_outcomes(timed),
        *_kills(killed),
    ]
    return "\n".join(lines) + "\n"


def _row(*cells: object) -> str:
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def _head(*cells: str) -> list[str]:
    return [_row(*cells), "|" + "---|" * len(cells)]


def _times(runs: list[Run]) -> list[str]:
    lines = _head(
        "database", "children", "rows", "people paging", "seconds", "seconds of the processor", "memory, MB",
        "longest without a word, s", "sent again", "a third time", "load of the machine before",
    )  # fmt: skip
    for run in runs:
        first, *again = run["loads"]
        sizes = run["database"], f"{run['children']:,}", f"{run['rows']:,}", run["people"]
        times = f"{first['seconds']:.1f}", f"{first['processor_seconds']:.1f}", f"{first['megabytes']:.0f}"
        later = [f"{load['seconds']:.1f} s, {load['told'][-1][1]}" for load in again] + ["", ""]
        load = f"{run['load']}, ahead of it" if run.get("ahead") else run["load"]
        lines.append(_row(*sizes, *times, f"{first['longest_silence']:.1f}", *later[:2], load))
    for run in (run for run in runs if run.get("pages")):
        where = f"{run['database']}, {run['children']:,} children"
        head = _head("page", "asked for", "errors", "p50 ms", "p95 ms", "longest ms")
        lines += [f"\n## Pages while the list is loaded ({where})\n", *head]
        for kind, found in run["pages"].items():
            times = found["p50_ms"], found["p95_ms"], found["max_ms"]
            lines.append(_row(kind, found["pages"], found["errors"], *times))
    return lines


def _kills(runs: list[Run]) -> list[str]:
    if not runs:
        return []
    head = _head("database", "children", "rows", "killed", "content and receipt against a load never killed")
    lines = ["\n## Killed with -9 at random points and run again\n", *head]
    for run in runs:
        same = f"differs in {', '.join(run['differs'])}" if run["differs"] else "the same"
        lines.append(_row(run["database"], f"{run['children']:,}", f"{run['rows']:,}", run["kills"], same))
    return lines


def _outcomes(runs: list[Run]) -> list[str]:
    lines = [
        "\n## What became of the rows\n",
        *_head("database", "children", "true pairs", "joined", "before a person", "missed", "joined wrongly",
               "pairs before a person"),
    ]  # fmt: skip
    for run in runs:
        found = run["outcome"]
        shares = [f"{found[name] / max(found['true'], 1):.4f}" for name in ("joined", "queued", "missed")]
        lines.append(
            _row(run["database"], f"{run['children']:,}", f"{found['true']:,}", *shares,
                 found["joined_wrongly"], f"{found['pairs']:,}")
        )  # fmt: skip
    return lines
