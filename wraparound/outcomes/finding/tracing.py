"""Answering a file of look-ups for an agency that reconciles its list: policed and audited like a search."""

import json
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from wraparound.foundation.accounts.queries import actor_of_agency
from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.agencies.models import Agency
from wraparound.foundation.audit import services as audit
from wraparound.outcomes.access.queries import findable, shielded_from, visible_to
from wraparound.outcomes.children.models import Child, SourceRecord

from . import queries
from .engine import finder
from .engine.finder import Answer
from .engine.model import Model
from .engine.query import Query, from_fields
from .rules import TooBroad, check_query

CHUNK = 100
"""Lines that are policed and put on record together."""

FIELDS = frozenset(
    {"given_names", "family_name", "date_of_birth", "year_of_birth", "age", "sex", "postcode", "address",
     "nhs_number", "upn", "own_number", "telephone", "carer_given_names", "carer_family_name"}
)  # fmt: skip


@dataclass(slots=True)
class _Line:
    """One line of the file on its way to an answer."""

    answer: dict[str, Any]
    query: Query | None = None
    records: dict[int, bytes] = field(default_factory=dict)
    refused: set[int] = field(default_factory=set)
    found: Answer | None = None
    seconds: float = 0.0

    def refuse(self, shown: set[int]) -> bool:
        """Note which of the records are of nobody who may be shown; return whether there are any."""
        refused = {filed for filed in self.records if abs(filed) not in shown}
        self.refused |= refused
        return bool(refused)


def trace(lines: Iterable[str | bytes], *, agency: Agency, now: datetime) -> Iterator[dict[str, Any]]:
    """Yield the answer to each line of a file of look-ups, in order, as what goes into the answers' file.

    A line that cannot be read, or asks too broadly, is answered with `error`: what is wrong and what to do.
    Each answer is on record before it is yielded. Raises `audit.services.Unwritable`.
    """
    in_force = queries.model()
    today = timezone.localdate(now)
    numbered = enumerate((line for line in lines if line.strip()), start=1)
    while chunk := [_read(line, number, today) for number, line in islice(numbered, CHUNK)]:
        yield from _answered(chunk, actor_of_agency(agency, title="Tracing", now=now), in_force)


def _read(line: str | bytes, number: int, today: date) -> _Line:
    """Return a line with its query; one that cannot be asked has an `error` instead."""
    try:
        typed = json.loads(line)
    except (ValueError, RecursionError):
        typed = None
    if not isinstance(typed, dict) or "id" not in typed:
        return _Line(_refusal(None, f"Line {number} is not a JSON object with an id."))
    fields = {name: str(value) for name, value in typed.items() if name in FIELDS and value not in (None, "")}
    query = from_fields(today=today, **fields)
    try:
        check_query(query)
    except TooBroad as refused:
        return _Line(_refusal(typed["id"], refused.add))
    answer: dict[str, Any] = {"id": typed["id"]}
    if query.unread:
        answer["unread"] = list(query.unread)
    return _Line(answer, query)


def _refusal(name: Any, error: str) -> dict[str, Any]:
    return {"id": name, "ms": 0.0, "certain": None, "candidates": [], "error": error}


def _answered(chunk: list[_Line], actor: Actor, in_force: Model) -> list[dict[str, Any]]:
    """Look up the lines of a chunk, leave out who may not be shown, and put the rest on record."""
    asked = [line for line in chunk if line.query is not None]
    _gather(asked, actor, in_force)
    for line in asked:
        start = time.perf_counter()
        line.found = finder.answer(line.query, line.records, in_force, queries.MOST)  # type: ignore[arg-type]
        line.seconds += time.perf_counter() - start
    _fill(asked, actor)
    return [line.answer for line in chunk]


def _gather(asked: list[_Line], actor: Actor, in_force: Model) -> None:
    """Find the records that may be meant by each line and are of children who may be shown.

    A line that found somebody else is looked up again without them: far ahead of the others, a hidden child
    would push aside who is found when it is not there. The look-up that counts is timed, and no other: a
    longer time would tell.
    """
    shown: set[int] = set()
    looking = asked
    while looking:
        for line in looking:
            start = time.perf_counter()
            line.records = queries.gather(line.query, in_force, without=line.refused)  # type: ignore[arg-type]
            line.seconds = time.perf_counter() - start
        shown |= findable(actor, {abs(filed) for line in looking for filed in line.records} - shown)
        looking = [line for line in looking if line.refuse(shown)]


def _fill(asked: list[_Line], actor: Actor) -> None:
    """Write what is told of each candidate, and one look a line with a row for each child shown."""
    answers = [(line, line.found) for line in asked if line.found is not None]
    children = {found.child for _, answer in answers for found in answer.candidates}
    public = dict(Child.objects.filter(pk__in=children).values_list("pk", "public_id"))
    numbers = _numbers(children, actor)
    with transaction.atomic():
        for line, answer in answers:
            audit.record_looks(
                verb="index.trace", now=actor.now, actor=actor,
                child_ids=[candidate.child for candidate in answer.candidates],
            )  # fmt: skip
            line.answer |= {
                "ms": round(line.seconds * 1000, 3),
                "certain": str(public[answer.certain]) if answer.certain else None,
                "candidates": [
                    {
                        "child": str(public[candidate.child]),
                        "probability": round(candidate.probability, 6),
                        "identifiers": numbers[candidate.child],
                    }
                    for candidate in answer.candidates
                ],
            }


def _numbers(children: set[int], actor: Actor) -> defaultdict[int, list[dict[str, str]]]:
    """Return the numbers of each child that the agency may be told.

    Its own always; those of other agencies of its sector where its teams hold a grant on the child; none of a
    shielded child (access.md sections 2 and 4.1).
    """
    granted = visible_to(actor).filter(pk__in=children).values("pk")
    told = SourceRecord.objects.filter(
        Q(agency=actor.agency_id) | Q(agency__sector=actor.sector, child__in=granted),
        child__in=children - shielded_from(actor, children),
    )
    numbers: defaultdict[int, list[dict[str, str]]] = defaultdict(list)
    for child, code, number in told.order_by("pk").values_list("child", "agency__code", "source_id"):
        numbers[child].append({"agency": code, "source_id": number})
    return numbers
