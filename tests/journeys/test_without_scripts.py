"""A health visitor on an old machine that runs no scripts signs in, finds a child and opens the card."""

from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser import follow
from tests.factories import make_agency, make_child, make_service, make_source, make_team, say
from wraparound.foundation.area.models import Area
from wraparound.foundation.signin.tests.people import EMAIL, PASSWORD, code, generator, make_person
from wraparound.outcomes.children.models import Address, Child
from wraparound.outcomes.finding.refiling import refile

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_whole_way_from_signing_in_to_the_card_without_a_script(plain_page: Page, live_server) -> None:
    Area.objects.create(code="E06000099", name="Alderbrook")
    secret = generator(make_person())
    health = make_agency(name="Alderbrook Community Health")
    child = make_child("Siobhán", "O'Neill", date(2023, 5, 14), agency=health)
    say(make_source(child, health), Address, lines="12 Mill Lane", postcode="WA8 7QF")
    make_team(make_service(health))
    refile(Child.objects.values_list("pk", flat=True), now=timezone.now())
    page = plain_page

    # She signs in with her password and the code of her telephone.
    page.goto(live_server.url)
    page.get_by_label("Email address").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    follow(page.get_by_role("button", name="Sign in"))
    page.get_by_label("Code").fill(code(secret))
    follow(page.get_by_role("button", name="Continue"))
    expect(page.get_by_role("heading", name="My work")).to_be_visible()

    # She types what she heard; a reason that she forgot is asked for, and what she typed is kept.
    follow(page.get_by_role("link", name="Find a child"))
    page.get_by_label("Who are you looking for?").fill("shivon oneil 2023")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Press one of the five reasons")
    expect(page.get_by_label("Who are you looking for?")).to_have_value("shivon oneil 2023")
    follow(page.get_by_role("button", name="I am worried about the child"))

    # The card opens by one press, the address by another.
    follow(page.get_by_role("row").nth(1).get_by_role("button", name="Open"))
    expect(page.get_by_role("region", name="Child", exact=True)).to_contain_text("Siobhán O'Neill")
    expect(page.locator("main")).not_to_contain_text("12 Mill Lane")
    follow(page.get_by_role("button", name="Show address"))
    expect(page.locator("main")).to_contain_text("12 Mill Lane, WA8 7QF")

    # She signs out, and the page that she had is not hers any more.
    card = page.url
    follow(page.get_by_role("button", name="Sign out"))
    page.goto(card)
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
