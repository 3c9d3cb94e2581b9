"""Writing CSV and TOML: the same bytes on every machine."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> int:
    """Write rows under a heading and return how many; what a row has not is left empty."""
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        for row in rows:
            writer.writerow([row.get(column, "") for column in columns])
            count += 1
    return count


def as_toml(tables: Mapping[str, Sequence[Mapping[str, object]]]) -> str:
    """Return arrays of tables as TOML; values are texts, truths, numbers or lists of texts."""
    parts = []
    for name, rows in tables.items():
        for row in rows:
            lines = "\n".join(
                f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in row.items()
            )
            parts.append(f"[[{name}]]\n{lines}\n")
    return "\n".join(parts)
