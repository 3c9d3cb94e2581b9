"""The pages of supervision: what a town has of it, and who goes to which address."""

from datetime import timedelta
from uuid import uuid4

from tests.factories import make_actor, make_post, make_service, make_team, make_user
from tests.pages.town import Town
from tests.pages.visits import ADMIN, HV, MANAGER, Visit, of
from wraparound.delivery.caseloads.models import Case
from wraparound.delivery.caseloads.services import begin_case, give
from wraparound.delivery.contacts.services import plan_contact
from wraparound.delivery.supervision import services
from wraparound.foundation.accounts.models import Accountability, Post, Role
from wraparound.foundation.accounts.queries import actor_of

_CASE, _WORKER = of("case", "public_id"), of("worker", "public_id")
PAGES: dict[str, Visit] = {
    "supervision:team": Visit(MANAGER),
    "supervision:quiet": Visit(MANAGER),
    "supervision:look": Visit(MANAGER, _CASE),
    "supervision:decide": Visit(MANAGER, _CASE),
    "supervision:decisions": Visit(MANAGER),
    "supervision:done": Visit(MANAGER, of("decision", "public_id")),
    "supervision:handover": Visit(MANAGER, _CASE),
    "supervision:sessions": Visit(MANAGER),
    "supervision:session": Visit(MANAGER, _WORKER),
    "supervision:away": Visit(MANAGER),
    "supervision:add_absence": Visit(MANAGER),
    "supervision:absence": Visit(MANAGER, of("absence", "public_id")),
    "supervision:leaving": Visit(MANAGER),
    "supervision:leaver": Visit(MANAGER, of("leaver", "public_id")),
    "supervision:answer_for": Visit(HV),
    "supervision:unwatched": Visit(ADMIN),
}
ELSEWHERE: dict[str, str] = {
    "supervision:back": "takes a form that another page sends, and leads to a page",
}
"""Address name to why it is not walked."""


def make(town: Town) -> None:
    """Give the town what the pages of this app list: quiet cases, decisions, who is away, who leaves."""
    manager = town.actor(Role.TEAM_MANAGER)
    cases = list(Case.objects.filter(team=town.has.care, closed_at__isnull=True).order_by("pk"))
    Case.objects.filter(pk__in=[case.pk for case in cases]).update(opened_at=town.day(-400))
    by = {"actor": manager, "now": town.now}
    for case in cases[: 2 * town.crowd]:
        town.has.decision = services.decide(
            case=case, what=town.name("Visit within the week"), why="Nothing heard", due_on=town.today,
            key=uuid4(), **by,
        )  # fmt: skip
        services.hand_over(case=case, words=town.name("Ring the aunt first"), key=uuid4(), **by)
    for number in range(town.crowd):
        _away(town, number)
        _leaver(town, number, cases[number])
        _line(town, number)
        lone = make_team(make_service(town.has.council), name=town.name(f"Lone team {number}"))
        begin_case(child=town.has.child, team=lone, kind="support", origin="referral", by=None, now=town.now)


def _away(town: Town, number: int) -> None:
    """Let whoever has the cases be away, with visits planned."""
    by = {"actor": town.actor(Role.TEAM_MANAGER), "now": town.now}
    post = town.has.worker
    days = {"starts_on": town.today, "until": town.today + timedelta(days=5)}
    town.has.absence = services.record_absence(post=post, why="unwell", **days, key=uuid4(), **by)
    services.record_session(
        post=post, on=town.today, next_on=town.today + timedelta(days=30), words=town.name("Less work"),
        key=uuid4(), **by,
    )  # fmt: skip
    plan_contact(
        child=town.has.case.child, planned_for=town.day(1), kind="home_visit", case=town.has.case, post=post,
        key=uuid4(), words=town.name("See the baby"), **by,
    )  # fmt: skip


def _leaver(town: Town, number: int, case: Case) -> None:
    """Let somebody leave soon who has a case."""
    until = town.today + timedelta(days=10)
    user = make_user(full_name=town.name(f"Leaver {number}"))
    town.has.leaver = make_post(town.has.care, user=user, valid_until=until)
    give(case=case, post=town.has.leaver, reason="room", by=town.actor(Role.TEAM_MANAGER), now=town.now)


def _line(town: Town, number: int) -> None:
    """Let somebody of another team answer to the health visitor, with a case of their own."""
    team = make_team(make_service(town.has.council), name=town.name(f"Family support {number}"))
    make_actor(team, Role.TEAM_MANAGER, now=town.now)
    worker = make_post(team, user=make_user(full_name=town.name(f"Supporter {number}")))
    case = begin_case(
        child=town.has.case.child, team=team, kind="support", origin="referral", level="3a",
        by=actor_of(worker, now=town.now), now=town.day(-100),
    )  # fmt: skip
    give(case=case, post=worker, reason="room", by=None, now=town.day(-100))
    Accountability.objects.create(
        post=worker, answers_to=Post.objects.get(pk=town.posts[Role.PRACTITIONER].pk),
        subject="professional", valid_from=town.today - timedelta(days=300),
    )  # fmt: skip
