"""How likely each candidate is to be the child meant: Fellegi–Sunter weights, in bits, memoised per look-up.

A level of a name is weighed against how common the stored word, or its sound, is: agreeing on `Smith` says
little, agreeing on a rare name much. Weights come from the model; nothing here is counted live.
"""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import log2

from . import compare, numbers
from .entry import ADDRESS, CARER, NHS, OWN, TELEPHONE, UPN, Packed, carer_content, digest
from .model import Model
from .query import Query
from .sounds import sound

GIVEN, MIDDLE, FAMILY, LATER, LOOSE = "given", "middle", "family", "later", "loose"
"""Roles of typed words: first given, further given, family, further family, and words of the one box."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """One field compared: which, at what level, what it weighs; typed and stored words if it is a name."""

    field: str
    level: str
    weight: float
    typed: str = ""
    stored: str = ""


Found = tuple[float, tuple[Agreement, ...]]


class Scorer:
    """Scores candidates of one look-up; remembers each distinct name, date and postcode it met."""

    def __init__(self, query: Query, model: Model) -> None:
        self.query = query
        self.model = model
        self.weights = model.weights
        self.typed = [(word, MIDDLE if at else GIVEN) for at, word in enumerate(query.given)]
        self.typed += [(word, LATER if at else FAMILY) for at, word in enumerate(query.family)]
        self.typed += [(word, LOOSE) for word in query.words]
        self._words: list[dict[str, Agreement]] = [{} for _ in self.typed]
        self._names: dict[str, Found] = {}
        self._births: dict[str, Found] = {}
        self._places: dict[str, Found] = {}
        self._sexes: dict[str, Found] = {}
        self._numbers_typed = _typed_numbers(query)
        self._tokens_of: dict[tuple[int, tuple[str, ...]], frozenset[bytes]] = {}

    def score(self, packed: Packed) -> Found:
        """Return the total weight of a candidate and the agreements that make it up."""
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
        number = self._compare_numbers(packed, int(salt)) if self._numbers_typed else (0.0, ())
        total = name[0] + birth[0] + place[0] + sex[0] + number[0]
        return total, name[1] + birth[1] + place[1] + sex[1] + number[1]

    # --- Names ---

    def _word(self, at: int, stored: str) -> Agreement:
        """Return how a typed word agrees with a stored one, whatever the stored word's role."""
        typed, role = self.typed[at]
        level = compare.name_level(typed, stored)
        weights = self.weights[role]
        vocabulary = self.model.vocabulary
        weight = weights[level]
        if level == compare.EXACT:
            weight -= log2(vocabulary.share(stored))
        elif level in (compare.ALIKE, compare.HEARD, compare.FORM):
            weight -= log2(max(vocabulary.share_of_sound(sound(stored)), vocabulary.share(typed)))
        elif level in (compare.SLIP, compare.CLOSE):
            weight -= log2(
                max(vocabulary.share(stored), vocabulary.share(typed), self.weights["shares"]["least"])
            )
        return Agreement(role, level, weight, typed, stored)

    def _compare_names(self, text: str) -> Found:
        given, family = (part.split() for part in text.split(","))
        taken: set[tuple[bool, int]] = set()
        agreements = []
        for at, (typed, role) in enumerate(self.typed):
            best = self._best_word(at, role, given, family, taken)
            if best is None:
                best = self._no_word(typed, role, given, family)
            agreements.append(best)
        total = sum(agreement.weight for agreement in agreements)
        if self.query.given and given and (False, 0) not in taken and (False, 1) in taken:
            total += self.weights["shares"]["by_middle_name"]
        return total, tuple(agreements)

    def _best_word(
        self, at: int, role: str, given: list[str], family: list[str], taken: set[tuple[bool, int]]
    ) -> Agreement | None:
        """Return the best agreement with a stored word not yet taken, and take it; or None."""
        best, best_place = None, (False, 0)
        remembered = self._words[at]
        crossed = self.weights["shares"]["crossed"]
        for is_family, words in ((False, given), (True, family)):
            crosses = role != LOOSE and is_family != (role in (FAMILY, LATER))
            for place, stored in enumerate(words):
                if (is_family, place) in taken:
                    continue
                found = remembered.get(stored)
                if found is None:
                    found = remembered[stored] = self._word(at, stored)
                if found.level == compare.NONE:
                    continue
                weight = found.weight + crossed if crosses else found.weight
                if best is None or weight > best.weight:
                    best, best_place = found, (is_family, place)
                    if crosses:
                        best = Agreement(f"{role}_crossed", found.level, weight, found.typed, stored)
        if best is not None and best.weight > self.weights[role][compare.NONE]:
            taken.add(best_place)
            return best
        return None

    def _no_word(self, typed: str, role: str, given: list[str], family: list[str]) -> Agreement:
        held = {GIVEN: given, MIDDLE: given[1:], FAMILY: family, LATER: family[1:], LOOSE: given + family}[
            role
        ]
        everything = given + family
        joins = {one + other for one, other in pairwise(everything)}
        if typed in joins:
            return Agreement(role, compare.JOINED, self.weights[role][compare.JOINED], typed, typed)
        level = compare.NONE if held else compare.MISSING
        return Agreement(role, level, self.weights[role][level], typed)

    # --- Births, sex, places ---

    def _compare_births(self, text: str) -> Found:
        query = self.query
        if not query.years or not text:
            return 0.0, ()
        weights = self.weights["birth" if query.birth else "year"]
        levels = []
        for stored in text.split():
            if stored[0] == "y" or query.birth is None:
                year = int(stored[1:]) if stored[0] == "y" else date.fromordinal(int(stored, 36)).year
                levels.append(self._year_level(year))
            else:
                levels.append(compare.date_level(query.birth, date.fromordinal(int(stored, 36))))
        level = max(levels, key=lambda level: weights[level])
        return weights[level], (Agreement("birth", level, weights[level]),)

    def _year_level(self, year: int) -> str:
        if year == self.query.years[0]:
            return "year"
        if year in self.query.years[1:]:
            return "either_year"
        return "year_off" if min(abs(year - typed) for typed in self.query.years) == 1 else "none"

    def _compare_sexes(self, text: str) -> Found:
        if not self.query.sex or not text:
            return 0.0, ()
        level = "same" if self.query.sex in text else "other"
        weight = self.weights["sex"][level] if text != "FM" else 0.0
        return weight, (Agreement("sex", level, weight),)

    def _compare_places(self, text: str) -> Found:
        query = self.query
        if not query.outward or not text:
            return 0.0, ()
        if not query.postcode:
            level = "same" if any(code[:-3] == query.outward for code in text.split()) else "none"
            return self.weights["outward"][level], (
                Agreement("outward", level, self.weights["outward"][level]),
            )
        weights, typed = self.weights["postcode"], query.postcode.replace(" ", "")
        levels = [compare.postcode_level(typed, code) for code in text.split()]
        if "exact" in levels[1:] and levels[0] != "exact":
            levels.append("before")
            levels.remove("exact")
        level = max(levels, key=lambda level: weights[level])
        return weights[level], (Agreement("postcode", level, weights[level]),)

    # --- What is compared for equality alone ---

    def _compare_numbers(self, packed: Packed, salt: int) -> Found:
        weights, agreements = self.weights["numbers"], []
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
        return sum(agreement.weight for agreement in agreements), tuple(agreements)

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
        ("address", ADDRESS, query.address, ()), ("carer", CARER, carer, ()),
    )  # fmt: skip
    return [(field, kind, (content,), repairs) for field, kind, content, repairs in typed if content]
