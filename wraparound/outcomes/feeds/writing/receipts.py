"""Receipts: a line for each row, kept compressed with its chunk, and told as CSV that no program runs."""

import csv
import json
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Any

from wraparound.outcomes.feeds.reading.layout import Problem
from wraparound.outcomes.feeds.reading.records import Record
from wraparound.outcomes.feeds.rules import Outcome

Line = tuple[int, str, str, list[Problem]]
"""Row number, source_id, outcome and what there is to say of its fields."""
HEADER = ("row", "source_id", "outcome", "field", "what", "way_out")


def lines_of(record: Record, outcome: Outcome) -> list[Line]:
    """Return the lines of a record's rows: refused rows keep their reason, the others share its outcome."""
    return [
        (row.number, record.source_id, Outcome.REFUSED if row.is_refused else outcome, row.problems)
        for row in record.rows
    ]


def pack(content: Any) -> bytes:
    """Return JSON, compressed."""
    return zlib.compress(json.dumps(content, separators=(",", ":")).encode(), 1)


def unpack(packed: bytes | memoryview) -> Any:
    """Return what `pack` was given; an empty value is an empty list."""
    return json.loads(zlib.decompress(bytes(packed))) if packed else []


def count(lines: Iterable[Line]) -> Counter[str]:
    """Return how many rows had each outcome."""
    return Counter(str(outcome) for _, _, outcome, _ in lines)


def wrong_fields(lines: Iterable[Line]) -> Counter[str]:
    """Return how many rows have something wrong in each field."""
    return Counter(f"wrong {problem[0] or 'row'}" for _, _, _, problems in lines for problem in problems)


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r", "\n") else cell


def as_csv(lines: Iterable[Line]) -> Iterator[str]:
    """Yield the receipt as CSV, row by row in the order of the file; one line for each problem of a row."""
    yield _csv_line(HEADER)
    for number, source_id, outcome, problems in lines:
        for problem in problems or [Problem("", "", "")]:
            yield _csv_line((str(number), source_id, str(outcome), *problem))


def _csv_line(cells: Iterable[str]) -> str:
    stream = StringIO()
    csv.writer(stream).writerow([harmless(cell) for cell in cells])
    return stream.getvalue()
