"""Which children a record is compared with: who shares much, and beside such a child nobody who shares little."""

from wraparound.outcomes.feeds.linking import candidates
from wraparound.outcomes.finding.engine.keys import Key

FILED: dict[Key, list[int]] = {
    ("W", 1): [1], ("W", 2): [1], ("P", 3): [1], ("Y", 4): [1], ("N", 5): [1], ("T", 6): [1, 2],
    ("C", 7): [1, 2, *range(10, 40)], ("R", 8): [1, 2, *range(10, 40)],
}  # fmt: skip


def test_neighbours_are_compared_only_where_nobody_shares_much_more() -> None:
    assert candidates.promising(FILED, FILED) == [1, 2]
    assert len(candidates.promising([("C", 7), ("R", 8)], FILED)) == candidates.MOST


def test_who_shares_a_postcode_alone_is_never_compared() -> None:
    assert candidates.promising([("C", 7)], FILED) == []
