"""How two records compare in each thing: the best that any source of one says with any of the other."""

from collections.abc import Callable, Iterable

from wraparound.outcomes.children.said import Said
from wraparound.outcomes.finding.engine import compare as levels
from wraparound.outcomes.finding.engine import numbers, places
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
        given_names=_best(_given(one), _given(other), _words),
        family_name=_best(_family(one), _family(other), _words),
        birth=_births(one, other),
        sex=_equal({s for s in one.sexes if s in "MF"}, {s for s in other.sexes if s in "MF"}),
        home=_homes(one, other),
        nhs=_equal(map(numbers.nhs, one.nhs), map(numbers.nhs, other.nhs)),
        upn=_equal(map(numbers.upn, one.upn), map(numbers.upn, other.upn)),
        telephone=_equal(map(numbers.telephone, one.telephones), map(numbers.telephone, other.telephones)),
        carer=_best(_carers(one), _carers(other), _words),
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


def _best(ones: list[Words], others: list[Words], how: Callable[[Words, Words], Likeness]) -> Likeness:
    """Return the best likeness of any with any; UNSAID when one side says nothing."""
    found = {how(one, other) for one in ones for other in others}
    for likeness in (Likeness.AGREE, Likeness.ALIKE, Likeness.DIFFER):
        if likeness in found:
            return likeness
    return Likeness.UNSAID


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


def _rank(word: str, held: str) -> int:
    level = levels.name_level(word, held)
    return 0 if level in SAME_WORD else 1 if level in ALIKE_WORD else 2


def _births(one: Said, other: Said) -> Likeness:
    dates = [levels.date_level(a, b) for a in one.births for b in other.births]
    if "exact" in dates:
        return Likeness.AGREE
    if any(level in SLIPPED_DATE for level in dates):
        return Likeness.ALIKE
    years_one = {*one.years, *(day.year for day in one.births)}
    years_other = {*other.years, *(day.year for day in other.births)}
    if dates or not years_one or not years_other:
        return Likeness.DIFFER if dates else Likeness.UNSAID
    return Likeness.ALIKE if years_one & years_other else Likeness.DIFFER


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
