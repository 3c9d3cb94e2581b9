"""Naming the line of a TOML text that an error is on. Pure."""

import re
from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

TABLE = re.compile(r"^\s*\[(\[)?\s*([^\[\]]+?)\s*\]")
KEY = re.compile(r"^\s*([A-Za-z0-9_\"-]+)\s*=")


def errors_by_line(text: str, error: ValidationError) -> list[str]:
    """Return one sentence for each error: its line, its field and what is wrong."""
    return [f"{_said(text, each['loc'])}: {_lowered(each['msg'])}" for each in error.errors()]


def line_of(text: str, place: Sequence[Any]) -> int:
    """Return the number of the line that `place` (keys and positions) stands on, or of its nearest table."""
    counts: dict[str, int] = {}
    table: list[Any] = []
    best, best_depth = 1, 0
    for number, line in enumerate(text.splitlines(), start=1):
        if match := TABLE.match(line):
            name = match[2]
            table = _entered(name, counts) if match[1] else _table(name, counts)
            here = table
        elif match := KEY.match(line):
            here = [*table, match[1].strip('"')]
        else:
            continue
        if len(here) > best_depth and list(place[: len(here)]) == here:
            best, best_depth = number, len(here)
    return best


def _entered(name: str, counts: dict[str, int]) -> list[Any]:
    """Return the place of one more table of a list; positions of lists inside it start again."""
    counts[name] = counts.get(name, -1) + 1
    for other in [key for key in counts if key.startswith(f"{name}.")]:
        del counts[other]
    return _table(name, counts)


def _table(name: str, counts: dict[str, int]) -> list[Any]:
    place: list[Any] = []
    path = ""
    for part in name.split("."):
        path = f"{path}.{part}" if path else part
        place.append(part.strip().strip('"'))
        if path in counts:
            place.append(counts[path])
    return place


def _said(text: str, place: Sequence[Any]) -> str:
    names = " ".join(str(part + 1) if isinstance(part, int) else str(part) for part in place)
    return f"Line {line_of(text, place)}, {names}" if names else "The whole file"


def _lowered(message: str) -> str:
    message = message.removeprefix("Value error, ")
    return message[:1].lower() + message[1:]
