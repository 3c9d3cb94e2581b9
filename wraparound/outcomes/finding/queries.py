"""Reading the index: one look-up, many look-ups, and what a child is filed by."""

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cache

from django.db import connection

from . import storage
from .engine import entry, finder, keys
from .engine import model as trained
from .engine.finder import Answer
from .engine.model import Model
from .engine.query import Query
from .models import TrainedModel
from .rules import check_query

__all__ = ["EXPECTED", "OPEN", "SHIELDED", "answer", "candidates_for", "find", "gather", "model"]

OPEN, EXPECTED, SHIELDED = entry.OPEN, entry.EXPECTED, entry.SHIELDED

MOST = 10
"""Candidates shown of one look-up (access.md section 2)."""


@cache
def _made_here(version: str) -> Model:
    row = TrainedModel.objects.get(version=version)
    return trained.read(bytes(row.described), bytes(row.names))


def model() -> Model:
    """Return the model in force: the one this installation trained last, else the shipped one."""
    version = TrainedModel.objects.order_by("-made_at").values_list("version", flat=True).first()
    return _made_here(version) if version else trained.shipped()


def find(
    query: Query, *, compartments: Iterable[int] = (OPEN,), limit: int = MOST,
    allowed: Callable[[Sequence[int]], set[int]] | None = None, steady: bool = False,
) -> Answer:  # fmt: skip
    """Return the children whom a look-up may mean, likeliest first.

    `compartments` are those that the searcher may probe; what lies in another one changes nothing. `allowed`
    takes candidates and returns those who may be shown: the others are left out before anything is ranked,
    so probabilities, ties and `certain` are as if they did not exist; and the index is asked again without
    them until it finds nobody else who is left out, for whoever is far behind the best is not read at all. A
    `steady` look-up asks again whoever was found, so that its time tells nothing. Raises `TooBroad` when too
    little is asked.
    """
    check_query(query)
    return answer(query, model(), compartments=compartments, limit=limit, allowed=allowed, steady=steady)


def answer(
    query: Query, in_force: Model, *, compartments: Iterable[int] = (OPEN,), limit: int = MOST,
    allowed: Callable[[Sequence[int]], set[int]] | None = None, steady: bool = False,
) -> Answer:  # fmt: skip
    """Return what `find` returns under a given model, without asking whether the look-up is too broad."""
    probed = tuple(compartments)
    records = gather(query, in_force, compartments=probed)
    if allowed:
        shown = allowed([abs(filed) for filed in records])
        refused: set[int] = set()
        while (new := {filed for filed in records if abs(filed) not in shown}) or steady:
            refused |= new
            records = gather(query, in_force, compartments=probed, without=refused)
            unseen = [abs(filed) for filed in records if abs(filed) not in shown]
            shown |= allowed(unseen) if unseen else set()
            steady = False
    return finder.answer(query, records, in_force, limit)


def gather(
    query: Query, in_force: Model, *, compartments: Iterable[int] = (OPEN,), without: Collection[int] = ()
) -> dict[int, bytes]:
    """Return the records of a look-up's most promising candidates, before policy and scoring.

    `without` are filed numbers that are left out before it is chosen who is promising.
    """
    probes = keys.probes(query, compartments, in_force.vocabulary)
    return storage.of(connection).look_up(probes, without)


def candidates_for(
    queries: Sequence[Query], *, compartments: Iterable[int] = (OPEN,), limit: int = MOST
) -> list[Answer]:
    """Return the answers to many look-ups, in their order, under one model: for feeds and tracing."""
    in_force = model()
    probed = tuple(compartments)
    return [answer(query, in_force, compartments=probed, limit=limit) for query in queries]
