"""The population: families in numbered chunks, each made from the seed and its own number alone."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from multiprocessing import get_context

from samples.families import ABSENT, Maker
from samples.numbers import SMALL
from samples.people import Person

CHUNK = 500
"""Children of one chunk. A chunk depends on no other, so any child can be made again without the rest."""

AS_OF = date(2026, 11, 1)
"""The day on which ages are reckoned when none is given."""

ABSENT_CHUNKS = ABSENT // CHUNK
"""Chunks from here on are children who are in no index: for look-ups that must find nobody."""


@dataclass(frozen=True)
class Population:
    """So many children, from a seed, as they are on a day. Cheap to hold: made when asked for."""

    children: int
    seed: int = 1
    as_of: date = AS_OF

    @property
    def chunks(self) -> int:
        """Return how many chunks the children fill."""
        return -(-self.children // CHUNK)

    def chunk(self, number: int) -> list[Person]:
        """Return the children of one chunk, numbered from `number * CHUNK`."""
        maker = Maker(seed=self.seed, as_of=self.as_of, large=self.children > SMALL)
        people = maker.chunk(number, CHUNK)
        is_last = number == self.chunks - 1 and self.children % CHUNK
        return people[: self.children % CHUNK] if is_last else people

    def absent_chunk(self, number: int) -> list[Person]:
        """Return children like these who are not among them."""
        maker = Maker(seed=self.seed, as_of=self.as_of, large=self.children > SMALL)
        home = random.Random(f"absent {number} of {self.seed}").randrange(self.chunks)
        return maker.chunk(ABSENT_CHUNKS + number, CHUNK, neighbours_of=home)

    def __iter__(self) -> Iterator[Person]:
        for number in range(self.chunks):
            yield from self.chunk(number)

    def child(self, number: int) -> Person:
        """Return one child by number."""
        return self.chunk(number // CHUNK)[number % CHUNK]

    def each_chunk(self, processes: int = 1) -> Iterator[list[Person]]:
        """Yield every chunk in order, made by several processes when asked."""
        if processes < 2:
            yield from map(self.chunk, range(self.chunks))
            return
        with get_context("fork").Pool(processes) as pool:
            yield from pool.imap(self.chunk, range(self.chunks), chunksize=8)


def generate(children: int, seed: int = 1, as_of: date = AS_OF, processes: int = 1) -> Iterator[Person]:
    """Yield so many children, families together; the first n are the same however many are asked for.

    NHS numbers are those kept for tests up to 25,000 children, and others above.
    """
    population = Population(children, seed, as_of)
    for chunk in population.each_chunk(processes):
        yield from islice(chunk, None)
