"""From hits to an answer: rank candidates by evidence, score the best, order them, explain, decide."""

from collections.abc import Mapping
from dataclasses import dataclass

from . import decide, explain
from .decide import Scored
from .entry import Packed
from .keys import rivals, worth
from .model import Model
from .query import Query
from .score import Found, Scorer, agreements

READ = 96
"""How many candidates' records are read and scored."""
BEHIND = 16
"""How many bits of evidence a candidate may be behind the best and still be read."""
LONGEST = 120
"""How many children of one key are taken; a longer list tells too little to be read on."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A child who may be meant."""

    child: int
    probability: float
    found: tuple[Found, ...]
    weight: float
    is_tied: bool = False

    @property
    def reasons(self) -> tuple[str, ...]:
        """Return why the child was found, in words; made when they are read, for a machine reads none."""
        return explain.reasons(agreements(self.found))


@dataclass(frozen=True, slots=True)
class Answer:
    """What a look-up found: the likeliest children, who is tied for first and what would settle it."""

    candidates: tuple[Candidate, ...]
    settle_by: tuple[str, ...] = ()
    certain: int | None = None


def best(evidence: Mapping[int, int], most: int = READ) -> list[int]:
    """Return the children with the most promising evidence, best first; equals in order of child.

    Who is far behind the best is left out: what scoring adds to evidence does not bridge so much. Whoever may
    be a twin or bears the same number is read all the same, so that nobody is certain unseen.
    """
    worths = {bits: worth(bits) for bits in set(evidence.values())}
    least = max(worths.values(), default=0.0) - BEHIND
    read = {bits for bits, value in worths.items() if value >= least or rivals(bits)}
    near = [child for child, bits in evidence.items() if bits in read]
    return sorted(near, key=lambda child: (-worths[evidence[child]], child))[:most]


def answer(query: Query, records: Mapping[int, bytes], model: Model, limit: int) -> Answer:
    """Return the answer to a look-up, given what was read of its candidates."""
    scorer = Scorer(query, model)
    ranked = []
    for child, record in records.items():
        packed = Packed.from_bytes(record)
        weight, found = scorer.score(packed)
        ranked.append(Scored(abs(child), packed, weight, found))
    ranked.sort(key=lambda scored: (-scored.weight, scored.child))
    if any(filed < 0 for filed in records):
        ranked = list({scored.child: scored for scored in reversed(ranked)}.values())[::-1]
    chances = decide.probabilities(ranked, model)
    tied = decide.ties(ranked)
    tied_children = {scored.child for scored in tied}
    candidates = tuple(
        Candidate(
            scored.child,
            chance,
            scored.found,
            scored.weight,
            scored.child in tied_children,
        )
        for scored, chance in zip(ranked[:limit], chances, strict=False)
    )
    return Answer(
        candidates, decide.settles(tied, query) if tied else (), decide.certain(ranked, chances, query, model)
    )
