"""What an area may vary without changing code: kinds of dated document, each with a shipped default."""

import json
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from wraparound.foundation.area.lines import errors_by_line


class DocumentError(ValueError):
    """A document cannot be used; each line of the message names a place in it and what is wrong there."""


class Strict(BaseModel):
    """A part of a document: nothing in it is unknown, and nothing changes once read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Shields(Strict):
    """When shields are looked at again; an area may look sooner, never later (access.md section 4.1)."""

    review_months: int = Field(12, ge=1, le=12)
    provisional_hours: int = Field(72, ge=1, le=72)


class Calendar(Strict):
    """Days beyond weekends and bank holidays on which the area's offices do not work."""

    closed: tuple[date, ...] = ()


@dataclass(frozen=True)
class Kind:
    """A kind of document: what it is called, how it is read, and what holds until an area has its own.

    `read` returns the document as an object and raises ValueError in words; `shipped` returns the default.
    """

    slug: str
    title: str
    read: Callable[[dict[str, Any]], BaseModel]
    shipped: Callable[[], BaseModel]


OWN: dict[str, tuple[str, type[Strict]]] = {
    "shields": ("When shields are reviewed", Shields),
    "calendar": ("Days the offices are closed", Calendar),
}


def kinds() -> dict[str, Kind]:
    """Return every kind by its slug: the area's own, and those that outer apps bring by settings."""
    found = {slug: Kind(slug, title, model.model_validate, model) for slug, (title, model) in OWN.items()}
    for slug, (title, read, shipped) in settings.CONFIGURATION_KINDS.items():
        found[slug] = Kind(slug, title, import_string(read), import_string(shipped))
    return found


def read_toml(kind: Kind, text: str) -> dict[str, Any]:
    """Return the document written in `text` as plain data. Raises DocumentError naming line and field."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DocumentError(f"This is not TOML: {error}") from error
    try:
        return kind.read(document).model_dump(mode="json")
    except ValidationError as error:
        raise DocumentError("\n".join(errors_by_line(text, error))) from error
    except ValueError as error:
        raise DocumentError(str(error)) from error


def write_toml(document: dict[str, Any], path: str = "") -> str:
    """Return a document as TOML text that a person can read and change."""
    plain, inner = [], []
    for name, value in document.items():
        place = f"{path}.{name}" if path else name
        if isinstance(value, dict):
            only_tables = value and all(isinstance(each, dict) for each in value.values())
            inner.append(
                write_toml(value, place) if only_tables else f"\n[{place}]\n{write_toml(value, place)}"
            )
        elif isinstance(value, list) and value and all(isinstance(each, dict) for each in value):
            inner += [f"\n[[{place}]]\n{write_toml(each, place)}" for each in value]
        elif value is not None:
            plain.append(f"{name} = {json.dumps(value, ensure_ascii=False)}\n")
    return "".join(plain + inner)
