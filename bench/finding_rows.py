"""What the index holds of a population, made once on every core and kept for every database; and strangers.

Above a million children the others are strangers: names, homes, birth dates and numbers of the million
dealt out anew. They crowd the index as true children do, at a seventh of the cost; only true ones are
asked for.
"""

import pickle
import random
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from django.db.backends.base.base import BaseDatabaseWrapper

from bench.finding_index import rows_of_chunk
from samples.population import Population
from wraparound.outcomes.finding.engine.entry import CARER, DIGEST, Packed
from wraparound.outcomes.finding.engine.keys import keys_of
from wraparound.outcomes.finding.storage.sqlite import Row

TOGETHER = 20
"""Chunks of the population that are kept in one file."""
TRUE = 1_000_000
"""Children made as such; more are strangers."""
KEPT = frozenset(CARER + "A")
"""Kinds of number that a stranger takes over: carers go by name, and homes by street."""


def kept(population: Population, sources: int, folder: Path, number: int) -> list[Row]:
    """Return the rows of some chunks of the population, from their file when it is there."""
    path = folder / f"{number}.pickle"
    if path.exists():
        rows: list[Row] = pickle.loads(path.read_bytes())
        return rows
    last = min((number + 1) * TOGETHER, population.chunks)
    rows = [row for at in range(number * TOGETHER, last) for row in rows_of_chunk(population, sources, at)]
    path.with_suffix(".part").write_bytes(pickle.dumps(rows))
    path.with_suffix(".part").rename(path)
    return rows


def all_rows(population: Population, sources: int, folder: Path, processes: int) -> Iterator[list[Row]]:
    """Yield the rows of the whole population, a file at a time, made by several processes."""
    folder.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(processes, mp_context=get_context("fork")) as pool:
        yield from pool.map(
            partial(kept, population, sources, folder), range(-(-population.chunks // TOGETHER))
        )


def strangers(rows: list[Row], times: int, first: int, seed: int) -> Iterator[tuple[int, Packed]]:
    """Yield so many times as many strangers as there are rows, numbered from `first`.

    Family names and homes stay together; given names, birth dates and sexes come from another row each time.
    """
    rng = random.Random(f"strangers {seed} {first}")
    fields = [packed.text.split("\t") for _, packed, _ in rows]
    number = first
    for _ in range(times):
        order = rng.sample(range(len(rows)), len(rows))
        for place, (_, packed, _) in enumerate(rows):
            names, _, _, homes, salt = fields[place]
            given, born, sex = fields[order[place]][0].partition(",")[0], *fields[order[place - 1]][1:3]
            family = names.partition(",")[2]
            text = "\t".join((f"{given},{family}", born, sex, homes, salt))
            yield number, Packed(text, _dealt(rng, packed))
            number += 1


def _dealt(rng: random.Random, packed: Packed) -> bytes:
    """Return the hashes with other numbers: only carers' names and streets stay."""
    return b"".join(
        token if chr(token[0]) in KEPT else token[:1] + rng.randbytes(DIGEST) for token in packed.tokens()
    )


def crowd(
    population: Population, folder: Path, times: int, number: int
) -> tuple[list[tuple[int, bytes]], np.ndarray]:
    """Return records, and each key with its child as one number, sorted, of some chunks and strangers."""
    rows = kept(population, 1, folder, number)
    first = TRUE + 1 + number * TOGETHER * 500 * times
    records = [(child, packed.to_bytes()) for child, packed, _ in rows]
    pairs = [(key + 2**31) << 32 | child for child, _, keys in rows for _, key in keys]
    for child, packed in strangers(rows, times, first, population.seed):
        records.append((child, packed.to_bytes()))
        pairs += [(key + 2**31) << 32 | child for _, key in keys_of(packed)]
    return records, np.unique(np.array(pairs, dtype=np.uint64))


def fill_large(
    connection: BaseDatabaseWrapper, population: Population, children: int, folder: Path, processes: int
) -> None:
    """Fill an empty SQLite index with the population and strangers, its keys sorted in memory."""
    connection.ensure_connection()
    raw = connection.connection
    times = children // TRUE - 1
    gathered = []
    raw.execute("BEGIN")
    with ProcessPoolExecutor(processes, mp_context=get_context("fork")) as pool:
        work = partial(crowd, population, folder, times)
        for records, pairs in pool.map(work, range(-(-population.chunks // TOGETHER))):
            raw.executemany("INSERT INTO finding_record VALUES (?, ?)", records)
            gathered.append(pairs)
    whole = np.concatenate(gathered)
    gathered.clear()
    whole.sort()
    for at in range(0, len(whole), 1_000_000):
        some = whole[at : at + 1_000_000]
        keys = (some >> np.uint64(32)).astype(np.int64) - 2**31
        held = (some & np.uint64(2**32 - 1)).astype(np.int64)
        raw.executemany(
            "INSERT OR IGNORE INTO finding_key VALUES (?, ?)", zip(keys.tolist(), held.tolist(), strict=True)
        )
    raw.execute("COMMIT")
