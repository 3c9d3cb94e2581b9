"""A list in a layout of its own, and the mapping file that says what its columns mean."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from samples.rows import Row


@dataclass(frozen=True, slots=True)
class Layout:
    """Headings by the column that they stand for; days as they are written; words for coded values."""

    headings: dict[str, str]
    delimiter: str
    date_format: str
    values: dict[str, dict[str, str]]

    def write(self, path: Path, rows: Iterable[Row]) -> int:
        """Write rows in this layout and return how many."""
        count = 0
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=self.delimiter, lineterminator="\n")
            writer.writerow(self.headings.values())
            for row in rows:
                writer.writerow([self._written(column, str(row.get(column, ""))) for column in self.headings])
                count += 1
        return count

    def _written(self, column: str, text: str) -> str:
        if column in DAYS and len(text) == 10:
            return date.fromisoformat(text).strftime(self.date_format)
        words = {code: word for word, code in self.values.get(column, {}).items()}
        return words.get(text, text)

    def mapping(self) -> str:
        """Return the mapping file, as TOML."""
        lines = [f'delimiter = "{self.delimiter}"', f'date_format = "{self.date_format}"', "", "[columns]"]
        lines += [f'{column} = "{heading}"' for column, heading in self.headings.items()]
        for column, words in self.values.items():
            lines += ["", f"[values.{column}]", *(f'"{word}" = "{code}"' for word, code in words.items())]
        return "\n".join(lines) + "\n"


DAYS = {"date_of_birth", "involved_from", "involved_until"}
FOREIGN = {
    "connexions": Layout(
        headings={
            "source_id": "Client ref", "given_names": "Forename(s)", "family_name": "Surname",
            "date_of_birth": "DOB", "sex": "Gender", "address": "Address", "postcode": "Post code",
            "telephone": "Contact no", "carer_given_names": "Parent forename",
            "carer_family_name": "Parent surname", "carer_relation": "Relationship",
            "carer_telephone": "Parent tel", "service": "Team", "worker": "Adviser",
            "worker_telephone": "Adviser tel", "involved_from": "Opened", "involved_until": "Closed",
        },
        delimiter=";",
        date_format="%d/%m/%Y",
        values={"sex": {"Young woman": "F", "Young man": "M", "Not stated": "U"}},
    )
}  # fmt: skip
"""Lists that need a mapping file, by the name of their file."""
