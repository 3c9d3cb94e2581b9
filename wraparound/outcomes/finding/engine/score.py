"""How likely each candidate is to be the child meant: Fellegi–Sunter weights, in bits, memoised per look-up.

A level of a name is weighed against how common the stored word, or its sound, is: agreeing on `Smith` says
little, agreeing on a rare name much. Weights come from the model; nothing here is counted live.
"""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from . import compare, numbers
from .entry import (
    ADDRESS,
    CARER,
    NHS,
    OWN,
    TELEPHONE,
    UPN,
    Packed,
    carer_content,
    digest,
    dwelling_digest,
    street_digest,
)
from .model import Model
from .query import Query
from .typed import FAMILY, GIVEN, LATER, LOOSE, MIDDLE, TypedWord, typed_word

CROSSED = "_crossed"
"""What is added to the role of a word that was found among the names of the other kind."""


class Agreement(NamedTuple):
    """One field compared: which, at what level, what it weighs; typed and stored words if it is a name."""

    field: str
    level: str
    weight: float
    typed: str = ""
    stored: str = ""


Found = tuple[Agreement, ...]
NOTHING: Found = ()


class Scorer:
    """Scores candidates of one look-up; remembers each distinct name, date and postcode it met.

    `weigh` is asked of every candidate and adds up weights; `agreements` says of those that are shown what
    the weight is made of, from the same comparisons.
    """

    def __init__(self, query: Query, model: Model) -> None:
        self.query = query
        self.weights = model.weights
        self.typed = [typed_word(model, word, MIDDLE if at else GIVEN) for at, word in enumerate(query.given)]
        self.typed += [
            typed_word(model, word, LATER if at else FAMILY) for at, word in enumerate(query.family)
        ]
        self.typed += [typed_word(model, word, LOOSE) for word in query.words]
        self._names_no_family = bool(self.typed) and not query.family and len(query.words) < 2
        """Whether a child without a family name was likely meant: others are seldom asked for by one name."""
        self._names: dict[str, float] = {}
        self._births: dict[str, float] = {}
        self._places: dict[str, float] = {}
        self._sexes: dict[str, float] = {}
        self._numbers_typed = _typed_numbers(query)
        self._compares_tokens = bool(self._numbers_typed or query.street)
        self._tokens_of: dict[tuple[int, tuple[str, ...]], frozenset[bytes]] = {}

    def weigh(self, packed: Packed) -> float:
        """Return the total weight of a candidate."""
        names, births, sexes, places, salt = packed.text.split("\t")
        name = self._names.get(names)
        if name is None:
            name = self._names[names] = self._weigh_names(names)
        birth = self._births.get(births)
        if birth is None:
            birth = self._births[births] = _total(self._births_found(births))
        place = self._places.get(places)
        if place is None:
            place = self._places[places] = _total(self._places_found(places))
        sex = self._sexes.get(sexes)
        if sex is None:
            sex = self._sexes[sexes] = _total(self._sexes_found(sexes))
        total = name + birth + place + sex
        return total + _total(self._numbers_found(packed, int(salt))) if self._compares_tokens else total

    def agreements(self, packed: Packed) -> tuple[Agreement, ...]:
        """Return what was found of each field of a candidate."""
        names, births, sexes, places, salt = packed.text.split("\t")
        return (
            *self._names_found(names), *self._births_found(births), *self._places_found(places),
            *self._sexes_found(sexes), *self._numbers_found(packed, int(salt)),
        )  # fmt: skip

    # --- Names ---

    def _weigh_names(self, text: str) -> float:
        words, border = _words(text)
        taken: list[int] = []
        total, crossed = 0.0, 0
        for typed in self.typed:
            place, weight = _best_word(typed, words, border, taken)
            if level := _other_level(typed, words, border, place, weight):
                place, weight = -1, typed.weights[level]
            elif typed.among_given if place < border else typed.among_family:
                crossed += 1
            total += weight
            taken.append(place)
        shares = self.weights["shares"]
        if self._names_no_family and border == len(words) > 0:
            total += shares["no_family"]
        if border > 1 and 1 in taken and 0 not in taken and self.query.given:
            total += shares["by_middle_name"]
        return total - shares["crossed"] * (crossed - 1) if crossed > 1 else total

    def _names_found(self, text: str) -> Iterator[Agreement]:
        words, border = _words(text)
        taken: list[int] = []
        for typed in self.typed:
            place, weight = _best_word(typed, words, border, taken)
            if level := _other_level(typed, words, border, place, weight):
                stored = typed.word if level == compare.JOINED else ""
                yield Agreement(typed.role, level, typed.weights[level], typed.word, stored)
                continue
            taken.append(place)
            is_crossed = typed.among_given if place < border else typed.among_family
            role = typed.role + CROSSED if is_crossed else typed.role
            yield Agreement(role, typed.level(words[place]), weight, typed.word, words[place])

    # --- Births, sex, places ---

    def _births_found(self, text: str) -> Found:
        query = self.query
        if not query.years or not text:
            return NOTHING
        weights = self.weights["birth" if query.birth else "year"]
        level = self._birth_level(text) if " " not in text else max(
            map(self._birth_level, text.split()), key=lambda level: weights[level]
        )  # fmt: skip
        return (Agreement("birth", level, weights[level]),)

    def _birth_level(self, stored: str) -> str:
        if stored[0] == "y":
            return self._year_level(int(stored[1:]))
        born = date.fromordinal(int(stored, 36))
        return compare.date_level(self.query.birth, born) if self.query.birth else self._year_level(born.year)

    def _year_level(self, year: int) -> str:
        if year == self.query.years[0]:
            return "year"
        if year in self.query.years[1:]:
            return "either_year"
        return "year_off" if min(abs(year - typed) for typed in self.query.years) == 1 else "none"

    def _sexes_found(self, text: str) -> Found:
        if not self.query.sex or not text:
            return NOTHING
        level = "same" if self.query.sex in text else "other"
        return (Agreement("sex", level, self.weights["sex"][level] if text != "FM" else 0.0),)

    def _places_found(self, text: str) -> Found:
        query = self.query
        if not query.outward or not text:
            return NOTHING
        if not query.postcode:
            level = "same" if any(code[:-3] == query.outward for code in text.split()) else "none"
            return (Agreement("outward", level, self.weights["outward"][level]),)
        weights, typed = self.weights["postcode"], query.postcode.replace(" ", "")
        levels = [compare.postcode_level(typed, code) for code in text.split()]
        if "exact" in levels[1:] and levels[0] != "exact":
            levels.append("before")
            levels.remove("exact")
        level = max(levels, key=lambda level: weights[level])
        return (Agreement("postcode", level, weights[level]),)

    # --- What is compared for equality alone ---

    def _numbers_found(self, packed: Packed, salt: int) -> Found:
        weights = self.weights["numbers"]
        agreements: list[Agreement] = []
        kinds, tokens = packed.kinds(), set(packed.tokens())
        for field, kind, contents, repairs in self._numbers_typed:
            if kind not in kinds:
                continue
            if not tokens.isdisjoint(self._tokens(salt, kind, contents)):
                level = "same"
            elif repairs and not tokens.isdisjoint(self._tokens(salt, kind, repairs)):
                level = "repaired"
            else:
                level = "other"
            agreements.append(Agreement(field, level, weights[f"{field}_{level}"]))
        if self.query.street and ADDRESS in kinds:
            level = self._address_level(tokens, salt)
            agreements.append(Agreement("address", level, weights[f"address_{level}"]))
        return tuple(agreements)

    def _address_level(self, tokens: set[bytes], salt: int) -> str:
        street = ADDRESS.encode() + street_digest(salt, self.query.street)
        dwelling = dwelling_digest(salt, self.query.address)
        if self.query.address and street + dwelling in tokens:
            return "same"
        return "street" if any(token[:3] == street for token in tokens) else "other"

    def _tokens(self, salt: int, kind: str, contents: tuple[str, ...]) -> frozenset[bytes]:
        """Return how a record of a compartment would hold any of these."""
        found = self._tokens_of.get((salt, contents))
        if found is None:
            found = frozenset(kind.encode() + digest(salt, kind + content) for content in contents)
            self._tokens_of[salt, contents] = found
        return found


def _typed_numbers(query: Query) -> list[tuple[str, str, tuple[str, ...], tuple[str, ...]]]:
    """Return what was typed that is compared for equality alone: field, kind, contents, likely repairs."""
    carer = carer_content(*query.carer)
    typed = (
        ("nhs", NHS, query.nhs, numbers.nhs_repairs(query.nhs) if query.nhs else ()),
        ("upn", UPN, query.upn, tuple(numbers.upn_repairs(query.upn)) if query.upn else ()),
        ("own", OWN, query.own, ()), ("telephone", TELEPHONE, query.telephone, ()),
        ("carer", CARER, carer, ()),
    )  # fmt: skip
    return [(field, kind, (content,), repairs) for field, kind, content, repairs in typed if content]


def _total(found: Found) -> float:
    return sum(agreement.weight for agreement in found)


def _words(names: str) -> tuple[list[str], int]:
    """Return the stored name words, and how many of them are given names."""
    given, _, family = names.partition(",")
    words = given.split()
    return words + family.split(), len(words)


def _best_word(typed: TypedWord, words: list[str], border: int, taken: list[int]) -> tuple[int, float]:
    """Return the place of the stored word not yet taken that agrees best, and its weight; -1 for none."""
    best, best_weight = -1, typed.least
    known = typed.known
    for place, stored in enumerate(words):
        weight = known.get(stored)
        if weight is None:
            weight = typed.weigh(stored)
        if weight > best_weight and place not in taken:
            weight += typed.among_given if place < border else typed.among_family
            if weight > best_weight:
                best, best_weight = place, weight
    return best, best_weight


def _other_level(typed: TypedWord, words: list[str], border: int, place: int, weight: float) -> str:
    """Return the level of a typed word that is two stored ones written as one, or like none; else ''."""
    may_join = typed.joins and weight < typed.weights[compare.JOINED]
    if may_join and any(one + other == typed.word for one, other in pairwise(words)):
        return compare.JOINED
    if place >= 0:
        return ""
    given, family = border, len(words) - border
    held = {GIVEN: given, MIDDLE: given, FAMILY: family, LATER: family}.get(typed.role, given + family)
    return compare.NONE if held > typed.follows else compare.MISSING
