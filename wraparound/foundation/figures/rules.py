"""Which counts may be read by people who hold no grant: 1 to 5 is hidden, and what would tell it. Pure.

What is promised of a table (`table`, `listed`): take every number that is shown, all sums, and that no number
is below nought. Then each number from 1 to 5 could as well be 6 or more, so that nobody can tell that it is
small, and no hidden number, small or not, can be worked out. Every hidden number has the same word, so the
word tells nothing. It is not promised against somebody who knows some of the children besides, nor who tries
which tables this very method would have hidden so; nor across two tables that count the same children by
places that cut across each other: `publication.Publication` refuses those.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from wraparound.foundation.figures.network import Cell, protect

LIMIT = 5
"""The greatest count that is hidden; nought may be shown."""

HIDDEN = "hidden"
FEW = "5 or fewer"
NOTE = (
    "Numbers from 1 to 5 are hidden so that no child can be recognised. "
    "Others are hidden where they would tell such a number."
)
PART, NONE, TOTAL, WHOLE = 100, 300, 1_000, 10_000
"""What hiding costs, beside the size of the number: a cell, a nought more, a total, the total of all."""


class NotPublishable(ValueError):
    """These counts cannot leave; says why in words."""


@dataclass(frozen=True)
class Figure:
    """One count as it may be read: the number, or words in its place."""

    count: int | None
    words: str

    @property
    def is_hidden(self) -> bool:
        """Say whether words stand in place of the number."""
        return self.count is None

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True)
class Line:
    """One row of a table: its name, and its figures with the columns that they stand in; the total last."""

    name: str
    cells: Sequence[tuple[str, Figure]]
    is_total: bool = False
    within: str = ""


@dataclass(frozen=True)
class Shown:
    """A table as it may be read, with a note where something is hidden."""

    title: str
    heading: str
    columns: Sequence[str]
    lines: Sequence[Line]
    by_name: Mapping[tuple[str, str], Figure] = field(repr=False)

    @property
    def note(self) -> str:
        """Say why numbers are hidden; nothing when none is."""
        return NOTE if any(figure.is_hidden for figure in self.by_name.values()) else ""

    def at(self, row: str, column: str = "") -> Figure:
        """Return the figure of a row and a column; without a column, the row's last: its total."""
        return self.by_name[row, column or self.columns[-1]]


def figure(count: int, name: str) -> Figure:
    """Return one count that belongs to no total that anybody reads. Raises `NotPublishable` as `table`."""
    _check_name(name)
    _check_count(count, name)
    return Figure(None, FEW) if 1 <= count <= LIMIT else _shown(count)


def share(part: Figure, whole: Figure) -> str:
    """Return what part of a whole a figure is, in whole per cent, from shown counts only."""
    if part.count is None or whole.count is None:
        return HIDDEN
    return f"{(200 * part.count + whole.count) // (2 * whole.count)}%" if whole.count else "none"


def listed(
    counts: Mapping[str, int], *, title: str, heading: str, counted: str, total: str = "All",
    within: Mapping[str, str] | None = None, known: Collection[str] = (),
) -> Shown:  # fmt: skip
    """Return counts in one dimension with their total. `known` names lines that everybody knows already.

    `within` says in which larger place a line lies, each of which gets its own total. Raises as `table`.
    """
    _check_name(counted)
    rows = {name: {counted: count} for name, count in counts.items()}
    fixed = {(name, counted) for name in known}
    return _made(rows, [counted], title, heading, total, within or {}, fixed, {}, margin="")


def table(
    counts: Mapping[str, Mapping[str, int]], *, title: str, heading: str, total: str = "All",
    across: str = "All", within: Mapping[str, str] | None = None, known: Collection[tuple[str, str]] = (),
    impossible: Collection[tuple[str, str]] = (),
) -> Shown:  # fmt: skip
    """Return counts in two dimensions with the totals of rows and columns: the rows by name, each by column.

    `total` names the last row, `across` the last column. `known` are cells that everybody knows already and
    `impossible` ones that can only be nought (a boy of a girls' school): they are no cover for others. A
    known 1 to 5 is not shown for that.

    Raises `NotPublishable` for a missing name, for rows with different columns, for what is no count, and
    when what is known would tell a small number.
    """
    columns = list(next(iter(counts.values()), {}))
    return _made(
        counts, columns, title, heading, total, within or {}, set(known), dict.fromkeys(impossible, 0), across
    )


def _made(
    rows: Mapping[str, Mapping[str, int]], columns: list[str], title: str, heading: str, total: str,
    within: Mapping[str, str], fixed: set[tuple[str, str]], nought: Mapping[tuple[str, str], int],
    margin: str,
) -> Shown:  # fmt: skip
    every = [*columns, margin] if margin else columns
    for name in (title, heading, total, *every, *rows, *within.values()):
        _check_name(name)
    _check_rows(rows, columns, total, within, nought, margin)
    sums = _sums(rows, columns, total, within, margin)
    cells = {
        at: Cell(*_ends(at, within, total, margin), count, _cost(at, count, total, margin, within),
                 at in fixed or at in nought)
        for at, count in sums.items()
    }  # fmt: skip
    places = list(cells)
    small = [index for index, at in enumerate(places) if 1 <= sums[at] <= LIMIT and not cells[at].is_fixed]
    try:
        hidden = {places[index] for index in protect(list(cells.values()), small, LIMIT)}
    except LookupError as error:
        row, column = places[error.args[0]]
        raise NotPublishable(f"What is known already would tell the number of {row}, {column}.") from error
    found = {
        at: Figure(None, HIDDEN) if at in hidden or 1 <= count <= LIMIT else _shown(count)
        for at, count in sums.items()
    }
    lines = [
        Line(row, [(column, found[row, column]) for column in every],
             row == total or row in within.values(), within.get(row, ""))
        for row in _in_order(rows, within, total)
    ]  # fmt: skip
    return Shown(title, heading, every, lines, found)


def _in_order(rows: Mapping[str, object], within: Mapping[str, str], total: str) -> Iterator[str]:
    """Give the names of the lines: those of each larger place, then it, and the whole at the end."""
    for place in dict.fromkeys(within.get(row, "") for row in rows):
        yield from (row for row in rows if within.get(row, "") == place)
        if place:
            yield place
    yield total


def _sums(
    rows: Mapping[str, Mapping[str, int]], columns: list[str], total: str, within: Mapping[str, str],
    margin: str,
) -> dict[tuple[str, str], int]:  # fmt: skip
    sums = {(row, column): rows[row][column] for row in rows for column in columns}
    if margin:
        sums |= {(row, margin): sum(rows[row].values()) for row in rows}
    every = [*columns, margin] if margin else columns
    for place in dict.fromkeys(within.values()):
        inner = [row for row in rows if within.get(row) == place]
        sums |= {(place, column): sum(sums[row, column] for row in inner) for column in every}
    return sums | {(total, column): sum(sums[row, column] for row in rows) for column in every}


def _ends(at: tuple[str, str], within: Mapping[str, str], total: str, margin: str) -> tuple[object, object]:
    """Return the two sums that a number stands in: it flows out of the one and into the other.

    A line of the table is a sum where nothing lies within it; a place with lines in it is one in each column.
    """
    row, column = at
    across: tuple[str, ...] = ("row", row if margin else "")
    inner: tuple[str, ...]
    outer: tuple[str, ...]
    if row == total:
        inner, outer = ("column", total, column), across
    elif row in within.values():
        inner, outer = ("column", row, column), ("column", total, column)
    else:
        inner, outer = across, ("column", within.get(row, total), column)
    return (outer, inner) if margin and column == margin else (inner, outer)


def _cost(at: tuple[str, str], count: int, total: str, margin: str, within: Mapping[str, str]) -> int:
    is_sum = (at[0] == total or at[0] in within.values(), bool(margin) and at[1] == margin)
    return (PART, TOTAL, WHOLE)[sum(is_sum)] + 10 * count.bit_length() + (NONE if count == 0 else 0)


def _shown(count: int) -> Figure:
    return Figure(count, f"{count:,}")


def _check_name(name: str) -> None:
    if not isinstance(name, str) or not name.strip():
        raise NotPublishable("Every table, row and column needs a name.")


def _check_count(count: int, name: str) -> None:
    if isinstance(count, bool) or not isinstance(count, int) or count < 0:
        raise NotPublishable(f"The number of {name} is not a count.")


def _check_rows(
    rows: Mapping[str, Mapping[str, int]], columns: list[str], total: str, within: Mapping[str, str],
    nought: Mapping[tuple[str, str], int], margin: str,
) -> None:  # fmt: skip
    if not rows or not columns:
        raise NotPublishable("There is nothing to count.")
    if total in rows or margin in columns or total in within.values() or set(within.values()) & set(rows):
        raise NotPublishable("A total has the name of a row or column.")
    for name, row in rows.items():
        if set(row) != set(columns):
            raise NotPublishable(f"{name} does not have the columns of the others.")
        for column, count in row.items():
            _check_count(count, f"{name}, {column}")
            if count and (name, column) in nought:
                raise NotPublishable(f"There cannot be any of {name}, {column}, yet some are counted.")
