"""What a line of a footprint file and of a postcode directory must hold. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from wraparound.foundation.area.rules import normal_postcode

COLUMNS = {"code", "name", "level", "parent", "valid_from"}
"""What the first line of a footprint file names; `valid_until` may be there too."""

POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}")
LAYOUT: dict[str, str] = {
    "postcode": r"pcds|pcd[278]?|postcode",
    "authority": r"oslaua|laua|lad\d\dcd|lad_?code|local_authority_code",
    "ward": r"osward|ward|wd\d\dcd",
    "small_area": r"lsoa(?:21|11|01)?(?:cd)?|lsoa\d\dcd",
    "easting": r"oseast1m|east1m|eastings?|x",
    "northing": r"osnrth1m|north1m|northings?|y",
    "ended": r"doterm|terminated|date_of_termination",
}
"""How the published postcode directories call their columns; the first that fits is taken."""
NEEDED = {"postcode": "pcds", "authority": "oslaua"}


@dataclass(frozen=True)
class FootprintRow:
    """One footprint as a file describes it."""

    line: int
    code: str
    name: str
    level: str
    parent: str
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True)
class PostcodeRow:
    """One postcode as a directory describes it; `areas` are codes of places that it lies in."""

    postcode: str
    authority: str
    areas: tuple[str, ...]
    easting: int | None
    northing: int | None
    terminated: bool


def read_footprint_row(raw: Mapping[str | None, str | None], *, line: int) -> FootprintRow:
    """Return a line of a footprint file. Raises ValueError in words."""
    cells = {name: (value or "").strip() for name, value in raw.items() if isinstance(value, str | None)}
    for name in ("code", "name", "level", "valid_from"):
        if not cells.get(name):
            raise ValueError(f"“{name}” is empty.")
    if len(cells["code"]) > 20 or len(cells["name"]) > 200:
        raise ValueError("the code has at most 20 signs and the name at most 200.")
    start, end = _day("valid_from", cells["valid_from"]), None
    if cells.get("valid_until"):
        end = _day("valid_until", cells["valid_until"])
        if end < start:
            raise ValueError("“valid_until” lies before “valid_from”.")
    return FootprintRow(
        line, cells["code"], cells["name"], cells["level"], cells.get("parent", ""), start, end
    )


def find_columns(header: Iterable[str]) -> dict[str, list[int]]:
    """Return at which positions each thing stands, by the published names. Raises ValueError in words."""
    names = [name.strip().lower().strip('"') for name in header]
    found = {
        thing: [place for place, name in enumerate(names) if re.fullmatch(pattern, name)]
        for thing, pattern in LAYOUT.items()
    }
    for thing, usual in NEEDED.items():
        if not found[thing]:
            raise ValueError(
                f"The first line names no column for the {thing}; it is usually called “{usual}”."
            )
    return found


def read_postcode_row(cells: list[str], columns: Mapping[str, list[int]]) -> PostcodeRow:
    """Return a line of a postcode directory. Raises ValueError in words."""

    def first(thing: str) -> str:
        return next((cells[at].strip() for at in columns[thing] if at < len(cells) and cells[at].strip()), "")

    postcode = normal_postcode(first("postcode"))
    if not POSTCODE.fullmatch(postcode):
        raise ValueError(f"“{first('postcode')}” is not a postcode.")
    if not re.fullmatch(r"[A-Z0-9]{0,12}", first("authority")):
        raise ValueError(f"“{first('authority')}” is not the code of an authority.")
    places = [at for thing in ("small_area", "ward", "authority") for at in columns[thing]]
    areas = tuple(cells[at].strip() for at in places if at < len(cells) and cells[at].strip())
    return PostcodeRow(
        postcode, first("authority"), areas, _metres(first("easting")), _metres(first("northing")),
        bool(first("ended")),
    )  # fmt: skip


def _day(name: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"“{name}” must be a day like 2026-04-01, not “{text}”.") from None


def _metres(text: str) -> int | None:
    """Return a grid reference in metres; none for what stands for "not known"."""
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text) < 2_000_000 else None
