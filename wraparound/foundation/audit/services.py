"""Writing the audit: in the transaction of the write, or before a read is sent."""

import uuid
from collections.abc import Iterable
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.db import transaction

from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.audit.models import Entry

current_request: ContextVar[uuid.UUID | None] = ContextVar("current_request", default=None)
"""The request or job that is being served; set by the middleware and by tasks."""

_looks: ContextVar[int] = ContextVar("looks", default=0)


def record(
    *,
    verb: str,
    now: datetime,
    actor: Actor | None = None,
    child_id: int | None = None,
    outcome: str = "done",
    detail: dict[str, Any] | None = None,
) -> Entry:
    """Write one entry in the transaction that is open; `detail` holds ids and codes, never content."""
    return Entry.objects.create(**_row(verb, now, actor, outcome, detail), child_id=child_id)


@transaction.atomic
def record_looks(
    *,
    verb: str,
    now: datetime,
    actor: Actor,
    child_ids: Iterable[int],
    detail: dict[str, Any] | None = None,
) -> None:
    """Write one look: a row for each child shown, or one row without a child when none was.

    Call it when the whole reply is built and before it is sent; if it raises, nothing is sent.
    """
    row = _row(verb, now, actor, "seen", detail)
    shown: list[int | None] = [*child_ids] or [None]
    Entry.objects.bulk_create([Entry(**row, child_id=child_id) for child_id in shown])
    _looks.set(_looks.get() + 1)


def record_denial(*, verb: str, now: datetime, actor: Actor | None, child_id: int | None) -> None:
    """Write a denial in a transaction of its own, after the denied act was rolled back."""
    with transaction.atomic(durable=False):
        record(verb=verb, now=now, actor=actor, child_id=child_id, outcome="denied")


def looks_recorded() -> int:
    """Return how many looks the request being served has recorded."""
    return _looks.get()


def begin_request(request_id: uuid.UUID) -> None:
    """Start counting looks for a request or job."""
    current_request.set(request_id)
    _looks.set(0)


def _row(
    verb: str, now: datetime, actor: Actor | None, outcome: str, detail: dict[str, Any] | None
) -> dict[str, Any]:
    return {
        "verb": verb,
        "at": now,
        "outcome": outcome,
        "user_id": actor and actor.user_id,
        "post_id": actor and actor.post_id,
        "agency_id": actor and actor.agency_id,
        "request": current_request.get(),
        "detail": detail or {},
    }
