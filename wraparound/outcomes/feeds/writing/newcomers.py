"""Writing records that the agency had not sent before: a child found, or a child made."""

import hashlib
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import F

from wraparound.outcomes.access.queries import live_shields
from wraparound.outcomes.children import bulk
from wraparound.outcomes.children.models import ALPHABET, Address, Child, SourceRecord
from wraparound.outcomes.children.services import write_facts
from wraparound.outcomes.feeds.rules import HIDDEN_QUEUES, Outcome
from wraparound.outcomes.feeds.writing import events, grants, pairs
from wraparound.outcomes.feeds.writing.ahead import Ahead
from wraparound.outcomes.feeds.writing.prepare import Prepared
from wraparound.outcomes.finding import storage
from wraparound.outcomes.finding.engine.keys import keys_of
from wraparound.outcomes.finding.refiling import refile
from wraparound.outcomes.journey.services import add_events

if TYPE_CHECKING:
    from wraparound.outcomes.feeds.writing.chunk import Run

_CHILD = ("id", "public_id", "number", "state", "version", "created_at")
_SOURCE = ("id", "agency_id", "source_id", "child_id", "digest", "first_said_at", "last_said_at")


def write(
    run: "Run", fresh: Sequence[Prepared], plan: Mapping[str, Any], figures: Counter[str],
    ahead: Ahead | None = None,
) -> dict[str, Outcome]:  # fmt: skip
    """Write the records of a chunk that are new; return what became of each.

    `ahead` is what was made ready of the children whom they join.
    """
    if not fresh:
        return {}
    placed = _place(run, fresh, plan)
    new = {p.number: p.child for p in placed if p.is_new}
    _write_children(run, new, {p.number for p in placed if p.waits})
    at = run.said_at
    bulk.insert(
        SourceRecord, _SOURCE,
        [(p.source, run.agency.pk, p.number, p.child, p.prepared.record.digest, at, at) for p in placed],
    )  # fmt: skip
    write_facts(((p.source, p.prepared.record.facts) for p in placed), said_at=at, load_id=run.load.pk)
    _give(run, placed)
    _file(run, placed, ahead)
    pairs.put(run, [question for p in placed for question in _questions(run, p)])
    outcomes = {p.number: p.outcome for p in placed}
    figures["created"] += sum(outcome is not Outcome.MATCHED for outcome in outcomes.values())
    figures["queued"] += sum(outcome is Outcome.QUEUED for outcome in outcomes.values())
    return outcomes


@dataclass
class Placed:
    """A new record with the child that it is: one that was found, or one of its own."""

    prepared: Prepared
    source: int
    child: int
    version: int
    """Of the child before; nought when it is new."""
    asks: list[dict[str, Any]]
    told: Outcome = Outcome.CREATED
    """What a receipt says of a record that waits unseen."""

    @property
    def is_new(self) -> bool:
        """Whether the child is made with the record."""
        return not self.version

    @property
    def number(self) -> str:
        """The agency's own number."""
        return self.prepared.record.source_id

    @property
    def homes(self) -> set[int]:
        """The dwellings that it names."""
        return {home for *_, home in self.prepared.record.facts.get("address", ()) if isinstance(home, int)}

    @property
    def waits(self) -> bool:
        """Whether nobody finds it until a person has said whether it is a hidden child."""
        return any(ask["kind"] in HIDDEN_QUEUES for ask in self.asks)

    @property
    def outcome(self) -> Outcome:
        """What became of its rows, as a receipt says it."""
        if not self.is_new:
            return Outcome.MATCHED
        if self.waits:
            return self.told
        return Outcome.QUEUED if self.asks else Outcome.CREATED


def _place(run: "Run", fresh: Sequence[Prepared], plan: Mapping[str, Any]) -> list[Placed]:
    sources = bulk.new_ids(SourceRecord, len(fresh))
    hidden = set(live_shields(run.said_at).values_list("child_id", flat=True))
    wanted = {number: said["child"] for number, said in plan.items() if said["child"]}
    found = _still_there({number: child for number, child in wanted.items() if child not in hidden})
    numbers = [p.record.source_id for p in fresh]
    lacking = [number for number in numbers if number not in found]
    made = dict(zip(lacking, bulk.new_ids(Child, len(lacking)), strict=True))
    placed = []
    for p, source, number in zip(fresh, sources, numbers, strict=True):
        if number in found:
            placed.append(Placed(p, source, *found[number], []))
        else:
            said = plan.get(number, {})
            asks, told = _asks(said, hidden), _told(said, hidden)
            placed.append(Placed(p, source, made[number], 0, asks, told))
    return placed


def _told(said: Mapping[str, Any], hidden: set[int]) -> Outcome:
    """Return what was planned to be told, and of whoever resembles only children protected since: created."""
    openly = [ask["child"] for ask in said.get("asks", ()) if ask["kind"] not in HIDDEN_QUEUES]
    if not said or said["child"] or (openly and hidden.issuperset(openly)):
        return Outcome.CREATED
    return Outcome(said["told"])


def _asks(said: Mapping[str, Any], hidden: set[int]) -> list[dict[str, Any]]:
    """Return the questions of a record; one about a child whom a shield hides by now waits unseen."""
    asks = [
        {**ask, "kind": "shielded"} if ask["child"] in hidden and ask["kind"] not in HIDDEN_QUEUES else ask
        for ask in said.get("asks", ())
    ]
    if said.get("child") in hidden:
        why = ["Everything agrees; the child was protected while the list was being read."]
        asks.append(
            {"child": said["child"], "record": "", "kind": "shielded", "probability": 1.0, "why": why}
        )
    return asks


def _still_there(wanted: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    """Return child and version where a child that was found is live still."""
    standing = Child.objects.select_for_update().filter(pk__in=wanted.values(), state=Child.State.LIVE)
    live = dict(standing.values_list("pk", "version"))
    return {number: (child, live[child]) for number, child in wanted.items() if child in live}


def _write_children(run: "Run", children: Mapping[str, int], waiting: set[str]) -> None:
    secret = bytes(run.load.secret)
    numbers = _numbers(secret, list(children))
    states = {source: Child.State.WAITING if source in waiting else Child.State.LIVE for source in children}
    bulk.insert(
        Child, _CHILD,
        [(pk, uuid.UUID(bytes=_drawn(secret, "id", source), version=4), numbers[source], states[source], 1,
          run.said_at) for source, pk in children.items()],
    )  # fmt: skip


def _drawn(secret: bytes, what: str, source_id: str) -> bytes:
    """Draw 16 bytes that nobody can tell from the number: a load taken up again draws the same."""
    return hashlib.blake2b(f"{what} {source_id}".encode(), key=secret, digest_size=16).digest()


def _numbers(secret: bytes, source_ids: list[str]) -> dict[str, str]:
    """Return an index number for each new child that no child has."""
    found: dict[str, str] = {}
    attempt = 0
    while lacking := [source for source in source_ids if source not in found]:
        drawn = {source: _number(_drawn(secret, f"number {attempt}", source)) for source in lacking}
        taken = set(Child.objects.filter(number__in=list(drawn.values())).values_list("number", flat=True))
        taken |= set(found.values())
        for source, number in drawn.items():
            if number not in taken:
                found[source] = number
                taken.add(number)
        attempt += 1
    return found


def _number(drawn: bytes) -> str:
    value = int.from_bytes(drawn, "big")
    return "".join(ALPHABET[(value >> 5 * place) & 31] for place in range(10))


def _give(run: "Run", placed: Sequence[Placed]) -> None:
    """Write the grants and the journeys of new records."""
    dues = ((p.source, p.child, grants.due(p.prepared.record.facts, run.holders, run.today)) for p in placed)
    grants.write(dues, now=run.said_at)
    grants.arrived((p.child for p in placed), run.holders, now=run.said_at)
    add_events(
        (
            event for p in placed
            for event in events.of_newcomer(
                p.child, p.prepared.record.facts, run.agency, run.holders, run.today, joins=not p.is_new
            )
        ),
        now=run.said_at,
    )  # fmt: skip


def _file(run: "Run", placed: Sequence[Placed], ahead: Ahead | None) -> None:
    """File new children as they were packed; who joined, or lives with a shielded child, by all facts."""
    joined = {p.child: p.version for p in placed if not p.is_new}
    Child.objects.filter(pk__in=joined).update(version=F("version") + 1)
    guarded = _guarded(run, {home for p in placed for home in p.homes})
    anew = {p.child for p in placed if p.is_new and p.homes & guarded}
    if ahead:
        ahead.file(joined, now=run.said_at)
    refile(anew if ahead else {*joined, *anew}, now=run.said_at)
    storage.of(connection).add(
        [(p.child, p.prepared.packed, p.prepared.keys or keys_of(p.prepared.packed)) for p in placed
         if p.is_new and not p.waits and p.child not in anew and p.prepared.packed]
    )  # fmt: skip


def _guarded(run: "Run", homes: set[int]) -> set[int]:
    """Return those homes in which a shielded child lives or lived."""
    shielded = live_shields(run.said_at).values("child")
    theirs = Address.objects.filter(source__child__in=shielded, household__isnull=False)
    return homes & set(theirs.values_list("household", flat=True))


def _questions(run: "Run", placed: Placed) -> Iterator[pairs.Question]:
    for ask in placed.asks:
        other = ask["child"]
        if ask["record"]:
            record = SourceRecord.objects.filter(agency=run.agency, source_id=ask["record"]).first()
            other = record and record.child_id
        if other:
            yield pairs.Question(
                placed.source, placed.child, other, ask["kind"], ask["probability"], ask["why"]
            )
