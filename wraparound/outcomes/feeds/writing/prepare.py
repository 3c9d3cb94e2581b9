"""Reading rows into records on every core: checked, normalised, and new ones packed with their keys."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from wraparound.outcomes.feeds.reading.fields import clean
from wraparound.outcomes.feeds.reading.layout import Raw
from wraparound.outcomes.feeds.reading.records import Record, record_of
from wraparound.outcomes.feeds.reading.rows import Context
from wraparound.outcomes.feeds.writing.cores import Cores
from wraparound.outcomes.finding.engine.entry import Packed, pack
from wraparound.outcomes.finding.engine.keys import Key, keys_of
from wraparound.outcomes.finding.filing import entry_of

ROWS = 500
"""Rows of a chunk: what one transaction writes without keeping others waiting."""


@dataclass(slots=True)
class Prepared:
    """A record ready to be written; a new one carries what it will be found by."""

    record: Record
    is_same: bool
    """Whether it says what it said the last time."""
    packed: Packed | None
    keys: list[Key]


Groups = list[list[Raw]]


def chunks_of(groups: Sequence[list[Raw]]) -> list[Groups]:
    """Part the groups into chunks of about `ROWS` rows; the same file is always parted alike."""
    chunks: list[Groups] = [[]]
    rows = 0
    for group in groups:
        if rows and rows + len(group) > ROWS:
            chunks.append([])
            rows = 0
        chunks[-1].append(group)
        rows += len(group)
    return chunks


def prepare(groups: Groups, context: Context, digests: Mapping[str, bytes]) -> list[Prepared]:
    """Return the records of a chunk. `digests` are of those that the agency sent before."""
    return [_prepared(group, context, digests) for group in groups]


def _prepared(group: list[Raw], context: Context, digests: Mapping[str, bytes]) -> Prepared:
    record = record_of(group, context)
    for row in record.rows:
        row.values = {}  # they are in the facts by now, and a list has many
    before = digests.get(record.source_id)
    if record.is_refused or before is not None:
        return Prepared(record, before == record.digest, None, [])
    packed = pack(entry_of(0, [(record.source_id, record.facts)]))
    return Prepared(record, False, packed, keys_of(packed))


def prepare_all(
    cores: Cores, chunks: Sequence[Groups], context: Context, digests: Mapping[str, bytes]
) -> Iterator[list[Prepared]]:
    """Yield the records of each chunk in order, read on every core when there are many."""
    known = (
        {number: digests[number] for number in map(_number, chunk) if number in digests} for chunk in chunks
    )
    return cores.map(_prepare, ((chunk, context, some) for chunk, some in zip(chunks, known, strict=True)))


def _prepare(asked: tuple[Groups, Context, dict[str, bytes]]) -> list[Prepared]:
    return prepare(*asked)


def _number(group: list[Raw]) -> str:
    return clean(group[0].source_id)
