"""From hits to an answer: rank candidates by evidence, score the best, order them, explain, decide."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from . import decide, explain
from .decide import Scored
from .entry import Packed
from .keys import CROWDED, Probes, rivals, worth
from .model import Model
from .query import Query
from .score import Agreement, Scorer

READ = 112
"""How many candidates' records are read and scored."""
BEHIND = 16
"""How many bits of evidence a candidate may be behind the best and still be read."""
LONGEST = 80
"""How many children of one key are taken; a longer list tells too little to be read on."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A child who may be meant."""

    child: int
    probability: float
    weight: float
    """How strongly what was typed speaks for the child, in bits."""
    is_tied: bool
    scored: Scored = field(compare=False, repr=False)

    @property
    def agreements(self) -> tuple[Agreement, ...]:
        """Return what was compared, field by field."""
        return self.scored.agreements

    @property
    def reasons(self) -> tuple[str, ...]:
        """Return why the child was found, in words; made when they are read, for a machine reads none."""
        return explain.reasons(self.agreements)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a look-up found: the likeliest children, who is tied for first and what would settle it."""

    candidates: tuple[Candidate, ...]
    settle_by: tuple[str, ...] = ()
    certain: int | None = None


def rounds(probes: Probes, evidence: Mapping[Any, int]) -> Iterator[Probes]:
    """Yield the keys of a look-up to ask for: those that tell much, then those that may still bring somebody.

    `evidence` is gathered by the caller between the two. A key of a crowded kind that alone proves so much
    less than the best child has would bring nobody who is read.
    """
    yield {key: bits for key, bits in probes.items() if key[0] not in CROWDED}
    least = max(map(worth, set(evidence.values())), default=0.0) - BEHIND
    yield {key: bits for key, bits in probes.items() if key[0] in CROWDED and worth(bits) >= least}


def best(evidence: Mapping[Any, int], most: int = READ) -> list[int]:
    """Return the children with the most promising evidence, best first; equals in order of child.

    A child is a number, or a number's text. Who is far behind the best is left out: what scoring adds to
    evidence does not bridge so much. Whoever may be a twin or bears the same number is read all the same, so
    that nobody is certain unseen.
    """
    worths = {bits: worth(bits) for bits in set(evidence.values())}
    least = max(worths.values(), default=0.0) - BEHIND
    alike: defaultdict[float, list[Any]] = defaultdict(list)
    into = {bits: alike[value] for bits, value in worths.items() if value >= least or rivals(bits)}
    for child, bits in evidence.items():
        if bits in into:
            into[bits].append(child)
    found: list[int] = []
    for value in sorted(alike, reverse=True):
        if len(found) < most:
            found += sorted(map(int, alike[value]))
    return found[:most]


def answer(query: Query, records: Mapping[int, bytes], model: Model, limit: int) -> Answer:
    """Return the answer to a look-up, given what was read of its candidates."""
    scorer = Scorer(query, model)
    ranked = []
    for filed, record in records.items():
        packed = Packed.from_bytes(record)
        ranked.append(Scored(abs(filed), packed, scorer.weigh(packed), scorer))
    ranked.sort(key=lambda scored: (-scored.weight, scored.child))
    if any(filed < 0 for filed in records):
        ranked = list({scored.child: scored for scored in reversed(ranked)}.values())[::-1]
    chances = decide.probabilities(ranked, model)
    tied = decide.ties(ranked)
    tied_children = {scored.child for scored in tied}
    candidates = tuple(
        Candidate(scored.child, chance, scored.weight, scored.child in tied_children, scored)
        for scored, chance in zip(ranked[:limit], chances, strict=False)
    )
    return Answer(
        candidates, decide.settles(tied, query) if tied else (), decide.certain(ranked, chances, query, model)
    )
