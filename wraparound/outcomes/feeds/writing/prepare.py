"""Reading rows into records on every core: checked, normalised, and new ones packed with their keys."""

import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait

from wraparound.outcomes.feeds.reading.fields import clean
from wraparound.outcomes.feeds.reading.layout import Raw
from wraparound.outcomes.feeds.reading.records import Record, record_of
from wraparound.outcomes.feeds.reading.rows import Context
from wraparound.outcomes.finding.engine.entry import Packed, pack
from wraparound.outcomes.finding.engine.keys import Key, keys_of
from wraparound.outcomes.finding.filing import entry_of

ROWS = 500
"""Rows of a chunk: what one transaction writes without keeping others waiting."""
WORTH_A_POOL = 4 * ROWS


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
    before = digests.get(record.source_id)
    if record.is_refused or before is not None:
        return Prepared(record, before == record.digest, None, [])
    packed = pack(entry_of(0, [(record.source_id, record.facts)]))
    return Prepared(record, False, packed, keys_of(packed))


def prepare_all(
    chunks: Sequence[Groups], context: Context, digests: Mapping[str, bytes]
) -> Iterator[list[Prepared]]:
    """Yield the records of each chunk in order, read on every core when there are many."""
    if sum(map(len, chunks)) < WORTH_A_POOL or (os.cpu_count() or 1) < 2:
        for chunk in chunks:
            yield prepare(chunk, context, digests)
        return
    with ProcessPoolExecutor(
        max_workers=os.cpu_count(),
        mp_context=get_context("forkserver"),
        initializer=_begin,
        initargs=(context,),
    ) as pool:
        some = ((chunk, {number: digests[number] for group in chunk if (number := _number(group)) in digests})
                for chunk in chunks)  # fmt: skip
        yield from pool.map(_prepare_here, some)


_context: list[Context] = []


def _begin(context: Context) -> None:
    _context.append(context)
    threading.Thread(target=_end_with_the_load, daemon=True).start()


def _end_with_the_load() -> None:
    """End this process when the one that it reads for is killed: nothing else would."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _prepare_here(work: tuple[Groups, dict[str, bytes]]) -> list[Prepared]:
    groups, digests = work
    return prepare(groups, _context[0], digests)


def _number(group: list[Raw]) -> str:
    return clean(group[0].source_id)
