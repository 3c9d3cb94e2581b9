"""The grants that follow from what a list says, and their ending when it says so no longer."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from wraparound.outcomes.access.models import Basis, Grant
from wraparound.outcomes.access.services import FAR_AWAY, NewGrant, write_many_grants
from wraparound.outcomes.feeds.reading.records import is_current
from wraparound.outcomes.feeds.writing.knowledge import Holders
from wraparound.outcomes.openings.closing import begin_finishing
from wraparound.outcomes.openings.leaving import LEAVING, end_leaving, end_leaving_of_lists, keep_for_a_while
from wraparound.outcomes.openings.rules import finishing_ends, start_of
from wraparound.outcomes.succession.services import end_followed

SOURCE = "source_record"
"""What the grants of a list name as their source, with the key of the record."""
NO_END = FAR_AWAY - timedelta(days=1)
"""What was written to run longer had no end that was known."""


class Due(NamedTuple):
    """A grant that facts give; `until` is None while nobody knows when it ends."""

    holder: int
    basis: str
    service: int | None
    until: datetime | None = None


Dues = dict[Due, datetime | None]
"""What is due, with the instant that it starts at when that is still to come."""


def due(facts: Mapping[str, list[tuple[object, ...]]], holders: Holders, today: date) -> Dues:
    """Return the grants that a record's facts give: its populations, and services that work with it.

    An end that is said is kept in the grant, so that it needs no later list and no job; the worker then has
    the days of finishing (access.md section 1).
    """
    found: Dues = {}
    if holders.own_population:
        holder, service = holders.own_population
        found[Due(holder, Basis.POPULATION, service)] = None
    for _, agency, _ in facts.get("setting", ()):
        if agency in holders.population:
            holder, service = holders.population[agency]  # type: ignore[index]
            found[Due(holder, Basis.POPULATION, service)] = None
    for team, *_, post, first, last in facts.get("involvement", ()):
        if team in holders.teams:
            _, service = holders.teams[team]  # type: ignore[index]
            work = (holders.teams[team][0], holders.posts.get(post), service)  # type: ignore[index, call-overload]
            found.update(_of_work(work, first, last, holders, today))  # type: ignore[arg-type]
    return found


def _of_work(
    work: tuple[int, int | None, int | None], first: date | None, last: date | None, holders: Holders,
    today: date,
) -> Dues:  # fmt: skip
    """Return what one involvement gives its team and its worker's post, while it runs and after."""
    team, worker, service = work
    found: Dues = {}
    over = start_of(last + timedelta(days=1)) if last else None
    if is_current(last, today):
        starts = start_of(first) if first and first > today else None
        for holder in (team, worker):
            if holder is not None:
                found[Due(holder, Basis.INVOLVEMENT, service, over)] = starts
    if last and worker is not None:
        until = _finishing_ends(last, closed=holders.closed)
        found[Due(worker, Basis.FINISHING, service, until)] = over if last >= today else None
    return found


_finishing_ends = lru_cache(maxsize=4096)(finishing_ends)


def write(rows: Iterable[tuple[int, int, Dues]], *, now: datetime) -> None:
    """Write grants: for each record its key, its child's key, and what is due and not over yet."""
    write_many_grants(
        (
            NewGrant(holder_id=due.holder, child_id=child, basis=Basis(due.basis), source_kind=SOURCE,
                     source_id=source, service_id=due.service, until=due.until, starts_at=starts)
            for source, child, dues in rows for due, starts in sorted(dues.items(), key=str)
            if due.until is None or due.until > now
        ),
        now=now,
    )  # fmt: skip


def change(rows: Iterable[tuple[int, int, Dues]], *, closed: frozenset[date], now: datetime) -> None:
    """Write the grants that are due and missing, and end those that are due no longer.

    Whoever worked with the child and is named no longer, by a list that says no day, begins to finish now.
    """
    rows = list(rows)
    standing: dict[int | None, dict[Due, list[int]]] = defaultdict(lambda: defaultdict(list))
    live = Grant.objects.filter(
        source_kind=SOURCE, source_id__in=[source for source, _, _ in rows], until__gt=now
    ).exclude(ended_because__in=LEAVING)
    for pk, source, holder, basis, service, starts, until in live.values_list(
        "pk", "source_id", "holder_id", "basis", "service_id", "starts_at", "until"
    ):
        known = None if until - starts > NO_END else until
        standing[source][Due(holder, basis, service, known)].append(pk)
    write(
        (
            (source, child, {due: at for due, at in dues.items() if due not in standing[source]})
            for source, child, dues in rows
        ),
        now=now,
    )  # fmt: skip
    lost = [
        (pk, _finishes(had, dues))
        for source, _, dues in rows
        for had, pks in standing[source].items()
        if had not in dues
        for pk in pks
    ]
    kept = keep_for_a_while(ended=[pk for pk, _ in lost], now=now)
    ended = [pk for pk, _ in lost if pk not in kept]
    Grant.objects.filter(pk__in=ended).update(until=now, ended_because="the list says so no longer")
    end_followed(ended=ended, now=now)
    begin_finishing(ended=[pk for pk, finishes in lost if not finishes], closed=closed, now=now)


def _finishes(had: Due, dues: Dues) -> bool:
    """Say whether what is due says already until when the holder finishes."""
    return any((d.holder, d.basis, d.service) == (had.holder, Basis.FINISHING, had.service) for d in dues)


def arrived(children: Iterable[int], holders: Holders, *, now: datetime) -> None:
    """Say that a school's or a service's own list has these children: those that they left read no longer."""
    children = list(children)
    if holders.has_roll:
        end_leaving(child_ids=children, now=now)
    elif holders.own_population:
        end_leaving_of_lists(child_ids=children, now=now)


def end(source_ids: list[int], *, closed: frozenset[date], now: datetime) -> None:
    """End the grants of records that are gone from a complete list; their workers begin to finish.

    Whose roll or list a child left reads its own until the next one has the child, or for 15 school days.
    """
    live = Grant.objects.filter(source_kind=SOURCE, source_id__in=source_ids, until__gt=now)
    going = list(live.exclude(ended_because__in=LEAVING).values_list("pk", flat=True))
    kept = keep_for_a_while(ended=going, now=now)
    ended = [pk for pk in going if pk not in kept]
    Grant.objects.filter(pk__in=ended).update(until=now, ended_because="gone from the agency's list")
    end_followed(ended=ended, now=now)
    begin_finishing(ended=ended, closed=closed, now=now)
