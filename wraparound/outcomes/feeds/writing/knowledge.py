"""What a load must know before it writes: the places a list may name, and what the agency sent before."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Q, QuerySet

from wraparound.foundation.accounts.models import Post
from wraparound.foundation.agencies.models import Agency, AgencyCode, Service, Team
from wraparound.foundation.area.queries import closed_days
from wraparound.outcomes.children.models import SourceRecord
from wraparound.outcomes.feeds.reading import places as named
from wraparound.outcomes.feeds.reading.places import Places, folded


class Known(NamedTuple):
    """A record that the agency sent before."""

    pk: int
    child_id: int
    digest: bytes
    has_ended: bool


def known_records(agency: Agency) -> dict[str, Known]:
    """Return what the agency sent before, by its own numbers."""
    rows = SourceRecord.objects.filter(agency=agency).values_list(
        "source_id", "pk", "child_id", "digest", "ended_at"
    )
    return {
        source: Known(pk, child, bytes(digest), ended is not None)
        for source, pk, child, digest, ended in rows.iterator()
    }


def places_for(agency: Agency, today: date) -> Places:
    """Return the schools, practices, services and workers that a list of `agency` may name on `today`."""
    return Places(
        schools=_agencies(Agency.Kind.SCHOOL), practices=_agencies(Agency.Kind.PRACTICE),
        services=_services(agency, today), workers=_workers(today),
    )  # fmt: skip


def _agencies(kind: str) -> dict[str, int]:
    codes = AgencyCode.objects.filter(agency__kind=kind).values_list("value", "agency_id")
    own = Agency.objects.filter(kind=kind)
    return _unambiguous([*codes, *own.values_list("code", "pk"), *own.values_list("name", "pk")])


def _unambiguous(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Return what each text stands for, leaving out those that stand for two."""
    found: dict[str, set[int]] = defaultdict(set)
    for text, pk in pairs:
        found[folded(text)].add(pk)
    return {text: next(iter(pks)) for text, pks in found.items() if len(pks) == 1}


def _services(agency: Agency, today: date) -> dict[str, named.Team]:
    """Return teams by their code and name, and by their service's where it has one team (here, or at all)."""
    teams = list(_standing(Team.objects.all(), today).select_related("service"))
    per_service = Counter(team.service_id for team in teams)
    own = Counter(team.service_id for team in teams if team.agency_id == agency.pk)
    pairs: list[tuple[str, int]] = []
    for team in teams:
        pairs += [(team.code, team.pk), (team.name, team.pk)]
        service: Service | None = team.service
        alone = per_service[team.service_id] == 1 or (
            team.agency_id == agency.pk and own[team.service_id] == 1
        )
        if service and alone:
            pairs += [(service.code, team.pk), (service.name, team.pk)]
    by_pk = {team.pk: named.Team(team.pk, bool(team.service and team.service.is_sensitive)) for team in teams}
    return {text: by_pk[pk] for text, pk in _unambiguous(pairs).items()}


def _workers(today: date) -> dict[tuple[int, str], int]:
    found: dict[tuple[int, str], set[int]] = defaultdict(set)
    posts = _standing(Post.objects.filter(ended_at__isnull=True), today)
    for pk, team, name in posts.values_list("pk", "team_id", "user__full_name"):
        found[team, folded(name)].add(pk)
    return {key: next(iter(pks)) for key, pks in found.items() if len(pks) == 1}


def _standing(rows: QuerySet, today: date) -> QuerySet:
    return rows.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=today), valid_from__lte=today)


@dataclass(frozen=True)
class Holders:
    """Who comes to hold a grant by what a list says."""

    own_population: tuple[int, int | None] | None
    """The holder and service of the sending agency's own population team."""
    population: dict[int, tuple[int, int | None]]
    """The same by school or practice."""
    teams: dict[int, tuple[int, int | None]]
    """Holder and service of each team."""
    called: dict[int, str]
    """What people call the work of each team: its service, or the team itself."""
    posts: dict[int, int]
    """Holder of each worker's post."""
    closed: frozenset[date]
    """Days on which the area's offices are closed: they do not count as days to finish work."""
    has_roll: bool = False
    """The agency's own list is the roll of a school: who is on it has arrived there."""


def holders_for(agency: Agency, today: date) -> Holders:
    """Return who comes to hold a grant by what a list of `agency` says on `today`."""
    every = Team.objects.values_list("pk", "name", "holder_id", "service_id", "service__name")
    teams: dict[int, tuple[int, int | None]] = {pk: (holder, service) for pk, _, holder, service, _ in every}
    called = {pk: service or name for pk, name, _, _, service in every}
    serving = Agency.objects.filter(population_team__isnull=False).values_list("pk", "population_team_id")
    population: dict[int, tuple[int, int | None]] = {pk: teams[team] for pk, team in serving}
    posts = dict(Post.objects.filter(ended_at__isnull=True).values_list("pk", "holder_id"))
    rolls = Team.objects.filter(service__population=Service.Population.ROLL)
    return Holders(
        population.get(agency.pk), population, teams, called, posts, closed_days(on=today),
        rolls.filter(pk=agency.population_team_id or 0).exists(),
    )  # fmt: skip
