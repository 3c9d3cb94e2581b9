"""One chunk, one transaction: facts, children, grants, journeys, what they are found by, and the ledger."""

from collections import Counter
from collections.abc import Mapping
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
from wraparound.outcomes.feeds.writing.ahead import Ahead
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


@dataclass
class Parts:
    """The records of a chunk by what is to be done: those refused are in none."""

    fresh: list[Prepared] = field(default_factory=list)
    changed: list[Prepared] = field(default_factory=list)
    same: list[Prepared] = field(default_factory=list)


def sort(run: Run, records: list[Prepared]) -> Parts:
    """Part the records of a chunk into new ones, changed ones and those that say what they said."""
    parts = Parts()
    for prepared in records:
        before = run.known.get(prepared.record.source_id)
        if prepared.record.is_refused:
            continue
        if before is None:
            parts.fresh.append(prepared)
        elif prepared.is_same and not before.has_ended:
            parts.same.append(prepared)
        else:
            parts.changed.append(prepared)
    return parts


def lines_of(records: list[Prepared], outcomes: dict[str, Outcome]) -> list[receipts.Line]:
    """Return the receipt's lines of a chunk: every row once."""
    return [
        line
        for prepared in records
        for line in receipts.lines_of(
            prepared.record, outcomes.get(prepared.record.source_id, Outcome.REFUSED)
        )
    ]


class Stopped(Exception):
    """Somebody stopped the load: nothing more of it is written."""


@transaction.atomic
def write_chunk(
    run: Run, number: int, records: list[Prepared], said: Mapping[str, Any], *, now: datetime,
    ahead: Ahead | None = None,
) -> bool:  # fmt: skip
    """Write one chunk unless it is written; say whether it was written now.

    `said` is what was planned of its new records. Whatever stops the process before the commit leaves
    nothing of the chunk. Raises `Stopped`.
    """
    chunk = take(run, number)
    if chunk is None:
        return False
    parts = sort(run, records)
    figures: Counter[str] = Counter()
    outcomes = dict.fromkeys((p.record.source_id for p in parts.same), Outcome.UNCHANGED)
    outcomes.update(newcomers.write(run, parts.fresh, said, figures, ahead))
    outcomes.update(known.write(run, parts.changed, figures))
    finish(run, chunk, lines_of(records, outcomes), figures, now=now)
    return True


def take(run: Run, number: int) -> Chunk | None:
    """Return a chunk to write, locked, or None when it is written. Raises `Stopped`."""
    chunks = Chunk.objects.select_for_update(of=("self",)).select_related("load").defer("plan", "receipt")
    chunk = chunks.get(load=run.load, number=number)
    if chunk.load.state == Load.State.STOPPED:
        raise Stopped
    return None if chunk.done_at else chunk


def finish(
    run: Run, chunk: Chunk, lines: list[receipts.Line], figures: Counter[str], *, now: datetime
) -> None:
    """Enter a chunk in the ledger and in the audit, in its own transaction."""
    counts = receipts.count(lines)
    figures.update(receipts.wrong_fields(lines))
    chunk.done_at = now
    chunk.counts = {"rows": dict(counts), "figures": dict(figures)}
    chunk.receipt = receipts.pack(lines)
    chunk.save(update_fields=["done_at", "counts", "receipt"])
    detail = {"load": run.load.pk, "chunk": chunk.number, "rows": dict(counts)}
    audit.record(verb="feed.chunk", now=now, actor=run.actor, detail=detail)
