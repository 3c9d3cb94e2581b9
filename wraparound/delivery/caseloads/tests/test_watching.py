"""No open case without somebody who has it, a manager whose screen shows it, or the page of who looks after posts."""

import random
from datetime import timedelta

import pytest

from tests.factories import (
    NOW,
    make_actor,
    make_child,
    make_client,
    make_post,
    make_shield,
    make_team,
    make_user,
)
from wraparound.delivery.caseloads import queries
from wraparound.delivery.caseloads.models import Case
from wraparound.delivery.caseloads.services import begin_case, give
from wraparound.delivery.caseloads.tests.people import Crew
from wraparound.foundation.accounts.models import Clearance, Post, Role, User
from wraparound.foundation.accounts.queries import actor_of, live_posts
from wraparound.foundation.agencies.models import Team
from wraparound.outcomes.access.models import Adoption, Block, ShieldName
from wraparound.outcomes.access.queries import sight

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def random_town(chance: random.Random) -> None:
    """Make teams whose managers and workers are there, away for good, lapsed, suspended or kept from a child."""
    teams = [make_team() for _ in range(6)]
    posts = {team.pk: [_random_post(chance, team) for _ in range(chance.randint(0, 4))] for team in teams}
    for number in range(30):
        team = chance.choice(teams)
        child = make_child(f"Child {number}")
        case = begin_case(child=child, team=team, kind="support", origin="own", by=None, now=NOW - 9 * DAY)
        if posts[team.pk] and chance.random() < 0.5:
            give(case=case, post=chance.choice(posts[team.pk]), reason="room", by=None, now=NOW - 9 * DAY)
        _random_harm(chance, case, posts[team.pk])
    for post in (each for team in posts.values() for each in team):
        _random_end(chance, post)


def _random_post(chance: random.Random, team: Team) -> Post:
    role = chance.choice([Role.TEAM_MANAGER, Role.PRACTITIONER, Role.PRACTITIONER])
    return make_post(team, role, user=make_user())


def _random_harm(chance: random.Random, case: Case, posts: list[Post]) -> None:
    fate = chance.random()
    if fate < 0.15 and posts:
        Block.objects.create(
            child=case.child, user=chance.choice(posts).user, kind=Block.Kind.KIN, starts_at=NOW - DAY
        )
    elif fate < 0.3:
        shield = make_shield(case.child, now=NOW - DAY)
        for post in posts:
            if chance.random() < 0.4:
                ShieldName.objects.create(shield=shield, post=post)
    elif fate < 0.35:
        Adoption.objects.create(before=case.child, team=make_team(), placed_at=NOW - DAY)
    elif fate < 0.4:
        Block.objects.create(
            child=case.child, kept_to=make_team(), kind=Block.Kind.STAFF_FAMILY, starts_at=NOW - DAY
        )


def _random_end(chance: random.Random, post: Post) -> None:
    fate = chance.random()
    if fate < 0.15:
        Post.objects.filter(pk=post.pk).update(valid_until=(NOW - DAY).date())
    elif fate < 0.3:
        Post.objects.filter(pk=post.pk).update(suspended_at=NOW - DAY)
    elif fate < 0.4:
        Clearance.objects.filter(post=post, kind="training").update(lapses_on=NOW.date())
    elif fate < 0.45:
        User.objects.filter(pk=post.user_id).update(is_active=False)


def seen_in(case: Case) -> set[str]:
    """Return where an open case is: by walking each live post of its team, as it would itself."""
    found = set()
    for post in live_posts(now=NOW).filter(team=case.team):
        actor = actor_of(post, now=NOW)
        sees = sight(actor, case.child.public_id)
        sees_it = sees is not None and not sees.shielded_from
        if sees_it and case.allocations.filter(post=post, part="lead", until__isnull=True).exists():
            found.add("had")
        if "allocate the work of your team" in actor.may and queries.unallocated(actor).filter(pk=case.pk):
            found.add("on a screen")
    if queries.unwatched(now=NOW).filter(pk=case.pk).exists():
        found.add("escalated")
    return found


@pytest.mark.parametrize("seed", [0, 1])
def test_every_open_case_is_had_or_on_a_screen_or_escalated(seed: int) -> None:
    random_town(random.Random(seed))
    places = [seen_in(case) for case in Case.objects.all()]
    assert all(places), "somebody has it, or it is on somebody's screen"
    assert all(place != {"had", "escalated"} for place in places), "what somebody has is not cried out"
    assert {"escalated"} in places
    assert {"had"} in places
    assert {"on a screen"} in places


@pytest.mark.parametrize("why", ["lapsed", "time-boxed", "suspended"])
def test_a_manager_who_cannot_give_cases_watches_nothing(why: str) -> None:
    crew = Crew(NOW)
    case = crew.case()
    assert not queries.unwatched(now=NOW).exists()
    if why == "lapsed":
        Clearance.objects.filter(post=crew.boss, kind="training").update(lapses_on=NOW.date())
    elif why == "suspended":
        Post.objects.filter(pk=crew.boss.pk).update(suspended_at=NOW)
    else:
        named = {"supervisor": make_post(), "valid_until": (NOW + DAY).date()}
        Post.objects.filter(pk=crew.boss.pk).update(is_time_boxed=True, **named)
    assert queries.unwatched(now=NOW).get() == case


def test_teams_that_nobody_watches_are_told_to_who_looks_after_posts_without_small_numbers() -> None:
    crew = Crew()
    for number in range(3):
        crew.case(f"Child {number}")
    admin = make_client(make_post(role=Role.AREA_ADMINISTRATOR))
    assert "Somebody watches every case" in admin.get("/team/unwatched/").text
    Post.objects.filter(pk=crew.boss.pk).update(suspended_at=crew.now)
    shown = admin.get("/team/unwatched/").text
    assert crew.team.name in shown
    assert ">3<" not in shown
    assert "teams whose work nobody watches" in admin.get("/").text


def test_the_page_of_unwatched_work_is_for_who_looks_after_all_posts() -> None:
    assert make_client(make_post(role=Role.PRACTITIONER)).get("/team/unwatched/").status_code == 404


def test_an_actor_without_a_team_has_no_list() -> None:
    make_actor()
    assert not queries.open_cases(make_actor(role=Role.ANALYST)).exists()
