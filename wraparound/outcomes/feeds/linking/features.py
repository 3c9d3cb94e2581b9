"""What two records are compared by, as columns: made from packed records alone. Pure."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pyarrow as pa

from wraparound.outcomes.finding.engine.entry import Packed
from wraparound.outcomes.finding.engine.nicknames import forms_of
from wraparound.outcomes.finding.engine.sounds import sound
from wraparound.outcomes.finding.engine.vocabulary import Vocabulary

WORDS = pa.list_(pa.string())
HASHES = pa.list_(pa.binary())
SCHEMA = pa.schema([
    ("unique_id", pa.int64()), ("source_dataset", pa.string()), ("pairs", pa.list_(pa.int64())),
    ("given", WORDS), ("given_forms", WORDS), ("given_sounds", WORDS), ("given_first", pa.string()),
    ("family", WORDS), ("family_sounds", WORDS), ("family_first", pa.string()),
    ("births", WORDS), ("births_swapped", WORDS), ("birth", pa.string()), ("years", WORDS),
    ("sex", pa.string()), ("postcodes", WORDS), ("sectors", WORDS),
    ("nhs", HASHES), ("upn", HASHES), ("telephone", HASHES), ("address", HASHES), ("carer", HASHES),
])  # fmt: skip
_KINDS = {"N": "nhs", "Q": "upn", "T": "telephone", "A": "address", "G": "carer"}


def table(side: str, packed: Iterable[tuple[int, Packed, list[int]]]) -> pa.Table:
    """Return a table of one side: key, record and the numbers of the pairs that it is in, a row each."""
    rows = [{"unique_id": key, "source_dataset": side, "pairs": pairs, **columns(record)}
            for key, record, pairs in packed]  # fmt: skip
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def shares(column: str, sides: Iterable[pa.Table], vocabulary: Vocabulary) -> pa.Table:
    """Return how common each word of a column is, from the trained table: never counted live."""
    words = sorted({word for side in sides for word in side.column(column).to_pylist() if word})
    return pa.table({column: words, f"tf_{column}": [vocabulary.share(word) for word in words]})


def columns(packed: Packed) -> dict[str, Any]:
    """Return the columns of one record; what it does not say is None, which no comparison counts."""
    names, born, sex, homes, _ = packed.text.split("\t")
    given, family = (part.split() for part in names.split(","))
    births = [date.fromordinal(int(day, 36)) for day in born.split() if day[0] != "y"]
    years = [str(day.year) for day in births] + [day[1:] for day in born.split() if day[0] == "y"]
    codes = homes.split()
    found: dict[str, Any] = {
        "given": given, "given_forms": [*{form for word in given for form in forms_of(word)}],
        "given_sounds": [sound(word) for word in given], "given_first": given[0] if given else None,
        "family": family, "family_sounds": [sound(word) for word in family],
        "family_first": family[0] if family else None,
        "births": [day.isoformat() for day in births],
        "births_swapped": [f"{day.year}-{day.day:02}-{day.month:02}" for day in births],
        "birth": births[0].strftime("%d%m%Y") if births else None, "years": years,
        "sex": sex if len(sex) == 1 else None, "postcodes": codes, "sectors": [code[:-2] for code in codes],
        **_hashes(packed),
    }  # fmt: skip
    return {name: value if value or value == 0 else None for name, value in found.items()}


def _hashes(packed: Packed) -> dict[str, list[bytes]]:
    found: dict[str, list[bytes]] = {name: [] for name in _KINDS.values()}
    for token in packed.tokens():
        if name := _KINDS.get(chr(token[0])):
            found[name].append(token[1:])
    return found
