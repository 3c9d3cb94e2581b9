"""Asking every engine the same fresh look-ups, one after the other, and counting what came back."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from math import sqrt

from bench.finding_index import Hits
from samples.lookups import Lookup
from wraparound.outcomes.finding import queries
from wraparound.outcomes.finding.engine.model import Model
from wraparound.outcomes.finding.engine.query import Query, from_fields

FIELDS = frozenset(
    {"given_names", "family_name", "date_of_birth", "year_of_birth", "sex", "postcode", "address",
    "nhs_number",
     "upn", "telephone", "carer_given_names", "carer_family_name"}
)  # fmt: skip


@dataclass
class Tally:
    """What one engine made of the look-ups. Times in milliseconds; counts are of children who are there."""

    name: str
    times: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)
    """Processor time of this process alone: what other work on the machine does not lengthen."""
    present: int = 0
    first: int = 0
    tied: int = 0
    five: int = 0
    certain: int = 0
    wrong: int = 0
    twins: int = 0
    absent: int = 0

    def take(self, start: tuple[float, float]) -> None:
        """Write down how long a look-up took since `start`, a `clock()`."""
        now = clock()
        self.times.append((now[0] - start[0]) * 1000)
        self.busy.append((now[1] - start[1]) * 1000)

    def add(self, other: "Tally") -> None:
        """Count another tally in."""
        self.times += other.times
        self.busy += other.busy
        for name in ("present", "first", "tied", "five", "certain", "wrong", "twins", "absent"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


def clock() -> tuple[float, float]:
    """Return the time on the wall and the processor time of this process, in seconds."""
    return time.perf_counter(), time.process_time()


def percentile(times: list[float], share: float) -> float:
    """Return the time that this share of look-ups keeps within."""
    ordered = sorted(times)
    return round(ordered[min(int(len(ordered) * share), len(ordered) - 1)], 2)


def interval(hits: int, trials: int, z: float = 1.96) -> tuple[float, float]:
    """Return Wilson's interval of a share; the whole range when nothing was tried."""
    if not trials:
        return 0.0, 1.0
    share, square = hits / trials, z * z / trials
    middle = (share + square / 2) / (1 + square)
    half = z / (1 + square) * sqrt(share * (1 - share) / trials + square / trials / 4)
    return max(middle - half, 0.0), min(middle + half, 1.0)


def query_of(lookup: Lookup, today: date) -> Query:
    """Return the query of a look-up, as the search page would read it."""
    typed = {name: str(value) for name, value in lookup.query.items() if name in FIELDS}
    return from_fields(today=today, **typed)


def ours(lookups: Iterable[Lookup], today: date, in_force: Model, tally: Tally) -> None:
    """Ask the index; the time is from the typed fields to the answer with its reasons."""
    for lookup in lookups:
        start = clock()
        answer = queries.answer(query_of(lookup, today), in_force)
        tally.take(start)
        tied = [found.child for found in answer.candidates if found.is_tied]
        _count(tally, lookup, [found.child for found in answer.candidates], tied)
        if answer.certain is not None:
            tally.certain += 1
            if answer.certain != _truth(lookup):
                tally.wrong += 1
                tally.twins += lookup.kind == "absent_twin"


def peer(lookups: Iterable[Lookup], today: date, find: Callable[[Query], Hits], tally: Tally) -> None:
    """Ask a peer; equal scores count as a tie."""
    for lookup in lookups:
        query = query_of(lookup, today)
        start = clock()
        hits = find(query)
        tally.take(start)
        tied = [child for child, score in hits if abs(score - hits[0][1]) < 1e-6]
        _count(tally, lookup, [child for child, _ in hits], tied)


def _truth(lookup: Lookup) -> int | None:
    return None if lookup.truth is None else lookup.truth + 1


def _count(tally: Tally, lookup: Lookup, found: list[int], tied: list[int]) -> None:
    truth = _truth(lookup)
    if truth is None:
        tally.absent += 1
        return
    tally.present += 1
    is_first = found[:1] == [truth]
    tally.first += is_first or truth in tied
    tally.tied += truth in tied and not is_first
    tally.five += truth in found[:5]
