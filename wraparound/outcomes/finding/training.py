"""Training: what each agreement is worth and how common names are, learnt from records of two lists."""

import gzip
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from math import log2
from typing import Any

import duckdb
import pyarrow as pa
import splink
import splink.comparison_level_library as levels
import splink.comparison_library as comparisons
from splink import Linker, SettingsCreator, block_on
from splink.backends.duckdb import DuckDBAPI

from .engine import compare
from .engine.sounds import sound
from .engine.words import name_words

NAME_LEVELS = (
    compare.EXACT, compare.ALIKE, compare.FORM, compare.SLIP, compare.HEARD, compare.CLOSE, compare.START,
)  # fmt: skip
DATE_LEVELS = (
    "exact", "swapped", "digit", "new_year", "day_and_month", "month_and_year", "day_and_year", "year",
    "year_off",
)  # fmt: skip
PLACE_LEVELS = ("exact", "slip", "sector", "outward")
PAIRS = 3e5
"""Random pairs of strangers that are compared."""
SEEN = 1e-4
"""A level rarer than this was hardly seen: it keeps the weight that was shipped."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One record of one of two lists of the same children: only what is compared."""

    number: str
    given: str
    family: str
    born: str
    postcode: str

    @classmethod
    def of(cls, number: str, given: str, family: str, born: date | None, postcode: str) -> "Sample":
        """Return a sample in the form that is compared: first name words, ISO date, no spaces."""
        first, last = name_words(given)[:1], name_words(family)[:1]
        day = born.isoformat() if born else ""
        return cls(number, "".join(first), "".join(last), day, postcode.replace(" ", ""))


def train(
    one: Sequence[Sample], other: Sequence[Sample], *, shipped: dict[str, Any], seed: int
) -> dict[str, Any]:
    """Return the description of a model whose weights Splink estimated from two lists of the same children.

    The chance that strangers agree (u) comes from random pairs, the chance that one child's records do (m)
    from the pairs that bear the same number. What such lists do not tell (sex, middle names, numbers, places
    before) is kept from the `shipped` description. The caller adds version and provenance.
    """
    connection = duckdb.connect()
    for name, of in (("name_level", _name_level), ("date_level", _date_level), ("place_level", _place_level)):
        connection.create_function(name, of, ["VARCHAR", "VARCHAR"], "VARCHAR")
    api = DuckDBAPI(connection=connection)
    frames = [
        api.register(_table(samples), dataset_display_name=name)
        for name, samples in (("a", one), ("b", other))
    ]
    linker = Linker(frames, _settings(), log_level=30)
    linker.training.estimate_u_using_random_sampling(max_pairs=PAIRS, seed=seed)
    linker.training.estimate_m_from_label_column("child")
    return _described(linker.misc.save_model_to_json(), shipped)


def _table(samples: Sequence[Sample]) -> pa.Table:
    columns = {"unique_id": "number", "child": "number", "given": "given", "family": "family", "born": "born",
               "postcode": "postcode"}  # fmt: skip
    return pa.table({
        column: pa.array([getattr(sample, name) or None for sample in samples], pa.string())
        for column, name in columns.items()
    })  # fmt: skip


def _settings() -> SettingsCreator:
    return SettingsCreator(
        link_type="link_only",
        probability_two_random_records_match=1e-4,
        comparisons=[
            _comparison("given", "name_level", NAME_LEVELS),
            _comparison("family", "name_level", NAME_LEVELS),
            _comparison("born", "date_level", DATE_LEVELS),
            _comparison("postcode", "place_level", PLACE_LEVELS),
        ],
        blocking_rules_to_generate_predictions=[block_on("born")],
    )


def _comparison(column: str, function: str, names: Sequence[str]) -> comparisons.CustomComparison:
    """Return a comparison at the very levels that the search uses, asked of the same functions."""
    asked: list[Any] = [levels.NullLevel(column)]
    for name in names:
        sql = f"{function}({column}_l, {column}_r) = '{name}'"
        asked.append(levels.CustomLevel(sql, label_for_charts=name))
    return comparisons.CustomComparison([*asked, levels.ElseLevel()], output_column_name=column)


def _name_level(one: str, other: str) -> str:
    return compare.name_level(one, other)


def _date_level(one: str, other: str) -> str:
    return compare.date_level(date.fromisoformat(one), date.fromisoformat(other))


def _place_level(one: str, other: str) -> str:
    return compare.postcode_level(one, other)


def _described(settings: dict[str, Any], shipped: dict[str, Any]) -> dict[str, Any]:
    """Write Splink's estimates over the shipped weights: log2 of m for names, of m/u for the rest."""
    described = deepcopy(shipped)
    described["splink"] = splink.__version__
    for comparison in settings["comparisons"]:
        column = comparison["output_column_name"]
        weights = described["weights"]["birth" if column == "born" else column]
        for level in comparison["comparison_levels"]:
            m, u = level.get("m_probability") or 0.0, level.get("u_probability") or 0.0
            if level.get("is_null_level") or m < SEEN:
                continue
            name = "none" if level["sql_condition"] == "ELSE" else level["label_for_charts"]
            if column in ("given", "family"):
                weights[name] = weights[name] if name == compare.START else round(log2(m), 2)
            else:
                weights[name] = round(log2(m / max(u, SEEN)), 2)
    return described


def name_table(people: Iterable[Iterable[str]], *, least: int, besides: Iterable[str] = ()) -> bytes:
    """Return the gzipped table of name words, their counts and sounds, from the names of people.

    A word borne by fewer than `least` people is left out, so that the table names nobody. Names known
    `besides` are put in as if one person bore each: what is misspelt of them is then set right.
    """
    counts: Counter[str] = Counter()
    for names in people:
        counts.update({word for name in names for word in name_words(name)})
    kept = {word: count for word, count in counts.items() if count >= least}
    for word in besides:
        kept.setdefault(word, 1)
    rows = sorted((-count, word) for word, count in kept.items())
    return gzip.compress(
        "\n".join(f"{word}\t{-count}\t{sound(word)}" for count, word in rows).encode(), mtime=0
    )


def to_json(described: dict[str, Any]) -> bytes:
    """Return a description as it is stored and shipped."""
    return (json.dumps(described, indent=1) + "\n").encode()
