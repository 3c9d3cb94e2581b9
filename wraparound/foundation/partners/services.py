"""Keeping agencies: themselves, their codes, places, services, teams, umbrellas, agreements, successors."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from wraparound.foundation.accounts.models import AgencyAgreement
from wraparound.foundation.accounts.queries import live_posts
from wraparound.foundation.accounts.rules import Actor, Denied, May
from wraparound.foundation.agencies.models import (
    Agency,
    AgencyCode,
    AgencyFootprint,
    Holder,
    Membership,
    Service,
    Succession,
    Team,
    TeamSuccession,
)
from wraparound.foundation.area.models import Footprint
from wraparound.foundation.audit.changes import add, change
from wraparound.foundation.audit.services import record


def save_agency(
    *, agency: Agency | None, version: int, values: dict[str, Any], actor: Actor, now: datetime
) -> Agency:
    """Add an agency or change it. Raises `Taken` when another agency has the code."""
    actor.check(May.ADMINISTER)
    if agency is None:
        return add(
            Agency, key={"code": values.pop("code")}, values=values, verb="agency.add", actor=actor, now=now
        )
    change(agency, version=version, values=values, verb="agency.change", actor=actor, now=now)
    return agency


def save_service(
    *,
    service: Service | None,
    agency: Agency,
    version: int,
    values: dict[str, Any],
    actor: Actor,
    now: datetime,
) -> Service:
    """Add a service of an agency or change it."""
    actor.check(May.ADMINISTER)
    if service is None:
        key, values = {"code": values.pop("code")}, {**values, "agency": agency}
        return add(Service, key=key, values=values, verb="agency.service_add", actor=actor, now=now)
    change(service, version=version, values=values, verb="agency.service_change", actor=actor, now=now)
    return service


def save_team(
    *, team: Team | None, agency: Agency, version: int, values: dict[str, Any], actor: Actor, now: datetime
) -> Team:
    """Add a team that an agency leads, with the key that it holds grants by, or change it."""
    actor.check(May.ADMINISTER)
    if team:
        change(team, version=version, values=values, verb="team.change", actor=actor, now=now)
        return team
    key, values = {"code": values.pop("code")}, {**values, "agency": agency}
    return add(
        Team,
        key=key,
        values=values,
        once={"holder": lambda: Holder.objects.create(kind=Holder.Kind.TEAM)},
        verb="team.add",
        actor=actor,
        now=now,
    )


def add_code(*, agency: Agency, scheme: str, value: str, actor: Actor, now: datetime) -> AgencyCode:
    """Add a code or name that feeds know the agency by. Raises `Taken` when another agency has it."""
    actor.check(May.ADMINISTER)
    key = {"scheme": scheme, "value": value}
    return add(AgencyCode, key=key, values={"agency": agency}, verb="agency.code_add", actor=actor, now=now)


@transaction.atomic
def remove_code(*, code: AgencyCode, actor: Actor, now: datetime) -> None:
    """Take away a code that the agency is not known by."""
    actor.check(May.ADMINISTER)
    record(
        verb="agency.code_remove", now=now, actor=actor, detail={"agency": code.agency_id, "code": code.pk}
    )
    code.delete()


def add_place(
    *,
    agency: Agency,
    footprint: Footprint,
    valid_from: date,
    valid_until: date | None,
    actor: Actor,
    now: datetime,
) -> AgencyFootprint:
    """Say that an agency serves a footprint from a day; one that serves two areas has two."""
    actor.check(May.ADMINISTER)
    key = {"agency": agency, "footprint": footprint, "valid_from": valid_from}
    until = {"valid_until": valid_until}
    return add(AgencyFootprint, key=key, values=until, verb="agency.place_add", actor=actor, now=now)


def add_membership(
    *,
    umbrella: Agency,
    member: Agency,
    valid_from: date,
    valid_until: date | None,
    actor: Actor,
    now: datetime,
) -> Membership:
    """Let an agency accede to an umbrella body on a day; before it the body's agreements do not hold."""
    actor.check(May.ADMINISTER)
    if umbrella.kind != Agency.Kind.UMBRELLA:
        raise Denied(f"{umbrella} is not an umbrella body, so nobody can be a member of it.")
    key = {"umbrella": umbrella, "member": member, "valid_from": valid_from}
    until = {"valid_until": valid_until}
    return add(Membership, key=key, values=until, verb="agency.member_add", actor=actor, now=now)


def add_agreement(
    *, agency: Agency, signed_by: str, valid_from: date, valid_until: date | None, actor: Actor, now: datetime
) -> AgencyAgreement:
    """Put on record that an agency signed the sharing agreement; without one, its posts do not search."""
    actor.check(May.ADMINISTER)
    key = {"agency": agency, "valid_from": valid_from}
    values = {"signed_by": signed_by, "valid_until": valid_until}
    return add(AgencyAgreement, key=key, values=values, verb="agency.agreement_add", actor=actor, now=now)


@transaction.atomic
def end_dated(
    *, row: AgencyFootprint | Membership | AgencyAgreement, last_day: date, actor: Actor, now: datetime
) -> None:
    """End a place, a membership or an agreement on its last day; it is kept, so that the past can be told."""
    actor.check(May.ADMINISTER)
    if last_day < row.valid_from:
        raise Denied("The last day must not be before the first.")
    type(row).objects.filter(pk=row.pk).update(valid_until=last_day)
    kind = row._meta.model_name or ""
    record(
        verb=f"agency.{kind}_end", now=now, actor=actor, detail={kind: row.pk, "until": last_day.isoformat()}
    )


@transaction.atomic
def record_succession(
    *, predecessor: Agency, successor: Agency, kind: str, effective_on: date, actor: Actor, now: datetime
) -> Succession:
    """Say what becomes of an agency on a day; what it held waits for somebody's decision.

    A merger, split or renaming ends the predecessor on the day before; work that moved leaves it standing.
    """
    actor.check(May.ADMINISTER)
    if effective_on <= predecessor.valid_from:
        raise Denied(f"{predecessor} started on {predecessor.valid_from}, so it cannot end before that.")
    key = {"predecessor": predecessor, "successor": successor, "effective_on": effective_on}
    made = add(Succession, key=key, values={"kind": kind}, verb="agency.succession", actor=actor, now=now)
    if kind != Succession.Kind.MOVED:
        last_day = effective_on - timedelta(days=1)
        values = {"valid_until": last_day}
        version = Agency.objects.get(pk=predecessor.pk).version
        change(predecessor, version=version, values=values, verb="agency.change", actor=actor, now=now)
    return made


@transaction.atomic
def decide_holdings(
    *, succession: Succession, holdings: str, teams: dict[Team, Team], actor: Actor, now: datetime
) -> None:
    """Decide whether what an agency held follows its successor or lapses on the day.

    `teams` names, for each team of the predecessor that held anything, the one that takes it up. Raises
    `Denied` in words when somebody decided otherwise meanwhile, when no team is named, for a team in which
    the actor works themselves, and where what a team must hold to be entrusted with it is missing.
    """
    actor.check(May.ADMINISTER)
    for old, new in teams.items():
        _check_takes_up(old, new, actor, now)
    follows = holdings == Succession.Holdings.FOLLOW
    if follows and not teams and Team.objects.filter(agency=succession.predecessor).exists():
        raise Denied("Say for each team which team takes up what it held.")
    undecided = Succession.objects.filter(pk=succession.pk, holdings=Succession.Holdings.UNDECIDED)
    if not undecided.update(holdings=holdings, decided_at=now, decided_by=actor.user_id):
        succession.refresh_from_db()
        if succession.holdings == holdings:
            return
        raise Denied("Somebody has decided this already. Read what they decided.")
    TeamSuccession.objects.bulk_create(
        [
            TeamSuccession(succession=succession, predecessor=old, successor=new)
            for old, new in teams.items()
            if follows
        ]
    )
    detail = {"succession": succession.pk, "holdings": holdings, "teams": len(teams)}
    record(verb="agency.decide", now=now, actor=actor, detail=detail)


def _check_takes_up(old: Team, new: Team, actor: Actor, now: datetime) -> None:
    """Pass a team that may take up what another held; nobody gives children to their own team."""
    if live_posts(now=now).filter(user=actor.user_id or 0, team=new).exists():
        raise Denied(f"You work in {new} yourself, so somebody else must decide this.")
    for flag, what in (("holds_safeguarding", "safeguarding"), ("holds_sensitive", "sensitive")):
        if getattr(old, flag) and not getattr(new, flag):
            raise Denied(f"{old} holds {what} records and {new} does not. Choose a team that does.")


@transaction.atomic
def mark_applied(*, succession: Succession, now: datetime) -> None:
    """Say that what the predecessor held did follow or lapse; called by whoever passed on the grants."""
    if Succession.objects.filter(pk=succession.pk, applied_at__isnull=True).update(applied_at=now):
        record(verb="agency.succession_applied", now=now, detail={"succession": succession.pk})
