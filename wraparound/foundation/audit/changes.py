"""Adding and changing a record with nothing lost: a change says which version it read, and is on record."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import F, Model

from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.area.models import Versioned
from wraparound.foundation.audit.services import record

Record = TypeVar("Record", bound=Model)


class Conflict(Exception):
    """Somebody changed the record since it was read: nothing was written, and the page shows both.

    `current` is how the record stands now; `words` say to a person what happened.
    """

    def __init__(self, current: Any, words: str = "Somebody changed this while you were reading.") -> None:
        super().__init__(words)
        self.current = current


class Taken(Exception):
    """A record with the same code or dates is there already, and it says something else."""


@transaction.atomic
def add(
    model: type[Record],
    *,
    key: dict[str, Any],
    values: dict[str, Any],
    verb: str,
    actor: Actor | None,
    now: datetime,
    once: dict[str, Callable[[], Any]] | None = None,
) -> Record:
    """Make the record that `key` tells from all others; the same form sent again finds it made.

    `once` makes what a new record alone needs. Raises `Taken` when another record has this key and says
    something else, or when a constraint of the database is broken.
    """
    try:
        with transaction.atomic():
            made, is_new = model._default_manager.get_or_create(**key, defaults={**values, **(once or {})})
    except IntegrityError as error:
        raise Taken(str(error)) from error
    if is_new:
        record(verb=verb, now=now, actor=actor, detail={model._meta.model_name or "": made.pk})
    elif _differing(made, values):
        raise Taken(f"{made} is there already")
    return made


@transaction.atomic
def change(
    instance: Versioned,
    *,
    version: int,
    values: dict[str, Any],
    verb: str,
    actor: Actor | None,
    now: datetime,
) -> list[str]:
    """Store `values` if the record still has the version that was read; return the fields that changed.

    A change that is there already (the same form sent twice) is done. Raises `Conflict` with what stands
    now, or `Taken` when a constraint of the database is broken.
    """
    model = type(instance)
    current = model._default_manager.get(pk=instance.pk)
    differing = _differing(current, values)
    if not differing:
        return []
    try:
        with transaction.atomic():
            row = model._default_manager.filter(pk=instance.pk, version=version)
            changed = row.update(**values, version=F("version") + 1)
    except IntegrityError as error:
        raise Taken(str(error)) from error
    if not changed:
        raise Conflict(model._default_manager.get(pk=instance.pk))
    detail = {model._meta.model_name or "": instance.pk, "fields": differing}
    record(verb=verb, now=now, actor=actor, detail=detail)
    instance.refresh_from_db()
    return differing


def _differing(record: Model, values: dict[str, Any]) -> list[str]:
    return sorted(name for name, value in values.items() if getattr(record, name) != value)
