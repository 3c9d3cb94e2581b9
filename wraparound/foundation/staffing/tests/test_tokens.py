from datetime import timedelta

import pytest

from tests.factories import NOW, make_actor, make_agency
from wraparound.foundation.accounts.models import Role
from wraparound.foundation.accounts.queries import actor_of_token, live_token
from wraparound.foundation.accounts.rules import Denied, May
from wraparound.foundation.staffing import tokens
from wraparound.foundation.staffing.tests.asking import administrator

pytestmark = pytest.mark.django_db


def token(**given) -> tokens.Secret:
    values = {
        "agency": make_agency(),
        "name": "Roll",
        "scopes": ["feeds"],
        "expires_at": NOW + timedelta(days=30),
        "actor": administrator(),
        "now": NOW,
        **given,
    }
    return tokens.create_token(**values)


def test_a_token_is_shown_once_and_lets_its_system_do_what_it_says() -> None:
    made = token()
    held = live_token(made.secret, now=NOW)
    assert made.secret not in held.digest
    assert actor_of_token(held, now=NOW).may == frozenset({May.SEND_FEEDS})


def test_a_renewed_token_keeps_its_holder_and_its_old_secret_is_dead() -> None:
    made = token()
    again = tokens.renew_token(
        token=made.token, expires_at=NOW + timedelta(days=60), actor=administrator(), now=NOW
    )
    assert live_token(made.secret, now=NOW) is None
    assert live_token(again.secret, now=NOW).holder_id == made.token.holder_id
    assert again.link_key != made.link_key


def test_a_revoked_token_is_dead_and_cannot_be_renewed() -> None:
    made = token()
    tokens.revoke_token(token=made.token, actor=administrator(), now=NOW)
    assert live_token(made.secret, now=NOW + timedelta(seconds=1)) is None
    with pytest.raises(Denied):
        tokens.renew_token(
            token=made.token, expires_at=NOW + timedelta(days=60), actor=administrator(), now=NOW
        )


def test_tokens_are_made_by_administrators_with_a_scope_an_end_and_a_name_of_their_own() -> None:
    agency = make_agency()
    token(agency=agency)
    wrong = [
        {"actor": make_actor(role=Role.TEAM_MANAGER)},
        {"scopes": []},
        {"scopes": ["everything"]},
        {"expires_at": NOW},
        {"agency": agency},
    ]
    for given in wrong:
        with pytest.raises(Denied):
            token(**given)
