"""The parts of a service in plain English, as staff read them: where, when, for how much. Pure."""

from collections.abc import Iterable

from wraparound.delivery.directory.content import (
    AccessContent,
    CostContent,
    PlaceContent,
    SessionContent,
    TelephoneContent,
)
from wraparound.delivery.directory.models import Place, Session
from wraparound.delivery.directory.rules import ACCESS
from wraparound.foundation.ui.rules import date_words, telephone_words

DAYS = {
    "MO": "Monday", "TU": "Tuesday", "WE": "Wednesday", "TH": "Thursday", "FR": "Friday", "SA": "Saturday",
    "SU": "Sunday",
}  # fmt: skip
NTH = {
    "1": "first", "2": "second", "3": "third", "4": "fourth", "5": "fifth", "-1": "last",
    "-2": "last but one",
}  # fmt: skip


def in_line(parts: Iterable[str]) -> str:
    """Return what is said of some parts with commas between them."""
    return ", ".join(part for part in parts if part)


def place_words(place: PlaceContent) -> str:
    """Return a place: its name and address, how to get there, which door, what can be counted on there."""
    kind = "" if place.kind == Place.Kind.PHYSICAL else Place.Kind(place.kind).label
    access = "; ".join(access_words(each) for each in place.access)
    said = (
        in_line((place.name, place.lines, place.town, place.county, place.postcode)), kind,
        f"Getting there: {place.getting_there}" if place.getting_there else "",
        f"Which door or room: {place.words}" if place.words else "", f"Access: {access}" if access else "",
    )  # fmt: skip
    return "\n".join(line for line in said if line)


def session_words(session: SessionContent, place: str = "") -> str:
    """Return when it runs: "Monday and Wednesday, 09:30 to 11:00, school terms only, at Library"."""
    days = [_day(code) for code in session.days.split(",") if code]
    hours = [f"{at:%H:%M}" for at in (session.opens_at, session.closes_at) if at]
    alone = "from " if session.opens_at else "until "
    unit = "week" if session.frequency == Session.Frequency.WEEKLY else "month"
    often = f"every {session.interval} {unit}s" if session.interval > 1 else ""
    if unit == "month" and not often and not any(_nth(code) for code in session.days.split(",")):
        often = "every month"
    terms = session.terms
    said = (
        f"{', '.join(days[:-1])} and {days[-1]}" if len(days) > 1 else "".join(days),
        " to ".join(hours) if len(hours) == 2 else alone + hours[0] if hours else "", often,
        "" if terms == Session.Terms.ALWAYS else Session.Terms(terms).label.lower(),
        f"at {place}" if place else "",
        f"from {date_words(session.valid_from)}" if session.valid_from else "",
        f"until {date_words(session.valid_until)}" if session.valid_until else "", session.words,
    )  # fmt: skip
    words = in_line(said)
    return words[:1].upper() + words[1:]


def cost_words(cost: CostContent) -> str:
    """Return what it costs whom: "A family, £3.50"."""
    amount = "" if cost.amount is None else f"£{cost.amount:,.2f}"
    return in_line((cost.option, amount, cost.words))


def number_words(telephone: TelephoneContent) -> str:
    """Return a number as it is said, and what it is for."""
    kind = "" if telephone.kind == "voice" else telephone.kind
    return in_line((telephone_words(telephone.number), kind, telephone.words))


def access_words(access: AccessContent) -> str:
    """Return what can be counted on."""
    named = ACCESS.get(access.code, access.code)
    return f"{named} ({access.words})" if access.words else named


def _nth(code: str) -> str:
    return NTH.get(code.strip()[:-2], "")


def _day(code: str) -> str:
    code = code.strip()
    day = DAYS.get(code[-2:], code)
    return f"the {_nth(code)} {day} of the month" if _nth(code) else day
