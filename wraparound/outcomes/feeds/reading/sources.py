"""Reading rows out of CSV, JSON Lines and XML, one at a time, whatever their layout."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse

from .layout import COLUMNS, EMPTY, PLACE, FileUnreadable, Problem, Raw
from .mapping import Mapping
from .text import SAMPLE, delimiter_of, encoding_of

LONGEST_CELL = 10_000
Picker = list[tuple[int, tuple[str, ...], str]]
"""Place of the built-in column, where it comes from (several are joined), and its constant."""


def read(path: Path, mapping: Mapping | None = None, name: str = "") -> Iterator[Raw]:
    """Yield every row of a file in order, those that cannot be read with their problem.

    `name` is what the sender called the file: its ending tells the format when the mapping does not.
    Raises `FileUnreadable` when no row can be trusted: no header, not text, broken XML.
    """
    if path.stat().st_size == 0:
        raise FileUnreadable("The file is empty.")
    kind = (mapping and mapping.format) or _format_of(name or path.name)
    encoding = (mapping and mapping.encoding) or (encoding_of(path) if kind != "xml" else "")
    try:
        if kind == "xml":
            yield from _xml(path, mapping)
        elif kind == "jsonl":
            yield from _json_lines(path, encoding, mapping)
        else:
            yield from _csv(path, encoding, mapping)
    except (UnicodeError, LookupError) as error:
        raise FileUnreadable(
            f"The file does not read as {encoding}. Name its encoding in the mapping."
        ) from error


def _format_of(name: str) -> str:
    ending = name.lower().rsplit(".", 1)[-1]
    return {"xml": "xml", "jsonl": "jsonl", "ndjson": "jsonl", "json": "jsonl"}.get(ending, "csv")


def _picker(mapping: Mapping | None, names: list[str] | None) -> Picker:
    """Return where each built-in column comes from, as far as `names` (the header) has it."""
    if mapping is None:
        present = COLUMNS if names is None else [column for column in COLUMNS if column in names]
        return [(PLACE[column], (column,), "") for column in present]
    columns = {
        name: (path,) if isinstance(path, str) else tuple(path) for name, path in mapping.columns.items()
    }
    constants = mapping.constants
    wanted = dict.fromkeys((*columns, *constants))
    return [(PLACE[name], columns.get(name, ()), constants.get(name, "")) for name in wanted]


def _filled(found: dict[str, str], picker: Picker) -> tuple[str, ...]:
    cells = list(EMPTY)
    for place, paths, constant in picker:
        cells[place] = " ".join(part for part in (found.get(path, "") for path in paths) if part) or constant
    return tuple(cells)


# --- CSV ---


def _heading(cell: str) -> str:
    return cell.strip().strip("\ufeff").lower().replace(" ", "_").replace("-", "_")


def _csv(path: Path, encoding: str, mapping: Mapping | None) -> Iterator[Raw]:
    with path.open(encoding=encoding, newline="") as stream:
        delimiter = (mapping and mapping.delimiter) or delimiter_of(stream.readline(SAMPLE))
        stream.seek(0)
        lines = csv.reader(stream, delimiter=delimiter)
        try:
            header = [cell.strip().strip("\ufeff") for cell in next(lines, [])]
        except csv.Error as error:
            raise FileUnreadable(f"Line 1: {error}. The first line must name the columns.") from error
        if mapping is None:
            header = [_heading(cell) for cell in header]
        picker = _checked_header(header, mapping)
        places = {name: at for at, name in enumerate(header)}
        moves = [(place, [places[path] for path in paths if path in places], constant)
                 for place, paths, constant in picker]  # fmt: skip
        yield from _csv_rows(lines, moves, len(header))


def _checked_header(header: list[str], mapping: Mapping | None) -> Picker:
    picker = _picker(mapping, header)
    twice = {name for name in header if name and header.count(name) > 1}
    needed = [path for _, paths, _ in picker for path in paths]
    if lost := [path for path in needed if path not in header]:
        raise FileUnreadable(
            f"The mapping reads a column {lost[0]!r} that the file does not have. "
            f"Its columns are: {', '.join(header)}."
        )
    if 0 not in {place for place, _, _ in picker}:
        raise FileUnreadable(
            "There is no column source_id. The first line must name the columns; "
            "send a mapping for another layout."
        )
    if twice & set(needed):
        raise FileUnreadable(f"Two columns are called {min(twice & set(needed))!r}. Rename one of them.")
    return picker


def _csv_rows(lines: Any, moves: list[tuple[int, list[int], str]], width: int) -> Iterator[Raw]:
    number = 1
    simple = [(place, at[0]) for place, at, constant in moves if len(at) == 1 and not constant]
    is_simple = len(simple) == len(moves)
    while True:
        try:
            cells = next(lines, None)
        except csv.Error as error:
            number += 1
            problem = Problem(
                "", f"The row cannot be read ({error}).", "Look for a quotation mark that is not closed."
            )
            yield Raw(number, EMPTY, problem)
            continue
        if cells is None:
            return
        number += 1
        if not any(cells):
            continue
        if (len(cells) != width and any(cells[width:])) or len(cells) < width:
            words = f"The row has {len(cells)} cells; the first line has {width}."
            yield Raw(
                number,
                EMPTY,
                Problem("", words, "Put quotation marks round a cell that holds the delimiter."),
            )
            continue
        row = list(EMPTY)
        if is_simple:
            for place, at in simple:
                row[place] = cells[at]
        else:
            for place, ats, constant in moves:
                row[place] = " ".join(cells[at] for at in ats if cells[at].strip()) or constant
        yield Raw(number, tuple(row))


# --- JSON Lines and XML ---


def _json_lines(path: Path, encoding: str, mapping: Mapping | None) -> Iterator[Raw]:
    picker = _picker(mapping, None)
    with path.open(encoding=encoding) as stream:
        for number, line in enumerate(stream, start=1):
            if not line.strip():
                continue
            try:
                content = json.loads(line)
            except (ValueError, RecursionError):
                content = None
            if not isinstance(content, dict):
                problem = Problem(
                    "", "The line is not one JSON object.", "Write one object a line, each in braces."
                )
                yield Raw(number, EMPTY, problem)
                continue
            base = {path: _json_text(content, path) for _, paths, _ in picker for path in paths}
            cells = _filled(base, picker)
            yield Raw(number, cells)
            for nested in mapping.nested if mapping else ():
                for member in _json_at(content, nested.path) or ():
                    found = {path: _json_text(member, path) for path in _paths(nested.columns)}
                    yield Raw(number, _further(cells[0], found, nested.columns))


def _json_at(content: Any, path: str) -> Any:
    for part in path.split("."):
        content = content.get(part) if isinstance(content, dict) else None
    return content if isinstance(content, list) else None


def _json_text(content: Any, path: str) -> str:
    for part in path.split("."):
        content = content.get(part) if isinstance(content, dict) else None
    if content is None or isinstance(content, dict | list):
        return ""
    return str(content)


def _paths(columns: dict[str, Any]) -> list[str]:
    return [path for given in columns.values() for path in ([given] if isinstance(given, str) else given)]


def _further(source_id: str, found: dict[str, str], columns: dict[str, Any]) -> tuple[str, ...]:
    """Return the further row that a nested carer or involvement makes of its record."""
    cells = list(EMPTY)
    cells[0] = source_id
    for name, given in columns.items():
        paths = [given] if isinstance(given, str) else given
        cells[PLACE[name]] = " ".join(part for part in (found.get(path, "") for path in paths) if part)
    return tuple(cells)


def _xml(path: Path, mapping: Mapping | None) -> Iterator[Raw]:
    if mapping is None or not mapping.record:
        raise FileUnreadable("An XML file needs a mapping that names the element of one child (record = …).")
    picker = _picker(mapping, None)
    wanted = mapping.record.rsplit("/", 1)[-1]
    number = 0
    try:
        for _, element in iterparse(path, events=("end",), forbid_dtd=True):
            if _local(element.tag) != wanted:
                continue
            number += 1
            yield from _xml_rows(number, element, picker, mapping)
            element.clear()
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise FileUnreadable(
            f"The XML cannot be read after record {number}: {type(error).__name__}."
        ) from error


def _xml_rows(number: int, element: Element, picker: Picker, mapping: Mapping) -> Iterator[Raw]:
    base = {path: _xml_text(element, path) for _, paths, _ in picker for path in paths}
    cells = _filled(base, picker)
    yield Raw(number, cells)
    for nested in mapping.nested:
        for member in _xml_all(element, nested.path.split("/")):
            found = {path: _xml_text(member, path) for path in _paths(nested.columns)}
            yield Raw(number, _further(cells[0], found, nested.columns))


def _local(tag: str) -> str:
    return tag.rsplit("}", 1)[-1]


def _xml_all(element: Element, parts: list[str]) -> list[Element]:
    found = [element]
    for part in parts:
        found = [child for parent in found for child in parent if _local(child.tag) == part]
    return found


def _xml_text(element: Element, path: str) -> str:
    *parts, last = path.split("/")
    for parent in _xml_all(element, parts):
        if last.startswith("@"):
            return parent.get(last[1:], "")
        for child in parent:
            if _local(child.tag) == last:
                return (child.text or "").strip()
    return ""
