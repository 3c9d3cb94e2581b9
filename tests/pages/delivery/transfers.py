"""The pages of transfers: what a town has of it, and who goes to which address."""

from datetime import timedelta
from typing import Any

from tests.factories import make_agency, make_child, make_grant, make_post, make_service, make_team
from tests.pages.town import Town
from tests.pages.visits import ADMIN, HV, MANAGER, Visit, of
from wraparound.delivery.caseloads.models import Case
from wraparound.delivery.caseloads.services import open_case
from wraparound.delivery.transfers import moving, services
from wraparound.foundation.accounts.models import Role
from wraparound.foundation.accounts.queries import actor_of
from wraparound.foundation.agencies.models import Service, Team
from wraparound.outcomes.access.models import Basis

_CHOSEN = "needs the two services in its address: tests of transfers"
PAGES: dict[str, Visit] = {
    "transfers:transfers": Visit(ADMIN),
    "transfers:choose": Visit(ADMIN),
    "transfers:transfer": Visit(ADMIN, of("transfer", "public_id")),
    "transfers:agree": Visit(ADMIN, of("transfer", "public_id")),
    "transfers:stop": Visit(ADMIN, of("transfer", "public_id")),
    "transfers:families": Visit(HV),
    "transfers:answer": Visit(HV, of("moving_out", "public_id")),
    "transfers:coming": Visit(MANAGER),
    "transfers:post": Visit(MANAGER, of("moving_in", "public_id")),
}
ELSEWHERE: dict[str, str] = {"transfers:plan": _CHOSEN}
"""Address name to why it is not walked."""


def make(town: Town) -> None:
    """Move the health visitor's service away, and another service to the manager's team."""
    if not town.crowd:
        return
    visiting, care = town.has.visiting, town.has.care
    elsewhere = make_service(
        make_agency(name=town.name("Northmoor Health")), name=town.name("Visiting by Northmoor")
    )
    town.has.moving_out = _move(town, visiting, make_team(elsewhere, name=town.name("Northmoor team")), "Jo")
    joining = make_team(
        make_service(town.has.council, name=town.name("Family support")), name=town.name("Helpers")
    )
    town.has.moving_in = _move(town, joining, care, "Lou")
    for number in range(town.crowd):
        old = make_team(make_service(name=town.name(f"Play {number}")), name=town.name(f"Players {number}"))
        town.has.transfer = _plan(town, old.service, {old: care}, care.service)


def _move(town: Town, old: Team, new: Team, called: str) -> Any:
    """Open so many cases in a team, move its service, and return how one of them moves."""
    manager = actor_of(make_post(old, Role.TEAM_MANAGER), now=town.now)
    for number in range(town.crowd):
        child = make_child(town.name(f"{called} {number}"), "Marsh")
        make_grant(manager, child, Basis.OPENED, now=town.now, until=town.now + timedelta(hours=1))
        open_case(child=child, actor=manager, now=town.now, kind=Case.Kind.SUPPORT, level="2", why="Sleep")
    transfer = _plan(
        town, old.service, dict.fromkeys(Team.objects.filter(service=old.service), new), new.service
    )
    second = actor_of(make_post(role=Role.AREA_ADMINISTRATOR), now=town.now)
    transfer = services.agree_transfer(transfer=transfer, actor=second, now=town.now)
    moving.keep_in_step(transfer=transfer, now=town.now)
    return transfer.cases.order_by("pk").last()


def _plan(town: Town, old: Service, teams: dict[Team, Team], new: Service) -> Any:
    planner = actor_of(make_post(role=Role.AREA_ADMINISTRATOR), now=town.now)
    return services.plan_transfer(
        predecessor=old, successor=new, teams=teams, why=town.name("The contract passes to another provider"),
        transition_on=town.today, moves_on=town.today + timedelta(days=30), needs_yes=False, actor=planner,
        now=town.now,
    )  # fmt: skip
