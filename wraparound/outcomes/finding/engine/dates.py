"""Birth dates as they are typed and mistyped."""

import re
from datetime import date, timedelta

MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6,
    "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
"""Months by the first three letters of their names."""
_NUMBERS = re.compile(r"^(\d{1,4})[-/. ](\d{1,2})[-/. ](\d{1,4})$")
_WORDS = re.compile(r"^(\d{1,2})(?:st|nd|rd|th)?[-/. ]*([a-z]{3,9})[-/., ]*(\d{2,4})$")


def full_year(year: int, today: date) -> int:
    """Return a four-digit year: two digits mean the latest such year that is not after next year."""
    if year >= 100:
        return year
    century = (today.year + 1) // 100 * 100
    return century + year if century + year <= today.year + 1 else century - 100 + year


def parse(text: str, today: date) -> date | None:
    """Return the date that `text` says (day first, or ISO), or None when it says none that exists."""
    text = text.strip().lower()
    if match := _NUMBERS.match(text):
        first, second, third = (int(part) for part in match.groups())
        year, month, day = (first, second, third) if first > 31 else (third, second, first)
        if first <= 31 and len(match.group(3)) == 1:
            return None
    elif (match := _WORDS.match(text)) and match.group(2)[:3] in MONTHS:
        day, month, year = int(match.group(1)), MONTHS[match.group(2)[:3]], int(match.group(3))
    elif re.fullmatch(r"\d{8}", text):
        year, month, day = int(text[:4]), int(text[4:6]), int(text[6:])
        if not 1900 <= year <= today.year + 1:
            day, month, year = int(text[:2]), int(text[2:4]), int(text[4:])
    else:
        return None
    year = full_year(year, today)
    if month > 12 >= day:
        day, month = month, day
    try:
        return date(year, month, day)
    except ValueError:
        return None


def years_of_age(age: int, today: date) -> tuple[int, int]:
    """Return the two calendar years in which somebody of `age` can have been born, likelier first."""
    years = (today.year - age, today.year - age - 1)
    return years if today.month >= 7 else (years[1], years[0])


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def slips(day: date) -> list[date]:
    """Return the dates one slip of the hand away, likeliest first: swapped, a digit off, a neighbour."""
    found = [_made(day.year, day.day, day.month)]
    found += [day + timedelta(days=step) for step in (1, -1)]
    found += [_made(day.year + step, day.month, day.day) for step in (1, -1)]
    found += [_made(day.year, day.month + step, day.day) for step in (1, -1) if 1 <= day.month + step <= 12]
    found += [_made(day.year, day.month, day.day + step) for step in (10, -10, 20, -20, 2, -2)
              if 1 <= day.day + step <= 31]  # fmt: skip
    reversed_day = int(f"{day.day:02}"[::-1])
    if 1 <= reversed_day <= 31:
        found.append(_made(day.year, day.month, reversed_day))
    found += [_made(day.year + step, day.month, day.day) for step in (10, -10)]
    return [other for other in dict.fromkeys(found) if other is not None and other != day]
