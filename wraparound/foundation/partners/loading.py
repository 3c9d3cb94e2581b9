"""Loading a description of an area: what is new is added, what differs is changed, nothing is taken away."""

from collections import Counter
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model

from wraparound.foundation.accounts.models import AgencyAgreement
from wraparound.foundation.agencies.models import (
    Agency,
    AgencyCode,
    AgencyFootprint,
    Holder,
    Membership,
    Service,
    Team,
)
from wraparound.foundation.area.models import Area, DutyNumber, Footprint, FootprintLevel
from wraparound.foundation.audit.services import record
from wraparound.foundation.partners.description import AgencySaid, Description, TeamSaid
from wraparound.foundation.places.rules import FootprintRow
from wraparound.foundation.places.services import store_footprints

Counts = Counter[str]


@transaction.atomic
def load_description(description: Description, *, now: datetime) -> Counts:
    """Store a description, all or nothing; return how many records were added, changed and unchanged."""
    counts: Counts = Counter()
    area = _store(Area, {"code": description.area.code}, _of(description.area, "name", "vocabulary"), counts)
    for position, number in enumerate(description.area.duty_numbers):
        key = {"area": area, "label": number.label}
        _store(DutyNumber, key, {**_of(number, "telephone", "hours"), "position": position}, counts)
    for position, name in enumerate(description.levels):
        _store(FootprintLevel, {"name": name}, {"position": position}, counts)
    rows = [
        FootprintRow(line, **each.model_dump()) for line, each in enumerate(description.footprints, start=1)
    ]
    for word, count in zip(("added", "changed", "unchanged"), store_footprints(rows, now=now), strict=True):
        counts[word] += count
    for said in description.agencies:
        _store_agency(said, counts)
    _store_services_and_teams(description, counts)
    for said in description.agencies:
        _link_agency(said, counts)
    record(verb="area.load", now=now, detail=dict(counts))
    return counts


def _store_agency(said: AgencySaid, counts: Counts) -> None:
    values = _of(said, "name", "kind", "sector", "telephone", "valid_from", "valid_until")
    agency = _store(Agency, {"code": said.code}, values, counts)
    for scheme, value in said.codes.items():
        _store(AgencyCode, {"scheme": scheme, "value": value}, {"agency": agency}, counts)
    if said.agreement_signed_by:
        values = {"signed_by": said.agreement_signed_by, "valid_until": said.agreement_until}
        _store(AgencyAgreement, {"agency": agency, "valid_from": said.agreement_from}, values, counts)


def _store_services_and_teams(description: Description, counts: Counts) -> None:
    agencies = {agency.code: agency for agency in Agency.objects.all()}
    for service in description.services:
        values = _of(service, "name", "kind", "is_sensitive", "sees_expected", "valid_from", "valid_until")
        values |= {"agency": agencies[service.agency], "population": service.population.value}
        _store(Service, {"code": service.code}, values, counts)
    services = {service.code: service for service in Service.objects.all()}
    for team in description.teams:
        values = _of(
            team, *(name for name in TeamSaid.model_fields if name not in ("code", "agency", "service"))
        )
        values |= {"agency": agencies[team.agency], "service": services.get(team.service)}
        holder = Team.objects.filter(code=team.code).values_list("holder_id", flat=True).first()
        values["holder_id"] = holder or Holder.objects.create(kind=Holder.Kind.TEAM).pk
        _store(Team, {"code": team.code}, values, counts)


def _link_agency(said: AgencySaid, counts: Counts) -> None:
    agency = Agency.objects.get(code=said.code)
    if said.population_team:
        team = Team.objects.get(code=said.population_team)
        _store(Agency, {"code": said.code}, {"population_team": team}, Counter())
    for code in said.footprints:
        key = {"agency": agency, "footprint": Footprint.objects.get(code=code), "valid_from": said.valid_from}
        _store(AgencyFootprint, key, {}, counts)
    for code in said.member_of:
        key = {"umbrella": Agency.objects.get(code=code), "member": agency, "valid_from": said.valid_from}
        _store(Membership, key, {}, counts)


def _store(model: type[Model], key: dict[str, Any], values: dict[str, Any], counts: Counts) -> Model:
    found, is_new = model._default_manager.get_or_create(**key, defaults=values)
    differing = {name: value for name, value in values.items() if getattr(found, name) != value}
    if differing:
        if hasattr(found, "version"):
            differing["version"] = found.version + 1
        model._default_manager.filter(pk=found.pk).update(**differing)
        found.refresh_from_db()
    counts["added" if is_new else "changed" if differing else "unchanged"] += 1
    return found


def _of(said: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(said, name) for name in names}
