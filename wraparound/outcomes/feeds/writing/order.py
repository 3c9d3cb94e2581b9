"""In which order records are written: by the children that they are of, so that one chunk touches few pages.

Children who stand side by side in the tables are written together. In the order of a file every record of a
chunk is of another end of the index, and a page is written for each of its rows. Records that make a child
come last, in the order of the file.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from wraparound.outcomes.feeds.writing import receipts
from wraparound.outcomes.feeds.writing.prepare import Prepared

ROWS = 250
"""Rows of a chunk that is written: few enough that nobody waits long for the lock that it holds on SQLite."""
LAST = 1 << 62
"""After the key of any child."""


class Plan(TypedDict):
    """The plan of a chunk: its records by their places in the list, and which children the new ones are."""

    places: list[int]
    said: dict[str, Any]


def plans_of(
    records: Sequence[Prepared], said: Mapping[str, Any], children: Mapping[str, int]
) -> list[bytes]:
    """Part records into chunks of about `ROWS` rows; return the plan of each chunk, as it is kept.

    `said` is what was decided of new records, `children` whose the known ones are, both by number. Without
    any record there is one empty chunk.
    """
    numbers = [p.record.source_id for p in records]
    found = {**children, **{number: one["child"] for number, one in said.items() if one["child"]}}
    order = sorted(range(len(records)), key=lambda place: found.get(numbers[place], LAST))
    chunks: list[list[int]] = [[]]
    rows = 0
    for place in order:
        more = len(records[place].record.rows)
        if rows and rows + more > ROWS:
            chunks.append([])
            rows = 0
        chunks[-1].append(place)
        rows += more
    return [
        receipts.pack(
            Plan(places=places, said={one: said[one] for at in places if (one := numbers[at]) in said})
        )
        for places in chunks
    ]


def plan_of(kept: bytes | memoryview) -> Plan:
    """Return the plan of a chunk from what is kept of it."""
    plan: Plan = receipts.unpack(kept)
    return plan
