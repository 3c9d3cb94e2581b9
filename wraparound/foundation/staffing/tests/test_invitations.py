import re
from datetime import timedelta

import pytest
from django.core import mail

from tests.factories import NOW, make_post, make_team
from wraparound.foundation.accounts.models import Invitation, Role
from wraparound.foundation.accounts.rules import Denied
from wraparound.foundation.staffing import invitations, services
from wraparound.foundation.staffing.tests.asking import administrator, place, wanted

pytestmark = pytest.mark.django_db


def link_of(invitation: Invitation) -> str:
    assert invitations.mail_invitation(invitation=invitation, now=NOW)
    return re.search(r"/invitation/([\w-]+)/", mail.outbox[-1].body)[1]


def test_an_invitation_works_once_and_its_key_is_not_in_the_table() -> None:
    invitation = place(administrator(), make_team()).post.invitation
    key = link_of(invitation)
    invitation.refresh_from_db()
    assert key not in invitation.digest
    user = invitations.accept(key=key, password="three quiet lanterns", now=NOW)
    assert user.check_password("three quiet lanterns")
    with pytest.raises(invitations.LinkUsedUp):
        invitations.accept(key=key, password="another quiet lantern", now=NOW)


def test_an_invitation_runs_out_is_replaced_and_dies_with_the_post() -> None:
    actor = administrator()
    post = place(actor, make_team()).post
    key = link_of(post.invitation)
    with pytest.raises(invitations.LinkUsedUp):
        invitations.invitation_of(key=key, now=NOW + timedelta(days=7))
    again = invitations.invite_again(post=post, actor=actor, now=NOW)
    with pytest.raises(invitations.LinkUsedUp):
        invitations.invitation_of(key=key, now=NOW)
    key = link_of(again)
    services.end_post(post=post, last_day=None, reason="mistake", actor=actor, now=NOW)
    with pytest.raises(invitations.LinkUsedUp):
        invitations.invitation_of(key=key, now=NOW)


def test_who_has_a_password_gets_no_link_that_would_replace_it() -> None:
    post = make_post()
    post.user.set_password("three quiet lanterns")
    post.user.save()
    with pytest.raises(Denied):
        invitations.invite_again(post=post, actor=administrator(), now=NOW)


def test_the_first_administrator_is_placed_from_the_command_line_once() -> None:
    team = make_team()
    first = wanted(team, role=Role.AREA_ADMINISTRATOR)
    link = services.place_first_administrator(wanted=first, now=NOW)
    key = re.search(r"/invitation/([\w-]+)/", link)[1]
    assert invitations.invitation_of(key=key, now=NOW).post.role == Role.AREA_ADMINISTRATOR
    with pytest.raises(Denied):
        services.place_first_administrator(wanted=wanted(team, email="x@y.example"), now=NOW)
