"""Letting PostgreSQL see how the tables grow while a first list fills an empty index."""

from django.db import connection

from wraparound.outcomes.children.models import Child

LOOK_AFTER = (1, 5, 25)
"""Chunks after which it looks again: each time a few times as much stands there."""
SMALL = 20_000
"""Children above which the sizes it knows are near enough, and looking would take seconds."""
GROWING = ("children_", "finding_", "access_", "journey_", "index_")
"""How the names of the tables that a load fills begin."""


def look_again(chunks: int) -> None:
    """After `chunks` chunks of a load, have PostgreSQL look at the tables that grow.

    It plans a statement by the sizes that it last saw. Tables that were empty then are read from end to
    end for every row, and a list that takes a minute takes ten.
    """
    if connection.vendor != "postgresql" or chunks not in LOOK_AFTER:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = %s", [Child._meta.db_table])
        if cursor.fetchone()[0] > SMALL:
            return
        tables = [name for name in connection.introspection.table_names(cursor) if name.startswith(GROWING)]
        cursor.execute(f"ANALYZE {', '.join(map(connection.ops.quote_name, tables))}")
