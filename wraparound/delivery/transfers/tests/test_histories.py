"""Random histories of allocation, leave, handover and transfer: no open child is without an owner or a watched
queue, and access ends when it must.

`HISTORIES=10000` runs as many as that; a plain account in Python says after each step who must see whom.
"""

import os
import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from tests.factories import NOW, make_agency, make_child, make_grant, make_post, make_service, make_team
from wraparound.delivery.caseloads.models import Allocation, Case
from wraparound.delivery.caseloads.queries import unallocated
from wraparound.delivery.caseloads.services import allocate, close_case, open_case, take_back
from wraparound.delivery.transfers import moving, services
from wraparound.delivery.transfers.models import CaseMove, Transfer
from wraparound.foundation.accounts.models import Post, Role
from wraparound.foundation.accounts.queries import actor_of, live_posts
from wraparound.foundation.accounts.rules import Actor, Denied
from wraparound.foundation.agencies.models import Team
from wraparound.foundation.area.rules import add_working_days
from wraparound.outcomes.access.models import Basis, Grant
from wraparound.outcomes.access.queries import sight
from wraparound.outcomes.access.rules import Above, Category, Held, sight_of
from wraparound.outcomes.children.models import Child

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MANY = int(os.environ.get("HISTORIES", "60"))
BATCHES = 4
STEPS = 16


class Undone(Exception):
    """Raised at the end of a history, so that the next one begins from the same town."""


@dataclass
class Town:
    """Two providers of one service with two teams each; who works there, and children."""

    dice: random.Random
    teams: list[Team]
    planners: list[Post]
    posts: list[Post]
    managers: list[Post]
    children: list[Child]
    actors: dict[int, Actor]
    """Who acts as each post, by its key; asked once."""
    now: datetime = NOW
    transfer: Transfer | None = None
    finishing: dict[tuple[int, int], datetime] = field(default_factory=dict)
    """Until when a post finishes the work of a child that it had when it closed."""

    def actor(self, post: Post) -> Actor:
        return replace(self.actors[post.pk], now=self.now)

    def live(self, posts: list[Post]) -> list[Post]:
        keys = set(live_posts(now=self.now).values_list("pk", flat=True))
        return [post for post in posts if post.pk in keys]

    def open_cases(self) -> list[Case]:
        return list(Case.objects.filter(closed_at__isnull=True).select_related("team").order_by("pk"))


def make(dice: random.Random) -> Town:
    old, new = (make_service(make_agency()) for _ in range(2))
    teams = [make_team(service) for service in (old, old, new, new)]
    area = make_team()
    planners = [make_post(area, Role.AREA_ADMINISTRATOR) for _ in range(2)]
    posts = [make_post(team) for team in teams for _ in range(2)]
    managers = [make_post(team, Role.TEAM_MANAGER) for team in teams]
    actors = {post.pk: actor_of(post, now=NOW) for post in [*planners, *posts, *managers]}
    return Town(dice, teams, planners, posts, managers, [make_child() for _ in range(3)], actors)


def open_one(town: Town) -> None:
    at = town.dice.randrange(4)
    child, manager = town.dice.choice(town.children), town.managers[at]
    if not town.live([manager]):
        return
    actor = town.actor(manager)
    make_grant(actor, child, Basis.OPENED, now=town.now, until=town.now + timedelta(seconds=1))
    open_case(child=child, actor=actor, now=town.now)


def give_one(town: Town) -> None:
    case = town.dice.choice(town.open_cases())
    own = [post for post in town.posts if post.team_id == case.team_id]
    allocate(
        case=case, post=town.dice.choice(own if town.dice.random() < 0.9 else town.posts), reason="knows",
        actor=town.actor(town.managers[town.teams.index(case.team)]), now=town.now,
        part=town.dice.choice(Allocation.Part.values),
    )  # fmt: skip


def take_one_back(town: Town) -> None:
    standing = Allocation.objects.filter(until__isnull=True).order_by("pk")
    allocation = town.dice.choice(list(standing))
    take_back(allocation=allocation, because="on leave", by=None, now=town.now)


def close_one(town: Town) -> None:
    case = town.dice.choice(town.open_cases())
    actor = town.actor(town.managers[town.teams.index(case.team)])
    had = list(case.allocations.filter(until__isnull=True).values_list("post_id", flat=True))
    close_case(case=case, closing="done", actor=actor, now=town.now)
    remember_finishing(town, case, had)


def leave(town: Town) -> None:
    """Somebody leaves: their post ends at once, whatever they had."""
    Post.objects.filter(pk=town.dice.choice(town.posts).pk).update(ended_at=town.now)


def come_back(town: Town) -> None:
    Post.objects.filter(pk__in=[p.pk for p in town.posts]).update(ended_at=None)


def plan(town: Town) -> None:
    if town.transfer is not None:
        return
    today = timezone.localdate(town.now)
    old, new = town.teams[0].service, town.teams[2].service
    town.transfer = services.plan_transfer(
        predecessor=old, successor=new, teams=dict(zip(town.teams[:2], town.teams[2:], strict=True)),
        why="A contract", transition_on=today, moves_on=today + timedelta(days=town.dice.randrange(4)),
        needs_yes=town.dice.random() < 0.3, actor=town.actor(town.planners[0]), now=town.now,
    )  # fmt: skip
    services.agree_transfer(transfer=town.transfer, actor=town.actor(town.planners[1]), now=town.now)


def answer(town: Town) -> None:
    moves = list(CaseMove.objects.exclude(outcome="moved").select_related("case__team").order_by("pk"))
    move = town.dice.choice(moves)
    manager = town.managers[town.teams.index(move.case.team)]
    services.record_answer(
        move=move, answer=town.dice.choice(["yes", "no"]), words="The mother", actor=town.actor(manager),
        now=town.now,
    )  # fmt: skip


def carry(town: Town) -> None:
    if town.transfer is None:
        return
    before = {
        case: list(case.allocations.filter(until__isnull=True).values_list("post_id", flat=True))
        for case in town.open_cases()
    }
    moving.keep_in_step(transfer=town.transfer, now=town.now)
    moved = [case for case in before if Case.objects.get(pk=case.pk).closed_at]
    moved.sort(key=lambda case: (case.asked_at, CaseMove.objects.get(case=case).pk))
    for place, case in enumerate(moved):
        later = moved[place + 1 :]
        if not any((c.child_id, c.team.service_id) == (case.child_id, case.team.service_id) for c in later):
            remember_finishing(town, case, before[case])


def wait(town: Town) -> None:
    town.now += timedelta(days=town.dice.randrange(1, 9))


ACTS: list[Callable[[Town], None]] = [
    open_one, open_one, open_one, give_one, give_one, give_one, take_one_back, close_one, close_one, leave, come_back,
    plan, answer, answer, carry, carry, carry, wait,
]  # fmt: skip


def remember_finishing(town: Town, case: Case, had: list[int]) -> None:
    """Write down until when those who had a closed case read its own records: 10 working days."""
    service = case.team.service_id
    if Case.objects.filter(child=case.child, team__service=service, closed_at__isnull=True).exists():
        return
    last = add_working_days(timezone.localdate(town.now), 10)
    until = timezone.make_aware(datetime.combine(last + timedelta(days=1), datetime.min.time()))
    for post in had:
        town.finishing[post, case.child_id] = max(until, town.finishing.get((post, case.child_id), until))


def nobody_is_left(town: Town) -> Iterator[str]:
    """Yield each open case that nobody has and that no live manager sees waiting."""
    live = {post.pk for post in town.live([*town.posts, *town.managers])}
    leads = Allocation.objects.filter(part="lead", until__isnull=True, post__in=live)
    owned = set(leads.values_list("case_id", flat=True))
    for case in town.open_cases():
        manager = town.managers[town.teams.index(case.team)]
        if case.pk in owned or (
            manager.pk in live and unallocated(town.actor(manager)).filter(pk=case.pk).exists()
        ):
            continue
        yield f"case {case.pk} of {case.team} waits on nobody's screen"


def wrongly_seen(town: Town) -> Iterator[str]:
    """Yield each post that sees a child it must not, or does not see one it must, as the plain account says.

    What the grants of this moment open is asked of the policy's own rule, with nothing standing above them.
    """
    held = grants_now(town)
    working = {(case.child_id, case.team_id) for case in town.open_cases()}
    coming = {
        (move.case.child_id, town.teams[town.teams.index(move.case.team) + 2].pk)
        for move in CaseMove.objects.filter(is_shown=True, case__closed_at=None).select_related("case__team")
    }
    for post in town.live(town.posts):
        actor = replace(town.actors[post.pk], now=town.now)
        for child in town.children:
            works, comes = ((child.pk, post.team_id) in them for them in (working, coming))
            finishes = town.finishing.get((post.pk, child.pk), NOW) > town.now
            seen = sight_of(
                actor, child.pk, [held_ for h in actor.holders for held_ in held[h, child.pk]], Above()
            )
            found = (
                bool(seen and seen.sees(Category.INVOLVEMENT)), bool(seen and seen.sees(Category.WHEREABOUTS)),
                bool(seen and seen.sees(Category.OWN_NOTES)), seen is not None,
            )  # fmt: skip
            must = (works, works or comes, works or finishes, works or comes or finishes)
            if found != must:
                yield f"post {post.pk}, child {child.pk}: involvement, place, notes, anything {found}, not {must}"


def grants_now(town: Town) -> dict[tuple[int, int], list[Held]]:
    """Return the live grants by holder and child, in one statement."""
    found: dict[tuple[int, int], list[Held]] = defaultdict(list)
    for grant in Grant.objects.filter(starts_at__lte=town.now, until__gt=town.now):
        found[grant.holder_id, grant.child_id].append(
            Held(
                Basis(grant.basis), Category(grant.categories), grant.until, grant.starts_at, grant.service_id
            )
        )
    return found


def as_the_pages_see(town: Town) -> Iterator[str]:
    """Yield where the policy as pages ask it differs from the rule over the grants alone, for one at random."""
    live = town.live(town.posts)
    if not live:
        return
    post, child = town.dice.choice(live), town.dice.choice(town.children)
    actor, held = town.actor(post), grants_now(town)
    rule = sight_of(actor, child.pk, [g for h in actor.holders for g in held[h, child.pk]], Above())
    asked = sight(actor, child.public_id)
    if (asked and asked.categories) != (rule and rule.categories):
        yield f"post {post.pk} and child {child.pk}: {asked} is not {rule}"


def live_through(town: Town) -> list[str]:
    """Act at random, and return what is wrong after any step; a step that is not allowed changes nothing."""
    done: list[str] = []
    for _ in range(STEPS):
        act = town.dice.choice(ACTS)
        town.now += timedelta(minutes=7)
        try:
            act(town)
        except (Denied, IndexError):
            continue
        done.append(act.__name__)
        if wrong := [*nobody_is_left(town), *wrongly_seen(town)]:
            return [*done, *wrong]
    return [*as_the_pages_see(town)]


@pytest.mark.parametrize("batch", range(BATCHES))
def test_random_histories_leave_no_child_behind_and_end_access_when_they_must(batch: int) -> None:
    town = make(random.Random(batch))
    wrong: dict[int, list[str]] = {}
    for number in range(batch, MANY, BATCHES):
        try:
            with transaction.atomic():
                if found := live_through(replace(town, dice=random.Random(number), finishing={})):
                    wrong[number] = found
                raise Undone
        except Undone:
            pass
    assert wrong == {}
