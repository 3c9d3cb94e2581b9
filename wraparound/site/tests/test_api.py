"""The API knows systems by their token, says errors as problem+json, and limits how often one asks."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from tests.factories import make_agency
from wraparound.foundation.accounts.models import Token
from wraparound.foundation.accounts.queries import digest_of
from wraparound.foundation.accounts.services import count_request
from wraparound.foundation.agencies.models import Holder
from wraparound.foundation.ui.problems import CODES
from wraparound.site.api import api

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
    settings.API_REQUESTS_A_MINUTE = 2
    make_token()
    replies = [ask() for _ in range(6)]
    assert 429 in {reply.status_code for reply in replies}
    refused = next(reply for reply in replies if reply.status_code == 429)
    assert 1 <= int(refused["Retry-After"]) <= 60


def test_the_document_for_engineers_tells_every_address_and_code() -> None:
    told = (Path(__file__).parents[3] / "docs/api.md").read_text()
    for path in api.get_openapi_schema(path_prefix="/api/v1/")["paths"]:
        last = path.removeprefix("/api/v1").replace("/{public_id}", "").strip("/")
        assert all(f"/{part}" in told for part in last.split("/") if part), path
    for code, (status, _) in CODES.items():
        if status not in (413, 500):
            assert f"`{code}`" in told, code


def test_the_description_is_public() -> None:
    assert Client().get("/api/v1/openapi.json").json()["info"]["title"] == "Wraparound"


def test_every_reply_says_its_number_and_how_many_requests_are_left(settings) -> None:
    settings.API_REQUESTS_A_MINUTE = 10
    make_token()
    first, second = ask(), ask()
    assert first["RateLimit-Limit"] == "10"
    assert int(second["RateLimit-Remaining"]) == int(first["RateLimit-Remaining"]) - 1
    assert 1 <= int(first["RateLimit-Reset"]) <= 60
    assert uuid.UUID(first["X-Request-Id"]) != uuid.UUID(second["X-Request-Id"])


@pytest.mark.django_db(transaction=True)
def test_requests_that_come_at_once_are_each_counted() -> None:
    token = make_token()

    def once(_: int) -> int:
        try:
            return count_request(token=token, now=timezone.now())
        finally:
            connection.close()

    start = int(timezone.now().timestamp()) // 60
    with ThreadPoolExecutor(8) as pool:
        counts = list(pool.map(once, range(40)))
    if int(timezone.now().timestamp()) // 60 == start:
        assert max(counts) == 40


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("get", "/api/v1/nothing", 404, "missing"),
        ("get", "/api/v1/feeds/", 404, "missing"),
        ("delete", "/api/v1/feeds", 405, "method"),
        ("get", "/api/v1/", 401, "unknown token"),
    ],
)
def test_whatever_goes_wrong_is_a_problem(method: str, path: str, status: int, code: str) -> None:
    reply = getattr(Client(), method)(path)
    assert reply.status_code == status
    assert reply["Content-Type"] == "application/problem+json"
    assert reply.json()["code"] == code and reply.json()["status"] == status


def test_a_method_that_is_not_taken_says_which_are() -> None:
    assert set(Client().delete("/api/v1/feeds")["Allow"].split(", ")) == {"GET", "POST"}
