"""What everyday words say of an age, a day, a time, the school holidays or the cost. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from wraparound.delivery.taxonomy.stems import APOSTROPHES, folded

NUMBERS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
NUMBER = rf"(\d{{1,2}}|{'|'.join(NUMBERS[1:])})"
YEARS = r"(?:yr|yrs|year|years|yo|y o|y|latek|latka|lat)"
OTHER_UNITS = r"(?:hours|hrs|weeks|days|am|pm)"
AGES = (
    (rf"\b{NUMBER} ?(?:mth|mths|month|months|mo|m o|mnth|mnths)\b", "months"),
    (rf"\b{NUMBER} ?(?:wk|wks|week|weeks) old\b", "weeks"),
    (rf"\b(?:under|below|u) ?{NUMBER}s?\b", "under"),
    (rf"\b{NUMBER} ?(?:\+|plus|and over|or over)", "over"),
    (rf"\b{NUMBER} ?(?:to|-) ?{NUMBER} ?{YEARS}\b", "between"),
    (rf"\b(?:aged?|im|am|hes|shes|is|turning|turned|nearly) {NUMBER}\b(?! ?{OTHER_UNITS})", "years"),
    (rf"\b{NUMBER} ?{YEARS}\b", "years"),
    (rf"\b(?:yr|year) {NUMBER}\b", "school year"),
    (rf"\b(?:and|gay and|boy|girl|son|daughter) {NUMBER}\b", "years"),
)  # fmt: skip
"""Patterns, the first that fits counts, and what their number is."""
NAMED_AGES = {
    r"\b(?:newborn|new born)s?\b": (0.0, 0.3), r"\bbab(?:y|ies|ys)\b": (0.0, 1.5),
    r"\btoddlers?\b": (1.0, 3.0), r"\b(?:pre ?school(?:er)?s?)\b": (2.0, 4.0),
    r"\bteen(?:ager)?s?\b": (13.0, 17.0), r"\bsixth form\b": (16.0, 18.0),
}  # fmt: skip
DAYS = {
    "MO": r"\bmon(?:day)?s?\b", "TU": r"\btue(?:s|sday)?s?\b", "WE": r"\bwed(?:s|nesday)?s?\b",
    "TH": r"\bthu(?:r|rs|rsday)?s?\b", "FR": r"\bfri(?:day)?s?\b",
    "SA": r"\bsat(?:urday)?s?\b|\bsobot[aey]\b", "SU": r"\bsun(?:day)?s?\b|\bniedziel[aey]\b",
}  # fmt: skip
DAY_NAMES = {
    "MO": "Monday", "TU": "Tuesday", "WE": "Wednesday", "TH": "Thursday", "FR": "Friday", "SA": "Saturday",
    "SU": "Sunday",
}  # fmt: skip
WEEKENDS = re.compile(r"\bweek ?ends?\b")
PARTS = {
    "morning": re.compile(r"\bmornings?\b"),
    "afternoon": re.compile(r"\bafternoons?\b"),
    "evening": re.compile(r"\bevenings?\b|\bafter work\b|\bnights?\b(?! feed)"),
}
EARLY = re.compile(
    rf"\b(?:before|by|from|for|opens? at) {NUMBER}(?: ?am)?\b(?! ?(?:year|yr|month|hour|hr|s\b))"
)
HOLIDAYS = re.compile(
    r"\bhalf ?terms?\b|\b(?:summer|easter|christmas|school|feb|october|may) (?:holidays?|hols?|break)\b"
    r"|\bhols\b|\bsix weeks\b|\bin august\b|\bin july\b|\bsummer club\b"
)
TERM = re.compile(r"\bterm ?time\b|\bin term\b")
FREE = re.compile(
    r"\bfree(?! ?(?:school meals?|hours?|hrs?))\b|\bno cost\b|\bcheap\b|\blow cost\b"
    r"|\bfor nothing\b|\bcant afford\b"
)
NEAR = re.compile(
    r"\bnear(?:by| me| here| us)?\b|\bround here\b|\baround here\b|\blocal(?:ly)?\b|\bclose by\b"
)
POSTCODE = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?) ?(\d[a-z]{2})\b")
YOUNG = re.compile(
    r"\b(?:im|i am) (?:\d{2}|thirteen|fourteen|fifteen|sixteen|seventeen)\b|\bmy mate\b"
    r"|\bwithout my (?:mum|dad|parents)\b|\bmy (?:mum|dad|parents|nan|bro|brothers?|sister)\b"
    r"|\bi (?:feel|hate)\b"
)  # fmt: skip
LIMIT = 17
"""Ages above it are taken as something else: 30 hours, 24 hours."""


@dataclass
class Meaning:
    """What was made of the words, beside the kind of service."""

    ages: tuple[float, float] | None = None
    """The lowest and highest age in years of the child or children who are meant."""
    days: frozenset[str] = frozenset()
    part: str = ""
    before: int | None = None
    """It shall be open at this minute of the day: 480 is 8:00."""
    terms: str = ""
    is_free: bool = False
    languages: frozenset[str] = frozenset()
    is_near: bool = False
    postcode: str = ""
    is_young: bool = False
    said: list[str] = field(default_factory=list)
    """The same in words for the page."""
    rest: str = ""
    """The words without those that were used up here."""


def plain(text: str) -> str:
    """Return a text in lower case without accents and apostrophes, other signs as spaces but + and -."""
    return re.sub(r"[^a-z0-9+\-]+", " ", folded(text.translate(APOSTROPHES))).strip()


def understood(text: str, languages: Mapping[str, str]) -> Meaning:
    """Return what `text` says of age, day, time, cost and language; `languages` are their codes by name."""
    found = Meaning(rest=plain(text))
    _postcode(found)
    _ages(found)
    _days(found)
    _times(found)
    for name, code in languages.items():
        if re.search(rf"\b{re.escape(plain(name))}\b", found.rest):
            found.languages |= {code}
            found.said.append(f"in {name}")
    text = found.rest
    found.is_free, found.is_near, found.is_young = (bool(each.search(text)) for each in (FREE, NEAR, YOUNG))
    if found.is_free:
        found.said.append("free or cheap")
    return found


def _postcode(found: Meaning) -> None:
    if match := POSTCODE.search(found.rest):
        found.postcode = f"{match[1]} {match[2]}".upper()
        found.rest = found.rest.replace(match[0], " ")


def _ages(found: Meaning) -> None:
    for pattern, what in AGES:
        if (match := re.search(pattern, found.rest)) and (ages := _range(what, match)):
            found.ages = ages
            found.rest = f"{found.rest[: match.start()]} {found.rest[match.end() :]}"
            break
    else:
        named = (ages for pattern, ages in NAMED_AGES.items() if re.search(pattern, found.rest))
        found.ages = next(named, None)
    if found.ages:
        found.said.append(_said(found.ages))


def _range(what: str, match: re.Match[str]) -> tuple[float, float] | None:
    """Return the ages that a number stands for, or None where it cannot be one of a child."""
    number = _number(match[1])
    low, high = {
        "months": (number / 12, number / 12), "weeks": (number / 52, number / 52),
        "under": (0.0, max(number - 1.0, 0.5)), "over": (float(number), float(number)),
        "between": (float(number), float(_number(match[match.lastindex or 1]))),
        "years": (float(number), float(number)), "school year": (number + 5.0, number + 5.0),
    }[what]  # fmt: skip
    if what == "school year" and number > 13:
        return None
    return (low, high) if 0 <= low <= high and high <= (25 if what != "under" else LIMIT) else None


def _number(text: str) -> int:
    return int(text) if text.isdigit() else NUMBERS.index(text)


def _said(ages: tuple[float, float]) -> str:
    low, high = ages
    if high < 2:
        return "for a baby" if low < 1 and high > low else f"for a child of {round(high * 12)} months"
    return f"for a child of {low:g}" if low == high else f"for children of {low:g} to {high:g}"


def _days(found: Meaning) -> None:
    days = {day for day, pattern in DAYS.items() if re.search(pattern, found.rest)}
    if days:
        found.said.append("on " + " and ".join(DAY_NAMES[day] for day in DAYS if day in days))
    if WEEKENDS.search(found.rest):
        days |= {"SA", "SU"}
        found.said.append("at weekends")
    found.days = frozenset(days)


def _times(found: Meaning) -> None:
    for part, pattern in PARTS.items():
        if pattern.search(found.rest):
            found.part = part
            found.said.append(f"in the {part}")
    if (match := EARLY.search(found.rest)) and 5 <= _number(match[1]) <= 10:
        found.before = _number(match[1]) * 60
        found.said.append(f"open by {_number(match[1])}:00")
    if HOLIDAYS.search(found.rest):
        found.terms = "holidays"
        found.said.append("in the school holidays")
    elif TERM.search(found.rest):
        found.terms = "term"
        found.said.append("in term time")
