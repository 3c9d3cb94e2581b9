"""Writing the index: put children in, take them out."""

from collections.abc import Iterable, Sequence

from django.db import connection, transaction

from . import storage
from .engine.change import Change, Row, change_of
from .engine.entry import Entry, filed_as, pack
from .engine.keys import keys_of


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
        was = stored([filed for filed, _, _ in rows])
        filed = {row[0] for row in rows}
        storage.of(connection).remove([number for number in was if number not in filed])
        put_changes([change for row in rows if (change := change_of(row, was.get(row[0])))])


def put_changes(changes: Sequence[Change]) -> None:
    """Write what filing some children anew changes; call it in the transaction that read what is stored."""
    storage.of(connection).change(changes)


def stored(children: Sequence[int]) -> dict[int, bytes]:
    """Return what is stored of some children, open and shielded, by the number it is filed under."""
    numbers = dict.fromkeys(number for child in children for number in (abs(child), -abs(child)))
    return storage.of(connection).records(list(numbers))


def load(batches: Iterable[Sequence[Row]]) -> None:
    """Fill an empty index from batches of rows made by `rows_of`: the fast way to build one anew."""
    with transaction.atomic():
        storage.of(connection).load(batches)


def remove(children: Sequence[int]) -> None:
    """Take children out of the index: destroyed, merged into another, or past the age of search.

    A child's number takes out its open and its shielded entry, the negative number its shielded one alone.
    """
    filed = dict.fromkeys(number for child in children for number in (child, -abs(child)))
    with transaction.atomic():
        storage.of(connection).remove(list(filed))
