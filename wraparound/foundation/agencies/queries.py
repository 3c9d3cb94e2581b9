"""Reading agencies: which there are, what they do and where, and what became of them."""

from datetime import date, datetime

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from wraparound.foundation.agencies.models import (
    Agency,
    AgencyFootprint,
    Membership,
    Service,
    Succession,
    Team,
    TeamSuccession,
)


def on(day: date) -> Q:
    """Return the condition that something dated holds on a day."""
    return Q(valid_from__lte=day) & (Q(valid_until__isnull=True) | Q(valid_until__gte=day))


def quiet_agencies() -> QuerySet[Service, int]:
    """Return the keys of agencies that do nothing but what is sensitive: their name alone would tell."""
    found = Service.objects.filter(is_sensitive=True)
    open_too = Service.objects.filter(agency__in=found.values("agency"), is_sensitive=False)
    return found.exclude(agency__in=open_too.values("agency")).values_list("agency", flat=True)


def agencies() -> QuerySet[Agency]:
    """Return every agency by name, with how many services and teams it has."""
    return Agency.objects.annotate(
        service_count=Count("services", distinct=True), team_count=Count("teams", distinct=True)
    ).order_by("name")


def agencies_narrowed(*, words: str = "", kind: str = "") -> QuerySet[Agency]:
    """Return the agencies whose name or any code holds `words`, of a kind when one is given."""
    found = agencies()
    if kind:
        found = found.filter(kind=kind)
    if words:
        found = found.filter(
            Q(name__icontains=words) | Q(code__iexact=words) | Q(pk__in=_of_code(words).values("pk"))
        )
    return found


def agency_of_code(written: str) -> Agency | None:
    """Return the agency with this code of ours, or this code or name in any scheme, or None."""
    found = Agency.objects.filter(Q(code__iexact=written) | Q(pk__in=_of_code(written).values("pk")))
    return found.first() or Agency.objects.filter(name__iexact=written).first()


def services_of(agency: Agency) -> QuerySet[Service]:
    """Return an agency's services."""
    return Service.objects.filter(agency=agency)


def teams_of(agency: Agency) -> QuerySet[Team]:
    """Return the teams that an agency leads."""
    return Team.objects.filter(agency=agency).select_related("service")


def services() -> QuerySet[Service]:
    """Return every service by name."""
    return Service.objects.select_related("agency").order_by("name")


def teams() -> QuerySet[Team]:
    """Return every team by name."""
    return Team.objects.select_related("agency", "service").order_by("name")


def places_of(agency: Agency) -> QuerySet[AgencyFootprint]:
    """Return where an agency serves, with dates."""
    return AgencyFootprint.objects.filter(agency=agency).select_related("footprint__level")


def memberships_of(agency: Agency) -> QuerySet[Membership]:
    """Return the umbrella bodies that an agency is in, and the members that are in it."""
    return (
        Membership.objects.filter(Q(member=agency) | Q(umbrella=agency))
        .select_related("member", "umbrella")
        .order_by("valid_from")
    )


def successions_of(agency: Agency) -> QuerySet[Succession]:
    """Return what became of an agency and what it came from."""
    found = Succession.objects.filter(Q(predecessor=agency) | Q(successor=agency))
    return found.select_related("predecessor", "successor").order_by("effective_on")


def successions() -> QuerySet[Succession]:
    """Return every succession."""
    return Succession.objects.select_related("predecessor", "successor")


def undecided_successions() -> QuerySet[Succession]:
    """Return the successions of which nobody has decided what follows: the soonest first."""
    return successions().filter(holdings=Succession.Holdings.UNDECIDED).order_by("effective_on")


def decided_successions() -> QuerySet[Succession]:
    """Return the successions of which somebody decided what follows: the newest first."""
    return successions().exclude(holdings=Succession.Holdings.UNDECIDED).order_by("-effective_on", "-pk")


def successions_to_apply(*, now: datetime) -> QuerySet[Succession]:
    """Return decided successions whose day has come and whose holdings did not follow or lapse yet.

    `holdings` says which; `teams.all()` names the team that takes up what each team held. Whoever has
    ended or passed on the grants calls `partners.services.mark_applied`.
    """
    return (
        Succession.objects.filter(applied_at__isnull=True, effective_on__lte=timezone.localdate(now))
        .exclude(holdings=Succession.Holdings.UNDECIDED)
        .select_related("predecessor", "successor")
        .prefetch_related(
            Prefetch("teams", TeamSuccession.objects.select_related("predecessor", "successor"))
        )
        .order_by("effective_on")
    )


def _of_code(written: str) -> QuerySet[Agency]:
    return Agency.objects.filter(codes__value__iexact=written)
