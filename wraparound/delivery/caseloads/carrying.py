"""Reading what each post of a team carries and can carry, and what it would after a plan."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from wraparound.delivery.caseloads import slots
from wraparound.delivery.caseloads.models import Allocation, Capacity, Case
from wraparound.delivery.caseloads.queries import open_cases, workers_of
from wraparound.delivery.caseloads.reach import standing
from wraparound.delivery.caseloads.weights import Holding, Load, Weights, as_if, loads_of, read, shipped
from wraparound.foundation.accounts.models import Post
from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.agencies.queries import on as holds_on
from wraparound.foundation.area.queries import configuration


@dataclass(frozen=True)
class Person:
    """One post of a team with what it carries; `away` says that it is away now, in words; `own` is theirs."""

    post: Post
    load: Load
    away: str = ""

    @property
    def words(self) -> str:
        """The person as a form offers them: who, and how full."""
        parts = [f"{self.post.user.full_name}, {self.post.title}"]
        parts.append(f"carries {self.load.carried:g} of {self.load.can_carry:g}")
        return ", ".join([*parts, self.away] if self.away else parts)

    @property
    def short(self) -> str:
        """The same in a list that stands in a table."""
        words = f"{self.post.user.full_name}: {self.load.carried:g} of {self.load.can_carry:g}"
        return f"{words}, {self.away}" if self.away else words


@dataclass(frozen=True)
class WhatIf:
    """One post before and after a plan."""

    person: Person
    after: Load

    @property
    def warns(self) -> bool:
        """Whether the plan would have the post carry more than it can, or gives to somebody away."""
        more = self.after.carried > self.person.load.carried
        return more and (self.after.carried > self.after.can_carry or bool(self.person.away))


def weights(*, on: date) -> Weights:
    """Return the weights that hold on a day."""
    document = configuration("case-weights", on=on)
    return read(document) if document else shipped()


def capacities(posts: Iterable[Post], weighed: Weights, *, on: date) -> dict[int, float]:
    """Return what each post can carry on a day: as somebody said of it, or as its role is taken to."""
    posts = list(posts)
    can = {post.pk: weighed.of_role(post.role) for post in posts}
    said = Capacity.objects.filter(holds_on(on), post__in=posts).order_by("valid_from")
    return can | {pk: float(points) for pk, points in said.values_list("post", "points")}


def capacities_said_of(post: Post) -> QuerySet[Capacity]:
    """Return what was said of how much a post can carry, the newest first."""
    return Capacity.objects.filter(post=post).select_related("by__user").order_by("-valid_from")


def points_of(case: Case, weighed: Weights) -> float:
    """Return the points of a case."""
    return weighed.of_case(case.level, case.kind, case.extras)


class Carrying:
    """What a manager's team carries now: read once, asked as often as a plan changes."""

    def __init__(self, actor: Actor) -> None:
        today = timezone.localdate(actor.now)
        self.weights = weights(on=today)
        posts = list(workers_of(actor.team_id or 0, now=actor.now))
        self.can_carry = capacities(posts, self.weights, on=today)
        self.holdings = self._holdings(actor)
        loads = loads_of(self.holdings, self.can_carry, self.weights)
        away = slots.away([post.pk for post in posts], actor.now)
        self.people = [Person(post, loads[post.pk], away.get(post.pk, "")) for post in posts]

    def _holdings(self, actor: Actor) -> list[Holding]:
        cases = open_cases(actor)
        held = Allocation.objects.filter(
            standing(actor.now), case__in=cases.order_by().values("pk"), starts_at__lte=actor.now
        )
        columns = ("post", "case", "part", "case__level", "case__kind", "case__extras")
        return [
            Holding(post, case, part, self.weights.of_case(level, kind, extras))
            for post, case, part, level, kind, extras in held.values_list(*columns)
        ]

    def person(self, post_id: int) -> Person | None:
        """Return one post of the team."""
        return next((person for person in self.people if person.post.pk == post_id), None)

    def cases_of(self, post_id: int) -> QuerySet[Case]:
        """Return the team's open cases that the actor sees and that one post has a part in, read just now."""
        keys = [each.case_id for each in self.holdings if each.post_id == post_id]
        return Case.objects.filter(pk__in=keys).select_related("team__service", "child")

    def after(self, given: Mapping[int, int], cases: Iterable[Case], part: str) -> list[WhatIf]:
        """Return what each post that a plan touches carries before and after it: case key to post key."""
        points = {case.pk: points_of(case, self.weights) for case in cases}
        loads = loads_of(as_if(self.holdings, given, points, part), self.can_carry, self.weights)
        touched = set(given.values()) | {
            each.post_id for each in self.holdings if each.case_id in given and part == Allocation.Part.LEAD
        }
        return [WhatIf(person, loads[person.post.pk]) for person in self.people if person.post.pk in touched]
