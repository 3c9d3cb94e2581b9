from datetime import timedelta
from uuid import uuid4

import pytest

from tests.factories import NOW, make_actor, make_post, make_service, make_team, make_user
from wraparound.foundation.accounts.models import Invitation, Post, Role
from wraparound.foundation.accounts.queries import actor_of, live_posts
from wraparound.foundation.accounts.rules import Denied
from wraparound.foundation.audit.models import Entry
from wraparound.foundation.notifications.queries import notices_of
from wraparound.foundation.staffing import deciding, duties, invitations, leaving, services
from wraparound.foundation.staffing.models import Change
from wraparound.foundation.staffing.tests.asking import TODAY, administrator, place

pytestmark = pytest.mark.django_db


def test_an_administrator_places_a_new_person_who_is_invited() -> None:
    change = place(administrator(), make_team())
    post = change.post
    assert change.outcome == Change.Outcome.DONE
    assert post.user.email == "sara@agency.example" and not post.user.has_usable_password()
    assert Invitation.objects.get(post=post).expires_at == NOW + timedelta(days=7)
    assert Entry.objects.filter(verb="place.done", detail__post=post.pk).exists()


def test_the_same_form_twice_is_one_post() -> None:
    actor, team, key = administrator(), make_team(), uuid4()
    first, second = (place(actor, team, submission=key) for _ in range(2))
    assert first.pk == second.pk
    assert Post.objects.filter(user__email="sara@agency.example").count() == 1


def test_a_manager_places_in_the_own_team_alone() -> None:
    team = make_team()
    manager = make_actor(team, Role.TEAM_MANAGER)
    assert place(manager, team).outcome == Change.Outcome.DONE
    with pytest.raises(Denied):
        place(manager, make_team())


@pytest.mark.parametrize(
    "role", [Role.AREA_ADMINISTRATOR, Role.DATA_MANAGER, Role.PRIVACY_OFFICER, Role.TEAM_MANAGER]
)
def test_a_manager_does_not_give_roles_that_reach_beyond_the_team(role: Role) -> None:
    team = make_team()
    with pytest.raises(Denied):
        place(make_actor(team, Role.TEAM_MANAGER), team, role=role)


@pytest.mark.parametrize("role", [Role.PRACTITIONER, Role.DATA_MANAGER, Role.PRIVACY_OFFICER])
def test_others_place_nobody(role: Role) -> None:
    team = make_team()
    with pytest.raises(Denied):
        place(make_actor(team, role), team)


def test_nobody_places_themselves() -> None:
    team = make_team()
    for role in (Role.AREA_ADMINISTRATOR, Role.TEAM_MANAGER):
        actor = make_actor(team, role)
        email = Post.objects.get(pk=actor.post_id).user.email
        with pytest.raises(Denied):
            place(actor, team, email=email.upper())


PROTECTIVE = [
    {"holds_safeguarding": True},
    {"holds_sensitive": True},
    {"holds_adoptions": True},
]


@pytest.mark.parametrize("flags", PROTECTIVE)
def test_worked_case_29_two_others_place_somebody_in_a_protection_team_and_it_is_told(flags) -> None:
    team = make_team(**flags)
    colleague = make_actor(team)
    herself, one, two = administrator(), administrator(), administrator()
    user = Post.objects.get(pk=herself.post_id).user
    with pytest.raises(Denied):
        place(herself, team, email=user.email)
    change = place(one, team, email=user.email)
    assert change.outcome == Change.Outcome.WAITING
    assert not Post.objects.filter(user=user, team=team).exists()
    for decider in (one, herself):
        with pytest.raises(Denied):
            deciding.decide(change=change, agree=True, reason="", actor=decider, now=NOW)
    assert not notices_of(colleague).exists()
    deciding.decide(change=change, agree=True, reason="", actor=two, now=NOW)
    assert Post.objects.filter(user=user, team=team).exists()
    assert "joins your team" in notices_of(colleague).get().words


def test_a_sensitive_service_needs_two_as_well() -> None:
    team = make_team(make_service(is_sensitive=True))
    assert place(administrator(), team).outcome == Change.Outcome.WAITING


def test_who_got_an_account_meanwhile_does_not_agree_to_their_own_place() -> None:
    team = make_team(holds_safeguarding=True)
    change = place(administrator(), team, email="late@agency.example")
    late = make_post(role=Role.AREA_ADMINISTRATOR, user=make_user(email="late@agency.example"))
    with pytest.raises(Denied):
        deciding.decide(change=change, agree=True, reason="", actor=actor_of(late, now=NOW), now=NOW)


def test_a_refused_place_is_not_given_and_who_asked_is_told() -> None:
    team, one, two = make_team(holds_safeguarding=True), administrator(), administrator()
    change = place(one, team)
    deciding.decide(change=change, agree=False, reason="not yet", actor=two, now=NOW)
    assert not Post.objects.filter(team=team).exists()
    assert any("refused" in notice.words for notice in notices_of(one))
    with pytest.raises(Denied):
        deciding.decide(change=change, agree=True, reason="", actor=administrator(), now=NOW)


def test_those_who_can_agree_are_told_and_it_is_withdrawn_when_decided() -> None:
    team, one, two = make_team(holds_safeguarding=True), administrator(), administrator()
    change = place(one, team)
    assert notices_of(two).filter(kind="change.waits").exists()
    assert not notices_of(one).filter(kind="change.waits").exists()
    deciding.decide(change=change, agree=False, reason="", actor=two, now=NOW)
    assert not notices_of(two).filter(kind="change.waits").exists()


def test_a_time_boxed_post_has_an_end_and_a_supervisor() -> None:
    team = make_team()
    supervisor = make_post(team)
    with pytest.raises(Denied):
        place(administrator(), team, is_time_boxed=True, valid_until=TODAY + timedelta(days=30))
    with pytest.raises(Denied):
        place(administrator(), team, is_time_boxed=True, supervisor_id=supervisor.pk)
    until = TODAY + timedelta(days=30)
    change = place(administrator(), team, is_time_boxed=True, valid_until=until, supervisor_id=supervisor.pk)
    assert change.post.supervisor == supervisor


def test_moving_ends_one_post_the_day_before_the_next_begins() -> None:
    old = make_post()
    begins = TODAY + timedelta(days=14)
    place(administrator(), make_team(), email=old.user.email, valid_from=begins, ends_post_id=old.pk)
    old.refresh_from_db()
    assert old.valid_until == begins - timedelta(days=1)
    assert live_posts(now=NOW).filter(user=old.user).get() == old
    assert live_posts(now=NOW + timedelta(days=14)).get(user=old.user) != old


def test_moving_from_today_ends_the_old_post_at_once() -> None:
    old = make_post()
    place(administrator(), make_team(), email=old.user.email, ends_post_id=old.pk)
    assert live_posts(now=NOW).get(user=old.user) != old


def test_a_manager_moves_nobody_out_of_another_team() -> None:
    team, old = make_team(), make_post()
    with pytest.raises(Denied):
        place(make_actor(team, Role.TEAM_MANAGER), team, email=old.user.email, ends_post_id=old.pk)


def test_a_post_ends_at_once_or_with_a_last_day() -> None:
    actor, now_gone, later = administrator(), make_post(), make_post()
    services.end_post(post=now_gone, last_day=None, reason="moved", actor=actor, now=NOW)
    services.end_post(post=later, last_day=TODAY, reason="moved", actor=actor, now=NOW)
    assert not live_posts(now=NOW).filter(pk=now_gone.pk).exists()
    assert live_posts(now=NOW).filter(pk=later.pk).exists()
    assert not live_posts(now=NOW + timedelta(days=1)).filter(pk=later.pk).exists()


def test_a_post_is_not_made_longer_nor_ended_in_the_past() -> None:
    post = make_post(valid_until=TODAY + timedelta(days=5))
    for day in (TODAY - timedelta(days=1), TODAY + timedelta(days=6)):
        with pytest.raises(Denied):
            services.end_post(post=post, last_day=day, reason="moved", actor=administrator(), now=NOW)


def test_a_suspended_post_sees_nothing_and_only_another_brings_it_back() -> None:
    team = make_team(holds_safeguarding=True)
    post, manager = make_post(team), make_actor(team, Role.TEAM_MANAGER)
    services.suspend(post=post, reason="conduct", actor=manager, now=NOW)
    assert not live_posts(now=NOW).filter(pk=post.pk).exists()
    post.refresh_from_db()
    change = services.resume(post=post, submission=uuid4(), actor=manager, now=NOW)
    assert change.outcome == Change.Outcome.WAITING
    deciding.decide(change=change, agree=True, reason="", actor=administrator(), now=NOW)
    assert live_posts(now=NOW).filter(pk=post.pk).exists()


@pytest.mark.parametrize("role", [Role.AREA_ADMINISTRATOR, Role.TEAM_MANAGER])
def test_nobody_changes_their_own_post(role: Role) -> None:
    actor = make_actor(role=role)
    own = Post.objects.get(pk=actor.post_id)
    later = TODAY + timedelta(days=9)
    acts = [
        lambda: services.end_post(post=own, last_day=None, reason="left", actor=actor, now=NOW),
        lambda: services.suspend(post=own, reason="leave", actor=actor, now=NOW),
        lambda: services.resume(post=own, submission=uuid4(), actor=actor, now=NOW),
        lambda: leaving.leave(user=own.user, last_day=None, reason="left", actor=actor, now=NOW),
        lambda: leaving.start_again(post=own, actor=actor, now=NOW),
        lambda: invitations.invite_again(post=own, actor=actor, now=NOW),
        lambda: duties.record_clearance(
            post=own, kind="training", reference="", valid_from=TODAY, lapses_on=later, actor=actor, now=NOW
        ),
        lambda: duties.add_shift(
            post=own, starts_at=NOW, ends_at=NOW + timedelta(hours=8), actor=actor, now=NOW
        ),
    ]
    for act in acts:
        with pytest.raises(Denied):
            act()
