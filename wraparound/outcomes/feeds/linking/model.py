"""The model of batch linking: comparisons written once for every engine, and weights, which are data."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

RARE = ("given_first", "family_first")
"""Columns whose agreement tells more, the rarer the word."""
SHIPPED = Path(__file__).resolve().parent / "data" / "model.json"


@dataclass(frozen=True)
class Dialect:
    """How an engine writes what the comparisons need."""

    name: str
    overlap: str
    """Whether two lists share a member, with {l} and {r}."""
    nearness: str
    """Jaro-Winkler similarity of two words."""
    slips: str
    """How many slips of the hand lie between two words."""


DUCKDB = Dialect("duckdb", "list_has_any({l}, {r})", "jaro_winkler_similarity({l}, {r})",
                 "damerau_levenshtein({l}, {r})")  # fmt: skip
SPARK = Dialect("spark", "arrays_overlap({l}, {r})", "jaro_winkler({l}, {r})", "levenshtein({l}, {r})")


Levels = list[tuple[str, str]]
"""The levels of a comparison, the strongest first: name and condition."""


def _levels(dialect: Dialect) -> dict[str, Levels]:
    """Return the levels of each comparison, as an engine writes them."""
    same = {
        column: [("same", _both(dialect, column))]
        for column in ("nhs", "upn", "telephone", "address", "carer")
    }
    return {
        "given": _of_names(dialect, "given", [
            ("form", f"{_both(dialect, 'given_forms', 'given')} OR {_both(dialect, 'given', 'given_forms')}")
        ]),
        "family": _of_names(dialect, "family", []),
        "births": _of_births(dialect),
        "sex": [("same", "sex_l = sex_r")],
        "postcodes": [("same", _both(dialect, "postcodes")), ("sector", _both(dialect, "sectors"))],
        **same,
    }  # fmt: skip


def _both(dialect: Dialect, column: str, other: str = "") -> str:
    return dialect.overlap.format(l=f"{column}_l", r=f"{other or column}_r")


def _of_names(dialect: Dialect, column: str, forms: Levels) -> Levels:
    nearness = dialect.nearness.format(l=f"{column}_first_l", r=f"{column}_first_r")
    crossed = f"{_both(dialect, 'given', 'family')} AND {_both(dialect, 'family', 'given')}"
    return [
        ("same", f"{column}_first_l = {column}_first_r"),
        ("shared", _both(dialect, column)),
        *forms,
        ("near", f"{nearness} >= 0.92"),
        ("sounds", _both(dialect, f"{column}_sounds")),
        ("crossed", crossed),
        ("rough", f"{nearness} >= 0.8"),
    ]


def _of_births(dialect: Dialect) -> Levels:
    slips = dialect.slips.format(l="birth_l", r="birth_r")
    return [
        ("same", _both(dialect, "births")),
        ("swapped", _both(dialect, "births", "births_swapped")),
        ("slip", f"{slips} <= 1"),
        ("two_slips", f"{slips} <= 2"),
        ("year", _both(dialect, "years")),
    ]


@cache
def shipped() -> dict[str, Any]:
    """Return the weights that the product ships, with where they come from."""
    return json.loads(SHIPPED.read_text())  # type: ignore[no-any-return]


def prior(children: int) -> float:
    """Return the chance that a child of an index of about this size is the one meant, in powers of ten.

    Rounded so that one child more or less, who may be hidden, never changes a decision.
    """
    return 10.0 ** -max(4, len(str(max(children - 1, 1))))


def settings(dialect: Dialect, weights: dict[str, Any]) -> dict[str, Any]:
    """Return the settings that Splink takes, for an engine and some weights."""
    return {
        "link_type": "link_only",
        "probability_two_random_records_match": weights["prior"],
        "retain_intermediate_calculation_columns": False,
        "retain_matching_columns": False,
        "additional_columns_to_retain": [],
        "blocking_rules_to_generate_predictions": [
            {
                "blocking_rule": "l.pairs = r.pairs",
                "sql_dialect": dialect.name,
                "arrays_to_explode": ["pairs"],
            }
        ],
        "comparisons": [
            _comparison(column, levels, weights["levels"][column])
            for column, levels in _levels(dialect).items()
        ],
    }


def _comparison(
    column: str, levels: list[tuple[str, str]], weights: dict[str, list[float]]
) -> dict[str, Any]:
    told = "years" if column == "births" else column
    unsaid = f"{told}_l IS NULL OR {told}_r IS NULL"
    first: dict[str, Any] = {"sql_condition": unsaid, "label_for_charts": "unsaid", "is_null_level": True}
    rest = []
    for name, condition in [*levels, ("other", "ELSE")]:
        m, u = weights[name]
        level: dict[str, Any] = {
            "sql_condition": condition, "label_for_charts": name, "m_probability": m, "u_probability": u,
        }  # fmt: skip
        if name == "same" and column in ("given", "family"):
            level["tf_adjustment_column"] = f"{column}_first"
            level["tf_adjustment_weight"] = 1.0
        rest.append(level)
    return {"output_column_name": column, "comparison_levels": [first, *rest]}
