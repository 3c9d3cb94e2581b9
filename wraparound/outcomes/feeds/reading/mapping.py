"""Mapping files: how another layout says what the built-in columns say. TOML, checked when sent."""

import re
import tomllib
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from .layout import CHILD, COLUMNS, FileUnreadable

Path = str
"""A column of a CSV file, a key of JSON (`name.given`) or a path of XML (`Name/Given`, `@id`)."""


class Nested(BaseModel):
    """A list inside a record (its carers, its services): each member becomes a further row of the record."""

    model_config = ConfigDict(extra="forbid")
    path: Path
    columns: dict[str, Path | list[Path]]

    @field_validator("columns")
    @classmethod
    def _of_people(cls, columns: dict[str, Any]) -> dict[str, Any]:
        for name in columns:
            if name not in COLUMNS or name in ("source_id", *CHILD):
                raise ValueError(f"{name!r} is not a column of a carer or an involvement")
        return columns


class Mapping(BaseModel):
    """A mapping file. `columns` says where each built-in column comes from; a list is joined with spaces."""

    model_config = ConfigDict(extra="forbid")
    format: Literal["csv", "jsonl", "xml"] | None = None
    encoding: str = ""
    delimiter: str = Field("", max_length=1)
    record: Path = ""
    """XML: the path of the element that tells of one child, below the root (`Pupils/Pupil`)."""
    date_format: str = ""
    columns: dict[str, Path | list[Path]]
    values: dict[str, dict[str, str]] = {}
    constants: dict[str, str] = {}
    nested: list[Nested] = []

    @field_validator("columns", "values", "constants")
    @classmethod
    def _known(cls, given: dict[str, Any]) -> dict[str, Any]:
        for name in given:
            if name not in COLUMNS:
                raise ValueError(f"{name!r} is not one of the columns: {', '.join(COLUMNS)}")
        return given

    @field_validator("columns")
    @classmethod
    def _numbered(cls, columns: dict[str, Any]) -> dict[str, Any]:
        if "source_id" not in columns:
            raise ValueError("source_id is missing: say which column holds the agency's own number")
        return columns

    @field_validator("date_format")
    @classmethod
    def _readable(cls, pattern: str) -> str:
        if pattern and date(2019, 5, 14).strftime(pattern) == pattern:
            raise ValueError("write it like %d/%m/%Y")
        return pattern


def parse(text: str) -> Mapping:
    """Return the mapping that `text` describes. Raises `FileUnreadable`, naming the line that is wrong."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        words = str(error).replace("at end of document", f"at line {len(text.splitlines())}, its end")
        raise FileUnreadable(f"The mapping file is not TOML: {words}.") from error
    try:
        return Mapping.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        words = first["msg"].removeprefix("Value error, ")
        place = [str(part) for part in first["loc"]]
        raise FileUnreadable(
            f"The mapping file, line {_line_of(text, place, words)}, {'.'.join(place) or 'columns'}: {words}."
        ) from error


def _line_of(text: str, place: list[str], words: str) -> int:
    """Return the line where the innermost key or the quoted name that is wrong stands."""
    quoted = re.findall(r"'([^']+)'", words)
    lines = text.splitlines()
    for key in [*quoted[:1], *reversed(place)]:
        for number, line in enumerate(lines, start=1):
            if re.match(rf"\s*\[?\[?[\"']?(\w+\.)?{re.escape(key)}[\"']?\s*(=|\])", line):
                return number
    return 1
