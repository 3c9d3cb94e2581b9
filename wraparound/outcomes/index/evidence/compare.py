"""How two records compare in each thing: the best that any source of one says with any of the other."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from wraparound.outcomes.children.said import Said
from wraparound.outcomes.finding.engine import compare as levels
from wraparound.outcomes.finding.engine import numbers, places
from wraparound.outcomes.finding.engine.brothers import tells_from_a_twin
from wraparound.outcomes.finding.engine.words import name_words
from wraparound.outcomes.index.rules import Evidence, Likeness

SAME_WORD = frozenset({levels.EXACT, levels.FORM})
ALIKE_WORD = frozenset(
    {levels.ALIKE, levels.SLIP, levels.HEARD, levels.CLOSE, levels.JOINED, levels.START, levels.INITIAL}
)
SLIPPED_DATE = frozenset({"swapped", "digit", "day_and_year", "day_and_month", "month_and_year", "year_off"})


def compare(one: Said, other: Said, *, siblings: bool = False) -> Evidence:
    """Return how two records compare; `siblings`: a source says that the two are twins or siblings."""
    return Evidence(
        given_names=given_names_alike(_given(one), _given(other)),
        family_name=names_alike(_family(one), _family(other)),
        birth=births_alike(one.births, other.births, one.years, other.years),
        sex=_equal({s for s in one.sexes if s in "MF"}, {s for s in other.sexes if s in "MF"}),
        home=_homes(one, other),
        nhs=_equal(map(numbers.nhs, one.nhs), map(numbers.nhs, other.nhs)),
        upn=_equal(map(numbers.upn, one.upn), map(numbers.upn, other.upn)),
        telephone=_equal(map(numbers.telephone, one.telephones), map(numbers.telephone, other.telephones)),
        carer=names_alike(_carers(one), _carers(other)),
        said_to_be_siblings=siblings,
        one_source_twice=bool({*one.agencies} & {*other.agencies}),
    )


Words = tuple[str, ...]


def _given(said: Said) -> list[Words]:
    return [words for given, _ in said.names if (words := name_words(given))]


def _family(said: Said) -> list[Words]:
    return [words for _, family in said.names if (words := name_words(family))]


def _carers(said: Said) -> list[Words]:
    return [words for given, family in said.carers if len(words := name_words(f"{given} {family}")) > 1]


def names_alike(ones: Sequence[Words], others: Sequence[Words]) -> Likeness:
    """Return the best likeness of any name with any; UNSAID when one side says none."""
    best = Likeness.DIFFER if ones and others else Likeness.UNSAID
    for one in ones:
        for other in others:
            found = Likeness.AGREE if one == other else _words(one, other)
            if found is Likeness.AGREE:
                return found
            if found is Likeness.ALIKE:
                best = found
    return best


def given_names_alike(ones: Sequence[Words], others: Sequence[Words]) -> Likeness:
    """Return the same of given names, where a name that brothers bear before their own is no more than alike.

    One list says Mohammed of Mohammed Adil, and another list Mohammed of his twin Mohammed Ibrahim.
    """
    likeness = names_alike(ones, others)
    if likeness is not Likeness.AGREE:
        return likeness
    own = [[words for words in names if tells_from_a_twin(words)] for names in (ones, others)]
    return Likeness.AGREE if names_alike(*own) is Likeness.AGREE else Likeness.ALIKE


@lru_cache(maxsize=65536)
def _words(one: Words, other: Words) -> Likeness:
    """Compare two names: every word of the shorter must be in the longer, or they are only alike.

    Twins often share a first word (Mohammed Amin and Mohammed Yusuf): half a name in common proves nothing.
    """
    shorter, longer = sorted((one, other), key=len)
    left = list(longer)
    found = []
    for word in shorter:
        level, at = min(((_rank(word, held), at) for at, held in enumerate(left)), default=(2, 0))
        found.append(level)
        if level < 2:
            del left[at]
    if not any(level < 2 for level in found):
        return Likeness.DIFFER
    return Likeness.AGREE if all(level == 0 for level in found) else Likeness.ALIKE


@lru_cache(maxsize=262_144)
def _rank(word: str, held: str) -> int:
    level = levels.name_level(word, held)
    return 0 if level in SAME_WORD else 1 if level in ALIKE_WORD else 2


def births_alike(
    ones: Sequence[date], others: Sequence[date], years_one: Iterable[int], years_other: Iterable[int]
) -> Likeness:
    """Return how birth dates compare, or where a side has none to the day, the years."""
    if not set(ones).isdisjoint(others):
        return Likeness.AGREE
    if any(levels.date_level(one, other) in SLIPPED_DATE for one in ones for other in others):
        return Likeness.ALIKE
    if ones and others:
        return Likeness.DIFFER
    first = {*years_one, *(day.year for day in ones)}
    second = {*years_other, *(day.year for day in others)}
    if not first or not second:
        return Likeness.UNSAID
    return Likeness.ALIKE if first & second else Likeness.DIFFER


def _homes(one: Said, other: Said) -> Likeness:
    dwellings = [{h for _, _, h in said.homes if h is not None} for said in (one, other)]
    lines = [{places.address(text) for text, _, _ in said.homes} - {""} for said in (one, other)]
    codes = [{places.postcode(code) for _, code, _ in said.homes} - {""} for said in (one, other)]
    if dwellings[0] & dwellings[1] or (lines[0] & lines[1] and codes[0] & codes[1]):
        return Likeness.AGREE
    if codes[0] & codes[1]:
        return Likeness.ALIKE
    return Likeness.DIFFER if codes[0] and codes[1] else Likeness.UNSAID


def _equal(ones: Iterable[str], others: Iterable[str]) -> Likeness:
    one, other = {*ones} - {""}, {*others} - {""}
    if not one or not other:
        return Likeness.UNSAID
    return Likeness.AGREE if one & other else Likeness.DIFFER
