"""The plan of a load: which children its new records are, decided once, before anything is written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import connection

from wraparound.outcomes.access.models import Adoption
from wraparound.outcomes.access.queries import live_shields
from wraparound.outcomes.children.models import Birth, Child
from wraparound.outcomes.feeds.linking import candidates, deciding, engines, features, model
from wraparound.outcomes.feeds.linking.apart import Apart, apart
from wraparound.outcomes.feeds.linking.evidence import evidence_of, in_words
from wraparound.outcomes.feeds.writing import receipts
from wraparound.outcomes.feeds.writing.chunk import Run
from wraparound.outcomes.feeds.writing.prepare import Prepared
from wraparound.outcomes.finding import storage
from wraparound.outcomes.finding.engine.entry import OPEN, Packed, pack
from wraparound.outcomes.finding.engine.keys import Key, keys_of
from wraparound.outcomes.finding.filing import entry_of
from wraparound.outcomes.finding.queries import model as finding_model
from wraparound.outcomes.finding.refiling import entries_of

AT_ONCE = 500


@dataclass
class Newcomers:
    """The new records of a load by number, and those whom they may be: children, and earlier records."""

    prepared: list[Prepared]
    packed: dict[int, Packed]
    keys: dict[int, list[Key]]

    @classmethod
    def of(cls, run: Run, chunks: list[list[Prepared]]) -> "Newcomers":
        """Return the records that the agency had not sent before, each as it would be filed openly."""
        fresh = [p for chunk in chunks for p in chunk if p.packed and p.record.source_id not in run.known]
        found = cls(fresh, {}, {})
        for number, p in enumerate(fresh):
            packed, keys = _openly(p)
            found.packed[number], found.keys[number] = packed, keys
        return found


def plan(run: Run, chunks: list[list[Prepared]]) -> list[bytes]:
    """Return for each chunk which children its new records are, and whom a person must compare."""
    fresh = Newcomers.of(run, chunks)
    decisions = _decide(run, fresh) if fresh.prepared else {}
    said: dict[str, Any] = {}
    for number, decision in decisions.items():
        if decision.child or decision.asks:
            said[fresh.prepared[number].record.source_id] = _told(decision, fresh)
    return [
        receipts.pack(
            [(p.record.source_id, said[p.record.source_id]) for p in chunk if p.record.source_id in said]
        )
        for chunk in chunks
    ]


def _told(decision: deciding.Decision, fresh: Newcomers) -> dict[str, Any]:
    """Return a decision as it is kept: a child by key, an earlier record of the list by its own number."""
    return {
        "child": decision.child,
        "asks": [
            {
                "child": ask.child if ask.child > 0 else None,
                "record": fresh.prepared[-ask.child - 1].record.source_id if ask.child < 0 else None,
                "kind": ask.kind, "probability": round(ask.probability, 4), "why": ask.why,
            }
            for ask in decision.asks
        ],
    }  # fmt: skip


def _openly(p: Prepared) -> tuple[Packed, list[Key]]:
    """Return what a record would be found by if it were filed openly: an unborn child's is not."""
    if p.packed and p.packed.text.endswith(f"\t{OPEN}"):
        return p.packed, p.keys
    packed = pack(entry_of(0, [(p.record.source_id, p.record.facts)], OPEN))
    return packed, keys_of(packed)


def _decide(run: Run, fresh: Newcomers) -> dict[int, deciding.Decision]:
    store = storage.of(connection)
    may_be = candidates.look_up(fresh.keys, store)
    closed, hidden = _closed(run)
    _add_closed(may_be, fresh, closed)
    for number, earlier in candidates.within(fresh.keys).items():
        may_be.setdefault(number, []).extend(-other - 1 for other in earlier)
    children = {child for found in may_be.values() for child in found if child > 0}
    records = {child: Packed.from_bytes(record) for child, record in store.records(sorted(children)).items()}
    records.update(closed)
    records.update((-number - 1, packed) for number, packed in fresh.packed.items())
    weights = _weigh(fresh, may_be, records)
    held = {known.child_id for known in run.known.values() if not known.has_ended}
    field = deciding.Field(
        compare=lru_cache(lambda row, child: evidence_of(apart(fresh.packed[row]), apart(records[child]))),
        in_words=in_words, hidden=hidden,
        held=frozenset(held | {child for child in records if child < 0}),
    )  # fmt: skip
    return deciding.decide(weights, field)


def _closed(run: Run) -> tuple[dict[int, Packed], dict[int, str]]:
    """Return children who are not filed openly as if they were, and which a shield or adoption hides."""
    shielded = live_shields(run.said_at).values_list("child_id", flat=True)
    adopted = Adoption.objects.filter(placed_at__lte=run.said_at).values_list("before_id", flat=True)
    hidden = {**dict.fromkeys(shielded, "shielded"), **dict.fromkeys(adopted, "adoption")}
    unborn = Birth.objects.filter(status=Birth.Status.EXPECTED, superseded_at__isnull=True)
    ids = sorted(
        {
            *hidden,
            *unborn.filter(source__child__state=Child.State.LIVE).values_list("source__child", flat=True),
        }
    )
    packed: dict[int, Packed] = {}
    for at in range(0, len(ids), AT_ONCE):
        for entry in entries_of(ids[at : at + AT_ONCE], now=run.said_at):
            if entry.compartment != OPEN:
                packed[abs(entry.child)] = pack(replace(entry, child=abs(entry.child), compartment=OPEN))
    return packed, hidden


def _add_closed(may_be: dict[int, list[int]], fresh: Newcomers, closed: Mapping[int, Packed]) -> None:
    filed = candidates.index_of(closed, {child: keys_of(packed) for child, packed in closed.items()})
    if not filed:
        return
    for number, keys in fresh.keys.items():
        if found := candidates.promising(keys, filed):
            may_be[number] = list(dict.fromkeys([*found, *may_be.get(number, ())]))


def _weigh(
    fresh: Newcomers, may_be: Mapping[int, list[int]], records: Mapping[int, Packed]
) -> engines.Scores:
    """Return the weights of all pairs of a record and whom it may be, from the engine of the setting."""
    pairs = [(number, child) for number, found in may_be.items() for child in found if child in records]
    if not pairs:
        return {}
    lefts: dict[int, list[int]] = {}
    rights: dict[int, list[int]] = {}
    for at, (number, child) in enumerate(pairs):
        lefts.setdefault(number, []).append(at)
        rights.setdefault(child, []).append(at)
    left = features.table("list", _sided(lefts, fresh.packed))
    right = features.table("index", _sided(rights, records))
    vocabulary = finding_model().vocabulary
    common = {column: features.shares(column, (left, right), vocabulary) for column in model.RARE}
    weights = {**model.shipped(), "prior": model.prior(storage.of(connection).count())}
    return engines.engine(settings.LINKER)(left, right, common, weights)


def _sided(
    pairs: Mapping[int, list[int]], records: Mapping[int, Packed]
) -> Iterator[tuple[int, Apart, list[int]]]:
    for key, numbers in pairs.items():
        yield key, apart(records[key]), numbers


packed = receipts.pack
unpacked = receipts.unpack
