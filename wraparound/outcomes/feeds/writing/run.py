"""Running a load: read, plan, write chunk by chunk, end what is gone, finish."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from wraparound.foundation.accounts.rules import Actor
from wraparound.outcomes.feeds.models import Chunk, Load
from wraparound.outcomes.feeds.reading import mapping as mappings
from wraparound.outcomes.feeds.reading import sources
from wraparound.outcomes.feeds.reading.records import gather
from wraparound.outcomes.feeds.reading.rows import Context
from wraparound.outcomes.feeds.rules import endings_need_a_word
from wraparound.outcomes.feeds.writing import endings, knowledge, planning, receipts, rehearsal
from wraparound.outcomes.feeds.writing.ahead import Ahead, look_ahead
from wraparound.outcomes.feeds.writing.chunk import Run, write_chunk
from wraparound.outcomes.feeds.writing.cores import Cores, cores, without_collecting
from wraparound.outcomes.feeds.writing.order import Plan, plan_of, plans_of
from wraparound.outcomes.feeds.writing.pauses import Pauses
from wraparound.outcomes.feeds.writing.prepare import Groups, Prepared, chunks_of, prepare_all
from wraparound.outcomes.feeds.writing.sizes import look_again
from wraparound.outcomes.feeds.writing.turn import in_haste

Tell = Callable[[str, int, int], None]


def run(load: Load, *, path: Path, now: datetime, actor: Actor | None, tell: Tell) -> dict[str, int] | None:
    """Bring a load from wherever it is to its end and return its figures.

    Returns None when it is held: a person must say how many records may end.
    """
    with without_collecting(), cores(path.stat().st_size) as every:
        here = _begin(load, actor)
        chunks, context = _read(load, path, here, tell)
        prepared = _prepare(here, chunks, context, every, tell)
        if load.is_dry_run:
            rehearsal.rehearse(here, prepared, now=now)
        elif _may_write(load):
            with in_haste():
                _write(here, prepared, every, now, tell)
        else:
            _save(load, state=Load.State.HELD)
            return None
    return _figures(load)


def _prepare(here: Run, chunks: list[Groups], context: Context, every: Cores, tell: Tell) -> list[Prepared]:
    """Return the records of the list, and decide which children the new ones are unless that is decided."""
    load = here.load
    planner = None if load.is_planned else planning.Planner(here)
    digests = {number: known.digest for number, known in here.known.items()}
    prepared: list[Prepared] = []
    done = 0
    for records in prepare_all(every, chunks, context, digests):
        prepared += records
        done += sum(len(p.record.rows) for p in records)
        tell("Reading the rows", done, load.rows)
        if planner:
            planner.add(records)
    chunks.clear()
    if planner:
        sent = {p.record.source_id for p in prepared}
        missing = endings.gone(here, sent) if load.is_complete else []
        _save(load, state=Load.State.LINKING)
        tell("Looking for the children", 0, 0)
        said = planner.plan(every, tell)
        children = {number: known.child_id for number, known in here.known.items()}
        _keep_plan(here, plans_of(prepared, said, children), missing)
    return prepared


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


def _keep_plan(here: Run, plans: list[bytes], missing: list[int]) -> None:
    """Keep which children the new records are, so that a load taken up again decides alike."""
    load = here.load
    standing = sum(not known.has_ended for known in here.known.values())
    parts = list(endings.parts_of(missing))
    with transaction.atomic():
        Chunk.objects.bulk_create(
            [Chunk(load=load, number=number, plan=plan) for number, plan in enumerate(plans)]
            + [Chunk(load=load, number=len(plans) + at, is_endings=True, plan=receipts.pack(part))
               for at, part in enumerate(parts)]
        )  # fmt: skip
        _save(load, is_planned=True, endings=len(missing) if load.is_complete else None, endings_of=standing)


def _may_write(load: Load) -> bool:
    return not load.endings or not endings_need_a_word(load.endings, load.endings_of, load.endings_accepted)


def _write(here: Run, prepared: list[Prepared], every: Cores, now: datetime, tell: Tell) -> None:
    load = here.load
    _save(load, state=Load.State.WRITING)
    done, pauses = 0, Pauses()
    plans = Chunk.objects.filter(load=load, is_endings=False).values_list("plan", "done_at")
    parts = [(plan_of(plan), done_at) for plan, done_at in plans]
    ahead = _look_ahead(0, parts, prepared, every)
    for number, (plan, _) in enumerate(parts):
        made, ahead = ahead, _look_ahead(number + 1, parts, prepared, every)
        records = [prepared[place] for place in plan["places"]]
        pauses.take()
        wrote = write_chunk(here, number, records, plan["said"], now=now, ahead=made)
        pauses.begin()
        done += sum(len(p.record.rows) for p in records)
        tell("Writing", done, load.rows)
        if wrote:
            look_again(number + 1)
    for number, part in Chunk.objects.filter(load=load, is_endings=True).values_list("number", "plan"):
        pauses.take()
        endings.write_endings(here, number, receipts.unpack(part), now=now)
        pauses.begin()


def _look_ahead(
    number: int, parts: list[tuple[Plan, datetime | None]], prepared: list[Prepared], every: Cores
) -> Ahead | None:
    """Begin to make what the children of a chunk will be filed by, unless it was written."""
    if number >= len(parts) or parts[number][1]:
        return None
    plan = parts[number][0]
    joining = {
        child: prepared[place].record
        for place in plan["places"]
        if (child := plan["said"].get(prepared[place].record.source_id, {}).get("child"))
    }
    return look_ahead(every, joining) if joining else None


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
