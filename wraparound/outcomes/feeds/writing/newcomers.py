"""Writing records that the agency had not sent before: a child found, or a child made."""

import hashlib
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import connection

from wraparound.outcomes.children import bulk
from wraparound.outcomes.children.models import ALPHABET, Child, SourceRecord
from wraparound.outcomes.children.services import write_facts
from wraparound.outcomes.feeds.rules import Outcome
from wraparound.outcomes.feeds.writing import events, grants
from wraparound.outcomes.feeds.writing.prepare import Prepared
from wraparound.outcomes.finding import storage
from wraparound.outcomes.journey.services import add_events

if TYPE_CHECKING:
    from wraparound.outcomes.feeds.writing.chunk import Run

_CHILD = ("id", "public_id", "number", "state", "version", "created_at")
_SOURCE = ("id", "agency_id", "source_id", "child_id", "digest", "first_said_at", "last_said_at")


def write(
    run: "Run", fresh: Sequence[Prepared], plan: Mapping[str, Any], figures: Counter[str]
) -> dict[str, Outcome]:
    """Write the records of a chunk that are new; return what became of each."""
    if not fresh:
        return {}
    children = dict(zip((p.record.source_id for p in fresh), bulk.new_ids(Child, len(fresh)), strict=True))
    _write_children(run, children)
    sources = dict(zip(children, bulk.new_ids(SourceRecord, len(fresh)), strict=True))
    at = run.said_at
    bulk.insert(
        SourceRecord, _SOURCE,
        [(sources[p.record.source_id], run.agency.pk, p.record.source_id, children[p.record.source_id],
          p.record.digest, at, at) for p in fresh],
    )  # fmt: skip
    write_facts(
        ((sources[p.record.source_id], p.record.facts) for p in fresh), said_at=at, load_id=run.load.pk
    )
    _give(run, fresh, children, sources)
    storage.of(connection).add([
        (children[p.record.source_id], p.packed, p.keys) for p in fresh if p.packed is not None
    ])  # fmt: skip
    figures["created"] += len(fresh)
    return dict.fromkeys(children, Outcome.CREATED)


def _write_children(run: "Run", children: Mapping[str, int]) -> None:
    secret = bytes(run.load.secret)
    numbers = _numbers(secret, list(children))
    bulk.insert(
        Child, _CHILD,
        [(pk, uuid.UUID(bytes=_drawn(secret, "id", source), version=4), numbers[source], Child.State.LIVE, 1,
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


def _give(
    run: "Run", fresh: Sequence[Prepared], children: Mapping[str, int], sources: Mapping[str, int]
) -> None:
    """Write the grants and the journeys of new records."""
    grants.write(
        (
            (
                sources[p.record.source_id],
                children[p.record.source_id],
                grants.due(p.record.facts, run.holders, run.today),
            )
            for p in fresh
        ),
        now=run.said_at,
    )
    add_events(
        (
            event for p in fresh
            for event in events.of_newcomer(
                children[p.record.source_id], p.record.facts, run.agency, run.holders, run.today, joins=False
            )
        ),
        now=run.said_at,
    )  # fmt: skip
