"""What the list of one's own children says of each: on which basis, and since when."""

from datetime import date

import pytest

from tests.factories import NOW, make_child, make_grant, make_involvement, make_post, make_shield, make_team
from wraparound.foundation.accounts.models import Post
from wraparound.foundation.accounts.queries import actor_of
from wraparound.foundation.accounts.rules import Actor
from wraparound.outcomes.access.models import Basis, Shield
from wraparound.outcomes.card import lists
from wraparound.outcomes.card.lists import rows
from wraparound.outcomes.children.models import Child

pytestmark = pytest.mark.django_db
BEGAN = date(2024, 9, 2)


@pytest.fixture
def post() -> Post:
    return make_post()


@pytest.fixture
def child(post: Post) -> Child:
    """A child with whom the post's team has worked since 2024, as a list said in 2026."""
    child = make_child()
    make_grant(actor_of(post, now=NOW), child, Basis.INVOLVEMENT, team=True)
    return child


def since(actor: Actor, child: Child) -> object:
    (row,) = rows(actor, [child.pk])
    return row.since


def test_work_is_since_the_day_that_it_began_and_not_since_the_list_that_told_of_it(
    post: Post, child: Child
) -> None:
    actor = actor_of(post, now=NOW)
    assert since(actor, child) == NOW
    make_involvement(child, make_team(), involved_from=date(2020, 1, 1))
    make_involvement(child, post.team, involved_from=date(2019, 1, 1), involved_until=date(2019, 6, 1))
    make_involvement(child, post.team, involved_from=None)
    make_involvement(child, post.team, involved_from=date(2026, 4, 1))
    assert since(actor, child) == NOW, "another team's work, what is over, has no day or is to come"
    make_involvement(child, post.team, involved_from=BEGAN)
    assert since(actor, child) == BEGAN


def test_a_worker_without_a_team_that_counts_has_their_own_day(post: Post) -> None:
    Post.objects.filter(pk=post.pk).update(is_time_boxed=True, supervisor=make_post(), valid_until=NOW.date())
    post.refresh_from_db()
    actor, child = actor_of(post, now=NOW), make_child()
    make_grant(actor, child, Basis.INVOLVEMENT)
    make_involvement(child, post.team, involved_from=date(2020, 1, 1))
    assert since(actor, child) == NOW
    make_involvement(child, post.team, involved_from=BEGAN, worker_post_id=post.pk)
    assert since(actor, child) == BEGAN


def test_a_population_is_since_the_right_began(post: Post) -> None:
    actor, child = actor_of(post, now=NOW), make_child()
    make_grant(actor, child, Basis.POPULATION, team=True)
    make_involvement(child, post.team, involved_from=BEGAN)
    assert since(actor, child) == NOW


def test_what_a_shield_hides_is_as_if_it_was_not_said(post: Post, child: Child) -> None:
    make_involvement(child, post.team, involved_from=BEGAN)
    make_shield(child)
    assert since(actor_of(post, now=NOW), child) == NOW


def test_many_children_take_as_many_statements_as_one(
    post: Post, child: Child, django_assert_num_queries
) -> None:
    actor, others = actor_of(post, now=NOW), [make_child() for _ in range(9)]
    for other in others:
        make_grant(actor, other, Basis.INVOLVEMENT, team=True)
        make_involvement(other, post.team, involved_from=BEGAN)
    for some in ([child], [child, *others]):
        with django_assert_num_queries(6):
            rows(actor, [each.pk for each in some])


def test_more_children_than_are_laid_in_order_are_counted_no_further_and_the_last_are_shown(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = actor_of(post, now=NOW)
    children = [make_child() for _ in range(4)]
    for child in children:
        make_grant(actor, child, Basis.POPULATION, team=True)
    hidden = make_child()
    make_grant(actor, hidden, Basis.POPULATION, team=True)
    make_shield(hidden, level=Shield.Level.FULL)
    monkeypatch.setattr(lists, "MOST_IN_ORDER", 4)
    pages = lists.pages_of(actor, size=25)
    assert pages is not None, "one who is hidden does not count"
    assert pages.count == 4
    monkeypatch.setattr(lists, "MOST_IN_ORDER", 3)
    assert lists.pages_of(actor, size=25) is None
    assert lists.latest_of(actor, 2) == [children[3].pk, children[2].pk]
