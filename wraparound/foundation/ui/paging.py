"""Long lists a page at a time, by cursors that stay where they are while rows come and go."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar
from uuid import UUID

from cryptography.fernet import InvalidToken, MultiFernet
from django.db.models import Model, Q, QuerySet

from wraparound.foundation.ui.sealing import seal_for

Row = TypeVar("Row", bound=Model)


class BadCursor(Exception):
    """A cursor that nobody was given, or that is of another list."""


@dataclass(frozen=True)
class Stretch(Generic[Row]):
    """Some rows of a list; `next` is the cursor of what follows them, or empty at the end."""

    rows: list[Row]
    next: str


def stretch(
    rows: QuerySet[Row], *, order: Sequence[str], of: str, size: int, cursor: str = ""
) -> Stretch[Row]:
    """Return the `size` rows that follow `cursor` in the list named `of`, sorted by the fields of `order`.

    The fields together must tell any two rows apart, and none may be null; `-` before one sorts it down.
    The cursor holds the values of the last row given, sealed: rows that are added or go meanwhile neither
    repeat nor hide another, and a key among the values tells nobody how many rows there are. Raises
    `BadCursor`.
    """
    if cursor:
        rows = rows.filter(_after(order, _read(cursor, of, len(order))))
    found = list(rows.order_by(*order)[: size + 1])
    shown = found[:size]
    following = _write(shown[-1], order, of) if len(found) > size else ""
    return Stretch(shown, following)


def _after(order: Sequence[str], values: Sequence[Any]) -> Q:
    """Pass the rows that come after the one with these values, field by field."""
    after = Q()
    equal = Q()
    for field, value in zip(order, values, strict=True):
        name = field.removeprefix("-")
        compare = "lt" if field.startswith("-") else "gt"
        after |= equal & Q(**{f"{name}__{compare}": value})
        equal &= Q(**{name: value})
    return after


def _write(row: Model, order: Sequence[str], of: str) -> str:
    values = [getattr(row, field.removeprefix("-")) for field in order]
    plain = [
        value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, UUID) else value
        for value in values
    ]
    return _seal(of).encrypt(json.dumps(plain).encode()).decode().rstrip("=")


def _read(cursor: str, of: str, count: int) -> list[Any]:
    try:
        values = json.loads(_seal(of).decrypt(cursor + "=" * (-len(cursor) % 4)))
    except (InvalidToken, ValueError) as error:
        raise BadCursor from error
    if len(values) != count:
        raise BadCursor
    return list(values)


def _seal(of: str) -> MultiFernet:
    return seal_for(f"wraparound.cursor of {of}")
