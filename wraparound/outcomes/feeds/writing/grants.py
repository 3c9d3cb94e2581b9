"""The grants that follow from what a list says, and their ending when it says so no longer."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from wraparound.outcomes.access.models import Basis, Grant
from wraparound.outcomes.access.services import NewGrant, end_grants, write_many_grants
from wraparound.outcomes.feeds.reading.records import is_current
from wraparound.outcomes.feeds.writing.knowledge import Holders

SOURCE = "source_record"
"""What the grants of a list name as their source, with the key of the record."""
Due = tuple[int, str, int | None]
"""Holder, basis and service of a grant."""


def due(facts: Mapping[str, list[tuple[object, ...]]], holders: Holders, today: date) -> set[Due]:
    """Return the grants that a record's facts give: its populations, and services that work with it."""
    found: set[Due] = set()
    if holders.own_population:
        holder, service = holders.own_population
        found.add((holder, Basis.POPULATION, service))
    for _, agency, _ in facts.get("setting", ()):
        if agency in holders.population:
            holder, service = holders.population[agency]  # type: ignore[index]
            found.add((holder, Basis.POPULATION, service))
    for team, *_, post, _, last in facts.get("involvement", ()):
        if team in holders.teams and is_current(last, today):  # type: ignore[arg-type]
            holder, service = holders.teams[team]  # type: ignore[index]
            found.add((holder, Basis.INVOLVEMENT, service))
            if post in holders.posts:
                found.add((holders.posts[post], Basis.INVOLVEMENT, service))  # type: ignore[index]
    return found


def write(rows: Iterable[tuple[int, int, set[Due]]], *, now: datetime) -> None:
    """Write grants: for each record its key, its child's key, and what is due."""
    write_many_grants(
        (
            NewGrant(holder_id=holder, child_id=child, basis=Basis(basis), source_kind=SOURCE,
                     source_id=source, service_id=service)
            for source, child, dues in rows for holder, basis, service in sorted(dues, key=str)
        ),
        now=now,
    )  # fmt: skip


def change(rows: Iterable[tuple[int, int, set[Due]]], *, now: datetime) -> None:
    """Write the grants that are due and missing, and end those that are due no longer."""
    rows = list(rows)
    standing: dict[int | None, dict[Due, list[int]]] = defaultdict(lambda: defaultdict(list))
    live = Grant.objects.filter(
        source_kind=SOURCE, source_id__in=[source for source, _, _ in rows], until__gt=now
    )
    for pk, source, holder, basis, service in live.values_list(
        "pk", "source_id", "holder_id", "basis", "service_id"
    ):
        standing[source][holder, basis, service].append(pk)
    write(((source, child, dues - standing[source].keys()) for source, child, dues in rows), now=now)
    lost = [
        pk
        for source, _, dues in rows
        for had, pks in standing[source].items()
        if had not in dues
        for pk in pks
    ]
    Grant.objects.filter(pk__in=lost).update(until=now, ended_because="the list says so no longer")


def end(source_ids: list[int], *, now: datetime) -> None:
    """End the grants of records that are gone from a complete list."""
    end_grants(source_kind=SOURCE, source_ids=source_ids, at=now, because="gone from the agency's list")
