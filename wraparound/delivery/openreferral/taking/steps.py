"""A stretch of work of an import: written in one transaction, by one runner alone, or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.models import F

from wraparound.delivery.openreferral.models import Import

OVER = (Import.State.DONE, Import.State.FAILED)
MOST_REMARKS = 200


class Overtaken(Exception):
    """Another process does this import's work: this one leaves it to it."""


@contextmanager
def step(run: Import, **values: Any) -> Iterator[None]:
    """Do what is inside in one transaction and store these values of the import with it.

    Whoever read the import before another process moved it on is refused: nothing is done twice.
    Raises `Overtaken`.
    """
    with transaction.atomic():
        mine = Import.objects.filter(pk=run.pk, step=run.step).exclude(state__in=OVER)
        if not mine.update(step=F("step") + 1, **values):
            raise Overtaken
        yield
    run.step += 1
    for name, value in values.items():
        setattr(run, name, value)


def with_remark(
    run: Import, words: str, *, page: int | None = None, after: list[dict[str, Any]] | None = None
) -> list[dict[str, Any]]:
    """Return the remarks of an import (or `after`) with one more: never too many to read, none twice."""
    remarks = list(run.remarks if after is None else after)
    remark = {"page": page, "problem": words}
    return remarks if remark in remarks or len(remarks) >= MOST_REMARKS else [*remarks, remark]
