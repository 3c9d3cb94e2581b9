"""What two records are compared by, as columns: made from packed records alone. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import pyarrow as pa

from wraparound.outcomes.feeds.linking.apart import Apart, apart
from wraparound.outcomes.finding.engine.entry import Packed
from wraparound.outcomes.finding.engine.nicknames import forms_of
from wraparound.outcomes.finding.engine.sounds import sound
from wraparound.outcomes.finding.engine.vocabulary import Vocabulary

WORDS = pa.list_(pa.string())
HASHES = pa.list_(pa.binary())
SCHEMA = pa.schema([
    ("unique_id", pa.int64()), ("source_dataset", pa.string()),
    ("given", WORDS), ("given_forms", WORDS), ("given_sounds", WORDS), ("given_first", pa.string()),
    ("family", WORDS), ("family_sounds", WORDS), ("family_first", pa.string()),
    ("births", WORDS), ("births_swapped", WORDS), ("birth", pa.string()), ("years", WORDS),
    ("sex", pa.string()), ("postcodes", WORDS), ("sectors", WORDS),
    ("nhs", HASHES), ("upn", HASHES), ("telephone", HASHES), ("address", HASHES), ("carer", HASHES),
])  # fmt: skip
_HASHES = ("nhs", "upn", "telephone", "address", "carer")


AT_ONCE = 4_000
"""Records of a table that one core makes in one go."""


def table(asked: tuple[str, Sequence[tuple[int, Packed]]]) -> pa.Table:
    """Return a table of one side: key and what the record is compared by, a row each."""
    side, records = asked
    rows = [(key, side, *columns(apart(record))) for key, record in records]
    by_column = zip(*rows, strict=True) if rows else [[] for _ in SCHEMA]
    arrays = [pa.array(values, field.type) for values, field in zip(by_column, SCHEMA, strict=True)]
    return pa.Table.from_arrays(arrays, schema=SCHEMA)


def with_pairs(made: pa.Table, pairs: Mapping[int, list[int]]) -> pa.Table:
    """Return a table with the numbers of the pairs that each record is in, by its key."""
    numbers = [pairs.get(key) for key in made.column("unique_id").to_pylist()]
    return made.append_column("pairs", pa.array(numbers, pa.list_(pa.int64())))


def shares(column: str, sides: Iterable[pa.Table], vocabulary: Vocabulary) -> pa.Table:
    """Return how common each word of a column is, from the trained table: never counted live."""
    words = sorted({word for side in sides for word in side.column(column).unique().to_pylist() if word})
    return pa.table({column: words, f"tf_{column}": [vocabulary.share(word) for word in words]})


def columns(record: Apart) -> tuple[Any, ...]:
    """Return the columns of one record in the order of `SCHEMA`; None where it says nothing."""
    given, family, births = record.given, record.family, record.births
    days = [day.isoformat() for day in births]
    years = [*{day[:4] for day in days}, *map(str, record.years)]
    return (
        given or None, _forms(given) or None, _sounds(given) or None, given[0] if given else None,
        family or None, _sounds(family) or None, family[0] if family else None,
        days or None, [day[:5] + day[8:] + day[4:7] for day in days] or None,
        days[0][8:] + days[0][5:7] + days[0][:4] if days else None, years or None,
        record.sexes if len(record.sexes) == 1 else None,
        record.postcodes or None, [code[:-2] for code in record.postcodes] or None,
        *(getattr(record, name) or None for name in _HASHES),
    )  # fmt: skip


@lru_cache(maxsize=16_384)
def _forms(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple({form for word in words for form in forms_of(word)})


@lru_cache(maxsize=16_384)
def _sounds(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sound(word) for word in words)
