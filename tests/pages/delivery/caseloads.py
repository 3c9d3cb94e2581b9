"""The pages of caseloads: what a town has of it, and who goes to which address."""

from datetime import timedelta

from tests.factories import make_child, make_grant, make_post, make_user
from tests.pages.town import Town
from tests.pages.visits import HV, MANAGER, Visit, of
from wraparound.delivery.caseloads.models import Case
from wraparound.delivery.caseloads.planning import set_capacity
from wraparound.delivery.caseloads.services import close_case, give, judge_level, open_case
from wraparound.foundation.accounts.models import Role
from wraparound.foundation.accounts.queries import actor_of
from wraparound.foundation.accounts.rules import Actor
from wraparound.outcomes.access.models import Basis
from wraparound.outcomes.index.models import Merge

_CASE = of("case", "public_id")
PAGES: dict[str, Visit] = {
    "caseloads:mine": Visit(HV),
    "caseloads:team": Visit(MANAGER),
    "caseloads:share": Visit(MANAGER),
    "caseloads:worker": Visit(MANAGER, of("worker", "public_id")),
    "caseloads:capacity": Visit(MANAGER, of("worker", "public_id")),
    "caseloads:of_child": Visit(HV, of("child", "public_id")),
    "caseloads:case": Visit(MANAGER, _CASE),
    "caseloads:allocate": Visit(MANAGER, _CASE),
    "caseloads:judge": Visit(MANAGER, _CASE),
    "caseloads:plan": Visit(MANAGER, _CASE),
    "caseloads:close": Visit(MANAGER, _CASE),
    "caseloads:take_back": Visit(
        MANAGER, lambda town: [town.has.case.public_id, town.has.allocation.public_id]
    ),
}
ELSEWHERE: dict[str, str] = {
    "caseloads:whose": "takes a form that another page sends, and leads to a page",
}
"""Address name to why it is not walked."""


def make(town: Town) -> None:
    """Give the town what the pages of this app list: cases that somebody has, that wait, that are closed."""
    manager = town.actor(Role.TEAM_MANAGER)
    for number in range(town.crowd):
        _parted(town, manager, number)
        town.has.case = had = _case(town, manager, f"Noor {number}", level="3a")
        give(
            case=had, post=town.has.worker, reason="knows", words=town.name("The mother asked"), by=manager,
            now=town.now,
        )  # fmt: skip
        helper = make_post(town.has.care, user=make_user(full_name=town.name(f"Helper {number}")))
        for post in (town.posts[Role.TEAM_MANAGER], helper):
            town.has.allocation = give(
                case=had, post=post, part="second", reason="skill", by=manager, now=town.now
            )
        judge_level(case=had, level="3b", reason=town.name("Two more"), actor=manager, now=town.now)
        _case(town, manager, f"Idris {number}")
        set_capacity(
            post=town.has.worker, points=12, valid_from=town.today - timedelta(days=number),
            reason=town.name("Part time"), actor=manager, now=town.now,
        )  # fmt: skip
        _of_the_visitor(town, number)


def _parted(town: Town, manager: Actor, number: int) -> None:
    """Part the record of a child with whom the team works: somebody must say whose the work is."""
    case = _case(town, manager, f"Parted {number}")
    Merge.objects.create(
        kind="parted", kept=case.child, other=make_child(town.name("Other")), other_state="live",
        by=town.posts[Role.DATA_MANAGER], reason=town.name("Two children"), at=town.now + timedelta(seconds=1),
    )  # fmt: skip


def _of_the_visitor(town: Town, number: int) -> None:
    """Let the health visitor have a case, and one to finish."""
    post = town.posts[Role.PRACTITIONER]
    visitor = actor_of(post, now=town.now)
    for closing in ("", "done"):
        case = _case(town, visitor, f"Lena {number} {closing}", level="2", next_on=town.today)
        give(case=case, post=post, reason="room", by=visitor, now=town.now)
        if closing:
            close_case(case=case, closing=closing, words="All well", actor=visitor, now=town.now)


def _case(town: Town, actor: Actor, words: str, **given: object) -> Case:
    child = make_child(town.name(words), "Rahman")
    make_grant(actor, child, Basis.POPULATION, team=True, now=town.now)
    why = town.name("Asked for help with sleep")
    return open_case(child=child, actor=actor, now=town.now, why=why, **given)  # type: ignore[arg-type]
