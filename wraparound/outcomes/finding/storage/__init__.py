"""Where the keys and records of the index lie: one layout for each kind of database.

`of(connection)` gives the storage of a database. Both hold the same keys and records and answer alike; they
differ in layout, because a row costs 13 bytes on one and 60 on the other.
"""

from types import ModuleType
from typing import Any

from . import postgresql, sqlite
from .postgresql import PostgreSQLStorage
from .sqlite import SQLiteStorage

Storage = SQLiteStorage | PostgreSQLStorage


def statements(vendor: str) -> ModuleType:
    """Return the module whose `CREATE` and `DROP` make and unmake the tables for a kind of database."""
    return postgresql if vendor == "postgresql" else sqlite


def of(connection: Any) -> Storage:
    """Return the storage of a Django database connection."""
    return PostgreSQLStorage(connection) if connection.vendor == "postgresql" else SQLiteStorage(connection)
