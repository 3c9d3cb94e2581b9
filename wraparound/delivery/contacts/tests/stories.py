"""What the tests of contacts begin with: a team, its worker, a child and open work with it."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from tests.factories import NOW, make_child, make_grant, make_post, make_team
from wraparound.delivery.caseloads.models import Case
from wraparound.delivery.caseloads.services import allocate, open_case
from wraparound.delivery.contacts.models import Contact
from wraparound.delivery.contacts.rules import Said
from wraparound.delivery.contacts.services import plan_contact, record_contact
from wraparound.foundation.accounts.models import Post, Role
from wraparound.foundation.accounts.queries import actor_of
from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.agencies.models import Team
from wraparound.outcomes.access.models import Basis
from wraparound.outcomes.children.models import Child


class Story:
    """A team that works with one child: the worker has the case."""

    def __init__(
        self, team: Team | None = None, *, now: datetime = NOW, child: Child | None = None, **worker: Any
    ) -> None:
        self.now = now
        self.team = team or make_team()
        self.manager_post = make_post(self.team, Role.TEAM_MANAGER)
        self.worker_post = make_post(self.team, **worker)
        self.child: Child = child or make_child()
        make_grant(
            self.manager, self.child, Basis.POPULATION, team=True, now=now, until=now + timedelta(minutes=1)
        )
        self.case: Case = open_case(child=self.child, actor=self.manager, now=now)
        allocate(case=self.case, post=self.worker_post, reason="knows", actor=self.manager, now=now)

    @property
    def manager(self) -> Actor:
        return actor_of(self.manager_post, now=self.now)

    @property
    def worker(self) -> Actor:
        return self.as_post(self.worker_post)

    def as_post(self, post: Post, *, at: datetime | None = None) -> Actor:
        return actor_of(Post.objects.get(pk=post.pk), now=at or self.now)

    def said(self, **more: Any) -> Said:
        values = {"kind": "home_visit", "words": "Amara slept well", "happened_at": self.now, **more}
        return replace(Said(kind="call"), **values)

    def write(self, actor: Actor | None = None, *, case: bool = True, **more: Any) -> Contact:
        key = more.pop("key", None) or uuid4()
        return record_contact(
            child=self.child, said=self.said(**more), actor=actor or self.worker, now=self.now, key=key,
            case=self.case if case else None,
        )  # fmt: skip

    def plan(self, days: int = 1, actor: Actor | None = None, **more: Any) -> Contact:
        given = {"kind": "home_visit", "case": self.case, "key": uuid4(), **more}
        when = self.now + timedelta(days=days)
        return plan_contact(
            child=self.child, planned_for=when, actor=actor or self.worker, now=self.now, **given
        )
