"""What further cells of a table must be hidden, worked out exactly: a table with totals is a circulation.

Each number of a table is an edge that carries it. A sum is a node: what flows in flows out. Then the values
that a hidden number can have, as far as the shown ones tell, are what the hidden edges can carry round more
or less: whole numbers from a maximum flow, with no solver and no chance. Pure; no model, no Django.
"""

import heapq
from collections import defaultdict, deque
from collections.abc import Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass

MANY = 10**9
"""Stands for "any number": no table of children holds so many."""


@dataclass(frozen=True)
class Cell:
    """One number of a table, between the two sums that it stands in."""

    tail: Hashable
    head: Hashable
    count: int
    cost: int = 1
    is_fixed: bool = False
    """Everybody knows it already, so it cannot be hidden."""


@dataclass(frozen=True)
class _Step:
    """One way through a cell: along it, where its number grows, or against it, where it shrinks."""

    cell: int
    to: Hashable
    grows: bool


class _Flow:
    """Changes of hidden numbers that leave every shown one as it is, pushed from one sum to another."""

    def __init__(self, cells: Sequence[Cell], but: int) -> None:
        self.cells = cells
        self.change = [0] * len(cells)
        self.steps: defaultdict[Hashable, list[_Step]] = defaultdict(list)
        for index, cell in enumerate(cells):
            if index != but and not cell.is_fixed:
                self.steps[cell.tail].append(_Step(index, cell.head, grows=True))
                self.steps[cell.head].append(_Step(index, cell.tail, grows=False))

    def room(self, step: _Step) -> int:
        """Return how much further a number can change this way; none falls below nought."""
        return MANY if step.grows else self.cells[step.cell].count + self.change[step.cell]

    def push(self, way: Sequence[_Step], amount: int) -> None:
        """Change the numbers along a way."""
        for step in way:
            self.change[step.cell] += amount if step.grows else -amount

    def free_way(self, start: Hashable, end: Hashable, hidden: Collection[int]) -> list[_Step]:
        """Return the shortest way through what is hidden already, or nothing."""
        came: dict[Hashable, tuple[Hashable, _Step] | None] = {start: None}
        queue = deque([start])
        while queue and end not in came:
            node = queue.popleft()
            for step in self.steps[node]:
                if step.to not in came and step.cell in hidden and self.room(step) > 0:
                    came[step.to] = (node, step)
                    queue.append(step.to)
        return _trace(came, end)

    def cheapest_way(
        self, start: Hashable, end: Hashable, hidden: Collection[int], amount: int
    ) -> list[_Step]:
        """Return the way that carries `amount` and hides what costs least, or nothing."""
        came: dict[Hashable, tuple[Hashable, _Step] | None] = {}
        heap: list[tuple[int, int, Hashable, tuple[Hashable, _Step] | None]] = [(0, 0, start, None)]
        counter = 0
        while heap and end not in came:
            paid, _, node, how = heapq.heappop(heap)
            if node in came:
                continue
            came[node] = how
            for step in self.steps[node]:
                if step.to not in came and self.room(step) >= amount:
                    counter += 1
                    price = 0 if step.cell in hidden else self.cells[step.cell].cost
                    heapq.heappush(heap, (paid + price, counter, step.to, (node, step)))
        return _trace(came, end)

    def carry(self, start: Hashable, end: Hashable, hidden: Collection[int], at_most: int) -> int:
        """Push as much as what is hidden already carries, and return how much that is."""
        carried = 0
        while carried < at_most and (way := self.free_way(start, end, hidden)):
            amount = min(at_most - carried, *(self.room(step) for step in way))
            self.push(way, amount)
            carried += amount
        return carried


def _trace(came: dict[Hashable, tuple[Hashable, _Step] | None], end: Hashable) -> list[_Step]:
    way: list[_Step] = []
    how = came.get(end)
    while how is not None:
        way.append(how[1])
        how = came[how[0]]
    return way[::-1]


def bounds(cells: Sequence[Cell], hidden: Collection[int], cell: int) -> tuple[int, int]:
    """Return the least and the greatest number that a hidden cell can be, as far as the shown ones tell."""
    it = cells[cell]
    most = _Flow(cells, but=cell).carry(it.head, it.tail, hidden, MANY)
    least = _Flow(cells, but=cell).carry(it.tail, it.head, hidden, it.count)
    return it.count - least, it.count + most


def protect(cells: Sequence[Cell], small: Collection[int], limit: int) -> set[int]:
    """Return the cells to hide: the small ones, and others, so that each small one could be above `limit`.

    Every other hidden cell could be another number too: it lies on a way by which a small one changes. The
    same table gives the same answer always. Raises `LookupError` when what everybody knows leaves no way.
    """
    hidden = set(small)
    for cell in sorted(small, key=lambda index: (cells[index].count, index)):
        it = cells[cell]
        flow = _Flow(cells, but=cell)
        need = limit + 1 - it.count
        need -= flow.carry(it.head, it.tail, hidden, need)
        while need > 0:
            amount, way = next(_ways(flow, it, hidden, need), (0, []))
            if not way:
                raise LookupError(cell)
            flow.push(way, amount)
            hidden.update(step.cell for step in way)
            need -= amount
    return hidden


def _ways(flow: _Flow, it: Cell, hidden: Collection[int], need: int) -> Iterator[tuple[int, list[_Step]]]:
    """Give ways that carry all that is needed, or failing these half of it, and so on."""
    while need > 0:
        if way := flow.cheapest_way(it.head, it.tail, hidden, need):
            yield need, way
        need //= 2
