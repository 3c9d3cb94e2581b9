from datetime import timedelta
from uuid import uuid4

import jwt
import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import make_agency, make_child, make_client, make_post
from wraparound.foundation.accounts.models import Role, Token
from wraparound.foundation.accounts.queries import digest_of
from wraparound.foundation.agencies.models import Agency, Holder
from wraparound.foundation.audit.models import Entry
from wraparound.foundation.signin.link_services import link_key

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency() -> Agency:
    return make_agency()


@pytest.fixture
def reason() -> dict[str, str]:
    from wraparound.outcomes.access.models import Reason

    return {"reason": Reason.values[0], "words": ""}


def link(agency: Agency, **claims: str) -> str:
    now = timezone.now()
    token = Token.objects.create(
        holder=Holder.objects.create(kind=Holder.Kind.TOKEN), agency=agency, name=uuid4().hex,
        digest=digest_of(uuid4().hex), scopes=["search"], created_at=now - timedelta(hours=1),
        expires_at=now + timedelta(days=9),
    )  # fmt: skip
    said = {"aud": "wraparound", "exp": int(now.timestamp()) + 300, "jti": uuid4().hex, **claims}
    return jwt.encode(said, link_key(token), algorithm="HS256", headers={"kid": str(token.pk)})


def test_a_get_brings_nothing_and_a_post_goes_on_without_the_link(agency: Agency) -> None:
    client, signed = Client(enforce_csrf_checks=True), link(agency, child=str(uuid4()))
    page = client.get("/open/", {"link": signed}).content.decode()
    assert "Go on" in page
    reply = client.post("/open/", {"link": signed})
    assert reply.status_code == 302 and signed not in reply["Location"]
    assert client.get(reply["Location"])["Location"].startswith("/sign-in/?next=%2Fopen%2F")
    assert client.post("/open/", {"link": signed}).status_code == 400


def test_an_agencys_own_number_does_not_come_in_an_address(agency: Agency) -> None:
    assert Client().get("/open/", {"link": link(agency, number="A-17")}).status_code == 400


@pytest.mark.parametrize("kind", ["child", "number"])
def test_with_a_post_and_a_reason_the_child_opens_once(
    agency: Agency, reason: dict[str, str], kind: str
) -> None:
    child = make_child(agency=agency)
    source = child.sources.get()
    signed = link(agency, **{kind: str(child.public_id) if kind == "child" else source.source_id})
    there = Client().post("/open/", {"link": signed})["Location"]
    client = make_client(make_post())
    page = client.get(there).content.decode()
    assert "Okafor" not in page and "Why are you looking?" in page
    assert client.post(there, {"words": ""}).status_code == 200
    assert client.post(there, reason)["Location"] == f"/children/{child.public_id}/"
    assert "Okafor" in client.get(f"/children/{child.public_id}/").content.decode()
    assert client.post(there, reason).status_code == 410


def test_denied_and_missing_look_alike(agency: Agency, reason: dict[str, str]) -> None:
    post = make_post()
    replies = []
    for reference in (str(uuid4()), "nonsense"):
        there = Client().post("/open/", {"link": link(agency, child=reference)})["Location"]
        client = make_client(post)
        page = client.get(there)
        reply = client.post(there, reason)
        replies.append((page.status_code, reply.status_code, reply["Location"]))
    assert set(replies) == {(200, 302, "/find/")}
    assert Entry.objects.filter(verb="open.link", outcome="denied").count() == 2


def test_who_may_not_search_has_no_such_page(agency: Agency) -> None:
    there = Client().post("/open/", {"link": link(agency, child=str(uuid4()))})["Location"]
    assert make_client(make_post(role=Role.PRIVACY_OFFICER)).get(there).status_code == 404
