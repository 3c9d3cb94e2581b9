import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.factories import make_client, make_post
from wraparound.foundation.accounts.models import User
from wraparound.foundation.audit.models import Entry
from wraparound.foundation.signin.tests.people import code, come_in, enter, generator, make_person
from wraparound.foundation.ui.pages import Audience, Page
from wraparound.site.library_pages import LIBRARY_PAGES

pytestmark = pytest.mark.django_db
START = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
SAMPLE = {"int": "1", "uuid": "00000000-0000-4000-8000-000000000001"}


def addresses() -> list[tuple[str, Page]]:
    """Walk the whole resolver: each address with something in its place-holders, and its mark."""
    found = []

    def walk(resolver: URLResolver, route: str, space: str) -> None:
        for entry in resolver.url_patterns:
            pattern = str(entry.pattern)
            if isinstance(entry, URLResolver):
                walk(entry, route + pattern, f"{space}{entry.namespace}:" if entry.namespace else space)
            elif isinstance(entry, URLPattern):
                page = getattr(entry.callback, "page", None) or LIBRARY_PAGES.get(f"{space}{entry.name}")
                found.append((route + _filled(entry), page))

    walk(get_resolver(), "/", "")
    return found


def _filled(entry: URLPattern) -> str:
    if entry.name == "account_reset_password_from_key":
        return "sign-in/password/1-x/"
    return re.sub(r"<(?:(\w+):)?\w+>", lambda m: SAMPLE.get(m[1] or "", "x"), str(entry.pattern))


PRIVATE = [
    (path, page) for path, page in addresses() if page.audience in (Audience.SIGNED_IN, Audience.CHILD)
]
BEFORE_FACTOR = {path for path, page in PRIVATE if not page.needs_factor}


@pytest.fixture
def person() -> User:
    return make_person()


def test_the_walk_finds_the_pages() -> None:
    assert {"/", "/account/security/", "/staff/", "/notices/"} <= {path for path, _ in PRIVATE}
    assert {
        "/account/security/", "/account/security/app/", "/account/security/passkey/",
        "/account/security/confirm/",
    } == BEFORE_FACTOR  # fmt: skip


@pytest.mark.parametrize("method", ["get", "post", "put", "delete"])
def test_no_route_escapes_the_sign_in(method: str) -> None:
    for path, _ in PRIVATE:
        reply = getattr(Client(), method)(path)
        assert reply.status_code == 302 and reply["Location"].startswith("/sign-in/"), path


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_route_escapes_the_second_factor_between_the_two_steps(person: User, method: str) -> None:
    generator(person)
    client = Client()
    enter(client)
    for path, _ in PRIVATE:
        reply = getattr(client, method)(path)
        assert reply.status_code == 302 and reply["Location"].startswith("/sign-in/"), path


@pytest.mark.parametrize("method", ["get", "post"])
def test_without_a_factor_every_route_leads_to_setting_one_up(person: User, method: str) -> None:
    client = Client()
    enter(client)
    for path, _ in PRIVATE:
        if path not in BEFORE_FACTOR:
            reply = getattr(client, method)(path)
            assert reply.status_code == 302 and reply["Location"] == "/account/security/", path


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_session_that_did_not_pass_the_factor_goes_nowhere(person: User, method: str) -> None:
    generator(person)
    for path, _ in PRIVATE:
        client = make_client(person.posts.get(), factor=False)
        reply = getattr(client, method)(path)
        assert reply.status_code == 302 and reply["Location"].startswith("/sign-in/"), path
        assert "_auth_user_id" not in client.session, path


def test_somebody_who_sets_a_factor_up_shuts_out_an_older_session(person: User) -> None:
    older = Client()
    enter(older)
    generator(person)
    assert older.get("/account/security/passkey/")["Location"].startswith("/sign-in/")


def test_a_code_is_taken_once(person: User) -> None:
    with time_machine.travel(START, tick=False):
        secret = generator(person)
        used = code(secret)
        first, second = Client(), Client()
        enter(first)
        enter(second)
        assert first.post("/sign-in/code/", {"code": used}).status_code == 302
    with time_machine.travel(START + timedelta(seconds=40), tick=False):
        reply = second.post("/sign-in/code/", {"code": used})
        assert "is wrong or has been used" in reply.content.decode()


def test_a_clock_that_is_half_a_minute_off_does_not_matter(person: User) -> None:
    secret = generator(person)
    client = Client()
    enter(client)
    assert client.post("/sign-in/code/", {"code": code(secret, ahead=-1)}).status_code == 302


def test_the_secret_is_sealed_in_the_table(person: User) -> None:
    secret = generator(person)
    assert secret not in str(Authenticator.objects.get().data)


def test_after_half_an_hour_of_nothing_the_session_is_over_and_returns_to_the_page(person: User) -> None:
    with time_machine.travel(START, tick=False) as clock:
        client = make_client(person.posts.get())
        assert client.get("/notices/?page=2").status_code == 200
        clock.shift(timedelta(minutes=31))
        reply = client.get("/notices/?page=2")
        assert reply["Location"] == "/sign-in/?next=%2Fnotices%2F%3Fpage%3D2"
        page = client.get(reply["Location"]).content.decode()
        assert "nothing happened for 30 minutes" in page and 'value="/notices/?page=2"' in page
        assert "_auth_user_id" not in client.session


def test_a_form_sent_too_late_returns_to_its_page_by_get(person: User) -> None:
    with time_machine.travel(START, tick=False) as clock:
        client = make_client(person.posts.get())
        client.get("/notices/")
        clock.shift(timedelta(minutes=31))
        reply = client.post("/notices/read/", HTTP_REFERER="http://testserver/notices/?page=2")
        assert reply["Location"] == "/sign-in/?next=%2Fnotices%2F%3Fpage%3D2"
        elsewhere = make_client(person.posts.get())
        clock.shift(timedelta(minutes=31))
        elsewhere.get("/")
        clock.shift(timedelta(minutes=31))
        assert (
            elsewhere.post("/notices/read/", HTTP_REFERER="https://elsewhere.example/x")["Location"]
            == "/sign-in/"
        )


def test_a_part_of_a_page_that_is_asked_for_too_late_moves_the_whole_page(person: User) -> None:
    reply = Client().get(
        "/notices/", HTTP_HX_REQUEST="true", HTTP_HX_CURRENT_URL="http://testserver/staff/?page=3"
    )
    assert reply["HX-Redirect"] == "/sign-in/?next=%2Fstaff%2F%3Fpage%3D3"


def test_work_keeps_a_session_going_but_not_beyond_twelve_hours(person: User) -> None:
    with time_machine.travel(START, tick=False) as clock:
        client = make_client(person.posts.get())
        for _ in range(24):
            assert client.get("/").status_code == 200
            clock.shift(timedelta(minutes=29))
        clock.shift(timedelta(minutes=25))
        client.get("/health/")
        assert "12 hours" in client.get("/sign-in/").content.decode()
        assert client.get("/")["Location"].startswith("/sign-in/")


def test_signing_out_and_everything_about_a_sign_in_is_on_record(person: User) -> None:
    client = Client()
    come_in(client, generator(person))
    assert client.post("/sign-out/")["Location"] == "/sign-in/"
    assert client.get("/")["Location"].startswith("/sign-in/")
    verbs = list(Entry.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["sign_in.done", "sign_out"]
    assert set(Entry.objects.values_list("user_id", flat=True)) == {person.pk}
    client.post("/sign-in/", {"login": person.email, "password": "a stranger's guess"})
    refused = Entry.objects.get(outcome="denied")
    assert (refused.user_id, refused.detail["user"]) == (None, person.pk), "nobody has shown that it was them"
    read = make_client(person.posts.get()).get("/looks/mine/").text
    assert "Signed in" in read and "Signed out" in read


def test_getting_the_sign_out_page_signs_nobody_out(person: User) -> None:
    client = make_client(person.posts.get())
    assert "Sign out?" in client.get("/sign-out/").content.decode()
    assert client.get("/").status_code == 200


def test_a_person_sees_where_they_are_signed_in_and_signs_out_elsewhere(person: User) -> None:
    secret = generator(person)
    one, two = Client(HTTP_USER_AGENT="Firefox/130 Windows"), Client(HTTP_USER_AGENT="Chrome/140 Android")
    with time_machine.travel(START, tick=False) as clock:
        come_in(one, secret)
        clock.shift(timedelta(minutes=3))
        come_in(two, secret)
        page = two.get("/account/security/devices/").content.decode()
        assert "Firefox on Windows" in page and "Chrome on Android" in page
        two.post("/account/security/devices/")
        assert one.get("/")["Location"].startswith("/sign-in/")
        assert two.get("/").status_code == 200


def test_a_factor_is_changed_only_by_who_has_just_proved_who_they_are(person: User) -> None:
    secret = generator(person)
    with time_machine.travel(START, tick=False) as clock:
        client = Client()
        come_in(client, secret)
        clock.shift(timedelta(minutes=6))
        for path in ("app/remove/", "passkey/", "recovery-codes/new/"):
            assert client.get(f"/account/security/{path}")["Location"].startswith(
                "/account/security/confirm/"
            )
        client.post(
            "/account/security/confirm/?next=/account/security/passkey/", {"password": "three quiet lanterns"}
        )
        assert client.get("/account/security/passkey/").status_code == 200


def test_the_only_factor_cannot_be_taken_away(person: User) -> None:
    client = Client()
    come_in(client, generator(person))
    page = client.post("/account/security/app/remove/").content.decode()
    assert "Add another one first" in page
    assert Authenticator.objects.filter(user=person, type="totp").exists()


def test_a_recovery_code_works_once_and_new_ones_replace_them(person: User) -> None:
    secret = generator(person)
    client = Client()
    come_in(client, secret)
    client.post("/account/security/recovery-codes/new/")
    page = client.get("/account/security/recovery-codes/").content.decode()
    spare = page.split("<li>")[1].split("</li>")[0]
    assert (
        "We cannot show them a second time"
        in client.get("/account/security/recovery-codes/").content.decode()
    )
    first, second = Client(), Client()
    enter(first)
    assert first.post("/sign-in/code/", {"code": spare})["Location"] == "/"
    enter(second)
    assert "is wrong" in second.post("/sign-in/code/", {"code": spare}).content.decode()


def test_nobody_signs_themselves_up() -> None:
    for path in ("/sign-up/", "/signup/", "/accounts/signup/", "/accounts/login/", "/accounts/email/"):
        assert Client().get(path).status_code == 404


def test_who_has_two_posts_chooses_and_sees_only_that_one(person: User) -> None:
    second = make_post(user=person, title="Night nurse")
    client = Client()
    come_in(client, generator(person))
    assert client.get("/notices/")["Location"] == "/account/posts/?next=%2Fnotices%2F"
    reply = client.post(f"/account/posts/{second.public_id}/", {"next": "/notices/"})
    assert reply["Location"] == "/notices/"
    assert "Night nurse" in client.get("/notices/").content.decode()
    assert client.post(f"/account/posts/{make_post().public_id}/")["Location"] == "/account/posts/"
    away = client.post(f"/account/posts/{second.public_id}/", {"next": "https://elsewhere.example/"})
    assert away["Location"] == "/"
