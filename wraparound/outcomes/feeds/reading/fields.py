"""Reading the text of one field: what it says, or what is wrong with it and the way out."""

import re
import unicodedata
from datetime import date, datetime

from wraparound.outcomes.finding.engine import numbers, places

ISO = "Write it as year, month, day: 2019-03-04."


class Unreadable(Exception):
    """A field cannot be read: what is wrong, and the way out."""

    def __init__(self, what: str, way_out: str) -> None:
        super().__init__(what)
        self.what, self.way_out = what, way_out


_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060\ufeff\ud800-\udfff]+")


def clean(text: str) -> str:
    """Return a cell without control signs and doubled spaces, in the composed form."""
    text = text.strip()
    if text.isascii() and text.isprintable() and "  " not in text:
        return text
    text = unicodedata.normalize("NFC", _CONTROL.sub(" ", text))
    return " ".join(text.split())


def day(text: str, pattern: str = "") -> date:
    """Return an ISO date (a time after it is dropped), or one written as the mapping says."""
    try:
        if pattern:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a date has no zone
        if len(text) > 10 and text[10] in "T ":
            text = text[:10]
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}|\d{8}", text):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise Unreadable(f"“{text[:30]}” is not a date.", ISO) from None


def past_day(text: str, today: date, pattern: str = "") -> date:
    """Return a date that is not in the future and not before 1900."""
    found = day(text, pattern)
    if found.year < 1900:
        raise Unreadable(f"{found.isoformat()} is before 1900.", "Check the year.")
    if found > today:
        raise Unreadable(f"{found.isoformat()} is in the future.", "Check the year.")
    return found


def birth(text: str, today: date, pattern: str = "") -> tuple[date | None, int | None]:
    """Return a birth date, or only the year when only the year (or the year and month) is known."""
    if match := re.fullmatch(r"(\d{4})(?:-(\d{2}))?(?:-00)?", text):
        year = int(match.group(1))
        if 1900 <= year <= today.year:
            return None, year
        raise Unreadable(f"{year} cannot be a birth year.", "Check the year.")
    try:
        return past_day(text, today, pattern), None
    except Unreadable as error:
        if "future" in error.what:
            raise Unreadable(
                error.what, "For an unborn child leave it empty and fill expected_date."
            ) from None
        raise


def expected(text: str, today: date, pattern: str = "") -> date:
    """Return the date on which a child is expected: at most ten months ahead."""
    found = day(text, pattern)
    if not -400 <= (found - today).days <= 310:
        raise Unreadable(
            f"{found.isoformat()} is too far off for a child who is expected.", "Check the year."
        )
    return found


STATUSES = {
    "claimed": "claimed", "documented": "documented", "verified": "documented", "assessed": "assessed",
    "disputed": "disputed", "expected": "expected",
}  # fmt: skip
SEXES = {
    "m": "M", "male": "M", "boy": "M", "1": "M", "f": "F", "female": "F", "girl": "F", "2": "F", "u": "U",
    "unknown": "U", "not known": "U", "not specified": "U", "x": "U", "i": "U", "0": "U", "9": "U",
}  # fmt: skip


def status(text: str) -> str:
    """Return how sure a birth date is."""
    if found := STATUSES.get(text.lower()):
        return found
    words = "Use claimed, documented, assessed, disputed or expected."
    raise Unreadable(f"“{text[:30]}” is not a status of a birth date.", words)


def sex(text: str) -> str:
    """Return M, F or U."""
    if found := SEXES.get(text.lower()):
        return found
    raise Unreadable(f"“{text[:30]}” is not a sex that we know.", "Use M, F or U (not known).")


def postcode(text: str) -> str:
    """Return a whole postcode with one space."""
    if found := places.postcode(text):
        return found
    raise Unreadable(f"“{text[:30]}” is not a whole postcode.", "Write it like SK9 1AB, or leave it empty.")


def telephone(text: str) -> str:
    """Return a number as written, when there is enough of it to ring."""
    if len(re.sub(r"\D", "", text)) >= 6 and len(text) <= 30:
        return text
    raise Unreadable("There is too little or too much of it to ring.", "Give one number, with its area code.")


def nhs(text: str) -> tuple[str, bool]:
    """Return an NHS number and whether its check digit holds: a failing one is kept and flagged."""
    if value := numbers.nhs(text):
        return value, numbers.nhs_number.is_valid(value)
    raise Unreadable("It does not have ten digits.", "Give all ten digits, or leave it empty.")


def upn(text: str) -> tuple[str, bool]:
    """Return a unique pupil number and whether its check letter holds."""
    if value := numbers.upn(text):
        return value, numbers.pupil_number.is_valid(value)
    raise Unreadable("It is not a letter, eleven digits and a digit or letter.", "Give all thirteen signs.")


_NO_HOME = re.compile(r"\b(no fixed (abode|address)|nfa|homeless|of no fixed)\b", re.IGNORECASE)
_LEFT = re.compile(
    r"\b(left|moved (out of|from)|now outside|living outside) (england|the uk|uk)\b|"
    r"\b(moved|gone|living) (abroad|overseas)\b",
    re.IGNORECASE,
)
NO_HOME_POSTCODE, UNKNOWN_POSTCODE = "ZZ99 3VZ", "ZZ99 3WZ"
ELSEWHERE = frozenset(
    ("AB", "DD", "EH", "FK", "G", "HS", "IV", "KA", "KW", "KY", "ML", "PA", "PH", "ZE", "BT", "CF", "LD",
     "LL", "NP", "SA", "IM", "JE", "GY")
)  # fmt: skip
"""Postcode areas that lie wholly outside England."""


def kind_of_home(lines: str, code: str) -> str:
    """Return what an address means: a home, no fixed address, or that the child left England."""
    if code == NO_HOME_POSTCODE or _NO_HOME.search(lines):
        return "no_fixed"
    area = re.match(r"[A-Z]*", code)
    pseudo = code.startswith("ZZ99") and code not in (NO_HOME_POSTCODE, UNKNOWN_POSTCODE)
    if pseudo or _LEFT.search(lines) or (area and area.group() in ELSEWHERE):
        return "left_england"
    return "home"
