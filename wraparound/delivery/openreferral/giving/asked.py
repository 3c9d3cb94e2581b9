"""What may be asked of the lists: each parameter with its words, its bounds and how it is read."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.dateparse import parse_date, parse_datetime

from wraparound.foundation.area.rules import normal_postcode
from wraparound.foundation.ui.problems import Problem

USUAL, MOST = 50, 500
"""How many things a page holds when nobody says, and at most."""
MOST_PAGES = 1_000_000
LONGEST_SEARCH = 200
FARTHEST = 1_000_000
"""Metres."""
DAYS = {"MO": "monday", "TU": "tuesday", "WE": "wednesday", "TH": "thursday", "FR": "friday",
        "SA": "saturday", "SU": "sunday"}  # fmt: skip
TRUE, FALSE = ("true", "1", "yes"), ("false", "0", "no")


class Wrong(ValueError):
    """A value that cannot be asked for; the message says what can."""


@dataclass(frozen=True)
class Parameter:
    """One thing that may be asked: `read` gives its value or raises `Wrong`; `schema` describes it."""

    name: str
    words: str
    read: Callable[[str], Any]
    schema: dict[str, Any]


def read(query: QueryDict, parameters: Iterable[Parameter]) -> dict[str, Any]:
    """Return what is asked, by name; what is left empty is not asked, what we do not know is not looked at.

    Raises `Problem` (400) naming every field that is wrong.
    """
    asked: dict[str, Any] = {}
    wrong = []
    for parameter in parameters:
        given = [value for value in query.getlist(parameter.name) if value.strip()]
        try:
            if len(given) > 1:
                raise Wrong("Send this once.")
            if given:
                asked[parameter.name] = parameter.read(_plain(given[0].strip()))
        except Wrong as error:
            wrong.append({"field": parameter.name, "problem": str(error)})
    if "proximity" in asked and "postcode" not in asked and not any(w["field"] == "postcode" for w in wrong):
        wrong.append({"field": "postcode", "problem": "Send the postcode that proximity is measured from."})
    if wrong:
        raise Problem("unreadable", "Some of what you asked for is not as it should be.", wrong)
    return asked


def _plain(value: str) -> str:
    if "\x00" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
        raise Wrong("It has signs in it that are no text.")
    return value


def _whole(least: int, most: int) -> Callable[[str], int]:
    def read_whole(value: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", value) or not least <= int(value) <= most:
            raise Wrong(f"Send a whole number from {least} to {most}.")
        return int(value)

    return read_whole


def _number(most: int) -> Callable[[str], Decimal]:
    def read_number(value: str) -> Decimal:
        try:
            found = Decimal(value) if len(value) <= 12 else None
        except InvalidOperation:
            found = None
        if found is None or not found.is_finite() or not 0 <= found <= most:
            raise Wrong(f"Send a number from 0 to {most}.")
        return found

    return read_number


def _switch(value: str) -> bool:
    if value.lower() not in TRUE + FALSE:
        raise Wrong("Send true or false.")
    return value.lower() in TRUE


def _key(value: str) -> UUID:
    try:
        return UUID(value)
    except ValueError as error:
        raise Wrong("Send an id: a UUID.") from error


def _time(value: str) -> time:
    found = re.fullmatch(r"([01][0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9]))?", value)
    if not found:
        raise Wrong("Send a time such as 09:30.")
    hour, minute, second = (int(part or 0) for part in found.groups())
    return time(hour, minute, second)


def _day(value: str) -> str:
    for code, name in DAYS.items():
        if value.lower() in (code.lower(), name[:3], name):
            return code
    raise Wrong("Send a day: MO, TU, WE, TH, FR, SA or SU.")


def _instant(value: str) -> datetime:
    """Read a date or a time; in an address a + may have arrived as a space. Without a zone it is UTC."""
    value = re.sub(r" (\d{2}:?\d{2})$", r"+\1", value)
    try:
        day = parse_date(value)
        found = parse_datetime(value) if day is None else datetime(day.year, day.month, day.day, tzinfo=UTC)
        if found is not None:
            found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        found = None
    if found is None or not 1900 <= found.year <= 9998:
        raise Wrong("Send a date or a time such as 2026-03-01T09:30:00Z.")
    return found


def _postcode(value: str) -> str:
    found = normal_postcode(value)
    if not re.fullmatch(r"[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}", found):
        raise Wrong("Send a whole postcode such as SW1A 1AA.")
    return found


def _search(value: str) -> str:
    if len(value) > LONGEST_SEARCH:
        raise Wrong(f"Send {LONGEST_SEARCH} signs at most.")
    return value


def _format(value: str) -> str:
    if value.lower() not in ("json", "ndjson"):
        raise Wrong("Send json or ndjson.")
    return value.lower()


_ID, _SWITCH = {"type": "string", "format": "uuid"}, {"type": "boolean"}
_CLOCK, _AGE = {"type": "string", "example": "09:30"}, {"type": "number", "minimum": 0, "maximum": 200}
PAGING = [
    Parameter("page", "The number of the page, from 1.", _whole(1, MOST_PAGES),
              {"type": "integer", "minimum": 1, "maximum": MOST_PAGES, "default": 1}),
    Parameter("per_page", "How many things a page holds.", _whole(1, MOST),
              {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}),
]  # fmt: skip
FORMS = [
    Parameter("format", "json, or ndjson: everything at once, one thing a line.", _format,
              {"type": "string", "enum": ["json", "ndjson"], "default": "json"}),
    Parameter("full", "Give each thing whole.", _switch, _SWITCH),
    Parameter("minimal", "Give only ids and when each last changed.", _switch, _SWITCH),
    Parameter("modified_after", "Only what changed at this time or later, services that ended among it.",
              _instant, {"type": "string", "format": "date-time"}),
]  # fmt: skip
OF_SERVICES = [
    Parameter("search", "Every one of these words stands in the entry.", _search,
              {"type": "string", "maxLength": LONGEST_SEARCH}),
    Parameter("taxonomy_term_id", "Services with this term.", _key, _ID),
    Parameter("taxonomy_id", "Services with any term of this taxonomy.", _key, _ID),
    Parameter("organization_id", "Services of this organisation.", _key, _ID),
    Parameter("minimum_age", "Services whose minimum age is this or more.", _number(200), _AGE),
    Parameter("maximum_age", "Services whose maximum age is this or less.", _number(200), _AGE),
    Parameter("start_time", "Services with a session that begins at this time or later.", _time, _CLOCK),
    Parameter("end_time", "Services with a session that ends at this time or earlier.", _time, _CLOCK),
    Parameter("day", "Services with a session on this day. Day and times are of one session.", _day,
              {"type": "string", "enum": list(DAYS)}),
    Parameter("postcode", "Services that somebody who lives here can have.", _postcode, {"type": "string"}),
    Parameter("proximity", "Metres from the middle of the postcode.", _number(FARTHEST),
              {"type": "number", "minimum": 0, "maximum": FARTHEST}),
]  # fmt: skip
OF_ORGANISATIONS = [
    OF_SERVICES[0],
    Parameter("full_service", "Give each organisation with its services whole.", _switch, _SWITCH),
]
