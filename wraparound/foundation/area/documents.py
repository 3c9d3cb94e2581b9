"""What an area may vary without changing code: kinds of dated document, each with a shipped default."""

import json
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

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


class SchoolTerm(Strict):
    """Days between two holidays on which schools are open: half a term, as councils publish them."""

    name: str = Field(min_length=1, max_length=60)
    first: date
    last: date


USUAL_TERMS = (
    ("Autumn 2025, first half", date(2025, 9, 1), date(2025, 10, 24)),
    ("Autumn 2025, second half", date(2025, 11, 3), date(2025, 12, 19)),
    ("Spring 2026, first half", date(2026, 1, 5), date(2026, 2, 13)),
    ("Spring 2026, second half", date(2026, 2, 23), date(2026, 3, 27)),
    ("Summer 2026, first half", date(2026, 4, 13), date(2026, 5, 22)),
    ("Summer 2026, second half", date(2026, 6, 1), date(2026, 7, 22)),
    ("Autumn 2026, first half", date(2026, 9, 1), date(2026, 10, 23)),
    ("Autumn 2026, second half", date(2026, 11, 2), date(2026, 12, 18)),
    ("Spring 2027, first half", date(2027, 1, 4), date(2027, 2, 12)),
    ("Spring 2027, second half", date(2027, 2, 22), date(2027, 3, 25)),
    ("Summer 2027, first half", date(2027, 4, 12), date(2027, 5, 28)),
    ("Summer 2027, second half", date(2027, 6, 7), date(2027, 7, 22)),
)
"""Two school years as many councils of England set them; an area enters its own."""


class SchoolTerms(Strict):
    """The school terms of the area, in order; every day between two of them is a school holiday."""

    terms: tuple[SchoolTerm, ...] = Field(
        tuple(SchoolTerm(name=name, first=first, last=last) for name, first, last in USUAL_TERMS),
        min_length=1,
    )

    @model_validator(mode="after")
    def in_order(self) -> "SchoolTerms":
        """Pass terms that end after they begin and begin after the one before has ended."""
        before = date.min
        for term in self.terms:
            if not before < term.first <= term.last:
                raise ValueError(f"put “{term.name}” after the term before it, its last day after its first")
            before = term.last
        return self

    def is_term(self, day: date) -> bool:
        """Say whether a day lies in a term (weekends of a term do)."""
        return any(term.first <= day <= term.last for term in self.terms)

    def is_holiday(self, day: date) -> bool:
        """Say whether a day lies between two terms; past the last term nobody knows, and it is neither."""
        return self.terms[0].first <= day <= self.terms[-1].last and not self.is_term(day)


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
    "terms": ("School terms", SchoolTerms),
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
