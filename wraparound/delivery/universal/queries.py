"""Reading who serves whom, who came and who left; all of a child through the policy."""

import uuid
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from wraparound.delivery.universal.lists import population_of
from wraparound.delivery.universal.models import (
    Arrival,
    Cluster,
    ClusterSchool,
    Departure,
    Keeping,
    Mark,
    TeamLink,
)
from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.agencies.models import Agency, Service, Team
from wraparound.foundation.agencies.queries import on
from wraparound.outcomes.access.queries import sight, visible_to
from wraparound.outcomes.access.rules import Category

NOBODY = uuid.UUID(int=0)


def links() -> QuerySet[TeamLink]:
    """Return every link, those without an end first, by team."""
    found = TeamLink.objects.select_related("team__service", "agency", "cluster", "footprint__level")
    return found.order_by("valid_until", "team__name", "agency__name", "pk")


def links_of(actor: Actor, *, today: date) -> QuerySet[TeamLink]:
    """Return by what the actor's team has its population today."""
    return links().filter(on(today), team=actor.team_id or 0)


def link_of(public_id: uuid.UUID) -> TeamLink | None:
    """Return one link, or None."""
    return links().filter(public_id=public_id).first()


def universal_teams(*, today: date) -> QuerySet[Team]:
    """Return the teams that may have a population by links."""
    teams = Team.objects.filter(on(today)).exclude(service__population=Service.Population.NONE)
    return teams.filter(service__isnull=False).exclude(
        pk__in=Agency.objects.filter(population_team__isnull=False).values("population_team")
    )


def clusters() -> QuerySet[Cluster]:
    """Return the clusters of schools by name."""
    return Cluster.objects.prefetch_related("schools__agency").order_by("name")


def cluster_of(public_id: uuid.UUID) -> Cluster | None:
    """Return one cluster, or None."""
    return clusters().filter(public_id=public_id).first()


@dataclass(frozen=True)
class Unserved:
    """A practice or school that no team of a service serves."""

    agency: Agency
    service: Service


def unserved(*, today: date) -> list[Unserved]:
    """Return the practices and schools that a service with links to others like them does not serve."""
    standing = TeamLink.objects.filter(on(today))
    members = ClusterSchool.objects.filter(on(today))
    found = []
    for service in Service.objects.filter(teams__pk__in=standing.values("team")).distinct():
        of_service = standing.filter(team__service=service)
        if of_service.filter(footprint__isnull=False).exists():
            continue
        clustered = members.filter(cluster__in=of_service.filter(cluster__isnull=False).values("cluster"))
        served = Q(pk__in=of_service.filter(agency__isnull=False).values("agency"))
        served |= Q(pk__in=clustered.values("agency"))
        kinds = set(of_service.filter(agency__isnull=False).values_list("agency__kind", flat=True))
        kinds |= {Agency.Kind.SCHOOL} if clustered.exists() else set()
        lacking = Agency.objects.filter(on(today), kind__in=kinds).exclude(served)
        found += [Unserved(agency, service) for agency in lacking.order_by("name")]
    return found


def arrivals(actor: Actor) -> QuerySet[Arrival]:
    """Return who came into the actor's team's population and is not taken up yet, the longest ago first."""
    waiting = Arrival.objects.filter(team=actor.team_id or 0, taken_up_at__isnull=True)
    mine = population_of(actor).values("pk")
    return waiting.filter(child__in=mine).select_related("child").order_by("arrived_on", "pk")


def departures(actor: Actor) -> QuerySet[Departure]:
    """Return who left the population of the actor's team and nobody has taken up, the longest ago first."""
    waiting = Departure.objects.filter(team=actor.team_id or 0, ended_at__isnull=True)
    seen = visible_to(actor).values("pk")
    return waiting.filter(child__in=seen).select_related("child").order_by("left_at", "pk")


def departure_of(actor: Actor, public_id: uuid.UUID) -> Departure | None:
    """Return one departure that waits, or None: missing and denied alike."""
    return departures(actor).filter(public_id=public_id).first()


def mark_of(actor: Actor, public_id: uuid.UUID) -> Mark | None:
    """Return one mark of the actor's own service on a child whose records it sees, or None."""
    mark = Mark.objects.select_related("child").filter(public_id=public_id).first()
    seen = sight(actor, mark.child.public_id if mark else NOBODY)
    if mark is None or seen is None or not seen.sees(Category.OWN_RECORD):
        return None
    return mark if mark.service_id == actor.service_id and mark.service_id in seen.own_services else None


def last_round() -> Keeping | None:
    """Return the last round of keeping populations in step that was finished."""
    return Keeping.objects.filter(finished_at__isnull=False).first()
