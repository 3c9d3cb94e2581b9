"""Who serves whom: links of teams to practices, schools, clusters and places, and what nobody serves."""

import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from wraparound.delivery.universal.models import Cluster, ClusterSchool, Keeping, TeamLink
from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.agencies.models import Agency, Service, Team
from wraparound.foundation.agencies.queries import on
from wraparound.foundation.figures.rules import Shown, listed
from wraparound.outcomes.access.models import Shield
from wraparound.outcomes.children.models import Child, Setting


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


def places_of(actor: Actor, *, today: date) -> QuerySet[Agency]:
    """Return the practices and schools that the actor's team serves, by name."""
    standing = TeamLink.objects.filter(on(today), team=actor.team_id or 0)
    clustered = ClusterSchool.objects.filter(
        on(today), cluster__in=standing.filter(cluster__isnull=False).values("cluster")
    )
    served = Q(pk__in=standing.filter(agency__isnull=False).values("agency"))
    return Agency.objects.filter(served | Q(pk__in=clustered.values("agency"))).order_by("name")


def clusters_of(actor: Actor, *, today: date) -> QuerySet[Cluster]:
    """Return the clusters in which a school is that the actor's team serves, by name."""
    schools = ClusterSchool.objects.filter(on(today), agency__in=places_of(actor, today=today).values("pk"))
    return Cluster.objects.filter(pk__in=schools.values("cluster")).order_by("name")


def unserved_figures(lacking: list[Unserved]) -> Shown | None:
    """Return how many children have a practice or school that nobody serves, as it may be read by anybody.

    A child with a shield that stands, confirmed or not, is in no count.
    """
    agencies = {each.agency.pk: each.agency for each in lacking}
    if not agencies:
        return None
    said = Setting.objects.filter(
        agency__in=agencies, superseded_at__isnull=True, source__ended_at__isnull=True,
        source__child__state=Child.State.LIVE,
    ).exclude(source__child__in=Shield.objects.filter(lifted_at__isnull=True).values("child"))  # fmt: skip
    counted = dict(said.order_by().values_list("agency").annotate(Count("source__child", distinct=True)))
    names = Counter(agency.name for agency in agencies.values())
    counts = {
        agency.name if names[agency.name] == 1 else f"{agency.name} ({agency.code})": counted.get(pk, 0)
        for pk, agency in sorted(agencies.items(), key=lambda each: (each[1].name, each[0]))
    }
    return listed(
        counts, title="Children of practices and schools that nobody serves", heading="Practice or school",
        counted="Children",
    )  # fmt: skip


def linkable(*, today: date) -> QuerySet[Agency]:
    """Return the practices and schools that a team may be linked to."""
    kinds = (Agency.Kind.PRACTICE, Agency.Kind.SCHOOL)
    return Agency.objects.filter(on(today), kind__in=kinds).order_by("kind", "name")


def schools(*, today: date) -> QuerySet[Agency]:
    """Return the schools by name."""
    return Agency.objects.filter(on(today), kind=Agency.Kind.SCHOOL).order_by("name")


def schools_in(cluster: Cluster, *, today: date) -> QuerySet[Agency]:
    """Return the schools that are in a cluster on a day."""
    members = ClusterSchool.objects.filter(on(today), cluster=cluster)
    return Agency.objects.filter(pk__in=members.values("agency"))


def last_round() -> Keeping | None:
    """Return the last round of keeping populations in step that was finished."""
    return Keeping.objects.filter(finished_at__isnull=False).first()
