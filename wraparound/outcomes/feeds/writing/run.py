"""Running a load: read, plan, write chunk by chunk, end what is gone, finish."""

import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from wraparound.foundation.accounts.rules import Actor
from wraparound.outcomes.feeds.models import Chunk, Load
from wraparound.outcomes.feeds.reading import mapping as mappings
from wraparound.outcomes.feeds.reading import sources
from wraparound.outcomes.feeds.reading.records import gather
from wraparound.outcomes.feeds.reading.rows import Context
from wraparound.outcomes.feeds.rules import endings_need_a_word
from wraparound.outcomes.feeds.writing import endings, knowledge, planning, rehearsal
from wraparound.outcomes.feeds.writing.chunk import Run, write_chunk
from wraparound.outcomes.feeds.writing.prepare import Groups, Prepared, chunks_of, prepare_all
from wraparound.outcomes.feeds.writing.sizes import look_again

PAUSE = 0.02
"""Seconds between chunks on SQLite, whose lock is not fair: everyone else gets their turn."""
Tell = Callable[[str, int, int], None]


def run(load: Load, *, path: Path, now: datetime, actor: Actor | None, tell: Tell) -> dict[str, int] | None:
    """Bring a load from wherever it is to its end and return its figures.

    Returns None when it is held: a person must say how many records may end.
    """
    here = _begin(load, actor)
    chunks, context = _read(load, path, here, tell)
    digests = {number: known.digest for number, known in here.known.items()}
    prepared = list(prepare_all(chunks, context, digests))
    missing = (
        endings.gone(here, {p.record.source_id for part in prepared for p in part})
        if load.is_complete
        else []
    )
    if not load.is_planned:
        _plan(here, prepared, missing, tell)
    if load.is_dry_run:
        rehearsal.rehearse(here, prepared, now=now)
    elif _may_write(load):
        _write(here, prepared, now, tell)
    else:
        _save(load, state=Load.State.HELD)
        return None
    return _figures(load)


def _begin(load: Load, actor: Actor | None) -> Run:
    agency, today = load.agency, timezone.localdate(load.started_at)
    return Run(
        load=load, agency=agency, said_at=load.started_at, today=today,
        holders=knowledge.holders_for(agency, today), known=knowledge.known_records(agency), actor=actor,
    )  # fmt: skip


def _read(load: Load, path: Path, here: Run, tell: Tell) -> tuple[list[Groups], Context]:
    _save(load, state=Load.State.READING)
    tell("Reading the file", 0, 0)
    mapping = mappings.parse(load.mapping) if load.mapping else None
    context = Context(
        today=here.today, places=knowledge.places_for(here.agency, here.today),
        date_format=mapping.date_format if mapping else "", values=mapping.values if mapping else {},
    )  # fmt: skip
    groups = gather(sources.read(path, mapping, load.name))
    rows = sum(map(len, groups))
    _save(load, rows=rows)
    tell("Reading the file", rows, rows)
    return chunks_of(groups), context


def _plan(here: Run, prepared: list[list[Prepared]], missing: list[int], tell: Tell) -> None:
    """Decide which children the new records are, and keep it, so that a load taken up again decides alike."""
    load = here.load
    _save(load, state=Load.State.LINKING)
    tell("Looking for the children", 0, load.rows)
    plans = planning.plan(here, prepared)
    standing = sum(not known.has_ended for known in here.known.values())
    parts = list(endings.parts_of(missing))
    with transaction.atomic():
        Chunk.objects.bulk_create(
            [Chunk(load=load, number=number, plan=plan) for number, plan in enumerate(plans)]
            + [Chunk(load=load, number=len(plans) + at, is_endings=True, plan=planning.packed(part))
               for at, part in enumerate(parts)]
        )  # fmt: skip
        _save(load, is_planned=True, endings=len(missing) if load.is_complete else None, endings_of=standing)


def _may_write(load: Load) -> bool:
    return not load.endings or not endings_need_a_word(load.endings, load.endings_of, load.endings_accepted)


def _write(here: Run, prepared: list[list[Prepared]], now: datetime, tell: Tell) -> None:
    load = here.load
    _save(load, state=Load.State.WRITING)
    done = 0
    for number, records in enumerate(prepared):
        wrote = write_chunk(here, number, records, now=now)
        done += sum(len(p.record.rows) for p in records)
        tell("Writing", done, load.rows)
        if wrote:
            look_again(number + 1)
            _breathe()
    for number, part in Chunk.objects.filter(load=load, is_endings=True).values_list("number", "plan"):
        if endings.write_endings(here, number, planning.unpacked(part), now=now):
            _breathe()


def _breathe() -> None:
    if connection.vendor != "postgresql":
        time.sleep(PAUSE)


def _figures(load: Load) -> dict[str, int]:
    """Return what changed, counted over the chunks: what later loads are compared with."""
    figures: Counter[str] = Counter()
    for counts in Chunk.objects.filter(load=load).values_list("counts", flat=True):
        figures.update(counts.get("figures", {}))
        figures["refused"] += counts.get("rows", {}).get("refused", 0)
    if load.endings is not None:
        figures["endings"] = load.endings
    return dict(figures)


def _save(load: Load, **values: object) -> None:
    for name, value in values.items():
        setattr(load, name, value)
    load.save(update_fields=list(values))
