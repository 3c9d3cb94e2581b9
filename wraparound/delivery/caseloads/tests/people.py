"""A team with its manager, workers and cases, for the tests of cases and of their supervision."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from tests.factories import make_child, make_grant, make_post, make_team, make_user
from wraparound.delivery.caseloads.models import Allocation, Case
from wraparound.delivery.caseloads.services import give, open_case
from wraparound.foundation.accounts.models import Post, Role
from wraparound.foundation.accounts.queries import actor_of
from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.agencies.models import Team
from wraparound.outcomes.access.models import Basis
from wraparound.outcomes.children.models import Child


@dataclass
class Crew:
    """One team at one instant."""

    now: datetime = field(default_factory=timezone.now)
    team: Team = field(default_factory=make_team)

    def __post_init__(self) -> None:
        self.boss = self.post("Mo Chief", role=Role.TEAM_MANAGER)

    def post(self, name: str, **given: Any) -> Post:
        """Give somebody a place in the team."""
        return make_post(self.team, user=make_user(full_name=name), **given)

    @property
    def manager(self) -> Actor:
        """The team's manager, now."""
        return self.actor(self.boss)

    def actor(self, post: Post) -> Actor:
        """Who acts as a post, now."""
        return actor_of(Post.objects.get(pk=post.pk), now=self.now)

    def child(self, name: str = "Amara") -> Child:
        """Make a child whom the team sees."""
        child = make_child(name, "Okafor")
        make_grant(self.manager, child, Basis.POPULATION, team=True, now=self.now)
        return child

    def case(self, name: str = "Amara", to: Post | None = None, **given: Any) -> Case:
        """Open a case, and give it to a post."""
        case = open_case(child=self.child(name), actor=self.manager, now=self.now, **given)
        if to:
            self.give(case, to)
        return case

    def give(self, case: Case, to: Post, **given: Any) -> Allocation:
        """Give a case to a post."""
        return give(case=case, post=to, reason="knows", by=self.manager, now=self.now, **given)
