"""The API knows systems by their token, says errors as problem+json, and limits how often one asks."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from tests.factories import make_agency
from wraparound.foundation.accounts.models import Token
from wraparound.foundation.accounts.queries import digest_of
from wraparound.foundation.agencies.models import Holder

pytestmark = pytest.mark.django_db


def make_token(key: str = "key", **given) -> Token:
    now = timezone.now()
    values = {
        "agency": given.pop("agency", None) or make_agency(), "name": "The roll", "scopes": ["search"],
        "created_at": now, "expires_at": now + timedelta(days=1), **given,
    }  # fmt: skip
    holder = Holder.objects.create(kind=Holder.Kind.TOKEN)
    return Token.objects.create(holder=holder, digest=digest_of(key), **values)


def ask(key: str = "key", path: str = "/api/v1/"):
    return Client().get(path, headers={"Authorization": f"Bearer {key}"})


def test_a_token_in_force_says_who_it_is() -> None:
    token = make_token()
    reply = ask()
    assert reply.status_code == 200
    assert reply.json()["agency_code"] == token.agency.code
    assert reply.json()["may"] == ["search"]


@pytest.mark.parametrize("given", [{"expires_at": timezone.now()}, {"revoked_at": timezone.now()}])
def test_a_token_that_ended_is_as_none(given: dict) -> None:
    make_token(**given)
    for key in ("key", "another"):
        reply = ask(key)
        assert reply.status_code == 401
        assert reply["Content-Type"] == "application/problem+json"


def test_a_token_of_an_agency_without_an_agreement_may_nothing() -> None:
    token = make_token()
    token.agency.agreements.all().delete()
    assert ask().json()["may"] == []


def test_asking_too_often_is_refused_with_how_long_to_wait(settings) -> None:
    cache.clear()
    settings.API_REQUESTS_A_MINUTE = 2
    make_token()
    replies = [ask() for _ in range(6)]
    assert 429 in {reply.status_code for reply in replies}
    refused = next(reply for reply in replies if reply.status_code == 429)
    assert 1 <= int(refused["Retry-After"]) <= 60


def test_the_description_is_public() -> None:
    assert Client().get("/api/v1/openapi.json").json()["info"]["title"] == "Wraparound"
