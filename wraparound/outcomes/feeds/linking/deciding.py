"""From weights to decisions: which record is which child, and which pairs a person must look at. Pure."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from wraparound.outcomes.index.rules import (
    CERTAIN,
    Evidence,
    Likeness,
    suspects_twins,
    why_no_machine_may_link,
    why_two_children,
)

ASK = -5.0
"""Weight from which a person is asked: one chance in thirty."""
ASK_TWINS = 6.0
"""Weight from which a person is asked of two whose given names differ: most such are twins, and stay two."""
ASK_HIDDEN = -4.0
"""Weight from which a record is taken to resemble a hidden child: one in sixteen."""
MOST_ASKED = 3
CLOSE = 20.0
"""Weight by which another child may be behind the likeliest and still be asked of."""
"""Children that a person is asked of for one record."""

Weights = Mapping[tuple[int, int], float]
Ranked = list[tuple[float, int]]
"""Weights, each with the key of whom it is of."""
Compare = Callable[[int, int], Evidence]


@dataclass(frozen=True)
class Ask:
    """A pair for a person: the child, why the machine proposes it and does not decide it."""

    child: int
    kind: str
    probability: float
    weight: float
    why: tuple[str, ...] = ()


@dataclass
class Decision:
    """What one record of a list is: a child (certain), or new, with whom a person must compare it.

    `apparent` is what it would be without the hidden children whom it resembles: what a receipt tells.
    """

    child: int | None = None
    asks: list[Ask] = field(default_factory=list)
    apparent: "Decision | None" = None


@dataclass(frozen=True)
class Field:
    """What deciding needs to know of the candidates, beside their weights."""

    compare: Compare
    born_together: Callable[[int, int], bool]
    """Whether a record and a child have a birth date to the day in common."""
    numbers_hold: Callable[[int, int], bool]
    """Whether a record and a child both have national numbers and all of them pass their checks."""
    in_words: Callable[[Evidence], list[str]]
    held: frozenset[int] = frozenset()
    """Children whom the agency has under another number: two numbers of one agency are never joined."""
    hidden: Mapping[int, str] = field(default_factory=dict)
    """Children whom a shield or an adoption hides, with the kind of pair that is asked."""


@dataclass(frozen=True)
class Case:
    """One record of a list that has candidates."""

    row: int
    ranked: Ranked
    """The candidates, the likeliest first."""
    claims: Ranked
    """All records that the likeliest candidate who is not hidden may be."""


def cases(weights: Weights, hidden: Collection[int]) -> Iterator[Case]:
    """Yield each record that has a candidate."""
    rows: dict[int, Ranked] = defaultdict(list)
    columns: dict[int, Ranked] = defaultdict(list)
    for (row, child), weight in weights.items():
        rows[row].append((weight, child))
        columns[child].append((weight, row))
    for row, found in rows.items():
        ranked = sorted(found, key=lambda one: (-one[0], one[1]))
        first = next((child for _, child in ranked if child not in hidden), None)
        yield Case(row, ranked, columns[first] if first is not None else [])


def compared(case: Case, hidden: Collection[int]) -> Iterator[int]:
    """Yield the candidates whose records deciding a case may compare."""
    likeliest = next((weight for weight, child in case.ranked if child not in hidden), None)
    if likeliest is not None:
        least = min(likeliest - CLOSE, ASK)
        yield from (child for weight, child in case.ranked if weight >= least and child not in hidden)


def decide_one(case: Case, known: Field) -> Decision:
    """Return what a record is; each child is given to one record at most."""
    ranked = case.ranked
    resembling = [
        Ask(child, known.hidden[child], _chance(weight, ranked), weight)
        for weight, child in ranked if child in known.hidden and weight >= ASK_HIDDEN
    ]  # fmt: skip
    openly = _decide_openly(case, known)
    return Decision(asks=resembling[:MOST_ASKED], apparent=openly) if resembling else openly


def _decide_openly(case: Case, known: Field) -> Decision:
    """Return what a record is among the children whom nothing hides."""
    row = case.row
    open_ones = [(weight, child) for weight, child in case.ranked if child not in known.hidden]
    if not open_ones:
        return Decision()
    weight, child = open_ones[0]
    chance = min(_chance(weight, open_ones), _chance(weight, case.claims))
    if child not in known.held and chance >= CERTAIN:
        evidence = known.compare(row, child)
        if not why_no_machine_may_link(chance, evidence) and not _rivals(row, open_ones[1:], known):
            return Decision(child=child)
    near = [(weight, child) for weight, child in open_ones if weight > open_ones[0][0] - CLOSE]
    asks = [ask for weight, child in near if (ask := _ask(row, child, weight, open_ones, known))]
    return Decision(asks=asks[:MOST_ASKED])


def _chance(weight: float, among: list[tuple[float, int]]) -> float:
    """Return the probability of a weight where at most one of those it is among can be right."""
    odds = [2.0 ** min(other, 100.0) for other, _ in among]
    return float(2.0 ** min(weight, 100.0) / (1.0 + sum(odds)))


def _rivals(row: int, others: list[tuple[float, int]], known: Field) -> bool:
    """Say whether another child answers to a like given name and the birth: a duplicate, or a twin."""
    for weight, child in others[:5]:
        if weight < ASK:
            return False
        if not known.born_together(row, child):
            continue
        if known.compare(row, child).given_names is not Likeness.DIFFER:
            return True
    return False


def _ask(row: int, child: int, weight: float, ranked: list[tuple[float, int]], known: Field) -> Ask | None:
    """Return the pair to put before a person, or None where a person would only see two siblings."""
    evidence = known.compare(row, child)
    if not evidence.numbers_agree:
        two_by_their_own_word = child in known.held and evidence.given_names is Likeness.DIFFER
        if weight < ASK or two_by_their_own_word or _is_a_sibling(evidence, weight):
            return None
        holds = evidence.numbers_conflict and known.numbers_hold(row, child)
        if why_two_children(replace(evidence, numbers_hold=holds, one_source_twice=child in known.held)):
            return None
    chance = _chance(weight, ranked)
    why = (*known.in_words(evidence), *why_no_machine_may_link(chance, evidence))
    if child in known.held:
        why = (*why, "The agency has this child under another number already.")
    return Ask(child, _kind(evidence), chance, weight, why)


def _is_a_sibling(evidence: Evidence, weight: float) -> bool:
    """Say whether two who share a home are likely two: a person would only see brother and sister."""
    if evidence.given_names is not Likeness.DIFFER:
        return False
    return evidence.sex is Likeness.DIFFER or evidence.birth is not Likeness.AGREE or weight < ASK_TWINS


def _kind(evidence: Evidence) -> str:
    disagree = evidence.given_names is Likeness.DIFFER or evidence.birth is Likeness.DIFFER
    if evidence.numbers_agree and disagree:
        return "same_number"
    return "twin" if suspects_twins(evidence) else "unsure"
