"""Putting pairs that a list raised before a person, many at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from wraparound.outcomes.children import bulk
from wraparound.outcomes.children.said import said_of
from wraparound.outcomes.index import queries
from wraparound.outcomes.index.evidence import compare
from wraparound.outcomes.index.models import Pair
from wraparound.outcomes.index.rules import UNSETTLED, harm
from wraparound.outcomes.index.services.settling import digest_of

if TYPE_CHECKING:
    from wraparound.outcomes.feeds.writing.chunk import Run

WAITS = "waits"
_PAIR = (
    "key", "source_record", "child_a", "child_b", "kind", "probability", "why", "harm", "facts", "state",
    "reason", "load_id", "created_at", "version",
)  # fmt: skip


@dataclass(frozen=True)
class Question:
    """A record's child and another whom it may be."""

    source_id: int
    child_id: int
    other_id: int
    kind: str
    probability: float | None
    why: Sequence[str]


def put(run: "Run", questions: Sequence[Question]) -> None:
    """Write the pairs of a chunk; two children who wait together already are not asked twice."""
    if not questions:
        return
    ids = {child for question in questions for child in (question.child_id, question.other_id)}
    said = said_of(sorted(ids))
    stakes = queries.stakes_by_child(ids, now=run.said_at)
    asked = _asked(ids)
    rows = []
    for question in questions:
        both = frozenset((question.child_id, question.other_id))
        facts = digest_of(said[question.child_id], said[question.other_id])
        if len(both) < 2 or facts in asked.get(both, ()) or WAITS in asked.get(both, ()):
            continue
        asked.setdefault(both, set()).add(WAITS)
        evidence = compare(said[question.child_id], said[question.other_id])
        rows.append(
            (uuid4(), question.source_id, question.child_id, question.other_id, question.kind,
             question.probability, list(question.why), harm(queries.together(both, stakes), evidence), facts,
             Pair.State.OPEN, "", run.load.pk, run.said_at, 1)
        )  # fmt: skip
    bulk.insert(Pair, _PAIR, rows)


def _asked(ids: set[int]) -> dict[frozenset[int], set[str]]:
    """Return of which two a person was asked: what the two said then, or that the question waits."""
    found: dict[frozenset[int], set[str]] = {}
    pairs = Pair.objects.filter(child_a__in=ids, child_b__in=ids)
    for one, other, facts, state in pairs.values_list("child_a", "child_b", "facts", "state"):
        found.setdefault(frozenset((one, other)), set()).add(WAITS if state in UNSETTLED else facts)
    return found
