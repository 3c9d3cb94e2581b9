"""Storing the parts of a service: each is found again by its id, its key or what it says."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Manager, Model

from wraparound.delivery.directory.rules import Refused


@dataclass(frozen=True)
class Wanted:
    """One part as it shall stand: where it was said, the id it had, and its columns."""

    path: str
    public_id: UUID | None
    values: dict[str, Any]


def wanted(path: str, said: Iterable[Any], values: Callable[[int, Any], dict[str, Any]]) -> list[Wanted]:
    """Return parts as they shall stand; `values` gives the columns of the part at a position."""
    return [
        Wanted(f"{path}.{at}", getattr(part, "public_id", None), values(at, part))
        for at, part in enumerate(said)
    ]


def plain(part: Any, *without: str) -> dict[str, Any]:
    """Return the fields of a part as columns, texts without spaces at their ends."""
    found = {}
    for field in fields(part):
        if field.name not in ("public_id", *without):
            value = getattr(part, field.name)
            found[field.name] = value.strip() if isinstance(value, str) else value
    return found


def store(manager: Manager[Any], parts: Sequence[Wanted], *, key: str = "") -> bool:
    """Bring the rows of a listing to what is wanted, and say whether anything changed.

    A row is found again by its id, by `key` (a column that tells parts apart), by saying the same, or by its
    position. Raises `Refused` for a value that a column cannot hold and for an id of another service.
    """
    rows = list(manager.all())
    found = _pairs(rows, parts, key)
    gone = [row for row in rows if all(row is not match for match in found)]
    for row in gone:
        row.delete()
    _check_ids(manager, [part for part, row in zip(parts, found, strict=True) if row is None])
    changed = bool(gone)
    for part, row in zip(parts, found, strict=True):
        changed |= _stored(manager, part, row)
    return changed


def checked(row: Any, path: str) -> None:
    """Pass a row whose columns can hold what they are given; raise `Refused` with the field named."""
    foreign = {field.name for field in row._meta.fields if field.is_relation}
    try:
        row.clean_fields(exclude=foreign)
    except ValidationError as error:
        name, words = next(iter(error.message_dict.items()))
        raise Refused(f"{path}.{name}".lstrip("."), " ".join(words)) from error


def _stored(manager: Manager[Any], part: Wanted, row: Any) -> bool:
    if row is None:
        row = manager.model(**part.values, **({"public_id": part.public_id} if part.public_id else {}))
        setattr(row, manager.field.name, manager.instance)  # type: ignore[attr-defined]
        checked(row, part.path)
        row.save()
        return True
    differing = [name for name, value in part.values.items() if getattr(row, name) != value]
    if not differing:
        return False
    for name in differing:
        setattr(row, name, part.values[name])
    checked(row, part.path)
    row.save(update_fields=differing)
    return True


def _pairs(rows: list[Any], parts: Sequence[Wanted], key: str) -> list[Any]:
    """Return for each part the row that it is, or None."""
    found: list[Any] = [None] * len(parts)
    left = dict.fromkeys(rows)
    says: tuple[Callable[[Any, Wanted], bool], ...] = (
        lambda row, part: getattr(row, "public_id", None) == part.public_id is not None,
        lambda row, part: bool(key) and getattr(row, key) == part.values[key],
        lambda row, part: all(getattr(row, name) == value for name, value in part.values.items()),
    )
    for same in says:
        for at, part in enumerate(parts):
            if found[at] is None and (match := next((row for row in left if same(row, part)), None)):
                found[at] = match
                del left[match]
    if not key:
        for at, part in enumerate(parts):
            if found[at] is None and part.public_id is None and left:
                found[at] = next(iter(left))
                del left[found[at]]
    return found


def _check_ids(manager: Manager[Any], parts: Sequence[Wanted]) -> None:
    ids = {part.public_id: part.path for part in parts if part.public_id}
    model: type[Model] = manager.model
    taken = (
        model._default_manager.filter(public_id__in=ids).values_list("public_id", flat=True) if ids else ()
    )
    for public_id in taken:
        raise Refused(f"{ids[public_id]}.public_id", "Another service has a part of this id.")
