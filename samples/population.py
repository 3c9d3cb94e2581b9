"""The population: families in numbered chunks, each made from the seed and its own number alone."""

import random
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context

from samples.families import ABSENT, Maker
from samples.numbers import SMALL
from samples.people import Person
from samples.vocabulary import Vocabulary, vocabulary

CHUNK = 500
"""Children of one chunk. A chunk depends on no other, so any child can be made again without the rest."""

AT_ONCE = 8
"""Chunks that a process makes before it hands them over."""

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
    vocabulary_of: Callable[[str], Vocabulary] = vocabulary
    """Whose names: the sample's, or `other_names.other_vocabulary` for judging."""

    @property
    def chunks(self) -> int:
        """Return how many chunks the children fill."""
        return -(-self.children // CHUNK)

    def chunk(self, number: int) -> list[Person]:
        """Return the children of one chunk, numbered from `number * CHUNK`."""
        maker = Maker(
            seed=self.seed, as_of=self.as_of, large=self.children > SMALL, vocabulary_of=self.vocabulary_of
        )
        people = maker.chunk(number, CHUNK)
        is_last = number == self.chunks - 1 and self.children % CHUNK
        return people[: self.children % CHUNK] if is_last else people

    def absent_chunk(self, number: int) -> list[Person]:
        """Return children like these who are not among them."""
        maker = Maker(
            seed=self.seed, as_of=self.as_of, large=self.children > SMALL, vocabulary_of=self.vocabulary_of
        )
        home = random.Random(f"absent {number} of {self.seed}").randrange(self.chunks)
        return maker.chunk(ABSENT_CHUNKS + number, CHUNK, neighbours_of=home)

    def __iter__(self) -> Iterator[Person]:
        for number in range(self.chunks):
            yield from self.chunk(number)

    def child(self, number: int) -> Person:
        """Return one child by number."""
        return self.chunk(number // CHUNK)[number % CHUNK]

    def each_chunk(self, processes: int = 1) -> Iterator[list[Person]]:
        """Yield every chunk in order, made by several processes when asked, never far ahead of the reader."""
        if processes < 2:
            yield from map(self.chunk, range(self.chunks))
            return
        waiting: deque[Future[list[list[Person]]]] = deque()
        with ProcessPoolExecutor(processes, mp_context=get_context("fork")) as pool:
            for start in range(0, self.chunks, AT_ONCE):
                waiting.append(pool.submit(self._chunks, start))
                if len(waiting) > processes * 2:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()

    def _chunks(self, start: int) -> list[list[Person]]:
        return [self.chunk(number) for number in range(start, min(start + AT_ONCE, self.chunks))]


def generate(children: int, seed: int = 1, as_of: date = AS_OF, processes: int = 1) -> Iterator[Person]:
    """Yield so many children, families together; the first n are the same however many are asked for.

    NHS numbers are those kept for tests up to 25,000 children, and others above.
    """
    population = Population(children, seed, as_of)
    for chunk in population.each_chunk(processes):
        yield from chunk
