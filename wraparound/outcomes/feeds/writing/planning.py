"""The plan of a load: which children its new records are; and the rehearsal of one that writes nothing."""

from typing import Any

from wraparound.outcomes.feeds.writing import receipts
from wraparound.outcomes.feeds.writing.chunk import Run
from wraparound.outcomes.feeds.writing.prepare import Prepared

packed = receipts.pack
unpacked = receipts.unpack


def plan(here: Run, prepared: list[list[Prepared]]) -> list[bytes]:
    """Return for each chunk which children its new records are."""
    return [b"" for _ in prepared]


def rehearse(here: Run, prepared: list[list[Prepared]]) -> None:
    """Count what a load would do, and write nothing of it."""
    found: dict[str, Any] = {}
    here.load.figures = found
