"""Two providers of one service, a move between them, and a family with open work: for the tests of moves."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from tests.factories import (
    NOW,
    make_actor,
    make_agency,
    make_child,
    make_grant,
    make_post,
    make_service,
    make_team,
)
from wraparound.delivery.caseloads.models import Case
from wraparound.delivery.caseloads.services import allocate, open_case
from wraparound.delivery.transfers import services
from wraparound.delivery.transfers.models import CaseMove, Transfer
from wraparound.foundation.accounts.models import Post, Role
from wraparound.foundation.accounts.queries import actor_of
from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.agencies.models import Team
from wraparound.outcomes.access.models import Basis
from wraparound.outcomes.access.queries import sight
from wraparound.outcomes.access.rules import Sight
from wraparound.outcomes.children.models import Child

TRANSITION = date(2026, 3, 10)
DAY = date(2026, 4, 1)


def at(day: date, hour: int = 9) -> datetime:
    """Return an hour of a day, as the tests tell time."""
    return NOW.replace(year=day.year, month=day.month, day=day.day, hour=hour)


@dataclass
class Move:
    """Who is who in a move."""

    old: Team
    new: Team
    planner: Actor
    second: Actor
    old_manager: Post
    old_worker: Post
    new_manager: Post
    new_worker: Post

    def plan(self, **given: Any) -> Transfer:
        """Plan the move, by the first of two people."""
        said = {
            "teams": {self.old: self.new}, "why": "The contract was won by another provider",
            "transition_on": TRANSITION, "moves_on": DAY, "needs_yes": False, "key": uuid.uuid4(), **given,
        }  # fmt: skip
        return services.plan_transfer(
            predecessor=self.old.service, successor=self.new.service, actor=self.planner, now=NOW, **said
        )

    def agreed(self, **given: Any) -> Transfer:
        """Plan the move and agree to it, as two people."""
        return services.agree_transfer(transfer=self.plan(**given), actor=self.second, now=NOW)

    def family(self, *, worker: Post | None = None, now: datetime = NOW, **given: Any) -> Case:
        """Open work of the old team with a new child, given to a worker."""
        manager = actor_of(self.old_manager, now=now)
        child = make_child()
        make_grant(manager, child, Basis.OPENED, now=now, until=now + timedelta(hours=1))
        case = open_case(child=child, actor=manager, now=now, **given)
        if worker:
            allocate(case=case, post=worker, reason="knows", actor=manager, now=now)
        return case

    def answer(self, case: Case, answer: str, *, now: datetime = NOW) -> CaseMove:
        """Have the family say yes or no."""
        return services.record_answer(
            move=CaseMove.objects.get(case=case), answer=answer, words="The mother, at home",
            actor=actor_of(self.old_manager, now=now), now=now,
        )  # fmt: skip


def make_move(**service: Any) -> Move:
    """Make two providers with a manager and a worker each, and the two people who decide."""
    old, new = (
        make_team(make_service(make_agency(), **service)),
        make_team(make_service(make_agency(), **service)),
    )
    area = make_team()
    return Move(
        old, new, make_actor(area, Role.AREA_ADMINISTRATOR), make_actor(area, Role.AREA_ADMINISTRATOR),
        make_post(old, Role.TEAM_MANAGER), make_post(old), make_post(new, Role.TEAM_MANAGER), make_post(new),
    )  # fmt: skip


def sees(post: Post, child: Child, now: datetime) -> Sight | None:
    """Return what a post sees of a child at an instant."""
    return sight(actor_of(post, now=now), child.public_id)
