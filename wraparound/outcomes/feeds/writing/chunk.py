"""One chunk, one transaction: facts, children, grants, journeys, what they are found by, and the ledger."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.agencies.models import Agency
from wraparound.foundation.audit import services as audit
from wraparound.outcomes.feeds.models import Chunk, Load
from wraparound.outcomes.feeds.rules import Outcome
from wraparound.outcomes.feeds.writing import known, newcomers, receipts
from wraparound.outcomes.feeds.writing.knowledge import Holders, Known
from wraparound.outcomes.feeds.writing.prepare import Prepared


@dataclass
class Run:
    """A load that is being written, and what writing it needs to know."""

    load: Load
    agency: Agency
    said_at: datetime
    today: date
    holders: Holders
    known: dict[str, Known]
    actor: Actor | None = None
    figures: Counter[str] = field(default_factory=Counter)


@transaction.atomic
def write_chunk(run: Run, number: int, records: list[Prepared], *, now: datetime) -> bool:
    """Write one chunk unless it is written; say whether it was written now.

    Whatever stops the process before the commit leaves nothing of the chunk.
    """
    chunk = Chunk.objects.select_for_update().get(load=run.load, number=number)
    if chunk.done_at:
        return False
    plan: dict[str, Any] = dict(receipts.unpack(chunk.plan))
    outcomes: dict[str, Outcome] = {}
    fresh: list[Prepared] = []
    changed: list[Prepared] = []
    for prepared in records:
        before = run.known.get(prepared.record.source_id)
        if prepared.record.is_refused:
            continue
        if before is None:
            fresh.append(prepared)
        elif prepared.is_same and not before.has_ended:
            outcomes[prepared.record.source_id] = Outcome.UNCHANGED
        else:
            changed.append(prepared)
    figures: Counter[str] = Counter()
    outcomes.update(newcomers.write(run, fresh, plan, figures))
    outcomes.update(known.write(run, changed, figures))
    lines = [line for prepared in records for line in receipts.lines_of(
        prepared.record, outcomes.get(prepared.record.source_id, Outcome.REFUSED))]  # fmt: skip
    finish(run, chunk, lines, figures, now=now)
    return True


def finish(
    run: Run, chunk: Chunk, lines: list[receipts.Line], figures: Counter[str], *, now: datetime
) -> None:
    """Enter a chunk in the ledger and in the audit, in its own transaction."""
    counts = receipts.count(lines)
    chunk.done_at = now
    chunk.counts = {"rows": dict(counts), "figures": dict(figures)}
    chunk.receipt = receipts.pack(lines)
    chunk.save(update_fields=["done_at", "counts", "receipt"])
    detail = {"load": run.load.pk, "chunk": chunk.number, "rows": dict(counts)}
    audit.record(verb="feed.chunk", now=now, actor=run.actor, detail=detail)
