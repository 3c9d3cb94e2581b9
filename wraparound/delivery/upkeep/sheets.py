"""Entries as rows of a CSV, and back. What a cell says already is left alone: a file goes round unchanged.

A cell that a spreadsheet would take for a formula begins with an apostrophe, which reading takes off again.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from wraparound.delivery.directory.content import Content, OrganisationContent, PlaceContent, TermContent
from wraparound.delivery.directory.rules import Refused
from wraparound.delivery.upkeep.lines import READERS, WRITERS, place_names
from wraparound.delivery.upkeep.trees import anew

FORMULA = re.compile(r"'*[=+\-@\t\r]")
APOSTROPHE = re.compile(r"'+[=+\-@\t\r]")
YES, NO = "yes", "no"
TEXTS = (
    "name", "summary", "description", "how_to", "status", "audience", "website", "email", "alert",
    "service", "team", "owner",
)  # fmt: skip
FLAGS = ("is_confidential", "for_young_people", "is_help_now", "is_free")
AGES = ("minimum_age", "maximum_age")
PARTS = ("places", "sessions", "telephones", "costs", "languages", "coverage", "translations")
LISTS = ("kinds", "needs", "topics")
COLUMNS = (
    "id", "name", "organisation", *TEXTS[1:], *FLAGS, *AGES, *LISTS, "access", "outcomes", *PARTS,
)  # fmt: skip
"""The columns of the file, in their order; `docs/user/directory.md` says what stands in each."""


class BadFile(Exception):
    """The file cannot be read as entries at all; says why in words."""


def safe(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if FORMULA.match(cell) else cell


def plain(cell: str) -> str:
    """Return what a cell said before it was made safe."""
    return cell[1:] if APOSTROPHE.match(cell) else cell


def cells_of(content: Content) -> dict[str, str]:
    """Return a content as cells by column."""
    found = {name: str(getattr(content, name)) for name in TEXTS}
    found |= {name: YES if getattr(content, name) else NO for name in FLAGS}
    found |= {name: _number(getattr(content, name)) for name in AGES}
    found |= {
        name: "\n".join(WRITERS[name](part, content) for part in getattr(content, name)) for name in PARTS
    }
    found |= {name: ", ".join(t.code for t in content.terms if t.taxonomy == name) for name in LISTS}
    found["access"] = "\n".join(WRITERS["access"](part, content) for part in content.access)
    found["outcomes"] = ", ".join(content.outcomes)
    found["organisation"] = content.organisation.name
    found["id"] = str(content.public_id or "")
    return found


def write(contents: Iterable[Content]) -> Iterator[str]:
    """Return the file, row by row, the heading first."""
    for row in [list(COLUMNS), *([cells_of(each)[name] for name in COLUMNS] for each in contents)]:
        line = io.StringIO()
        csv.writer(line).writerow([safe(cell) for cell in row])
        yield line.getvalue()


def read(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Return each row as its number in the file (the heading is 1) and its cells by column.

    Raises `BadFile` for a heading with columns that nobody knows, or without a name.
    """
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff").replace("\0", ""), newline=""))
    try:
        heading = [name.strip() for name in next(reader, [])]
        unknown = [name for name in heading if name and name not in COLUMNS]
        if unknown:
            raise BadFile(f"We do not know these columns: {', '.join(unknown)}.")
        if "name" not in heading or len(set(heading)) < len(heading):
            raise BadFile("The first line must name the columns, each once; “name” is one of them.")
        for number, cells in enumerate(reader, start=2):
            if any(cell.strip() for cell in cells):
                yield number, {k: plain(v) for k, v in zip(heading, cells, strict=False) if k}
    except csv.Error as error:
        raise BadFile(f"This is not a CSV: {error}.") from error


def content_from(cells: dict[str, str], base: Content) -> Content:
    """Return what an entry shall say: of the base all cells that say the same, and what the others say.

    Raises `Refused` with the column named for a cell that cannot be read.
    """
    said = cells_of(base)
    new = {name: cell for name, cell in cells.items() if name != "id" and _trim(cell) != _trim(said[name])}
    values: dict[str, Any] = {name: new[name].strip() for name in TEXTS if name in new}
    values |= {name: _flag(name, new[name]) for name in FLAGS if name in new}
    values |= {name: _age(name, new[name]) for name in AGES if name in new}
    if "organisation" in new:
        values["organisation"] = OrganisationContent(name=new["organisation"].strip())
    if "outcomes" in new:
        values["outcomes"] = tuple(_codes(new["outcomes"]))
    if set(LISTS) & set(new):
        values["terms"] = _terms(new, base)
    if "access" in new:
        values["access"] = _kept(new["access"], base.access, base, "access")
    if "places" in new:
        values["places"] = _kept(new["places"], base.places, base, "places")
        new.setdefault("sessions", said["sessions"])
    names = place_names(values.get("places", base.places))
    for name in PARTS[1:]:
        if name in new:
            values[name] = _kept(new[name], getattr(base, name), base, name, names)
    if "organisation" in values:
        values["places"] = anew(values.get("places", base.places))
    return replace(base, **values)


def _kept(
    cell: str, standing: tuple[Any, ...], base: Content, name: str, places: list[str] | None = None
) -> tuple[Any, ...]:
    """Return the parts of a cell: a line that stands already keeps its part with all that no line says."""
    left = [(WRITERS[name](part, base), part) for part in standing]
    read = _lines(cell)
    taken = {line: [part for said, part in left if said == line] for line in set(read)}
    spare = [part for said, part in left if said not in taken]
    found = []
    for line in read:
        part = taken[line].pop(0) if taken[line] else None
        if part is None:
            part = _adopted(READERS[name](line, places or []), spare)
        elif name == "sessions" and part.place is not None:
            part = replace(part, place=_index(place_names(base.places)[part.place], places or []))
        found.append(part)
    return tuple(found)


def _adopted(part: Any, spare: list[Any]) -> Any:
    """Return a place that was changed as the one that it was: its id and point stay, no line says them."""
    if not isinstance(part, PlaceContent):
        return part
    was = next((each for each in spare if each.name == part.name), None)
    if was is None:
        return part
    spare.remove(was)
    kept = {name: getattr(was, name) for name in ("public_id", "at_public_id")}
    if (was.postcode, was.lines) == (part.postcode, part.lines):
        kept |= {name: getattr(was, name) for name in ("latitude", "longitude", "easting", "northing")}
    return replace(part, **kept)


def _lines(cell: str) -> list[str]:
    return [line for line in (each.strip() for each in cell.replace("\r\n", "\n").split("\n")) if line]


def _index(name: str, places: list[str]) -> int:
    if name not in places:
        raise Refused("sessions", f"“{name}” is not the name of one of the places.")
    return places.index(name)


def _terms(new: dict[str, str], base: Content) -> tuple[TermContent, ...]:
    kept = [term for term in base.terms if term.taxonomy not in new]
    asked = [
        TermContent(taxonomy=name, code=code) for name in LISTS if name in new for code in _codes(new[name])
    ]
    return tuple(dict.fromkeys([*kept, *asked]))


def _codes(cell: str) -> list[str]:
    return [code for code in (part.strip() for part in cell.replace("\n", ",").split(",")) if code]


def _trim(cell: str) -> str:
    return cell.replace("\r\n", "\n").strip()


def _number(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


def _flag(name: str, cell: str) -> bool:
    said = cell.strip().lower()
    if said in ("yes", "y", "true", "1"):
        return True
    if said in ("", "no", "n", "false", "0"):
        return False
    raise Refused(name, f"“{cell}” is neither yes nor no.")


def _age(name: str, cell: str) -> Decimal | None:
    if not cell.strip():
        return None
    try:
        age = Decimal(cell.strip())
    except InvalidOperation as error:
        raise Refused(name, f"“{cell}” is not an age in years.") from error
    if not (age.is_finite() and 0 <= age < 100 and age == round(age, 1)):
        raise Refused(name, f"“{cell}” is not an age in years.")
    return age
