"""The parts of an entry as lines of text, one a part, and back: cells of a CSV, and what an approver reads.

A line is made of values with “ | ” between them; what is empty at its end is left out.
"""

from collections.abc import Callable
from datetime import time
from decimal import Decimal, InvalidOperation
from typing import Any

from wraparound.delivery.directory.content import (
    Content,
    CostContent,
    CoverageContent,
    LanguageContent,
    PlaceContent,
    SessionContent,
    TelephoneContent,
    TermContent,
)
from wraparound.delivery.directory.rules import Refused

BAR = " | "


def joined(*values: Any) -> str:
    """Return values as a line; a bar or a new line inside one would be read as two and becomes a slash."""
    texts = ["" if value is None else str(value) for value in values]
    texts = [" ".join(text.replace("|", "/").split()) for text in texts]
    while texts and not texts[-1]:
        texts.pop()
    return BAR.join(texts)


def _place(part: PlaceContent, _: Content) -> str:
    return joined(
        part.name, part.lines, part.town, part.county, part.postcode, part.getting_there, part.words
    )


def _session(part: SessionContent, content: Content) -> str:
    hours = "-".join(f"{at:%H:%M}" if at else "" for at in (part.opens_at, part.closes_at)).strip("-")
    often = "" if (part.frequency, part.interval) == ("WEEKLY", 1) else f"{part.frequency} {part.interval}"
    place = content.places[part.place].name if part.place is not None else ""
    terms = "" if part.terms == "always" else part.terms
    return joined(part.days, hours, terms, place, part.words, often, part.valid_from, part.valid_until)


def _telephone(part: TelephoneContent, _: Content) -> str:
    return joined(part.number, part.words, "" if part.kind == "voice" else part.kind)


def _cost(part: CostContent, _: Content) -> str:
    return joined("" if part.amount is None else f"{part.amount:.2f}", part.option, part.words)


WRITERS: dict[str, Callable[[Any, Content], str]] = {
    "places": _place,
    "sessions": _session,
    "telephones": _telephone,
    "costs": _cost,
    "languages": lambda part, _: joined(part.code, part.name, part.words),
    "access": lambda part, _: joined(part.code, part.words),
    "coverage": lambda part, _: joined(part.footprint, part.words),
    "terms": lambda part, _: joined(part.taxonomy, part.code),
    "translations": lambda part, _: joined(part.language, part.name, part.summary),
}
"""How each part is written as a line."""


def _parts(line: str, most: int, field: str) -> list[str]:
    values = [value.strip() for value in line.split("|")]
    if len(values) > most:
        raise Refused(field, f"“{line}” has more than {most} values between its bars.")
    return [*values, *[""] * (most - len(values))]


def read_place(line: str, _: list[str]) -> PlaceContent:
    """Return a place: name, street, town, county, postcode, how to get there, what is particular there."""
    name, street, town, county, postcode, getting_there, words = _parts(line, 7, "places")
    return PlaceContent(
        name=name, lines=street, town=town, county=county, postcode=postcode, getting_there=getting_there,
        words=words,
    )  # fmt: skip


def read_session(line: str, places: list[str]) -> SessionContent:
    """Return a session: days, hours (09:30-11:00), term or holidays, the name of the place, words."""
    days, hours, terms, place, words, often, first, last = _parts(line, 8, "sessions")
    opens, _, closes = hours.partition("-")
    if place and place not in places:
        raise Refused("sessions", f"“{place}” is not the name of one of the places.")
    if often or first or last:
        raise Refused("sessions", f"“{line}”: change dates and rarer days on the page of the entry.")
    return SessionContent(
        days=days.upper().replace(" ", ""), opens_at=_hour(opens), closes_at=_hour(closes),
        terms=terms or "always", place=places.index(place) if place else None, words=words,
    )  # fmt: skip


def read_telephone(line: str, _: list[str]) -> TelephoneContent:
    """Return a telephone number: number, words, kind."""
    number, words, kind = _parts(line, 3, "telephones")
    return TelephoneContent(number=number, words=words, kind=kind or "voice")


def read_cost(line: str, _: list[str]) -> CostContent:
    """Return a cost: amount in pounds, for whom, words."""
    amount, option, words = _parts(line, 3, "costs")
    try:
        pounds = Decimal(amount.lstrip("£")) if amount else None
    except InvalidOperation as error:
        raise Refused("costs", f"“{amount}” is not an amount in pounds, like 3.50.") from error
    return CostContent(amount=pounds, option=option, words=words)


def read_language(line: str, _: list[str]) -> LanguageContent:
    """Return a language: code, name, words."""
    code, name, words = _parts(line, 3, "languages")
    return LanguageContent(code=code, name=name or code, words=words)


def read_coverage(line: str, _: list[str]) -> CoverageContent:
    """Return where somebody must live: the code of a footprint, words."""
    footprint, words = _parts(line, 2, "coverage")
    return CoverageContent(footprint=footprint, words=words)


def read_term(line: str, _: list[str]) -> TermContent:
    """Return a term: list, code."""
    taxonomy, code = _parts(line, 2, "terms")
    return TermContent(taxonomy=taxonomy, code=code)


READERS: dict[str, Callable[[str, list[str]], Any]] = {
    "places": read_place,
    "sessions": read_session,
    "telephones": read_telephone,
    "costs": read_cost,
    "languages": read_language,
    "coverage": read_coverage,
    "terms": read_term,
}
"""How a line is read; the names of the places are given, in their order."""


def _hour(text: str) -> time | None:
    if not text.strip():
        return None
    try:
        return time.fromisoformat(text.strip())
    except ValueError as error:
        raise Refused("sessions", f"“{text}” is not a time, like 09:30.") from error
