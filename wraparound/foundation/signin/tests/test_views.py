import re

import pytest
from django.test import Client

from tests.factories import make_client
from wraparound.foundation.accounts.models import User
from wraparound.foundation.audit.models import Entry
from wraparound.foundation.signin.tests.people import code, enter, generator, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    return make_person()


def test_password_and_code_open_the_product(person: User) -> None:
    secret = generator(person)
    client = Client()
    assert enter(client)["Location"] == "/sign-in/code/"
    assert client.get("/")["Location"].startswith("/sign-in/")
    assert client.post("/sign-in/code/", {"code": code(secret)})["Location"] == "/"
    assert client.get("/").status_code == 200
    assert Entry.objects.filter(verb="sign_in.done", detail__user=person.pk).exists()


def test_without_a_factor_there_is_only_setting_one_up(person: User) -> None:
    client = Client()
    assert enter(client)["Location"] == "/"
    assert client.get("/")["Location"] == "/account/security/"
    assert client.get("/account/posts/")["Location"] == "/account/security/"
    page = client.get("/account/security/app/").content.decode()
    secret = re.search(r"<code>([A-Z2-7]+)<", page)[1]
    reply = client.post("/account/security/app/", {"code": code(secret)})
    assert reply["Location"] == "/account/security/recovery-codes/"
    assert len(re.findall(r"<li>\d{8}</li>", client.get(reply["Location"]).content.decode())) == 10
    assert client.get("/").status_code == 200
    assert Entry.objects.filter(verb="factor.add_generator").exists()


@pytest.mark.parametrize(
    "path",
    [
        "/sign-in/", "/sign-in/password/", "/sign-in/password/sent/", "/sign-in/password/done/",
        "/sign-in/password/1-nothing/",
    ],
)  # fmt: skip
def test_public_pages_open(path: str) -> None:
    assert Client().get(path).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/account/security/", "/account/posts/", "/account/security/password/", "/account/security/devices/",
        "/account/security/app/remove/", "/account/security/recovery-codes/new/", "/account/security/passkey/",
        "/account/security/confirm/", "/account/security/confirm/code/",
    ],
)  # fmt: skip
def test_own_account_pages_open(person: User, path: str) -> None:
    generator(person)
    assert make_client(person.posts.get()).get(path).status_code == 200
