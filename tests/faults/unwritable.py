"""The audit as it is when nothing can be written to it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def table_gone() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry RENAME TO audit_entry_away")
        try:
            yield
        finally:
            cursor.execute("ALTER TABLE audit_entry_away RENAME TO audit_entry")


@contextmanager
def table_refusing() -> Iterator[None]:
    """Every insert into the table fails, as on a full disk or after a right was taken away."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "CREATE TRIGGER refuse BEFORE INSERT ON audit_entry BEGIN SELECT RAISE(ABORT, 'no room'); END"
            )
        else:
            cursor.execute(
                "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION 'no room'; END $$"
            )
            cursor.execute(
                "CREATE TRIGGER refuse BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION refuse()"
            )
        try:
            yield
        finally:
            cursor.execute(f"DROP TRIGGER refuse{' ON audit_entry' * (connection.vendor != 'sqlite')}")
            if connection.vendor != "sqlite":
                cursor.execute("DROP FUNCTION refuse")


UNWRITABLE = [table_gone, table_refusing]
