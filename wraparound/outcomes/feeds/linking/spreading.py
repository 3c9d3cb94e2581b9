"""Deciding spread over cores: a batch carries the records that its decisions compare, and no others. Pure."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from wraparound.outcomes.feeds.linking.apart import apart
from wraparound.outcomes.feeds.linking.deciding import Case, Decision, Field, compared, decide_one
from wraparound.outcomes.feeds.linking.evidence import evidence_of, in_words
from wraparound.outcomes.finding.engine.entry import Packed

AT_ONCE = 1_000
"""Records that one core decides in one go."""
Records = Mapping[int, Packed]
Hold = Callable[[int, int], bool]


@dataclass(frozen=True)
class Batch:
    """Some records of a list with their candidates, and what deciding needs to know of these."""

    cases: list[Case]
    rows: dict[int, Packed]
    children: dict[int, Packed]
    held: frozenset[int]
    hidden: dict[int, str]


class AsksTheIndex(Exception):
    """A decision needs to know something that no batch carries."""


def field_of(
    rows: Records, children: Records, *, held: frozenset[int], hidden: Mapping[int, str], numbers_hold: Hold
) -> Field:
    """Return what deciding needs to know, from the packed records of rows and children."""
    return Field(
        compare=lru_cache(lambda row, child: evidence_of(apart(rows[row]), apart(children[child]))),
        born_together=lambda row, child: not set(apart(rows[row]).births).isdisjoint(
            apart(children[child]).births
        ),
        numbers_hold=numbers_hold, in_words=in_words, hidden=hidden, held=held,
    )  # fmt: skip


def batches(
    cases: Iterable[Case], rows: Records, children: Records, *, held: Collection[int],
    hidden: Mapping[int, str],
) -> Iterator[Batch]:  # fmt: skip
    """Yield the cases in batches."""
    left = iter(cases)
    while some := list(islice(left, AT_ONCE)):
        among = {child for case in some for child in compared(case, hidden)}
        listed = {child for case in some for _, child in case.ranked}
        yield Batch(
            some, {case.row: rows[case.row] for case in some}, {child: children[child] for child in among},
            frozenset(listed.intersection(held)),
            {child: hidden[child] for child in listed if child in hidden},
        )  # fmt: skip


def decide_batch(batch: Batch) -> tuple[list[tuple[int, Decision]], list[Case]]:
    """Return the decisions of a batch by row, and the cases that can only be decided beside the index."""
    field = field_of(
        batch.rows, batch.children, held=batch.held, hidden=batch.hidden, numbers_hold=_asks_the_index
    )
    decided: list[tuple[int, Decision]] = []
    left: list[Case] = []
    for case in batch.cases:
        try:
            decided.append((case.row, decide_one(case, field)))
        except AsksTheIndex:
            left.append(case)
    return decided, left


def _asks_the_index(row: int, child: int) -> bool:
    raise AsksTheIndex
