"""Signing in in a real browser: with a passkey that the browser itself keeps, and with a code from an app."""

import re

import pytest
from playwright.sync_api import Page

from tests.browser import check_page, follow, tab_stops
from wraparound.foundation.signin.tests.people import EMAIL, PASSWORD, code, make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def with_passkeys(page: Page) -> None:
    """Give the browser an authenticator of its own that always says yes."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/sign-in/")
    page.get_by_label("Email address").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    follow(page.get_by_role("button", name="Sign in"))


def test_a_passkey_is_set_up_and_used(wide_page: Page, live_server) -> None:
    make_person()
    page = wide_page
    with_passkeys(page)
    sign_in(page, live_server.url)
    check_page(page)
    follow(page.get_by_role("button", name="Set up a passkey"))
    check_page(page)
    page.get_by_label("What do you call this device?").fill("Work phone")
    follow(page.get_by_role("button", name="Continue on my device"))
    page.wait_for_url("**/recovery-codes/")
    assert page.locator("main li").count() == 10
    check_page(page)
    follow(page.get_by_role("button", name="I have kept them"))
    page.get_by_role("heading", name="My work").wait_for()
    follow(page.get_by_role("button", name="Sign out"))
    sign_in(page, live_server.url)
    check_page(page)
    follow(page.get_by_role("button", name="Use my passkey"))
    page.get_by_role("heading", name="My work").wait_for()
    page.goto(f"{live_server.url}/account/security/")
    assert page.get_by_text("Work phone").first.is_visible()
    check_page(page)


def test_a_device_that_does_not_answer_is_said_on_the_page(wide_page: Page, live_server) -> None:
    make_person()
    sign_in(wide_page, live_server.url)
    wide_page.goto(f"{live_server.url}/account/security/passkey/")
    assert wide_page.get_by_text("Your device did not answer").is_hidden()
    assert wide_page.get_by_label("What do you call this device?").input_value() == ""
    wide_page.evaluate("() => { navigator.credentials.create = () => Promise.reject(new Error('no')) }")
    wide_page.get_by_role("button", name="Continue on my device").click()
    wide_page.get_by_text("Your device did not answer").wait_for()


def test_a_code_from_an_app_works_on_a_small_telephone_without_scripts(plain_page: Page, live_server) -> None:
    make_person()
    page = plain_page
    sign_in(page, live_server.url)
    follow(page.get_by_role("button", name="Set up an app"))
    secret = re.search(r"<code>([A-Z2-7]+)<", page.content())[1]
    page.get_by_label("Code from your app").fill("000000")
    follow(page.get_by_role("button", name="Continue"))
    assert page.get_by_role("link", name="The code is wrong").is_visible()
    page.get_by_label("Code from your app").fill(code(secret))
    follow(page.get_by_role("button", name="Continue"))
    follow(page.get_by_role("button", name="I have kept them"))
    assert page.get_by_role("heading", name="My work").is_visible()


def test_signing_in_by_keyboard_on_a_small_telephone(narrow_page: Page, live_server) -> None:
    narrow_page.goto(f"{live_server.url}/sign-in/")
    check_page(narrow_page)
    stops = " / ".join(tab_stops(narrow_page))
    assert re.search(r"INPUT .*INPUT .*BUTTON .*Sign in.*I forgot my password", stops, re.S)
    follow(narrow_page.get_by_role("button", name="Sign in"))
    narrow_page.get_by_role("heading", name="There is a problem").wait_for()
    check_page(narrow_page)
