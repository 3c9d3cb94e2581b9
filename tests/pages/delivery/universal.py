"""The pages of universal: what a town has of it, and who goes to which address."""

from datetime import timedelta

from tests.factories import make_agency, make_child, make_grant, say
from tests.pages.town import Town
from tests.pages.visits import ADMIN, HV, MANAGER, Args, Visit, of
from wraparound.delivery.caseloads.models import Case
from wraparound.delivery.contacts.models import Contact
from wraparound.delivery.universal.models import (
    Arrival,
    Cluster,
    ClusterSchool,
    Departure,
    EffortPlan,
    EffortShare,
    Keeping,
    Mark,
    PostSkill,
    TeamLink,
)
from wraparound.foundation.accounts.models import Post, Role
from wraparound.foundation.agencies.models import Service
from wraparound.outcomes.access.models import Basis
from wraparound.outcomes.children.models import Child, Setting

BABY = of("baby", "public_id")


def _with(*more: str) -> Args:
    return lambda town: [town.has.baby.public_id, *more]


PAGES: dict[str, Visit] = {
    "universal:overview": Visit(HV),
    "universal:items": Visit(HV, lambda town: ["new_birth", "overdue"]),
    "universal:caseload": Visit(HV, lambda town: ["inactive"]),
    "universal:arrivals": Visit(HV),
    "universal:departures": Visit(MANAGER),
    "universal:settle": Visit(MANAGER, of("departure", "public_id")),
    "universal:child": Visit(HV, BABY),
    "universal:mark": Visit(HV, _with("six_weeks")),
    "universal:activate": Visit(HV, BABY),
    "universal:deactivate": Visit(HV, of("toddler", "public_id")),
    "universal:links": Visit(ADMIN),
    "universal:add_link": Visit(ADMIN),
    "universal:end_link": Visit(ADMIN, of("team_link", "public_id")),
    "universal:add_cluster": Visit(ADMIN),
    "universal:cluster": Visit(ADMIN, of("cluster", "public_id")),
    "universal:skills": Visit(MANAGER),
    "universal:efforts": Visit(MANAGER),
    "universal:effort": Visit(MANAGER, of("effort_plan", "public_id")),
    "universal:add_plan": Visit(MANAGER, lambda town: ["level"]),
}
ELSEWHERE: dict[str, str] = {
    "universal:plan": "takes children that a list sends: tests of universal walk it",
    "universal:take_up": "takes a form that another page sends, and leads to a page",
    "universal:withdraw": "takes a form that another page sends, and leads to a page",
}
"""Address name to why it is not walked."""


def make(town: Town) -> None:
    """Give the health visitors links, babies who are due, arrivals; the managers departures and plans."""
    visitor, manager = town.posts[Role.PRACTITIONER], town.posts[Role.TEAM_MANAGER]
    Service.objects.filter(pk=town.has.visiting.service_id).update(population="area", sees_expected=True)
    for number in range(town.crowd):
        _links(town, number)
        _babies(town, visitor, number)
        _left(town, manager, number)
        _plans(town, manager, number)


def _links(town: Town, number: int) -> None:
    practice = make_agency("practice", "health", name=town.name(f"Surgery {number}"))
    make_agency("practice", "health", name=town.name(f"Lonely Surgery {number}"))
    town.has.practice = practice
    town.has.team_link = TeamLink.objects.create(
        team=town.has.visiting, agency=practice, valid_from=town.today - timedelta(days=300)
    )
    school = make_agency("school", "education", name=town.name(f"School {number}"))
    town.has.cluster = Cluster.objects.create(name=town.name(f"Cluster {number}"), valid_from=town.today)
    ClusterSchool.objects.create(cluster=town.has.cluster, agency=school, valid_from=town.today)
    Keeping.objects.create(kind="all", started_at=town.now, finished_at=town.now, last_setting=0, children=9)


def _babies(town: Town, visitor: Post, number: int) -> None:
    actor = town.actor(Role.PRACTITIONER)
    town.has.baby = _child(town, f"Baby {number}", days=40)
    town.has.toddler = _child(town, f"Toddler {number}", days=400)
    for child in (town.has.baby, town.has.toddler):
        make_grant(actor, child, Basis.POPULATION, team=True, now=town.now)
    Arrival.objects.create(
        child=town.has.toddler, team=visitor.team, kind="new", arrived_on=town.today - timedelta(days=20)
    )
    Case.objects.create(
        child=town.has.toddler, team=visitor.team, kind="universal", why=town.name("Feeding"),
        opened_at=town.now, asked_at=town.now,
    )  # fmt: skip
    Mark.objects.create(
        child=town.has.baby, service_id=visitor.team.service_id, code="antenatal", kind="declined",
        said_by=town.name("Mother"), why=town.name("Had a midwife"), at=town.now, by=visitor,
    )  # fmt: skip
    for state, when in (("held", {"happened_at": town.day(-5)}), ("planned", {"planned_for": town.day(5)})):
        Contact.objects.create(
            child=town.has.baby if state == "planned" else town.has.toddler, team=visitor.team, minutes=40,
            service_id=visitor.team.service_id, post=visitor, writer=visitor, kind="home_visit", state=state,
            schedule_code="six_weeks" if state == "planned" else "one_year", written_at=town.day(-5), **when,
        )  # fmt: skip


def _child(town: Town, name: str, *, days: int) -> Child:
    child = make_child(town.name(name), "Osei", town.today - timedelta(days=days))
    source = child.sources.get()
    say(source, Setting, kind="practice", agency=town.has.practice, as_written=town.has.practice.name)
    return child


def _left(town: Town, manager: Post, number: int) -> None:
    child = _child(town, f"Leaver {number}", days=500)
    make_grant(town.actor(Role.TEAM_MANAGER), child, Basis.POPULATION, team=True, now=town.now)
    town.has.departure = Departure.objects.create(
        child=child, team=manager.team, why="moved", left_at=town.day(-20 - number),
        seen_until=town.day(1 if number % 2 else -1),
    )  # fmt: skip


def _plans(town: Town, manager: Post, number: int) -> None:
    town.has.effort_plan = EffortPlan.objects.create(
        team=manager.team, by_what="level", first_day=town.today - timedelta(days=30 * (number + 1)),
        last_day=town.today, why=town.name("More where need is"), made_at=town.now, made_by=manager,
    )  # fmt: skip
    for code, share in (("every_child", 60), ("2", 40)):
        EffortShare.objects.create(plan=town.has.effort_plan, code=code, per_cent=share)
    Contact.objects.create(
        child=town.has.toddler, team=manager.team, service_id=manager.team.service_id, post=manager,
        writer=manager, kind="call", state="held", schedule_code="one_year", minutes=30,
        happened_at=town.day(-5), written_at=town.day(-5),
    )  # fmt: skip
    PostSkill.objects.create(post=manager, skill="hv", valid_from=town.today - timedelta(days=60 + number))
