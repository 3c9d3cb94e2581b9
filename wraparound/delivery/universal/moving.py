"""A child comes into a team's population or leaves it: the grants of that, and their known ends."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from wraparound.delivery.universal.models import Departure, TeamLink
from wraparound.foundation.agencies.models import Team
from wraparound.foundation.area.documents import SchoolTerms
from wraparound.foundation.area.queries import closed_days, school_terms
from wraparound.foundation.area.rules import add_working_days
from wraparound.outcomes.access.categories import CARD, Category
from wraparound.outcomes.access.models import Basis, Grant
from wraparound.outcomes.access.services import NewGrant, end_grants, write_grants
from wraparound.outcomes.openings.rules import start_of

LINK, DEPARTURE = "team_link", "departure"
"""What grants name as their source, with the key of the link or of the departure."""
SCHOOL_DAYS = 15
"""For so many days after a child left a team sees what it saw (access.md section 1)."""
STILL_READ = CARD | Category.OWN_RECORD
"""What it reads after that while nobody has taken the child up: who it is and its own records (case 28)."""


@dataclass(frozen=True)
class Leaving:
    """A child who leaves a team, and why."""

    child: int
    team: int
    service: int | None
    why: str


@dataclass(frozen=True)
class NoSchool:
    """The days on which no school is held beyond weekends and bank holidays: closed ones, and holidays."""

    closed: frozenset[date]
    terms: SchoolTerms

    def __contains__(self, day: object) -> bool:
        return day in self.closed or (isinstance(day, date) and self.terms.is_holiday(day))


def no_school(on: date) -> NoSchool:
    """Return the days without school, as the area has decided by a day."""
    return NoSchool(closed_days(on=on), school_terms(on=on))


def held(child_ids: Collection[int], *, now: datetime) -> dict[int, dict[int, int | None]]:
    """Return for each child the teams that have it in their population by a link, with their services."""
    live = Grant.objects.filter(source_kind=LINK, child__in=child_ids, starts_at__lte=now, until__gt=now)
    waiting = Departure.objects.filter(child__in=child_ids, ended_at__isnull=True)
    found: dict[int, dict[int, int | None]] = defaultdict(dict)
    for child, team, service in live.values_list("child", "holder__team", "service"):
        found[child][team] = service
    for child, team, service in waiting.values_list("child", "team", "team__service"):
        found[child][team] = service
    return found


def open_departures(child_ids: Collection[int]) -> dict[tuple[int, int], Departure]:
    """Return the departures that nobody has settled, by child and team."""
    waiting = Departure.objects.filter(child__in=child_ids, ended_at__isnull=True)
    return {(each.child_id, each.team_id): each for each in waiting}


def give(given: Iterable[tuple[int, TeamLink]], *, now: datetime) -> None:
    """Put children into the population of the team of a link."""
    write_grants(
        (
            NewGrant(
                holder_id=link.team.holder_id, child_id=child, basis=Basis.POPULATION, source_kind=LINK,
                source_id=link.pk, service_id=link.team.service_id,
            )
            for child, link in given
        ),
        now=now,
    )  # fmt: skip


def begin_leaving(leaving: Iterable[Leaving], *, closed: NoSchool, now: datetime) -> None:
    """Let children begin to leave: the team sees all for 15 school days, then who it is and its own records.

    Both ends are known now, so that none needs a job; taking the child up ends both at once.
    """
    leaving = list(leaving)
    last = add_working_days(timezone.localdate(now), SCHOOL_DAYS, closed=closed)
    until = start_of(date.fromordinal(last.toordinal() + 1))
    made = Departure.objects.bulk_create(
        [
            Departure(
                child_id=each.child, team_id=each.team, why=each.why, left_at=now, seen_until=until
            )
            for each in leaving
        ]
    )  # fmt: skip
    holders = dict(Team.objects.filter(pk__in={each.team for each in leaving}).values_list("pk", "holder_id"))
    for each in leaving:
        _of(each.child, holders[each.team], now).update(until=until, ended_because="the child left")
    write_grants(
        (
            NewGrant(
                holder_id=holders[each.team], child_id=each.child, basis=Basis.POPULATION,
                source_kind=DEPARTURE, source_id=departure.pk, service_id=each.service,
                categories=STILL_READ, starts_at=until,
            )
            for each, departure in zip(leaving, made, strict=True)
        ),
        now=now,
    )  # fmt: skip


def end(
    departures: Iterable[Departure], *, ending: str, now: datetime, words: str = "", by: int | None = None
) -> None:
    """Settle departures: the team that the child left sees it no longer for having served it."""
    departures = list(departures)
    for each in departures:
        each.ended_at, each.ending, each.words, each.ended_by_id = now, ending, words, by
        _of(each.child_id, each.team.holder_id, now).update(until=now, ended_because="taken up elsewhere")
        _drop_reading(each, now)
    Departure.objects.bulk_update(departures, ["ended_at", "ending", "words", "ended_by"])


def come_back(departure: Departure, link: TeamLink, *, now: datetime) -> None:
    """Let a child who had begun to leave a team be in its population again."""
    holder = link.team.holder_id
    _of(departure.child_id, holder, now).update(until=now, ended_because="the child came back")
    _drop_reading(departure, now)
    departure.ended_at, departure.ending = now, Departure.Ending.RETURNED
    departure.save(update_fields=["ended_at", "ending"])
    give([(departure.child_id, link)], now=now)


def _of(child: int, holder: int, now: datetime):  # type: ignore[no-untyped-def]
    return Grant.objects.filter(source_kind=LINK, child=child, holder=holder, until__gt=now)


def _drop_reading(departure: Departure, now: datetime) -> None:
    """End what the team would read, or reads, after the first days; it may not have begun yet."""
    later = Grant.objects.filter(source_kind=DEPARTURE, source_id=departure.pk, until__gt=now)
    later.filter(starts_at__gt=now).update(starts_at=now, until=now, ended_because="settled before it began")
    end_grants(source_kind=DEPARTURE, source_ids=[departure.pk], at=now, because="settled")
