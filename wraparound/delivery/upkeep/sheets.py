"""Entries as rows of a CSV, and back. What a cell says already is left alone: a file goes round unchanged.

A cell that a spreadsheet would take for a formula begins with an apostrophe, which reading takes off again.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from wraparound.delivery.directory.content import AccessContent, Content, OrganisationContent, TermContent
from wraparound.delivery.directory.rules import Refused
from wraparound.delivery.upkeep.lines import READERS, WRITERS
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
PARTS = ("places", "sessions", "telephones", "costs", "languages", "coverage")
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
        values["access"] = _kept(new["access"], base.access, base, "access", _access)
    if "places" in new:
        values["places"] = _kept(new["places"], base.places, base, "places", READERS["places"])
        new.setdefault("sessions", said["sessions"])
    names = [place.name for place in values.get("places", base.places)]
    for name in PARTS[1:]:
        if name in new:
            values[name] = _kept(new[name], getattr(base, name), base, name, READERS[name], names)
    if "organisation" in values:
        values["places"] = anew(values.get("places", base.places))
    return replace(base, **values)


def _kept(
    cell: str, standing: tuple[Any, ...], base: Content, name: str,
    read_line: Callable[[str, list[str]], Any], places: list[str] | None = None,
) -> tuple[Any, ...]:  # fmt: skip
    """Return the parts of a cell: a line that stands already keeps its part with all that no line says."""
    left = [(WRITERS[name](part, base), part) for part in standing]
    found = []
    for line in filter(None, (line.strip() for line in cell.splitlines())):
        at = next((at for at, (said, _) in enumerate(left) if said == line), None)
        part = left.pop(at)[1] if at is not None else read_line(line, places or [])
        if name == "sessions" and at is not None and part.place is not None:
            part = replace(part, place=_index(base.places[part.place].name, places or []))
        found.append(part)
    return tuple(found)


def _index(name: str, places: list[str]) -> int:
    if name not in places:
        raise Refused("sessions", f"“{name}” is not the name of one of the places.")
    return places.index(name)


def _access(line: str, _: list[str]) -> AccessContent:
    code, _bar, words = line.partition("|")
    return AccessContent(code=code.strip(), words=words.strip())


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
