"""Keeping populations in step: which team serves a child by its links, and what begins and ends by that.

A child's school, practice and address are facts that lists say; a link says which team serves them. From both
follow the grants of a team that its population is seen by. Of a child whose facts are hidden nothing is given
or ended: whoever sees that child is named one by one.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from wraparound.delivery.universal import moving
from wraparound.delivery.universal.models import Arrival, ClusterSchool, Departure, TeamLink
from wraparound.delivery.universal.moving import Leaving, NoSchool
from wraparound.delivery.universal.schedule import Schedule, Serving, later
from wraparound.foundation.agencies.models import Service
from wraparound.foundation.agencies.queries import on
from wraparound.foundation.area.models import Footprint, Postcode
from wraparound.outcomes.access.models import Adoption
from wraparound.outcomes.access.queries import hidden_by_any_siblings_shield, live_shields
from wraparound.outcomes.children.models import Address, Birth, Child, Setting, SourceRecord
from wraparound.outcomes.children.queries import children_sharing_a_home, said_of
from wraparound.outcomes.children.rules import birth_in_use

NEW_WITHIN = 60
"""Days since anybody first said something of a child for whom it is new here."""
NEWBORN = "8 weeks"
"""Until this age a child who is new was born here, and has not moved here."""


@dataclass(frozen=True)
class Links:
    """Which team each service has for a practice, a school and a place; by the key of the service."""

    of_agency: dict[int, dict[int, TeamLink]]
    of_place: dict[int, dict[int, TeamLink]]
    serving: dict[int, Serving]
    sees_expected: frozenset[int]
    parents: dict[int, int | None] = field(default_factory=dict)

    @property
    def services(self) -> list[int]:
        """The services that have links, in one order."""
        return sorted(self.of_agency.keys() | self.of_place.keys())


@dataclass(frozen=True)
class Facts:
    """What of a child decides which teams serve it."""

    born: date | None
    expected: date | None
    agencies: tuple[int, ...]
    """The school and the practice that were said last."""
    places: tuple[int, ...]
    """The footprints of the home, the smallest first."""


class Changed(NamedTuple):
    """What keeping some children in step did."""

    children: int
    given: int
    left: int


def links_on(day: date, schedule: Schedule) -> Links:
    """Return the links that hold on a day, by service; of a service that the schedule does not know, none."""
    services = {service.pk: service for service in Service.objects.filter(teams__isnull=False).distinct()}
    serving = {pk: found for pk, s in services.items() if (found := schedule.of(s.kind))}
    of_agency: dict[int, dict[int, TeamLink]] = defaultdict(dict)
    of_place: dict[int, dict[int, TeamLink]] = defaultdict(dict)
    members = defaultdict(list)
    for cluster, school in ClusterSchool.objects.filter(on(day)).values_list("cluster", "agency"):
        members[cluster].append(school)
    for link in TeamLink.objects.filter(on(day)).select_related("team").order_by("-valid_from", "-pk"):
        service = link.team.service_id
        if service not in serving:
            continue
        for school in members[link.cluster_id] if link.cluster_id else ():
            of_agency[service].setdefault(school, link)
        if link.footprint_id:
            of_place[service].setdefault(link.footprint_id, link)
    for link in TeamLink.objects.filter(on(day), agency__isnull=False).select_related("team").order_by("pk"):
        if link.team.service_id in serving:
            of_agency[link.team.service_id][link.agency_id] = link  # type: ignore[index]
    parents = dict(Footprint.objects.values_list("pk", "parent")) if of_place else {}
    expecting = frozenset(pk for pk, service in services.items() if service.sees_expected)
    return Links(dict(of_agency), dict(of_place), serving, expecting, parents)


def teams_for(facts: Facts, links: Links, today: date) -> dict[int, TeamLink]:
    """Return by which link each service serves a child: school or practice before its home."""
    found = {}
    for service in links.services:
        serving = links.serving[service]
        if facts.born is None:
            if facts.expected is None or service not in links.sees_expected or not _from_birth(serving):
                continue
        elif not serving.serves(facts.born, today):
            continue
        by_agency, by_place = links.of_agency.get(service, {}), links.of_place.get(service, {})
        link = next((by_agency[each] for each in facts.agencies if each in by_agency), None)
        link = link or next((by_place[each] for each in facts.places if each in by_place), None)
        if link:
            found[service] = link
    return found


def _from_birth(serving: Serving) -> bool:
    return later(date(2024, 1, 1), serving.serves_from) <= date(2024, 1, 1)


def facts_of(child_ids: Collection[int], links: Links, *, now: datetime) -> dict[int, Facts]:
    """Return what decides of each child, leaving out what a shield of a brother or sister hides."""
    births = {pk: birth_in_use(said) for pk, said in said_of(Birth, child_ids).items()}
    hidden = _hidden_facts(child_ids, now)
    agencies: dict[int, dict[str, int]] = defaultdict(dict)
    said = Setting.objects.filter(
        source__child__in=child_ids, superseded_at__isnull=True, source__ended_at__isnull=True,
        agency__isnull=False,
    ).order_by("said_at", "pk")  # fmt: skip
    for pk, child, kind, agency in said.values_list("pk", "source__child", "kind", "agency"):
        if pk not in hidden[Setting]:
            agencies[child][kind] = agency
    places = _places(child_ids, links, hidden[Address]) if links.of_place else {}
    return {pk: _facts(births.get(pk), agencies.get(pk, {}), places.get(pk, ())) for pk in child_ids}


def _facts(birth: Birth | None, agencies: dict[str, int], places: tuple[int, ...]) -> Facts:
    """Return what decides of one child: of a birth whose year alone is known, the middle of it."""
    born = birth.date or (date(birth.year, 7, 1) if birth.year else None) if birth else None
    schools_first = tuple(agencies[kind] for kind in sorted(agencies, reverse=True))
    return Facts(born, birth.expected_date if birth else None, schools_first, places)


def _hidden_facts(child_ids: Collection[int], now: datetime) -> dict[type, set[int]]:
    """Return the facts that nobody may know who is named on no shield: for the few who shared a home."""
    shielded = list(live_shields(now).values_list("child_id", flat=True))
    near = children_sharing_a_home(shielded).filter(pk__in=child_ids) if shielded else Child.objects.none()
    hidden: dict[type, set[int]] = defaultdict(set)
    for pk in near.values_list("pk", flat=True):
        for kind, keys in hidden_by_any_siblings_shield(pk, now=now).items():
            hidden[kind] |= keys
    return hidden


def _places(child_ids: Collection[int], links: Links, hidden: set[int]) -> dict[int, tuple[int, ...]]:
    homes = Address.objects.filter(
        source__child__in=child_ids, superseded_at__isnull=True, source__ended_at__isnull=True,
        kind=Address.Kind.HOME,
    ).exclude(postcode="").order_by("said_at", "pk")  # fmt: skip
    postcode_of = {
        child: code
        for pk, child, code in homes.values_list("pk", "source__child", "postcode")
        if pk not in hidden
    }
    lies_in = dict(
        Postcode.objects.filter(pk__in=set(postcode_of.values()), footprint__isnull=False).values_list(
            "pk", "footprint"
        )
    )
    return {
        child: _chain(lies_in[code], links.parents) for child, code in postcode_of.items() if code in lies_in
    }


def _chain(place: int | None, parents: dict[int, int | None]) -> tuple[int, ...]:
    chain: list[int] = []
    while place is not None and place not in chain:
        chain.append(place)
        place = parents.get(place)
    return tuple(chain)


def open_to_change(child_ids: Iterable[int], *, now: datetime) -> list[int]:
    """Return the children whose population may change: live, alive, shielded by nothing, of one identity."""
    died = Birth.objects.filter(superseded_at__isnull=True, died_on__isnull=False)
    children = Child.objects.filter(pk__in=list(child_ids), state=Child.State.LIVE)
    children = children.exclude(pk__in=live_shields(now).values("child_id"))
    children = children.exclude(pk__in=Adoption.objects.filter(placed_at__lte=now).values("before_id"))
    children = children.exclude(pk__in=died.filter(source__child__in=child_ids).values("source__child"))
    return list(children.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def keep(child_ids: Iterable[int], links: Links, *, closed: NoSchool, now: datetime) -> Changed:
    """Bring the populations that these children are in into step; done twice it does nothing.

    Whoever is served now is given to the team; whoever is not any more begins to leave.
    """
    today = timezone.localdate(now)
    ids = open_to_change(child_ids, now=now)
    list(Child.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
    facts = facts_of(ids, links, now=now)
    held, leaving = moving.held(ids, now=now), moving.open_departures(ids)
    given: list[tuple[int, TeamLink]] = []
    left: list[Leaving] = []
    for child in ids:
        due = teams_for(facts[child], links, today)
        for link in due.values():
            if link.team_id not in held[child]:
                given.append((child, link))
            elif gone := leaving.get((child, link.team_id)):
                moving.come_back(gone, link, now=now)
        serving = {link.team_id for link in due.values()}
        for team, service in held[child].items():
            if team not in serving and (child, team) not in leaving:
                why = _why(facts[child], links, service, today)
                left.append(Leaving(child, team, service, why))
    moving.give(given, now=now)
    moving.begin_leaving(left, closed=closed, now=now)
    _note_arrivals(given, {(each.child, each.service) for each in left}, facts, now=now)
    return Changed(len(ids), len(given), len(left))


def _why(facts: Facts, links: Links, service: int | None, today: date) -> str:
    """Say why a service serves a child no longer."""
    serving = links.serving.get(service or 0)
    if serving and facts.born and not serving.serves(facts.born, today):
        return Departure.Why.AGE
    places = links.of_agency.get(service or 0, {})
    return Departure.Why.MOVED if facts.agencies or places else Departure.Why.LINK


def _note_arrivals(
    given: list[tuple[int, TeamLink]], moved: set[tuple[int, int | None]], facts: dict[int, Facts], *,
    now: datetime,
) -> None:  # fmt: skip
    """Write down who came after a team had its population first, and from where."""
    today = timezone.localdate(now)
    later_ones = [(child, link) for child, link in given if link.filled_at and link.filled_at < now]
    since = now - timedelta(days=NEW_WITHIN)
    known_before = SourceRecord.objects.filter(
        child__in=[child for child, _ in later_ones], first_said_at__lt=since
    )
    known = set(known_before.values_list("child_id", flat=True))
    arrivals = []
    for child, link in later_ones:
        born = facts[child].born
        if (child, link.team.service_id) in moved:
            kind = Arrival.Kind.MOVED
        elif child in known:
            kind = Arrival.Kind.OF_AGE
        elif born is None or today < later(born, NEWBORN):
            continue
        else:
            kind = Arrival.Kind.NEW
        arrivals.append(Arrival(child_id=child, team=link.team, kind=kind, arrived_on=today))
    Arrival.objects.bulk_create(arrivals, batch_size=500)
