"""The rehearsal of a load: everything is read, compared and counted, and nothing of a child is written."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from wraparound.outcomes.children.services import changes
from wraparound.outcomes.feeds.models import Chunk
from wraparound.outcomes.feeds.rules import Outcome
from wraparound.outcomes.feeds.writing import known, receipts
from wraparound.outcomes.feeds.writing.chunk import Run, lines_of, sort
from wraparound.outcomes.feeds.writing.order import plan_of
from wraparound.outcomes.feeds.writing.prepare import Prepared


def rehearse(run: Run, prepared: Sequence[Prepared], *, now: datetime) -> None:
    """Count what a load would do, chunk by chunk; each chunk's receipt says what would become of its rows."""
    for chunk in Chunk.objects.filter(load=run.load, is_endings=False):
        plan = plan_of(chunk.plan)
        records = [prepared[place] for place in plan["places"]]
        figures: Counter[str] = Counter()
        outcomes = _outcomes(run, records, plan["said"], figures)
        lines = lines_of(records, outcomes)
        figures.update(receipts.wrong_fields(lines))
        chunk.counts = {"rows": dict(receipts.count(lines)), "figures": dict(figures)}
        chunk.receipt, chunk.done_at = receipts.pack(lines), now
        chunk.save(update_fields=["counts", "receipt", "done_at"])


def _outcomes(
    run: Run, records: list[Prepared], plan: dict[str, Any], figures: Counter[str]
) -> dict[str, Outcome]:
    parts = sort(run, records)
    outcomes = dict.fromkeys((p.record.source_id for p in parts.same), Outcome.UNCHANGED)
    for p in parts.fresh:
        outcome = Outcome(plan.get(p.record.source_id, {"told": Outcome.CREATED})["told"])
        outcomes[p.record.source_id] = outcome
        figures["created"] += outcome is not Outcome.MATCHED
        figures["queued"] += outcome is Outcome.QUEUED
    by_source = {run.known[p.record.source_id].pk: p for p in parts.changed}
    kept, _ = known.without_strangers(
        by_source, changes({source: p.record.facts for source, p in by_source.items()})
    )
    figures.update(known.figures_of(kept))
    for change in kept:
        outcomes[by_source[change.source_id].record.source_id] = Outcome.MATCHED
    return outcomes
