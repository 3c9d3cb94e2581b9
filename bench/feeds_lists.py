"""The lists of the measure of feeds: child health fills the index, a school roll is timed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from samples.agencies import sample_agencies
from samples.feeds import staff_of
from samples.keepers import Keeper
from samples.people import Person
from samples.population import Population
from samples.rows import COLUMNS, Row
from samples.tables import write_csv
from wraparound.outcomes.feeds.reading.layout import COLUMNS as PLACES
from wraparound.outcomes.feeds.reading.layout import Raw
from wraparound.outcomes.feeds.reading.rows import Context
from wraparound.outcomes.feeds.writing.prepare import Prepared, prepare

INDEXED, SENT = "NHS-CH", "LA-EDU"
"""The agency whose list fills the index, and the one whose list is timed."""
AT_ONCE = 4
"""Chunks of the population that a process prepares, and that are written together."""
STRANGERS = 0.05
"""The share of the timed list who are in no index."""


@dataclass(frozen=True)
class Lists:
    """Both lists of a population of so many children."""

    children: int
    seed: int

    @cached_property
    def population(self) -> Population:
        """The children."""
        return Population(self.children, self.seed)

    @cached_property
    def keeper(self) -> Keeper:
        """Who writes the rows of each list."""
        return Keeper(staff_of(sample_agencies()), self.seed, self.population.as_of)

    def indexed(self, chunk: int) -> list[list[Raw]]:
        """Return the rows of child health about one chunk of the children, those of a record together."""
        groups: dict[object, list[Raw]] = {}
        for person in self.population.chunk(chunk):
            for row in self.keeper.child_health(person):
                cells = tuple(str(row.get(column, "")) for column in PLACES)
                groups.setdefault(row["source_id"], []).append(Raw(0, cells))
        return list(groups.values())

    def sent(self, rows: int) -> Iterator[tuple[Person, Row]]:
        """Yield so many pupils, a row each, from chunks that lie all over the population.

        They are fewer where the children have fewer pupils among them.
        """
        known = self._pupils(range(self.population.chunks), rows - int(rows * STRANGERS))
        strangers = self._pupils(range(1_000), int(rows * STRANGERS), absent=True)
        for place, one in enumerate(known):
            yield one
            if place % round(1 / STRANGERS - 1) == 0 and (other := next(strangers, None)):
                yield other

    def _pupils(
        self, chunks: Sequence[int], count: int, *, absent: bool = False
    ) -> Iterator[tuple[Person, Row]]:
        """Yield so many pupils of these chunks, taken in a stride that visits each chunk once."""
        stride = next(step for step in (617, 619, 1) if len(chunks) % step)
        order = (chunks[place * stride % len(chunks)] for place in range(len(chunks)))
        population = self.population
        for chunk in order:
            for person in population.absent_chunk(chunk) if absent else population.chunk(chunk):
                if row := next(iter(self.keeper.school_roll(person)), None):
                    yield person, row
                    count -= 1
                    if not count:
                        return

    def write(self, path: Path, rows: int) -> Path:
        """Write the timed list, unless it is written, with beside it which number is which child."""
        if not path.exists():
            said = list(self.sent(rows))
            truth = path.with_suffix(".truth")
            truth.write_text("".join(f"{row['source_id']} {person.number}\n" for person, row in said))
            columns = [column for column in COLUMNS if any(row.get(column) for _, row in said)]
            write_csv(path, columns, (row for _, row in said))
        return path


def prepared_of(lists: Lists, context: Context, start: int) -> list[Prepared]:
    """Return the records of some chunks of the list that fills the index, in a process of its own."""
    chunks = range(start, min(start + AT_ONCE, lists.population.chunks))
    groups = [group for number in chunks for group in lists.indexed(number)]
    return [one for one in prepare(groups, context, {}) if not one.record.is_refused]
