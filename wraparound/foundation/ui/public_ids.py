"""The id by which a row stands in an address or a form: a key that counts up would say how many there are."""

import uuid
from collections.abc import Callable
from typing import Any

from django.db.migrations import AddField, AlterField, RunPython
from django.db.migrations.operations.base import Operation
from django.db.models import Model, UUIDField
from django.utils.crypto import salted_hmac

NAME = "public_id"
AT_ONCE = 1000
"""Rows that are filled in one statement."""


def made_id(row: Model) -> uuid.UUID:
    """Return the id of a row of a table that has no column of random ids.

    It is made from the row's key with the installation's secret. The longest tables do without the column:
    their rows are shown with one child, so whoever was given an id looks for it among that child's rows.
    """
    digest = salted_hmac("wraparound.public-id", f"{row._meta.label_lower} {row.pk}", algorithm="sha256")
    return uuid.UUID(bytes=digest.digest()[:16], version=4)


def with_public_ids(app: str, *models: str) -> list[Operation]:
    """Return the steps of a migration that give every row of these tables of `app` a random id of its own.

    One default for all rows of a table would not be unique, so the rows that are there are filled between
    adding the column and saying that it is unique.
    """
    unique = UUIDField(default=uuid.uuid4, editable=False, unique=True)
    return [
        step
        for model in models
        for step in (
            AddField(model, NAME, UUIDField(null=True, editable=False)),
            RunPython(_filling(app, model), RunPython.noop),
            AlterField(model, NAME, unique),
        )
    ]


def _filling(app: str, model: str) -> Callable[[Any, Any], None]:
    def fill(apps: Any, schema_editor: Any) -> None:
        table = apps.get_model(app, model)._default_manager.using(schema_editor.connection.alias)
        while rows := list(table.filter(**{f"{NAME}__isnull": True}).only("pk")[:AT_ONCE]):
            for row in rows:
                setattr(row, NAME, uuid.uuid4())
            table.bulk_update(rows, [NAME])

    return fill
