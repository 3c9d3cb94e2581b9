"""The lines that a list adds to journeys: first heard of, moved, a service began or ended, died."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from wraparound.foundation.agencies.models import Agency
from wraparound.outcomes.access.rules import Category
from wraparound.outcomes.feeds.writing.knowledge import Holders
from wraparound.outcomes.journey.services import NewEvent

Facts = Mapping[str, list[tuple[Any, ...]]]


def of_newcomer(
    child: int, facts: Facts, agency: Agency, holders: Holders, today: date, *, joins: bool
) -> Iterator[NewEvent]:
    """Yield the lines of a record that was not known: a new child's, or one that joins a child."""
    line = f"{agency.name} sent its record of the child." if joins else f"First heard of from {agency.name}."
    yield NewEvent(
        child, today, "feed.joined" if joins else "feed.first", line, Category.WHEREABOUTS, True, agency.pk
    )
    yield from _services(child, facts, agency, holders, today)
    yield from _death(child, facts, agency, today)


def of_change(
    child: int, come: Facts, was: Facts, agency: Agency, holders: Holders, today: date
) -> Iterator[NewEvent]:
    """Yield the lines of what a known record says differently."""
    if any(kind != "previous" for kind, *_ in come.get("address", ())) and was.get("address"):
        yield NewEvent(
            child, today, "moved", "Moved to another address.", Category.WHEREABOUTS, True, agency.pk
        )
    for kind, _, written in come.get("setting", ()):
        word = "school" if kind == "school" else "practice"
        yield NewEvent(
            child, today, f"{word}.changed", f"Now at {written}.", Category.WHEREABOUTS, True, agency.pk
        )
    before = frozenset(_key(content) for content in was.get("involvement", ()))
    yield from _services(child, come, agency, holders, today, known=before)
    yield from _death(child, come, agency, today)


def _key(content: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return which involvement it is, whoever the worker and whatever its end."""
    team, written, *_, first, _ = content
    return team, written, first


def _services(
    child: int, facts: Facts, agency: Agency, holders: Holders, today: date,
    known: frozenset[tuple[Any, ...]] = frozenset(),
) -> Iterator[NewEvent]:  # fmt: skip
    for content in facts.get("involvement", ()):
        team, written, is_sensitive, *_, first, last = content
        category = Category.SENSITIVE if is_sensitive else Category.INVOLVEMENT
        service = holders.teams[team][1] if team in holders.teams else None
        called = holders.called.get(team, written)
        if _key(content) not in known:
            yield NewEvent(
                child,
                first or today,
                "service.began",
                f"{called} began work.",
                category,
                False,
                agency.pk,
                service,
            )
        if last:
            yield NewEvent(
                child, last, "service.ended", f"{called} ended its work.", category, False, agency.pk, service
            )


def _death(child: int, facts: Facts, agency: Agency, today: date) -> Iterator[NewEvent]:
    for *_, died in facts.get("birth", ()):
        if died:
            yield NewEvent(child, died, "died", "Died.", Category.IDENTITY, False, agency.pk)
