"""The list and the decision agree, and each clause hides what it is for."""

import uuid
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
from wraparound.outcomes.access.categories import CARD, INDEX, OWN, Category
from wraparound.outcomes.access.models import Adoption, Basis, Block
from wraparound.outcomes.access.queries import sight, visible_to

pytestmark = pytest.mark.django_db


def test_without_a_grant_nothing_is_seen() -> None:
    actor, child = make_actor(), make_child()
    assert sight(actor, child.public_id) is None
    assert list(visible_to(actor)) == []


def test_a_missing_child_looks_like_a_denied_one(django_assert_num_queries) -> None:
    actor, child = make_actor(), make_child()
    with django_assert_num_queries(7):
        assert sight(actor, child.public_id) is None
    with django_assert_num_queries(7):
        assert sight(actor, uuid.uuid4()) is None


def test_a_grant_opens_what_its_basis_allows_and_no_more() -> None:
    actor, child = make_actor(), make_child()
    make_grant(actor, child, Basis.POPULATION, team=True, categories=Category(4095))
    seen = sight(actor, child.public_id)
    assert seen is not None
    assert seen.categories == INDEX | Category.OWN_RECORD
    assert list(visible_to(actor)) == [child]


def test_a_grant_counts_only_between_its_instants() -> None:
    team, child = make_team(), make_child()
    post = make_post(team)
    make_grant(actor_of(post, now=NOW), child, Basis.OPENED, categories=CARD)
    for hours, seen in [(-1, False), (0, True), (11, True), (12, False)]:
        actor = actor_of(post, now=NOW + timedelta(hours=hours))
        assert (sight(actor, child.public_id) is not None) is seen
        assert visible_to(actor).exists() is seen


def test_consent_counts_only_for_whoever_works_with_the_child() -> None:
    actor, child = make_actor(), make_child()
    make_grant(actor, child, Basis.CONSENT, team=True)
    assert sight(actor, child.public_id) is None
    assert not visible_to(actor).exists()
    make_grant(actor, child, Basis.POPULATION, team=True)
    seen = sight(actor, child.public_id)
    assert seen is not None
    assert seen.sees(Category.RECORD)


@pytest.mark.parametrize("role", [Role.AREA_ADMINISTRATOR, Role.ANALYST, Role.PRIVACY_OFFICER])
def test_some_roles_see_no_child_even_through_their_team(role: str) -> None:
    actor, child = make_actor(role=role), make_child()
    make_grant(actor, child, Basis.INVOLVEMENT, team=True)
    assert sight(actor, child.public_id) is None
    assert not visible_to(actor).exists()


@pytest.mark.parametrize("kind", [Block.Kind.KIN, Block.Kind.NAMED, Block.Kind.CONCERN])
def test_a_block_follows_the_person_through_every_post(kind: str) -> None:
    first = make_post()
    second = make_post(user=first.user)
    child = make_child()
    Block.objects.create(child=child, user=first.user, kind=kind, starts_at=NOW)
    for post in (first, second):
        actor = actor_of(post, now=NOW)
        make_grant(actor, child, Basis.INVOLVEMENT)
        assert sight(actor, child.public_id) is None
        assert not visible_to(actor).exists()


def test_a_colleagues_family_is_kept_to_the_named_team() -> None:
    named, other, child = make_actor(), make_actor(), make_child()
    for actor in (named, other):
        make_grant(actor, child, Basis.INVOLVEMENT)
    Block.objects.create(child=child, kind=Block.Kind.STAFF_FAMILY, kept_to_id=named.team_id, starts_at=NOW)
    assert sight(other, child.public_id) is None
    assert sight(named, child.public_id) is not None
    assert [visible_to(actor).exists() for actor in (named, other)] == [True, False]


def test_the_identity_before_an_adoption_is_the_adoption_teams_alone() -> None:
    adoption, other, before, after = make_actor(), make_actor(), make_child(), make_child()
    for actor in (adoption, other):
        make_grant(actor, before, Basis.INVOLVEMENT)
        make_grant(actor, after, Basis.INVOLVEMENT)
    Adoption.objects.create(before=before, after=after, team_id=adoption.team_id, placed_at=NOW)
    assert sight(other, before.public_id) is None
    assert sight(other, after.public_id) is not None
    assert set(visible_to(other)) == {after}
    assert set(visible_to(adoption)) == {before, after}


def test_past_a_shield_nobody_unnamed_holds_what_says_where_the_child_is() -> None:
    named, other, child = make_actor(), make_actor(), make_child()
    for actor in (named, other):
        make_grant(actor, child, Basis.POPULATION, team=True)
    make_shield(child, named=[named])
    assert [visible_to(actor).exists() for actor in (named, other)] == [True, False]
    assert sight(other, child.public_id) is None
    assert sight(named, child.public_id) is not None


def test_a_shield_leaves_identity_to_whoever_opens_it_and_all_to_those_named() -> None:
    named, other, child = make_actor(), make_actor(), make_child()
    for actor in (named, other):
        make_grant(actor, child, Basis.INVOLVEMENT)
    make_shield(child, named=[named])
    make_grant(other, child, Basis.OPENED)
    seen = sight(other, child.public_id)
    assert seen is not None
    assert seen.categories == Category.IDENTITY
    assert seen.shielded_from
    full = sight(named, child.public_id)
    assert full is not None
    assert full.sees(INDEX | OWN | Category.INVOLVEMENT)


def test_a_full_shield_hides_the_child_from_everyone_but_those_named() -> None:
    named, other, child = make_actor(), make_actor(), make_child()
    for actor in (named, other):
        make_grant(actor, child, Basis.INVOLVEMENT)
    make_shield(child, level="full", named=[named])
    assert sight(other, child.public_id) is None
    assert [visible_to(actor).exists() for actor in (named, other)] == [True, False]


def test_a_provisional_shield_holds_until_its_time_is_up() -> None:
    post, child = make_post(), make_child()
    make_grant(actor_of(post, now=NOW), child, Basis.DECISION)
    make_shield(child, confirmed_at=None, provisional_until=NOW + timedelta(hours=72))
    within = sight(actor_of(post, now=NOW + timedelta(hours=71)), child.public_id)
    after = sight(actor_of(post, now=NOW + timedelta(hours=72)), child.public_id)
    assert within is not None and within.shielded_from
    assert after is not None and not after.shielded_from


def test_a_safeguarding_lead_sees_who_is_involved_with_the_settings_own_children() -> None:
    team, child = make_team(), make_child()
    worker, lead = make_actor(team), make_actor(team, Role.SAFEGUARDING_LEAD)
    make_grant(worker, child, Basis.POPULATION, team=True)
    assert not sight(worker, child.public_id).sees(Category.INVOLVEMENT)  # type: ignore[union-attr]
    assert sight(lead, child.public_id).sees(Category.INVOLVEMENT | Category.PLAN_EXISTS)  # type: ignore[union-attr]


def test_a_line_reaches_what_the_post_holds_itself_for_its_subject_and_not_what_it_opened() -> None:
    health = make_team(make_service())
    nurse, lead = make_post(health), make_post()
    Accountability.objects.create(
        post=nurse, answers_to=lead, subject=Accountability.Subject.CLINICAL, valid_from="2026-01-01"
    )
    actor, above = actor_of(nurse, now=NOW), actor_of(lead, now=NOW)
    own, opened, teams, council = (make_child() for _ in range(4))
    make_grant(actor, own, Basis.INVOLVEMENT)
    make_grant(actor, opened, Basis.OPENED)
    make_grant(actor, teams, Basis.INVOLVEMENT, team=True)
    social = make_service(kind="social care")
    social.agency.sector = "social_care"
    social.agency.save()
    make_grant(actor, council, Basis.INVOLVEMENT, service_id=social.pk)
    assert list(visible_to(above)) == [own]
    assert [c for c in (own, opened, teams, council) if sight(above, c.public_id)] == [own]


def test_a_time_boxed_post_sees_the_children_allocated_to_it_and_not_its_teams() -> None:
    team = make_team(holds_adoptions=True)
    supervisor = make_post(team)
    student = make_post(
        team, is_time_boxed=True, supervisor=supervisor, valid_until=NOW.date() + timedelta(days=30)
    )
    allocated, teams = make_child(), make_child()
    for post in (supervisor, student):
        make_grant(actor_of(post, now=NOW), allocated, Basis.INVOLVEMENT)
    make_grant(actor_of(supervisor, now=NOW), teams, Basis.POPULATION, team=True)
    seen = {post: set(visible_to(actor_of(post, now=NOW))) for post in (supervisor, student)}
    assert seen == {supervisor: {allocated, teams}, student: {allocated}}
    actor = actor_of(student, now=NOW)
    assert sight(actor, allocated.public_id) and sight(actor, teams.public_id) is None
    assert not actor.holds_adoptions, "nor the queue of its team"
