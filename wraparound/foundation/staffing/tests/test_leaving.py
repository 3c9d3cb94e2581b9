from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP

from tests.factories import NOW, make_actor, make_post, make_team
from wraparound.foundation.accounts.models import Invitation, Role
from wraparound.foundation.accounts.queries import live_posts
from wraparound.foundation.accounts.rules import Denied
from wraparound.foundation.staffing import leaving
from wraparound.foundation.staffing.tests.asking import TODAY, administrator

pytestmark = pytest.mark.django_db


def test_who_leaves_loses_every_post_and_the_account() -> None:
    post = make_post()
    second = make_post(user=post.user)
    assert leaving.leave(user=post.user, last_day=None, reason="left", actor=administrator(), now=NOW) == 2
    post.user.refresh_from_db()
    assert not post.user.is_active
    assert not live_posts(now=NOW).filter(pk__in=[post.pk, second.pk]).exists()


def test_who_leaves_on_friday_is_gone_on_saturday_and_the_account_closes_that_night() -> None:
    post = make_post()
    friday = TODAY + timedelta(days=3)
    leaving.leave(user=post.user, last_day=friday, reason="left", actor=administrator(), now=NOW)
    assert leaving.close_accounts_of_leavers(now=NOW) == 0
    saturday = NOW + timedelta(days=4)
    assert not live_posts(now=saturday).filter(pk=post.pk).exists()
    assert leaving.close_accounts_of_leavers(now=saturday) == 1
    post.user.refresh_from_db()
    assert not post.user.is_active


def test_a_manager_cannot_end_what_somebody_holds_in_another_team() -> None:
    team = make_team()
    post = make_post(team)
    elsewhere = make_post(user=post.user)
    with pytest.raises(Denied):
        leaving.leave(
            user=post.user, last_day=None, reason="left", actor=make_actor(team, Role.TEAM_MANAGER), now=NOW
        )
    assert live_posts(now=NOW).filter(pk__in=[post.pk, elsewhere.pk]).count() == 2


def test_starting_again_takes_password_and_factors_and_sends_a_link() -> None:
    post = make_post()
    post.user.set_password("three quiet lanterns")
    post.user.save()
    TOTP.activate(post.user, "A" * 32)
    leaving.start_again(post=post, actor=administrator(), now=NOW)
    post.user.refresh_from_db()
    assert not post.user.has_usable_password()
    assert not Authenticator.objects.filter(user=post.user).exists()
    assert Invitation.objects.filter(post=post, accepted_at__isnull=True).exists()
