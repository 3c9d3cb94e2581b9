from datetime import timedelta
from uuid import uuid4

import jwt
import pytest

from tests.factories import NOW, make_actor, make_agency
from wraparound.foundation.accounts.models import AgencyAgreement, Role, Token
from wraparound.foundation.accounts.queries import digest_of
from wraparound.foundation.accounts.rules import Denied
from wraparound.foundation.agencies.models import Holder
from wraparound.foundation.signin.link_rules import BadLink, names_number
from wraparound.foundation.signin.link_services import (
    bring_link,
    link_key,
    link_target,
    prune_links,
    take_link,
)
from wraparound.foundation.signin.models import LinkOpening

pytestmark = pytest.mark.django_db


def make_token(**given) -> Token:
    values = {
        "agency": given.pop("agency", None) or make_agency(),
        "name": "Health system",
        "digest": digest_of(str(uuid4())),
        "scopes": ["search"],
        "created_at": NOW - timedelta(days=1),
        "expires_at": NOW + timedelta(days=30),
        **given,
    }
    return Token.objects.create(holder=Holder.objects.create(kind=Holder.Kind.TOKEN), **values)


def sign(
    token: Token, key: bytes | None = None, algorithm: str = "HS256", kid: object = None, **claims
) -> str:
    said = {
        "aud": "wraparound",
        "exp": int((NOW + timedelta(minutes=5)).timestamp()),
        "jti": uuid4().hex,
        "child": str(uuid4()),
        "purpose": "visit",
        **claims,
    }
    said = {name: value for name, value in said.items() if value is not None}
    headers = {"kid": str(token.pk) if kid is None else kid}
    return jwt.encode(said, key or link_key(token), algorithm=algorithm, headers=headers)


def test_a_link_is_brought_once_and_names_the_child_for_whoever_takes_it_up_once() -> None:
    token, actor = make_token(), make_actor()
    signed = sign(token, child=None, number="A-17")
    opening = bring_link(signed=signed, now=NOW)
    target = link_target(public_id=opening.public_id, now=NOW)
    assert (target.agency_id, target.kind, target.reference) == (token.agency_id, "number", "A-17")
    with pytest.raises(BadLink):
        bring_link(signed=signed, now=NOW)
    assert take_link(public_id=opening.public_id, actor=actor, now=NOW) == target
    with pytest.raises(BadLink):
        take_link(public_id=opening.public_id, actor=actor, now=NOW)
    assert link_target(public_id=opening.public_id, now=NOW) is None


FAR, GONE = int((NOW + timedelta(hours=2)).timestamp()), int((NOW - timedelta(minutes=1)).timestamp())


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": GONE}, {"exp": FAR}, {"exp": None}, {"exp": "soon"}, {"exp": 10**30},
        {"jti": None}, {"jti": "short"}, {"jti": "x" * 65}, {"jti": 12345678901234567890},
        {"aud": "elsewhere"}, {"aud": None}, {"child": None}, {"child": ""}, {"child": 7},
        {"number": "both"}, {"child": "x" * 101}, {"purpose": 3},
        {"key": b"somebody else's key of enough length"}, {"algorithm": "HS512"}, {"kid": "x"}, {"kid": "999999"},
    ],
    ids=str,
)  # fmt: skip
def test_a_link_that_says_anything_else_does_not_hold(claims) -> None:
    with pytest.raises(BadLink):
        bring_link(signed=sign(make_token(), **claims), now=NOW)
    assert not LinkOpening.objects.exists()


@pytest.mark.parametrize("text", ["", "x", "a.b.c", "é" * 50, "eyJhbGciOiJub25lIn0.e30."])
def test_what_is_no_link_does_not_hold(text: str) -> None:
    with pytest.raises(BadLink):
        bring_link(signed=text, now=NOW)
    assert names_number(text) is False


def test_a_link_that_is_not_signed_at_all_does_not_hold() -> None:
    token = make_token()
    said = {"aud": "wraparound", "exp": int(NOW.timestamp()) + 60, "jti": uuid4().hex, "child": str(uuid4())}
    with pytest.raises(BadLink):
        bring_link(signed=jwt.encode(said, "", algorithm="none", headers={"kid": str(token.pk)}), now=NOW)


@pytest.mark.parametrize(
    "given",
    [{"revoked_at": NOW - timedelta(hours=1)}, {"expires_at": NOW}, {"scopes": ["feeds"]}],
    ids=str,
)
def test_a_token_that_does_not_hold_or_may_not_search_signs_nothing(given) -> None:
    token = make_token(**given)
    with pytest.raises(BadLink):
        bring_link(signed=sign(token), now=NOW)


def test_an_agency_without_an_agreement_signs_nothing() -> None:
    token = make_token()
    AgencyAgreement.objects.filter(agency=token.agency).delete()
    with pytest.raises(BadLink):
        bring_link(signed=sign(token), now=NOW)


def test_one_agencys_key_signs_nothing_for_another() -> None:
    mine, other = make_token(), make_token()
    with pytest.raises(BadLink):
        bring_link(signed=sign(other, key=link_key(mine)), now=NOW)


def test_the_key_is_not_to_be_had_from_the_table_alone(settings) -> None:
    token = make_token()
    before = link_key(token)
    signed = sign(token)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    assert link_key(token) != before
    assert bring_link(signed=signed, now=NOW)
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(BadLink):
        bring_link(signed=sign(token, key=before), now=NOW)


def test_a_brought_link_runs_out_and_is_forgotten() -> None:
    opening = bring_link(signed=sign(make_token()), now=NOW)
    later = NOW + timedelta(minutes=16)
    assert link_target(public_id=opening.public_id, now=later) is None
    with pytest.raises(BadLink):
        take_link(public_id=opening.public_id, actor=make_actor(), now=later)
    assert prune_links(now=NOW + timedelta(days=2)) == 1


def test_only_who_may_search_takes_a_link_up() -> None:
    opening = bring_link(signed=sign(make_token()), now=NOW)
    with pytest.raises(Denied):
        take_link(public_id=opening.public_id, actor=make_actor(role=Role.PRIVACY_OFFICER), now=NOW)
    assert link_target(public_id=opening.public_id, now=NOW) is not None
