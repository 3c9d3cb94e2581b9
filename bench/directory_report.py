"""The page of results of searching the directory."""

from datetime import datetime
from typing import Any

from bench.machine import heading

UNTUNED = """\
The questions of our own stand in `wraparound/delivery/directory/tests/own_questions.csv`. They were written
down and kept before any service was ranked, by those who then wrote the words and the ranking: they are no
outsiders' questions, and say less than those of strangers would. The first version of words and ranking,
before anything was changed for a question that failed, and what stands now (a service of the kind meant among
the first ten):

| | everyday, 300 services | everyday, 5,000 | own, 300 | own, 5,000 |
|---|---|---|---|---|
| first version | 59 of 60 | 58 of 60 | 85 of 89 | 84 of 89 |
"""

HOW = """\
A search takes, in the process, from words to the whole list in order (milliseconds); every question was asked
three times with each filter. *First* is the first search of a process, which reads the list; *after an edit*
the first after one service changed.
"""


def page(results: dict[str, dict[str, Any]]) -> str:
    """Return the page: how many questions are answered, how long they take, on each database and size."""
    newest = max(datetime.fromisoformat(result["at"]) for result in results.values())
    parts = [heading("Searching the directory", newest), UNTUNED + _now(results), _times(results)]
    return "\n".join(parts)


def _now(results: dict[str, dict[str, Any]]) -> str:
    by_size = {result["services"]: result["right"] for result in results.values()}
    cells = [by_size.get(size, {}).get(name, "") for name in ("everyday", "own") for size in (300, 5000)]
    return f"| now | {' | '.join(cells)} |\n"


def _times(results: dict[str, dict[str, Any]]) -> str:
    lines = [HOW]
    for result in sorted(results.values(), key=lambda each: (each["services"], each["database"])):
        ahead = ", and the measure went ahead of other work" if result["runs_ahead"] else ""
        lines += [
            f"## {result['services']:,} services, {result['database']}\n",
            f"{result['questions']} questions. First {result['first_ms']:,} ms, after an edit "
            f"{result['after_edit_ms']:,} ms. The machine's load was {result['load']} of "
            f"{result['machine']['cores']} cores{ahead}.\n",
            "| filter | p50 | p95 | p99 | max |\n|---|---|---|---|---|",
        ]
        for name, took in result["filters"].items():
            lines.append(
                f"| {name} | {took['p50_ms']} | {took['p95_ms']} | {took['p99_ms']} | {took['max_ms']} |"
            )
        lines.append("")
    return "\n".join(lines)
