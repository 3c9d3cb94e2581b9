"""Names for judging: other lists than the sample's, so that no name is found because it was tuned by.

They come from Faker's lists (a test dependency) and from `data/other_names.txt`; how families pass names on
is as in `samples.naming`, whose names these stand in for.
"""

import importlib
import random
from collections.abc import Mapping, Sequence
from functools import cache

from samples.vocabulary import Table, Vocabulary, read_lists

FAKER: dict[str, dict[str, tuple[str, ...]]] = {
    "british": {"F": ("en_NZ", "en_US", "en_GB"), "M": ("en_NZ", "en_US", "en_GB"),
                "S": ("en_GB", "en_NZ", "en_US", "en_IE")},
    "irish": {"F": ("en_IE", "ga_IE"), "M": ("en_IE", "ga_IE"), "S": ("en_IE",)},
    "caribbean": {"F": ("en_US",), "M": ("en_US",)},
    "polish": {"F": ("pl_PL",), "M": ("pl_PL",), "S": ("pl_PL",)},
    "romanian": {"F": ("ro_RO",), "M": ("ro_RO",), "S": ("ro_RO",)},
    "lithuanian": {"M": ("lt_LT",), "S": ("lt_LT",)},
    "turkish_kurdish": {"F": ("tr_TR",), "M": ("tr_TR",), "S": ("tr_TR",)},
    "indian_hindu": {"F": ("en_IN",), "M": ("en_IN",), "S": ("en_IN",)},
    "nigerian": {"F": ("yo_NG", "ig_NG"), "M": ("yo_NG", "ig_NG", "ha_NG"), "S": ("yo_NG", "ig_NG")},
    "ghanaian": {"F": ("tw_GH",), "M": ("tw_GH",), "S": ("tw_GH",)},
    "portuguese": {"F": ("pt_PT", "pt_BR"), "M": ("pt_PT", "pt_BR"), "S": ("pt_PT",)},
}  # fmt: skip
"""Which of Faker's countries the names of a community are drawn from, the likelier first."""

ATTRIBUTES = {
    "F": ("first_names_female", "first_names"), "M": ("first_names_male", "first_names"),
    "S": ("unisex_last_names", "last_names"),
}  # fmt: skip


def _of_country(country: str, letter: str) -> Mapping[str, float]:
    """Return one of Faker's lists with its weights; a list without them is ranked by chance."""
    provider = importlib.import_module(f"faker.providers.person.{country}").Provider
    held = next(getattr(provider, name) for name in ATTRIBUTES[letter] if hasattr(provider, name))
    if isinstance(held, Mapping):
        total = sum(held.values())
        return {name: weight / total for name, weight in held.items()}
    names = list(dict.fromkeys(held))
    random.Random(f"ranks of {country} {letter}").shuffle(names)
    return _ranked(names)


def _ranked(names: Sequence[str]) -> Mapping[str, float]:
    weights = {name: (rank + 4) ** -0.85 for rank, name in enumerate(dict.fromkeys(names))}
    total = sum(weights.values())
    return {name: weight / total for name, weight in weights.items()}


@cache
def _listed() -> dict[str, list[str]]:
    return read_lists("other_names.txt")


def _table(community: str, letter: str) -> Table:
    weights: dict[str, float] = {}
    if names := _listed().get(f"{community} {letter}"):
        weights |= _ranked(names)
    for place, country in enumerate(FAKER.get(community, {}).get(letter, ())):
        for name, weight in _of_country(country, letter).items():
            weights[name] = weights.get(name, 0.0) + weight / 2**place
    return Table.of(weights)


@cache
def other_vocabulary(community: str) -> Vocabulary:
    """Return the judging names of a community, in the form of `samples.vocabulary.vocabulary`."""
    given = {sex: _table(community, sex) for sex in "FM"}
    lists = {key: _listed()[f"{community} {key}"] for key in ("PRE M", "SUF F", "ALSO F", "ALSO M")
             if f"{community} {key}" in _listed()}  # fmt: skip
    middle = {
        sex: _table(community, f"MID {sex}") if f"{community} MID {sex}" in _listed() else given[sex]
        for sex in "FM"
    }
    return Vocabulary(given, _table(community, "S"), middle, lists)
