"""How likely each candidate is to be the child meant: Fellegi–Sunter weights, in bits, memoised per look-up.

A level of a name is weighed against how common the stored word, or its sound, is: agreeing on `Smith` says
little, agreeing on a rare name much. Weights come from the model; nothing here is counted live.
"""

from datetime import date
from itertools import pairwise
from math import log2
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
from .sounds import sound

GIVEN, MIDDLE, FAMILY, LATER, LOOSE = "given", "middle", "family", "later", "loose"
"""Roles of typed words: first given, further given, family, further family, and words of the one box."""


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
        self.typed = [(word, MIDDLE if at else GIVEN) for at, word in enumerate(query.given)]
        self.typed += [(word, LATER if at else FAMILY) for at, word in enumerate(query.family)]
        self.typed += [(word, LOOSE) for word in query.words]
        self._levels = [compare.levels_of(word) for word, _ in self.typed]
        self._words: list[dict[str, tuple[str, float]]] = [{} for _ in self.typed]
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

    def _word(self, at: int, stored: str) -> tuple[str, float]:
        """Return how a typed word agrees with a stored one, in whatever role, and the weight."""
        typed, role = self.typed[at]
        level = self._levels[at](stored)
        weight = self.weights[role][level]
        if level == compare.NONE:
            return level, weight
        vocabulary = self.model.vocabulary
        if level == compare.EXACT:
            weight -= log2(vocabulary.share(stored))
        elif level in (compare.ALIKE, compare.HEARD, compare.FORM):
            weight -= log2(max(vocabulary.share_of_sound(sound(stored)), vocabulary.share(typed)))
        elif level in (compare.SLIP, compare.CLOSE):
            weight -= log2(
                max(vocabulary.share(stored), vocabulary.share(typed), self.weights["shares"]["least"])
            )
        return level, weight

    def _compare_names(self, text: str) -> Found:
        given_text, family_text = text.split(",")
        given, family = given_text.split(), family_text.split()
        taken: list[tuple[bool, int]] = []
        parts = [self._best_word(at, given, family, taken) for at in range(len(self.typed))]
        total = sum(part[2] for part in parts)
        if self.query.given and given and (False, 0) not in taken and (False, 1) in taken:
            total += self.weights["shares"]["by_middle_name"]
        return total, tuple(parts)

    def _best_word(self, at: int, given: list[str], family: list[str], taken: list[tuple[bool, int]]) -> Part:
        """Return the best agreement of a typed word with a stored one not yet taken, and take it."""
        typed, role = self.typed[at]
        least = self.weights[role][compare.NONE]
        best_weight, best, best_place = least, None, (False, 0)
        remembered = self._words[at]
        crossed = self.weights["shares"]["crossed"]
        for is_family, words in ((False, given), (True, family)):
            cost = crossed if role != LOOSE and is_family != (role in (FAMILY, LATER)) else 0.0
            for place, stored in enumerate(words):
                found = remembered.get(stored)
                if found is None:
                    found = remembered[stored] = self._word(at, stored)
                if found[1] + cost > best_weight and (is_family, place) not in taken:
                    best_weight, best, best_place = (
                        found[1] + cost,
                        (found[0], stored, cost),
                        (is_family, place),
                    )
        if best is None:
            return self._no_word(typed, role, given, family)
        taken.append(best_place)
        level, stored, cost = best
        return (f"{role}_crossed" if cost else role), level, best_weight, typed, stored

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
        levels = []
        for stored in text.split():
            if stored[0] == "y" or query.birth is None:
                year = int(stored[1:]) if stored[0] == "y" else date.fromordinal(int(stored, 36)).year
                levels.append(self._year_level(year))
            else:
                levels.append(compare.date_level(query.birth, date.fromordinal(int(stored, 36))))
        level = max(levels, key=lambda level: weights[level])
        return weights[level], (("birth", level, weights[level], "", ""),)

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
        return "street" if any(token[:4] == street for token in tokens) else "other"

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
        ("nhs", NHS, query.nhs, tuple(numbers.nhs_repairs(query.nhs)) if query.nhs else ()),
        ("upn", UPN, query.upn, tuple(numbers.upn_repairs(query.upn)) if query.upn else ()),
        ("own", OWN, query.own, ()), ("telephone", TELEPHONE, query.telephone, ()),
        ("carer", CARER, carer, ()),
    )  # fmt: skip
    return [(field, kind, (content,), repairs) for field, kind, content, repairs in typed if content]


def agreements(found: tuple[Found, ...]) -> tuple[Agreement, ...]:
    """Return what was found of each field of a candidate as agreements."""
    return tuple(Agreement(*part) for _, parts in found for part in parts)
