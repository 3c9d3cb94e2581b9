"""Writing and reading many rows at once, past the ORM: what a list of thousands would wait for."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from json import dumps
from typing import Any

from django.db import connection
from django.db.models import Model
from django.db.models.fields import DateField, DateTimeField, UUIDField
from django.db.models.fields.json import JSONField

Value = Any
Converter = Callable[[Value], Value]


def new_ids(model: type[Model], count: int) -> list[int]:
    """Return `count` primary keys that no row of `model` has or will be given.

    Call it inside the transaction that writes the rows: on SQLite that transaction is the only writer.
    """
    if count < 1:
        return []
    table, key = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [table, key, count],
            )
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
        first = (row[0] if row else 0) + 1
        return list(range(first, first + count))


def insert(model: type[Model], fields: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    """Insert rows, each the values of `fields` in their order. Database constraints hold as ever.

    Every column without a value of its own must be named: defaults of the model are not applied. All rows
    are made before the first is sent: whoever makes them may ask the database, which cannot answer meanwhile.
    """
    rows = list(rows)
    columns = [_column(model, name) for name in fields]
    if connection.vendor == "postgresql":
        _copy(model._meta.db_table, columns, _converted(model, fields, rows))
    else:
        _many(model._meta.db_table, columns, _converted(model, fields, rows))


def read(
    model: type[Model], fields: Sequence[str], *, by: str, keys: Sequence[int], where: str = "TRUE"
) -> list[tuple[Value, ...]]:
    """Return the values of some fields of the rows whose field `by` is among `keys`, in the order of rows.

    One parameter holds all the keys: an ORM statement spends more on a thousand parameters than the database
    on finding the rows. `where` is a constant condition in SQL. Values are as the driver gives them: words,
    numbers and dates are what the ORM would give, instants and UUIDs need not be.
    """
    columns = ", ".join(connection.ops.quote_name(_column(model, name)) for name in fields)
    names = (model._meta.db_table, _column(model, by), _column(model, "pk"))
    table, column, key = (connection.ops.quote_name(name) for name in names)
    among = (
        "= ANY(%s::bigint[])" if connection.vendor == "postgresql" else "IN (SELECT value FROM json_each(%s))"
    )
    statement = f"SELECT {columns} FROM {table} WHERE {column} {among} AND {where} ORDER BY {key}"  # noqa: S608 - names of our own models
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(keys) if connection.vendor == "postgresql" else dumps(list(keys))])
        return cursor.fetchall()


def _column(model: type[Model], name: str) -> str:
    field = model._meta.pk if name == "pk" else model._meta.get_field(name)
    return str(field.column)  # type: ignore[union-attr]


def _converted(
    model: type[Model], fields: Sequence[str], rows: Iterable[Sequence[Value]]
) -> Iterable[Sequence[Value]]:
    converters = [(place, _converter(model, name)) for place, name in enumerate(fields)]
    needed = [(place, converter) for place, converter in converters if converter]
    if not needed:
        return rows
    return (_with(row, needed) for row in rows)


def _with(row: Sequence[Value], needed: list[tuple[int, Converter]]) -> list[Value]:
    values = list(row)
    for place, converter in needed:
        if values[place] is not None:
            values[place] = converter(values[place])
    return values


def _converter(model: type[Model], name: str) -> Converter | None:
    """Return what makes a value of a field fit for the driver, or None when it fits as it is."""
    field = model._meta.get_field(name)
    if isinstance(field, JSONField):
        return dumps
    if connection.vendor == "postgresql":
        return None
    if isinstance(field, DateTimeField):
        return _instant
    if isinstance(field, DateField):
        return date.isoformat
    return _hex if isinstance(field, UUIDField) else None


def _hex(value: Value) -> str:
    return value.hex


@lru_cache(maxsize=1024)
def _instant(value: datetime) -> str:
    return str(connection.ops.adapt_datetimefield_value(value))


def _copy(table: str, columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    quoted = ", ".join(connection.ops.quote_name(column) for column in columns)
    statement = f"COPY {connection.ops.quote_name(table)} ({quoted}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _many(table: str, columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    quoted = ", ".join(connection.ops.quote_name(column) for column in columns)
    marks = ", ".join(["?"] * len(columns))
    statement = f"INSERT INTO {connection.ops.quote_name(table)} ({quoted}) VALUES ({marks})"  # noqa: S608 - names of our own models
    connection.ensure_connection()
    connection.connection.executemany(statement, rows)
