"""A solver tries to work out hidden numbers from all that is shown, in 1,000 tables of every shape."""

import random
from collections.abc import Iterator

import pytest

from wraparound.foundation.figures import rules
from wraparound.foundation.figures.network import bounds, protect
from wraparound.foundation.figures.rules import NotPublishable, Shown
from wraparound.foundation.figures.tests.solving import ranges, solved

SORTS = {
    "small": [0, 1, 2, 3, 4, 5],
    "crowded": [0, 1, 3, 5, 6, 7, 12, 40, 900],
    "mostly none": [0, 0, 0, 0, 0, 1, 4, 9],
    "one lonely": [6, 7, 20, 31, 55, 2],
}


def one(rng: random.Random) -> tuple[Shown, dict[tuple[str, str], int], dict[tuple[str, str], int]]:
    """Return a random table as it is shown, its true counts with all sums, and what everybody knows."""
    values = SORTS[rng.choice(list(SORTS))]
    names = [f"Row {i}" for i in range(rng.randint(1, 6))]
    columns = [f"Column {i}" for i in range(rng.choice([1, 2, 3, 5]))]
    within = {name: f"Place {i % 3}" for i, name in enumerate(names)} if rng.random() < 0.3 else {}
    impossible = {(n, c) for n in names for c in columns if len(columns) > 1 and rng.random() < 0.1}
    counts = {n: {c: 0 if (n, c) in impossible else rng.choice(values) for c in columns} for n in names}
    words = {"title": "Children", "heading": "Where", "within": within}
    if len(columns) == 1:
        shown = rules.listed({n: row[columns[0]] for n, row in counts.items()}, counted=columns[0], **words)
    else:
        shown = rules.table(counts, impossible=impossible, **words)
    return shown, truth(counts, within, columns), dict.fromkeys(impossible, 0)


def truth(counts, within, columns) -> dict[tuple[str, str], int]:
    found = {}
    every = [*columns, "All"] if len(columns) > 1 else columns
    for name in [*counts, *set(within.values()), "All"]:
        rows = [row for n, row in counts.items() if name in (n, within.get(n), "All")]
        for column in every:
            found[name, column] = sum(sum(row.values()) if column == "All" else row[column] for row in rows)
    return found


def tables(count: int) -> Iterator:
    for seed in range(count):
        yield seed, *one(random.Random(seed))


def test_nothing_hidden_can_be_worked_out_in_a_thousand_tables() -> None:
    hidden = 0
    for seed, shown, counts, fixed in tables(1000):
        assert solved(shown, counts, "All", fixed) == [], seed
        for at, figure in shown.by_name.items():
            assert figure.count == counts[at] if not figure.is_hidden else True
            assert figure.is_hidden or not 1 <= counts[at] <= 5
            hidden += figure.is_hidden
    assert hidden > 3000


def test_hiding_the_small_numbers_alone_does_not_stand_before_the_solver(monkeypatch) -> None:
    monkeypatch.setattr(rules, "protect", lambda cells, small, limit: set(small))
    opened = sum(bool(solved(shown, counts, "All", fixed)) for _, shown, counts, fixed in tables(100))
    assert opened > 50


def test_hiding_one_more_in_each_row_does_not_stand_before_the_solver(monkeypatch) -> None:
    """The usual mistake: each row has two hidden cells, and the columns tell them."""

    def careless(cells, small, limit):
        hidden = set(small)
        for index in small:
            row = [i for i, cell in enumerate(cells) if cells[index].tail in (cell.tail, cell.head)]
            hidden |= set(row[:2])
        return hidden

    monkeypatch.setattr(rules, "protect", careless)
    assert any(solved(shown, counts, "All", fixed) for _, shown, counts, fixed in tables(100))


@pytest.mark.parametrize("seed", range(40))
def test_the_ranges_of_the_network_are_those_of_the_solver(monkeypatch, seed: int) -> None:
    seen = {}

    def keep(cells, small, limit):
        seen["cells"], seen["hidden"] = cells, protect(cells, small, limit)
        return seen["hidden"]

    monkeypatch.setattr(rules, "protect", keep)
    shown, _, fixed = one(random.Random(seed))
    for index, at in enumerate(shown.by_name):
        if index in seen["hidden"]:
            least, most = bounds(seen["cells"], seen["hidden"], index)
            mine, theirs = (least, min(most, 10_000)), ranges(shown, "All", fixed)[at]
            assert mine == theirs or (mine[0] == theirs[0] and theirs[1] > 5_000 and most > 5_000)


def test_what_everybody_knows_is_no_cover_and_a_table_that_it_opens_is_refused() -> None:
    counts = {"North": 3, "South": 40}
    with pytest.raises(NotPublishable, match="North"):
        rules.listed(counts, title="T", heading="H", counted="C", known=["South", "All"])
    shown = rules.listed(counts, title="T", heading="H", counted="C", known=["All"])
    assert shown.at("South").is_hidden and shown.at("All").count == 43
