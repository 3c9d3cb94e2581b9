"""The parts of an entry as lines of text, one a part, and back: cells of a CSV.

A line is made of values with “ | ” between them; what is empty at its end is left out.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any

from wraparound.delivery.directory.content import (
    AccessContent,
    Content,
    CostContent,
    CoverageContent,
    LanguageContent,
    PlaceContent,
    SessionContent,
    TelephoneContent,
    TranslationContent,
)
from wraparound.delivery.directory.rules import Refused

BAR = " | "
ESCAPE = re.compile(r"\\(.)", re.DOTALL)


def joined(*values: Any) -> str:
    """Return values as a line. A bar, a new line or a backslash inside one is written behind a backslash.

    What is empty at the end is left out; where nothing is said at all a bar says that there is a part.
    """
    texts = [escaped("" if value is None else str(value)) for value in values]
    while texts and not texts[-1]:
        texts.pop()
    return BAR.join(texts).strip() or BAR.strip()


def escaped(text: str, marks: str = "|") -> str:
    """Return a text in which no sign that parts a line stands by itself."""
    for sign, name in (
        ("\\", "\\\\"),
        ("\n", "\\n"),
        ("\r", "\\r"),
        *((each, f"\\{each}") for each in marks),
    ):
        text = text.replace(sign, name)
    return text


def plain(text: str) -> str:
    """Return a text as it was before it was written into a line."""
    return ESCAPE.sub(lambda found: {"n": "\n", "r": "\r"}.get(found[1], found[1]), text)


def parted(text: str, mark: str = "|") -> list[str]:
    """Return what stands between marks that have no backslash before them."""
    found = [""]
    for piece in re.findall(r"\\.|[^\\]|\\$", text, re.DOTALL):
        if piece == mark:
            found.append("")
        else:
            found[-1] += piece
    return [each.strip() for each in found]


def place_names(places: Iterable[PlaceContent]) -> list[str]:
    """Return what each place is called in the line of a session: one of a name that was said is numbered."""
    found: list[str] = []
    for place in places:
        name, number = place.name, 2
        while name in found:
            name, number = f"{place.name} #{number}", number + 1
        found.append(name)
    return found


def _place(part: PlaceContent, _: Content) -> str:
    kind = "" if part.kind == "physical" else part.kind
    access = "; ".join(
        ": ".join(escaped(said, ";:") for said in (each.code, each.words) if said) for each in part.access
    )
    return joined(
        part.name, part.lines, part.town, part.county, part.postcode, part.getting_there, part.words, kind,
        access,
    )  # fmt: skip


def _session(part: SessionContent, content: Content) -> str:
    hours = "-".join(_said(at) for at in (part.opens_at, part.closes_at)).removesuffix("-")
    often = "" if (part.frequency, part.interval) == ("WEEKLY", 1) else f"{part.frequency} {part.interval}"
    place = place_names(content.places)[part.place] if part.place is not None else ""
    terms = "" if part.terms == "always" else part.terms
    return joined(part.days, hours, terms, place, part.words, often, part.valid_from, part.valid_until)


def _said(at: time | None) -> str:
    return "" if at is None else f"{at:%H:%M}" if not at.second and not at.microsecond else at.isoformat()


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
    "translations": lambda part, _: joined(
        part.language, part.name, part.summary, part.description, part.how_to
    ),
}
"""How each part is written as a line."""


def _parts(line: str, most: int, field: str) -> list[str]:
    values = [plain(value) for value in parted(line)]
    if len(values) > most and not any(values[most:]):
        values = values[:most]
    if len(values) > most:
        raise Refused(field, f"“{line}” has more than {most} values between its bars.")
    return [*values, *[""] * (most - len(values))]


def read_place(line: str, _: list[str]) -> PlaceContent:
    """Return a place: name, street, town, county, postcode, how to get there, which door, kind, access."""
    name, street, town, county, postcode, getting_there, words, kind, access = _parts(line, 9, "places")
    return PlaceContent(
        name=name, lines=street, town=town, county=county, postcode=postcode, getting_there=getting_there,
        words=words, kind=kind or "physical",
        access=tuple(_access(each) for each in parted(access, ";") if each),
    )  # fmt: skip


def _access(said: str) -> AccessContent:
    code, *words = (plain(each) for each in parted(said, ":"))
    return AccessContent(code=code, words=": ".join(words))


def read_access(line: str, _: list[str]) -> AccessContent:
    """Return what can be counted on: code, words."""
    code, words = _parts(line, 2, "access")
    return AccessContent(code=code, words=words)


def read_session(line: str, places: list[str]) -> SessionContent:
    """Return a session: days, hours (09:30-11:00), term or holidays, the name of the place, words.

    Then how often (MONTHLY 1, WEEKLY 2), the first and the last day (2026-03-01).
    """
    days, hours, terms, place, words, often, first, last = _parts(line, 8, "sessions")
    opens, _, closes = hours.partition("-")
    if place and place not in places:
        raise Refused("sessions", f"“{place}” is not the name of one of the places.")
    frequency, interval = _often(often)
    return SessionContent(
        days=days.upper().replace(" ", ""), opens_at=_hour(opens), closes_at=_hour(closes),
        terms=terms or "always", place=places.index(place) if place else None, words=words,
        frequency=frequency, interval=interval, valid_from=_day(first), valid_until=_day(last),
    )  # fmt: skip


def _often(said: str) -> tuple[str, int]:
    frequency, _, interval = (said or "WEEKLY 1").upper().partition(" ")
    count = interval.strip() or "1"
    if frequency not in ("WEEKLY", "MONTHLY") or not (count.isascii() and count.isdigit() and len(count) < 4):
        raise Refused("sessions", f"“{said}” is not how often it runs, like MONTHLY 1 or WEEKLY 2.")
    return frequency, int(count)


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refused("sessions", f"“{text}” is not a day, like 2026-03-01.") from error


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


def read_translation(line: str, _: list[str]) -> TranslationContent:
    """Return an entry in another language: language, name, in one sentence, what it is, how to get it."""
    language, name, summary, description, how_to = _parts(line, 5, "translations")
    if not (language and name):
        raise Refused("translations", f"“{line}” does not say its language and the name in it.")
    return TranslationContent(
        language=language, name=name, summary=summary, description=description, how_to=how_to
    )  # fmt: skip


READERS: dict[str, Callable[[str, list[str]], Any]] = {
    "places": read_place,
    "sessions": read_session,
    "telephones": read_telephone,
    "costs": read_cost,
    "languages": read_language,
    "coverage": read_coverage,
    "access": read_access,
    "translations": read_translation,
}
"""How a line is read; the names of the places are given, in their order."""


def _hour(text: str) -> time | None:
    if not text.strip():
        return None
    try:
        return time.fromisoformat(text.strip())
    except ValueError as error:
        raise Refused("sessions", f"“{text}” is not a time, like 09:30.") from error
