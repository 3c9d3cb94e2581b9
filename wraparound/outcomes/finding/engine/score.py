"""How likely each candidate is to be the child meant: Fellegi–Sunter weights, in bits, memoised per look-up.

A level of a name is weighed against how common the stored word, or its sound, is: agreeing on `Smith` says
little, agreeing on a rare name much. Weights come from the model; nothing here is counted live.
"""

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


Part = tuple[str, str, float, str, str]
"""An agreement before it is given its names: scoring makes thousands, and shows ten."""
Found = tuple[float, tuple[Part, ...]]
NOTHING: Found = (0.0, ())


class Scorer:
    """Scores candidates of one look-up; remembers each distinct name, date and postcode it met."""

    def __init__(self, query: Query, model: Model) -> None:
        self.query = query
        self.model = model
        self.weights = model.weights
        self.typed = [typed_word(model, word, MIDDLE if at else GIVEN) for at, word in enumerate(query.given)]
        self.typed += [
            typed_word(model, word, LATER if at else FAMILY) for at, word in enumerate(query.family)
        ]
        self.typed += [typed_word(model, word, LOOSE) for word in query.words]
        self._names: dict[str, Found] = {}
        self._births: dict[str, Found] = {}
        self._places: dict[str, Found] = {}
        self._sexes: dict[str, Found] = {}
        self._numbers_typed = _typed_numbers(query)
        self._compares_tokens = bool(self._numbers_typed or query.street)
        self._tokens_of: dict[tuple[int, tuple[str, ...]], frozenset[bytes]] = {}

    def score(self, packed: Packed) -> tuple[float, tuple[Found, ...]]:
        """Return the total weight of a candidate, and what was found of each field (see `agreements`)."""
        names, births, sexes, places, salt = packed.text.split("\t")
        name = self._names.get(names)
        if name is None:
            name = self._names[names] = self._compare_names(names)
        birth = self._births.get(births)
        if birth is None:
            birth = self._births[births] = self._compare_births(births)
        place = self._places.get(places)
        if place is None:
            place = self._places[places] = self._compare_places(places)
        sex = self._sexes.get(sexes)
        if sex is None:
            sex = self._sexes[sexes] = self._compare_sexes(sexes)
        number = self._compare_numbers(packed, int(salt)) if self._compares_tokens else NOTHING
        total = name[0] + birth[0] + place[0] + sex[0] + number[0]
        return total, (name, birth, place, sex, number)

    # --- Names ---

    def _compare_names(self, text: str) -> Found:
        given_text, family_text = text.split(",")
        given, family = given_text.split(), family_text.split()
        words, border = given + family, len(given)
        taken: list[int] = []
        parts = [self._best_word(typed, words, border, taken) for typed in self.typed]
        total = 0.0
        crossed = 0
        for part in parts:
            total += part[2]
            crossed += part[0][-1] == CROSSED[-1] and part[0].endswith(CROSSED)
        shares = self.weights["shares"]
        if border > 1 and 1 in taken and 0 not in taken and self.query.given:
            total += shares["by_middle_name"]
        if crossed > 1:
            total -= shares["crossed"] * (crossed - 1)
        return total, tuple(parts)

    def _best_word(self, typed: TypedWord, words: list[str], border: int, taken: list[int]) -> Part:
        """Return the best agreement of a typed word with a stored one not yet taken, and take it."""
        best_weight, best, level = typed.least, -1, ""
        among_given, among_family = typed.costs
        for place, stored in enumerate(words):
            found, weight = typed.weigh(stored)
            weight += among_given if place < border else among_family
            if weight > best_weight and place not in taken:
                best_weight, best, level = weight, place, found
        if best < 0:
            return self._no_word(typed.word, typed.role, words[:border], words[border:])
        taken.append(best)
        cost = among_given if best < border else among_family
        return (typed.role + CROSSED if cost else typed.role), level, best_weight, typed.word, words[best]

    def _no_word(self, typed: str, role: str, given: list[str], family: list[str]) -> Part:
        everything = given + family
        if len(typed) > 5 and any(one + other == typed for one, other in pairwise(everything)):
            return role, compare.JOINED, self.weights[role][compare.JOINED], typed, typed
        held = {GIVEN: given, MIDDLE: given[1:], FAMILY: family, LATER: family[1:], LOOSE: everything}[role]
        level = compare.NONE if held else compare.MISSING
        return role, level, self.weights[role][level], typed, ""

    # --- Births, sex, places ---

    def _compare_births(self, text: str) -> Found:
        query = self.query
        if not query.years or not text:
            return NOTHING
        weights = self.weights["birth" if query.birth else "year"]
        level = self._birth_level(text) if " " not in text else max(
            map(self._birth_level, text.split()), key=lambda level: weights[level]
        )  # fmt: skip
        return weights[level], (("birth", level, weights[level], "", ""),)

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

    def _compare_sexes(self, text: str) -> Found:
        if not self.query.sex or not text:
            return NOTHING
        level = "same" if self.query.sex in text else "other"
        weight = self.weights["sex"][level] if text != "FM" else 0.0
        return weight, (("sex", level, weight, "", ""),)

    def _compare_places(self, text: str) -> Found:
        query = self.query
        if not query.outward or not text:
            return NOTHING
        if not query.postcode:
            level = "same" if any(code[:-3] == query.outward for code in text.split()) else "none"
            return self.weights["outward"][level], (
                ("outward", level, self.weights["outward"][level], "", ""),
            )
        weights, typed = self.weights["postcode"], query.postcode.replace(" ", "")
        levels = [compare.postcode_level(typed, code) for code in text.split()]
        if "exact" in levels[1:] and levels[0] != "exact":
            levels.append("before")
            levels.remove("exact")
        level = max(levels, key=lambda level: weights[level])
        return weights[level], (("postcode", level, weights[level], "", ""),)

    # --- What is compared for equality alone ---

    def _compare_numbers(self, packed: Packed, salt: int) -> Found:
        weights = self.weights["numbers"]
        agreements: list[Part] = []
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
            agreements.append((field, level, weights[f"{field}_{level}"], "", ""))
        if self.query.street and ADDRESS in kinds:
            level = self._address_level(tokens, salt)
            agreements.append(("address", level, weights[f"address_{level}"], "", ""))
        return sum(part[2] for part in agreements), tuple(agreements)

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


def agreements(found: tuple[Found, ...]) -> tuple[Agreement, ...]:
    """Return what was found of each field of a candidate as agreements."""
    return tuple(Agreement(*part) for _, parts in found for part in parts)
