"""Writing the index: put children in, take them out."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from . import storage
from .engine.entry import OPEN, SHIELDED, Entry, filed_as, pack
from .engine.keys import keys_of
from .facts import entries_of
from .storage.sqlite import Row


def rows_of(entries: Sequence[Entry]) -> list[Row]:
    """Return packed records and keys of entries. Pure: a feed may spread it over processes."""
    rows: list[Row] = []
    for entry in entries:
        packed = pack(entry)
        rows.append((filed_as(entry.child, entry.compartment), packed, keys_of(packed)))
    return rows


def put(entries: Sequence[Entry]) -> None:
    """Replace what the index holds of each entry's child, in the caller's transaction or one of its own.

    A child may have two entries: what everyone may find it by, and all of it in the shielded compartment.
    """
    put_rows(rows_of(entries))


def put_rows(rows: Sequence[Row]) -> None:
    """Do as `put` does with rows made by `rows_of`, perhaps in another process."""
    with transaction.atomic():
        remove([abs(filed) for filed, _, _ in rows])
        storage.of(connection).add(rows)


def refresh(children: Sequence[int], *, now: datetime) -> None:
    """Bring the index to what the facts of these children say now: after an edit, a merge, a shield."""
    with transaction.atomic():
        remove(children)
        storage.of(connection).add(rows_of(entries_of(children, now=now)))


def remove(children: Sequence[int]) -> None:
    """Take children out of the index: destroyed, merged into another, or past the age of search."""
    with transaction.atomic():
        held = storage.of(connection)
        held.remove(
            [filed_as(child, which) for child in dict.fromkeys(children) for which in (OPEN, SHIELDED)]
        )
