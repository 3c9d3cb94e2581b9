"""What is asked of the directory and what is found; what a confidential service may never hold. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from wraparound.delivery.directory.content import Content

NOT_FOUND = "We could not find that service."

PUBLIC_STATUSES = ("active", "temporarily closed")
"""What a family finds: running, or closed for a time; never what has gone."""

ACCESS = {
    "step_free": "Step-free",
    "accessible_toilet": "Accessible toilet",
    "changing_place": "Changing Places toilet",
    "hearing_loop": "Hearing loop",
    "sign_language": "Sign language",
    "quiet_room": "Quiet room",
    "parking": "Parking for Blue Badge holders",
    "pushchair": "Room for pushchairs",
    "assistance_dogs": "Assistance dogs welcome",
    "easy_read": "Easy-read information",
}
"""What can be asked for and said of a place or a service, in the order that forms show it."""


@dataclass(frozen=True)
class Asked:
    """What somebody asks: words as they say them, and what the form narrows it to. All may be empty."""

    words: str = ""
    postcode: str = ""
    locality: str = ""
    """The code of a locality, district or ward: services there, and those that go everywhere."""
    within_metres: int | None = None
    age: Decimal | None = None
    """Of the child, in years; half a year is 0.5."""
    kind: str = ""
    need: str = ""
    topic: str = ""
    """Codes of terms."""
    day: str = ""
    """MO to SU."""
    part: str = ""
    """morning, afternoon or evening."""
    terms: str = ""
    """term or holidays."""
    on: date | None = None
    """A day of the calendar: what runs then, by its dates, its weeks and the school terms."""
    is_free: bool = False
    at_most: int | None = None
    """The most, in pounds, that the least of its costs may be; where nobody said a price it is left out."""
    language: str = ""
    """A code of `queries.languages`."""
    access: frozenset[str] = frozenset()
    """Codes of `ACCESS`; all of them are wanted."""
    young: bool = False
    """Only what young people may come to by themselves."""
    professional: bool = False
    """Asked by somebody signed in as a professional: what only they find is found too."""


@dataclass(frozen=True)
class Hit:
    """One service found. `metres` is the straight line to its nearest place; None without one."""

    listing_id: int
    score: float
    metres: int | None
    why: tuple[str, ...]
    """Short reasons in words: "nurseries and pre-schools", "on Saturday"."""


@dataclass(frozen=True)
class Spot:
    """A place that was asked from, on the national grid in metres."""

    easting: int
    northing: int
    label: str


@dataclass(frozen=True)
class Found:
    """Everything that was found, the best first; pages slice `hits`."""

    hits: tuple[Hit, ...]
    place: Spot | None = None
    respelt: str = ""
    """What the words were taken as where they were misspelt; empty when they were taken as they stand."""
    understood: tuple[str, ...] = ()
    """What was made of the words beside the kind: "for a child of 3", "on Saturday", "free"."""
    kinds: tuple[tuple[str, str, int], ...] = ()
    """Kinds to offer for narrowing: code, name, how many of the hits; the most first."""
    problem: str = ""
    """What could not be used, in words: a postcode that nobody knows."""

    @property
    def total(self) -> int:
        """Return how many were found."""
        return len(self.hits)


class Refused(ValueError):
    """A service cannot be kept as it was said; `field` names the part, `words` say what is wrong there."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(f"{field}: {words}")
        self.field, self.words = field, words


POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b", re.IGNORECASE)
STREET = re.compile(
    r"\b\d+[a-z]?,?\s+(?:[\w'’]+\s+){1,2}(?:street|road|avenue|lane|crescent|terrace|st|rd|ave)\b",
    re.IGNORECASE,
)
NAMED = re.compile(
    r"\b\d+[a-z]?,?\s+(?:[A-Z][\w'’]+\s+){1,3}"
    r"(?:Close|Drive|Way|Court|Place|Gardens?|Grove|Square|Row|Hill|Park|Walk|Mews|View|House)\b"
)
"""Words that are as often no street: only in capitals are they one."""
ON_A_MAP = re.compile(
    r"-?\d{1,2}\.\d{3,}\s*,\s*-?\d{1,2}\.\d{3,}|///\w+\.\w+\.\w+|what3words|w3w\.co"
    r"|maps\.|/maps|openstreetmap|streetmap|goo\.gl",
    re.IGNORECASE,
)
ON_THE_GRID = re.compile(r"\b[HNOST][A-Z]\s?(?:\d{3}\s?\d{3}|\d{4}\s?\d{4}|\d{5}\s?\d{5})\b")
WHERE = (POSTCODE, STREET, NAMED, ON_A_MAP, ON_THE_GRID)


def tells_where(text: str) -> bool:
    """Say whether a text holds a postcode, a house in a street, or a point of a map."""
    return any(pattern.search(text) for pattern in WHERE)


def check_confidential(content: Content) -> None:
    """Pass a service that is not confidential, or one of which nothing says where it is.

    Raises `Refused` with the field named: nothing is ever taken out silently.
    """
    if not content.is_confidential:
        return
    if content.places:
        raise Refused("places", "A confidential service has no place and no address. Take the places out.")
    for at, session in enumerate(content.sessions):
        if session.place is not None:
            raise Refused(f"sessions.{at}.place", "A confidential service has no session at a place.")
    for path, text in texts(content):
        if tells_where(text):
            raise Refused(path, "This says where a confidential service is. Take out the address or map.")


DAYS = {
    "WEEKLY": re.compile(r"^(?:(?:MO|TU|WE|TH|FR|SA|SU)(?:,|$))*$"),
    "MONTHLY": re.compile(r"^(?:(?:[1-5]|-[1-2])(?:MO|TU|WE|TH|FR|SA|SU)(?:,|$))*$"),
}


def check_sessions(content: Content) -> None:
    """Pass sessions whose days and hours can be; raise `Refused` otherwise."""
    for at, session in enumerate(content.sessions):
        pattern = DAYS.get(session.frequency)
        if pattern is None:
            raise Refused(f"sessions.{at}.frequency", "Say WEEKLY or MONTHLY.")
        if session.days.endswith(",") or not pattern.match(session.days):
            raise Refused(f"sessions.{at}.days", "Say days like MO,WE, or for months like 1SA,-1FR.")
        if session.interval < 1:
            raise Refused(f"sessions.{at}.interval", "Say 1 or more.")
        if session.opens_at and session.closes_at and session.opens_at >= session.closes_at:
            raise Refused(f"sessions.{at}.closes_at", "It must close after it opens.")
        if session.valid_from and session.valid_until and session.valid_from > session.valid_until:
            raise Refused(f"sessions.{at}.valid_until", "It must end after it begins.")
        if session.place is not None and not 0 <= session.place < len(content.places):
            raise Refused(f"sessions.{at}.place", "There is no such place.")


def check_content(content: Content) -> None:
    """Pass a service that can be kept; raise `Refused` with the field named."""
    check_confidential(content)
    check_sessions(content)
    if not content.name.strip():
        raise Refused("name", "Say what it is called.")
    if not content.organisation.name.strip():
        raise Refused("organisation.name", "Say who gives it.")
    low, high = content.minimum_age, content.maximum_age
    if low is not None and high is not None and low > high:
        raise Refused("maximum_age", "The highest age is below the lowest.")


def texts(part: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Return every text of a content with its path, such as `sessions.0.words`."""
    if isinstance(part, str):
        yield path, part
    elif is_dataclass(part):
        for field in fields(part):
            yield from texts(getattr(part, field.name), f"{path}.{field.name}".lstrip("."))
    elif isinstance(part, tuple):
        for at, each in enumerate(part):
            yield from texts(each, f"{path}.{at}")
