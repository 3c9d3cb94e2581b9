"""How alike what was typed and what is stored are: the level of agreement of each field."""

from collections.abc import Callable
from datetime import date

from rapidfuzz.distance import OSA, JaroWinkler

from .nicknames import forms_of
from .sounds import misheard, sounds

EXACT, FORM, ALIKE, SLIP, HEARD, CLOSE, JOINED, START, INITIAL, NONE, MISSING = (
    "exact", "form", "alike", "slip", "heard", "close", "joined", "start", "initial", "none", "missing",
)  # fmt: skip
"""Levels of a name word: the same; another form of it; sounds alike and is spelt nearly alike; one slip
of the
hand; sounds alike; spelt roughly alike; part of a joined name; its beginning; its initial; nothing; not
held."""


NEW_YEAR = (1, 1)
"""Month and day that people enter when they know the year alone."""


def name_level(typed: str, stored: str) -> str:
    """Return how alike two name words are."""
    return levels_of(typed)(stored)


def levels_of(typed: str) -> Callable[[str], str]:
    """Return what says how like `typed` a stored word is; what is known of `typed` is looked up once."""
    primary, secondary = sounds(typed)
    heard = {primary, secondary}
    confused = set(misheard(primary))
    forms = forms_of(typed)
    size, first = len(typed), typed[:1]

    def level(stored: str) -> str:
        if typed == stored:
            return EXACT
        if stored in forms:
            return FORM
        if size == 1 or len(stored) == 1:
            return INITIAL if first == stored[0] else NONE
        one, other = sounds(stored)
        is_alike = one in heard or other in heard or one in confused
        theirs = len(stored)
        longest = theirs if theirs > size else size
        distance = OSA.distance(typed, stored, score_cutoff=2) if -3 < theirs - size < 3 else 3
        if is_alike:
            return ALIKE if distance <= max(1, min(longest // 4, 2)) else HEARD
        if distance == 1 and longest > 3:
            return SLIP
        if distance == 2 and longest > 5:
            return CLOSE
        if first == stored[0]:
            if longest > 4 and JaroWinkler.similarity(typed, stored, score_cutoff=0.9):
                return CLOSE
            if (size > 2 and stored.startswith(typed)) or (theirs > 2 and typed.startswith(stored)):
                return START
        if (size > 3 and stored.endswith(typed)) or (theirs > 3 and typed.endswith(stored)):
            return START
        return NONE

    return level


def date_level(typed: date, stored: date) -> str:
    """Return how alike two birth dates are."""
    if typed == stored:
        return "exact"
    if (typed.month, typed.day) == NEW_YEAR:
        return "new_year" if typed.year == stored.year else _years_level(typed.year, stored.year)
    if (typed.year, typed.month, typed.day) == (stored.year, stored.day, stored.month):
        return "swapped"
    if abs((typed - stored).days) == 1:
        return "digit"
    if typed.year != stored.year and typed.month != stored.month and typed.day != stored.day:
        return _years_level(typed.year, stored.year)
    one, other = _digits(typed), _digits(stored)
    differing = [at for at in range(8) if one[at] != other[at]]
    transposed = len(differing) == 2 and differing[1] - differing[0] == 1 and sorted(
        one[at] for at in differing
    ) == sorted(other[at] for at in differing)  # fmt: skip
    if len(differing) == 1 or transposed:
        return "digit"
    return _parts_level(typed, stored)


def _digits(day: date) -> str:
    return f"{day.day:02}{day.month:02}{day.year}"


def _parts_level(typed: date, stored: date) -> str:
    if typed.year == stored.year:
        if typed.month == stored.month:
            return "month_and_year"
        return "day_and_year" if typed.day == stored.day else "year"
    if (typed.month, typed.day) == (stored.month, stored.day):
        return "day_and_month"
    return _years_level(typed.year, stored.year)


def _years_level(typed: int, stored: int) -> str:
    return "year_off" if abs(typed - stored) == 1 else "none"


def postcode_level(typed: str, stored: str) -> str:
    """Return how alike two postcodes without spaces are."""
    if typed == stored:
        return "exact"
    if OSA.distance(typed, stored, score_cutoff=1) == 1:
        return "slip"
    if typed[:-2] == stored[:-2]:
        return "sector"
    return "outward" if typed[:-3] == stored[:-3] else "none"
