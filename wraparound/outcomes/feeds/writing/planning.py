"""The plan of a load: which children its new records are, decided once, before anything is written."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pyarrow as pa
from django.conf import settings
from django.db import connection

from wraparound.outcomes.access.models import Adoption
from wraparound.outcomes.access.queries import live_shields
from wraparound.outcomes.children.models import Birth, Child, Identifier
from wraparound.outcomes.feeds.linking import candidates, deciding, engines, features, model, spreading
from wraparound.outcomes.feeds.linking.apart import apart
from wraparound.outcomes.feeds.rules import Outcome
from wraparound.outcomes.feeds.writing.chunk import Run
from wraparound.outcomes.feeds.writing.cores import Cores
from wraparound.outcomes.feeds.writing.prepare import Prepared
from wraparound.outcomes.finding import storage
from wraparound.outcomes.finding.engine.entry import OPEN, Packed, pack
from wraparound.outcomes.finding.engine.keys import Key, keys_of
from wraparound.outcomes.finding.filing import entry_of, packed_openly
from wraparound.outcomes.finding.queries import model as finding_model
from wraparound.outcomes.finding.refiling import are_hidden_in_part, entries_of, said_by

Tell = Callable[[str, int, int], None]
AT_ONCE = 500
AROUND = timedelta(days=300)
"""How far a birth may be from the date on which a child is expected; any further, and it is another's."""


class Planner:
    """The new records of a load by number, and those whom they may be, looked up as the records come."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._storage = storage.of(connection)
        self._looked_up = 0
        self.prepared: list[Prepared] = []
        self.packed: dict[int, Packed] = {}
        self.keys: dict[int, list[Key]] = {}
        self.may_be: dict[int, list[int]] = {}

    def add(self, records: list[Prepared]) -> None:
        """Take the records of the next chunk: those that the agency had not sent before, filed openly."""
        for p in records:
            if p.packed and p.record.source_id not in self._run.known:
                number = len(self.prepared)
                self.prepared.append(p)
                self.packed[number], self.keys[number] = _openly(p)
        if len(self.prepared) - self._looked_up >= candidates.TOGETHER:
            self._look_up()

    def _look_up(self) -> None:
        some = {number: self.keys[number] for number in range(self._looked_up, len(self.prepared))}
        self.may_be.update(candidates.look_up(some, self._storage))
        self._looked_up = len(self.prepared)

    def forget_keys(self) -> None:
        """Let go of the keys of those who may be somebody: most are, and then their keys are not filed."""
        self.keys.clear()
        for number in self.may_be:
            self.prepared[number].keys = []

    def numbers_hold(self, number: int) -> bool:
        """Say whether a record has national numbers and all of them pass their checks."""
        said = self.prepared[number].record.facts.get("identifier", ())
        return bool(said) and all(passes for *_, passes in said)

    def may_be_born(self, number: int, due: Sequence[date]) -> bool:
        """Say whether a record may be of a child who is expected on a date; where none is known, it may."""
        born = [
            day for day, *_ in self.prepared[number].record.facts.get("birth", ()) if isinstance(day, date)
        ]
        return not due or not born or any(abs(day - other) <= AROUND for day in born for other in due)

    def plan(self, cores: Cores, tell: Tell) -> dict[str, Any]:
        """Return by number which children new records are, and whom a person must compare.

        `tell` is told what is being done, how many records or children are done, and of how many.
        """
        self._look_up()
        decisions = _decide(self._run, self, cores, tell) if self.prepared else iter(())
        said: dict[str, Any] = {}
        for done, (number, decision) in enumerate(decisions):
            tell("Deciding", done, len(self.prepared))
            if decision.child or decision.asks:
                said[self.prepared[number].record.source_id] = _told(decision, self)
        return said


def _told(decision: deciding.Decision, fresh: Planner) -> dict[str, Any]:
    """Return a decision as it is kept: a child by key, an earlier record of the list by its own number.

    `told` is what the receipt of a record that waits unseen says: as had there been no hidden child.
    """
    told = decision.apparent or decision
    return {
        "child": decision.child,
        "told": Outcome.MATCHED if told.child else Outcome.QUEUED if told.asks else Outcome.CREATED,
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


def _decide(run: Run, fresh: Planner, cores: Cores, tell: Tell) -> Iterator[tuple[int, deciding.Decision]]:
    store, may_be = storage.of(connection), fresh.may_be
    closed, hidden = _closed(run, cores)
    lefts = _tables("list", fresh.packed, cores)
    _add_closed(may_be, fresh, closed, hidden)
    for number, earlier in candidates.within(fresh.keys).items():
        may_be.setdefault(number, []).extend(-other - 1 for other in earlier)
    fresh.forget_keys()
    children = {child for found in may_be.values() for child in found if child > 0}
    records = {child: Packed.from_bytes(record) for child, record in store.records(sorted(children)).items()}
    records.update(closed)
    records.update((-number - 1, packed) for number, packed in fresh.packed.items())
    weights = _weigh(fresh, lefts, records, cores, tell)
    held = {known.child_id for known in run.known.values() if not known.has_ended}
    held.update(child for child in records if child < 0)
    field = spreading.field_of(
        fresh.packed, records, held=frozenset(held), hidden=hidden,
        numbers_hold=lambda row, child: fresh.numbers_hold(row) and _numbers_hold(child, fresh),
    )  # fmt: skip
    cases = deciding.cases(weights, hidden)
    asked = spreading.batches(cases, fresh.packed, records, held=held, hidden=hidden)
    for decided, left in cores.map(spreading.decide_batch, asked):
        yield from decided
        yield from ((case.row, deciding.decide_one(case, field)) for case in left)


def _numbers_hold(child: int, fresh: Planner) -> bool:
    """Say the same of a child; one below nought is an earlier record of the list."""
    if child < 0:
        return fresh.numbers_hold(-child - 1)
    said = Identifier.objects.filter(source__child=child, superseded_at__isnull=True)
    passes = list(said.values_list("passes_check", flat=True))
    return bool(passes) and all(passes)


def _closed(run: Run, cores: Cores) -> tuple[dict[int, Packed], dict[int, str]]:
    """Return children who are not filed openly as if they were, and which a shield or adoption hides."""
    shielded = live_shields(run.said_at).values_list("child_id", flat=True)
    adopted = Adoption.objects.filter(placed_at__lte=run.said_at).values_list("before_id", flat=True)
    hidden = {**dict.fromkeys(shielded, "shielded"), **dict.fromkeys(adopted, "adoption")}
    unborn = Birth.objects.filter(
        status=Birth.Status.EXPECTED, superseded_at__isnull=True, source__child__state=Child.State.LIVE
    )
    ids = sorted({*hidden, *unborn.values_list("source__child", flat=True)})
    aside = {*hidden, *are_hidden_in_part(ids, now=run.said_at)}
    packed: dict[int, Packed] = {}
    for entry in entries_of(aside, now=run.said_at):
        if entry.compartment != OPEN:
            packed[abs(entry.child)] = pack(replace(entry, child=abs(entry.child), compartment=OPEN))
    plain = [child for child in ids if child not in aside]
    parts = (plain[at : at + AT_ONCE] for at in range(0, len(plain), AT_ONCE))
    for some in cores.map(packed_openly, (list(said_by(part).items()) for part in parts)):
        packed.update(some)
    return packed, hidden


def _add_closed(
    may_be: dict[int, list[int]], fresh: Planner, closed: Mapping[int, Packed], hidden: Collection[int]
) -> None:
    filed = candidates.index_of(closed, {child: keys_of(packed) for child, packed in closed.items()})
    if not filed:
        return
    due = {child: apart(packed).births for child, packed in closed.items() if child not in hidden}
    for number, keys in fresh.keys.items():
        if filed.keys().isdisjoint(keys):
            continue
        found = candidates.promising(keys, filed)
        if found := [child for child in found if fresh.may_be_born(number, due.get(child, ()))]:
            may_be[number] = list(dict.fromkeys([*found, *may_be.get(number, ())]))


def _weigh(
    fresh: Planner, lefts: Iterable[pa.Table], records: Mapping[int, Packed], cores: Cores, tell: Tell
) -> engines.Scores:
    """Return the weights of all pairs of a record and whom it may be, from the engine of the setting.

    `lefts` is what the records of the list are compared by.
    """
    pairs = [(number, child) for number, found in fresh.may_be.items() for child in found if child in records]
    if not pairs:
        return {}
    sides: tuple[dict[int, list[int]], dict[int, list[int]]] = ({}, {})
    for at, pair in enumerate(pairs):
        for side, key in zip(sides, pair, strict=True):
            side.setdefault(key, []).append(at)
    rights = _tables("index", {child: records[child] for child in sides[1]}, cores)
    of = len(fresh.packed) + len(sides[1])
    parts: tuple[list[pa.Table], list[pa.Table]] = ([], [])
    done = 0
    for part, made in zip(parts, (lefts, rights), strict=True):
        for table in made:
            part.append(table)
            done += table.num_rows
            tell("Comparing with the children", done, of)
    left, right = (
        features.with_pairs(pa.concat_tables(part), side) for part, side in zip(parts, sides, strict=True)
    )
    vocabulary = finding_model().vocabulary
    common = {column: features.shares(column, (left, right), vocabulary) for column in model.RARE}
    weights = {**model.shipped(), "prior": model.prior(storage.of(connection).count())}
    return engines.engine(settings.LINKER)(left, right, common, weights)


def _tables(side: str, records: Mapping[int, Packed], cores: Cores) -> Iterator[pa.Table]:
    """Begin to make, on every core, what records of a side are compared by; return the parts in order."""
    rows = list(records.items())
    parts = (rows[at : at + features.AT_ONCE] for at in range(0, len(rows), features.AT_ONCE))
    return cores.map(features.table, ((side, part) for part in parts))
