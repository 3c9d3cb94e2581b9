"""The list and the decision are one policy: over random worlds they name the same children."""

import random
from datetime import timedelta

import pytest

from tests.factories import (
    NOW,
    make_actor,
    make_child,
    make_grant,
    make_post,
    make_service,
    make_shield,
    make_team,
)
from wraparound.foundation.accounts.models import Accountability, Role
from wraparound.foundation.accounts.queries import actor_of
from wraparound.foundation.accounts.rules import Actor
from wraparound.outcomes.access.models import Adoption, Block
from wraparound.outcomes.access.queries import sight, visible_to
from wraparound.outcomes.access.rules import RULES
from wraparound.outcomes.children.models import Child

pytestmark = pytest.mark.django_db

WRITTEN = [basis for basis, rule in RULES.items() if not rule.joined]


def a_world(seed: int) -> tuple[list[Actor], list[Child]]:
    """Store a few posts, children, grants of every basis and whatever can stand above them, at random."""
    chance = random.Random(seed)
    teams = [make_team(make_service()) for _ in range(2)]
    posts = [make_post(chance.choice(teams), chance.choice(Role.values)) for _ in range(4)]
    subjects = Accountability.Subject.values
    Accountability.objects.create(
        post=posts[0], answers_to=posts[1], subject=chance.choice(subjects), valid_from="2026-01-01"
    )
    actors = [actor_of(post, now=NOW) for post in posts]
    children = [make_child() for _ in range(6)]
    for _ in range(14):
        actor, child = chance.choice(actors), chance.choice(children)
        began = NOW - timedelta(hours=chance.choice([0, 5, 30, 1000]))
        make_grant(actor, child, chance.choice(WRITTEN), team=chance.random() < 0.5, now=began)
    for child in children:
        match chance.randrange(8):
            case 0:
                named = [chance.choice(actors)]
                make_shield(child, level=chance.choice(["full", "whereabouts"]), named=named)
            case 1:
                Block.objects.create(child=child, user_id=posts[0].user_id, kind="kin", starts_at=NOW)
            case 2:
                Block.objects.create(child=child, kept_to=teams[0], kind="staff_family", starts_at=NOW)
            case 3:
                Adoption.objects.create(before=child, team=chance.choice(teams), placed_at=NOW)
            case 4:
                child.state = Child.State.ARCHIVED
                child.save()
    return actors, children


@pytest.mark.parametrize("seed", range(60))
def test_the_list_and_the_decision_name_the_same_children(seed: int) -> None:
    actors, children = a_world(seed)
    for actor in actors:
        decided = {child.pk for child in children if sight(actor, child.public_id)}
        assert set(visible_to(actor).values_list("pk", flat=True)) == decided


def test_the_random_worlds_hold_both_answers() -> None:
    actors, children = a_world(1)
    answers = {bool(sight(actor, child.public_id)) for actor in actors for child in children}
    assert answers == {True, False}
    assert make_actor() not in actors
