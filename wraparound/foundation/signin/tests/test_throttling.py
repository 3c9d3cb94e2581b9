import json
import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.test import Client

from tests.factories import make_client
from wraparound.foundation.audit.models import Entry
from wraparound.foundation.signin import tasks
from wraparound.foundation.signin.models import CachedEntry, Throttle
from wraparound.foundation.signin.rules import FREE_TRIES, LONGEST_WAIT, wait_after
from wraparound.foundation.signin.tests.people import (
    EMAIL,
    PASSWORD,
    code,
    come_in,
    enter,
    generator,
    make_person,
)

pytestmark = pytest.mark.django_db
START = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
WAIT = "Too many tries"
PARTS = ["clientDataJSON", "authenticatorData", "signature", "attestationObject"]
ODD = json.dumps({"id": "eA", "rawId": "eA", "type": "public-key", "response": dict.fromkeys(PARTS, "eA")})
"""An answer that has every part that a device's has, and sense in none."""
UNKNOWN_PASSKEY = '{"id": "of-nobody"}'


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as clock:
        yield clock


def fail(times: int, email: str = EMAIL, address: str = "203.0.113.9", client: Client | None = None) -> str:
    page = ""
    for _ in range(times):
        page = enter(client or Client(), email, "wrong wrong wrong", REMOTE_ADDR=address).content.decode()
    return page


def test_the_wait_grows_and_has_a_top() -> None:
    assert wait_after(FREE_TRIES - 1) == timedelta(0)
    waits = [wait_after(n) for n in range(FREE_TRIES, FREE_TRIES + 20)]
    assert waits == sorted(waits) and waits[0] < waits[1]
    assert waits[-1] == LONGEST_WAIT


def test_after_some_failures_even_the_right_password_has_to_wait_and_then_works(clock) -> None:
    person = make_person()
    generator(person)
    assert WAIT not in fail(FREE_TRIES)
    assert WAIT in enter(Client()).content.decode()
    clock.shift(timedelta(seconds=31))
    assert enter(Client())["Location"] == "/sign-in/code/"


def test_the_answer_is_the_same_whether_or_not_there_is_an_account(clock) -> None:
    make_person()

    def words(page: str) -> list[str]:
        return re.findall(r"<li>\s*<a[^>]*>(.*?)</a>", page)

    for _ in range(FREE_TRIES + 2):
        known, unknown = words(fail(1)), words(fail(1, "nobody@agency.example", "203.0.113.8"))
        assert known == unknown != []


def test_a_stranger_cannot_keep_somebody_out_of_their_own_device(clock) -> None:
    person = make_person()
    secret = generator(person)
    own = Client()
    come_in(own, secret)
    own.post("/sign-out/")
    for _ in range(50):
        fail(3)
        clock.shift(timedelta(minutes=16))
        fail(1)
    assert WAIT in enter(Client()).content.decode()
    assert enter(own)["Location"] == "/sign-in/code/"


def test_a_device_that_is_known_for_one_person_is_not_for_another(clock) -> None:
    own = Client()
    come_in(own, generator(make_person()))
    own.post("/sign-out/")
    make_person("other@agency.example")
    fail(FREE_TRIES, "other@agency.example")
    assert WAIT in enter(own, "other@agency.example").content.decode()


def test_a_known_device_is_throttled_by_its_own_failures(clock) -> None:
    own = Client()
    come_in(own, generator(make_person()))
    own.post("/sign-out/")
    fail(FREE_TRIES, client=own)
    assert WAIT in enter(own).content.decode()


def test_a_forged_device_cookie_is_no_way_round(clock) -> None:
    make_person()
    fail(FREE_TRIES)
    client = Client()
    client.cookies["known_device"] = "eyJpZCI6IngiLCJwZW9wbGUiOltdfQ:1abc:forged"
    assert WAIT in enter(client).content.decode()


def test_a_link_by_mail_is_a_way_in_for_the_owner_while_a_stranger_goes_on(clock) -> None:
    person = make_person()
    generator(person)
    fail(FREE_TRIES)
    tasks.send_reset.func(EMAIL)
    path = re.search(r"(/sign-in/password/\S+)", mail.outbox[0].body)[1]
    client = Client()
    form = client.get(path)["Location"]
    reply = client.post(form, {"password1": "four louder lanterns"})
    assert reply["Location"] == "/sign-in/password/done/"
    fail(FREE_TRIES)
    assert enter(client, password="four louder lanterns")["Location"] == "/sign-in/code/"


def test_one_address_that_tries_many_accounts_has_to_wait(clock) -> None:
    for n in range(30):
        fail(1, f"n{n}@agency.example")
    make_person()
    assert WAIT in enter(Client(), REMOTE_ADDR="203.0.113.9").content.decode()
    assert WAIT not in enter(Client(), REMOTE_ADDR="198.51.100.7").content.decode()


def test_an_hour_without_failures_starts_again(clock) -> None:
    make_person()
    fail(FREE_TRIES - 1)
    clock.shift(timedelta(minutes=61))
    assert WAIT not in fail(FREE_TRIES - 1)
    clock.shift(timedelta(hours=2))
    tasks.prune.func()
    assert not Throttle.objects.exists()


def test_the_table_names_nobody_and_the_audit_says_who_failed(clock) -> None:
    person = make_person()
    fail(1)
    fail(1, "nobody@agency.example")
    assert not any("agency" in row.key for row in Throttle.objects.all())
    denied = Entry.objects.filter(verb="sign_in.password", outcome="denied").order_by("pk")
    assert [entry.detail["user"] for entry in denied] == [person.pk, None]


def test_a_wrong_second_factor_is_on_record_and_a_code_that_was_not_looked_at_is_not(clock) -> None:
    person, client = make_person(), Client()
    secret = generator(person)
    enter(client)
    tried = Entry.objects.filter(verb="sign_in.factor")
    for sent in ({"code": "000000"}, {"credential": UNKNOWN_PASSKEY}):
        client.post("/sign-in/code/", sent)
    assert [(e.outcome, e.user_id, e.detail) for e in tried.all()] == [
        ("denied", None, {"user": person.pk})
    ] * 2
    client.post("/sign-in/code/", {"code": ""})
    assert client.post("/sign-in/code/", {"code": code(secret)})["Location"] == "/"
    assert tried.count() == 2
    client.post("/account/security/confirm/code/", {"code": "000000"})
    assert tried.count() == 3
    for _ in range(9):
        client.post("/account/security/confirm/code/", {"code": "000000"})
    assert 3 < tried.count() < 9


@pytest.mark.parametrize(
    "answer", ["[]", "1", '"x"', "[1]", "{}", '{"id": "x"}', '{"id": 1, "rawId": 1}', '{"rawId": {}}', ODD]
)
def test_what_no_passkey_would_answer_is_a_wrong_answer(clock, answer: str) -> None:
    secret, client = generator(make_person()), Client()
    enter(client)
    pages = ["/sign-in/code/", "/account/security/confirm/passkey/", "/account/security/passkey/"]
    for page in pages:
        assert client.post(page, {"credential": answer}).status_code in (200, 302)
        client.post("/sign-in/code/", {"code": code(secret)})


def test_a_closed_account_answers_like_a_wrong_password(clock) -> None:
    person = make_person()
    person.is_active = False
    person.save()
    assert "is wrong" in enter(Client()).content.decode()


def test_codes_are_throttled_for_whoever_knows_the_password(clock) -> None:
    person = make_person()
    generator(person)
    client = Client()
    enter(client)
    for _ in range(6):
        page = client.post("/sign-in/code/", {"code": "000000"}).content.decode()
    assert "Too many wrong codes" in page


def test_a_code_stays_used_however_many_others_sign_in_meanwhile(clock) -> None:
    """The library keeps 300 entries by default and drops a third of those that count when there are more."""
    make_person()
    cache.set("a", "used", 120)
    for n in range(400):
        cache.set(f"n{n}", "used", 120)
    assert cache.get("a") == "used"
    tasks.prune.func()
    assert cache.get("a") == "used"
    clock.shift(timedelta(seconds=121))
    tasks.prune.func()
    assert not CachedEntry.objects.exists()


def test_asking_for_a_new_password_says_the_same_to_everyone(django_capture_on_commit_callbacks) -> None:
    make_person()
    replies = [Client().post("/sign-in/password/", {"email": e}) for e in (EMAIL, "nobody@agency.example")]
    assert {reply["Location"] for reply in replies} == {"/sign-in/password/sent/"}
    for email in (EMAIL, "nobody@agency.example", "NADIA@agency.example"):
        tasks.send_reset.func(email)
    assert [letter.to for letter in mail.outbox] == [[EMAIL], [EMAIL]]


def test_a_new_password_ends_every_session(clock) -> None:
    person = make_person()
    elsewhere = make_client(person.posts.get())
    here = make_client(person.posts.get())
    new = {"oldpassword": PASSWORD, "password1": "four louder lanterns"}
    assert here.post("/account/security/password/", new).status_code == 302
    assert here.get("/").status_code == 200
    assert elsewhere.get("/")["Location"].startswith("/sign-in/")
    assert Entry.objects.filter(verb="password.change").exists()
