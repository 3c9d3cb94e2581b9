"""How alike what was typed and what is stored are: the level of agreement of each field."""

from datetime import date
from functools import lru_cache

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


@lru_cache(maxsize=262_144)
def name_level(typed: str, stored: str) -> str:
    """Return how alike two name words are."""
    if typed == stored:
        return EXACT
    if len(typed) == 1 or len(stored) == 1:
        return INITIAL if typed[0] == stored[0] else NONE
    longest = max(len(typed), len(stored))
    distance = OSA.distance(typed, stored, score_cutoff=3)
    one, other = sounds(typed), sounds(stored)
    same_sound = bool({*one} & {*other}) or other[0] in misheard(one[0])
    if stored in forms_of(typed) or typed in forms_of(stored):
        return FORM
    if same_sound and distance <= max(1, longest // 4):
        return ALIKE
    if distance == 1 and longest > 3:
        return SLIP
    if same_sound:
        return HEARD
    if (distance == 2 and longest > 5) or (longest > 4 and JaroWinkler.similarity(typed, stored) >= 0.9):
        return CLOSE
    shorter, longer = sorted((typed, stored), key=len)
    if len(shorter) > 2 and (longer.startswith(shorter) or (len(shorter) > 3 and longer.endswith(shorter))):
        return START
    return NONE


def date_level(typed: date, stored: date) -> str:
    """Return how alike two birth dates are."""
    if typed == stored:
        return "exact"
    if (typed.month, typed.day) == NEW_YEAR:
        return "new_year" if typed.year == stored.year else _years_level(typed.year, stored.year)
    if (typed.year, typed.month, typed.day) == (stored.year, stored.day, stored.month):
        return "swapped"
    one, other = typed.strftime("%d%m%Y"), stored.strftime("%d%m%Y")
    differing = [at for at in range(8) if one[at] != other[at]]
    transposed = len(differing) == 2 and differing[1] - differing[0] == 1 and sorted(
        one[at] for at in differing
    ) == sorted(other[at] for at in differing)  # fmt: skip
    if len(differing) == 1 or transposed:
        return "digit"
    if abs((typed - stored).days) == 1:
        return "digit"
    return _parts_level(typed, stored)


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
