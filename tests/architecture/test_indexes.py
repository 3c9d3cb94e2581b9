"""Every index costs each row that a list writes; one that another begins with answers nothing more."""

from collections.abc import Iterator

from django.apps import apps
from django.db.models import Model, UniqueConstraint
from django.db.models.fields import Field


def _ours() -> Iterator[type[Model]]:
    return (model for model in apps.get_models() if model.__module__.startswith("wraparound.outcomes."))


def _begin_with(model: type[Model], field: Field) -> list[str]:
    """Return the indexes of all rows of a table, of several columns or one, whose first column is a field."""
    meta = model._meta
    unique = [
        (one.name, one.fields)
        for one in meta.constraints
        if isinstance(one, UniqueConstraint) and not one.condition
    ]
    named = [(one.name, one.fields) for one in meta.indexes if not one.condition]
    together = [("unique together", fields) for fields in meta.unique_together]
    return [
        name
        for name, fields in [*unique, *named, *together]
        if fields and fields[0].lstrip("-") == field.name
    ]


def test_no_column_has_an_index_of_its_own_that_another_index_begins_with() -> None:
    twice = {
        f"{model._meta.label}.{field.name}": others
        for model in _ours()
        for field in model._meta.local_fields
        if field.db_index and not field.unique and (others := _begin_with(model, field))
    }
    assert twice == {}, "Say db_index=False: the named index answers what an index of its own would."
