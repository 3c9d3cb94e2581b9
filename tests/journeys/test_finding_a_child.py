"""A health visitor finds a child whose name was misheard on the telephone and rings the social worker."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser import become, check_page, follow
from tests.factories import (
    make_agency,
    make_child,
    make_client,
    make_involvement,
    make_post,
    make_service,
    make_source,
    make_team,
    make_user,
    say,
)
from wraparound.foundation.area.models import Area, DutyNumber
from wraparound.foundation.audit.models import Entry
from wraparound.outcomes.card.models import RingRequest
from wraparound.outcomes.children.models import Address, Banner, Child, Name
from wraparound.outcomes.finding.refiling import refile

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town() -> SimpleNamespace:
    """A town with a health visitor, a social worker, and Siobhán O'Neill, of whom two agencies know."""
    area = Area.objects.create(code="E06000099", name="Alderbrook")
    DutyNumber.objects.create(area=area, label="Duty team", telephone="01632 960111")
    health = make_agency(name="Alderbrook Community Health")
    council = make_agency(name="Alderbrook Council", kind="council", sector="social_care")
    visiting = make_team(make_service(health, name="Health visiting"), name="Health visiting, north")
    care = make_team(make_service(council, name="Social care"), name="Social care, north")
    visitor = make_post(
        visiting, title="Health visitor", telephone="01632 960150", user=make_user(full_name="Ruth Adeyemi")
    )
    worker = make_post(care, title="Social worker", user=make_user(full_name="Priya Shah"))
    child = make_child("Siobhán", "O'Neill", date(2023, 5, 14), agency=health)
    source = make_source(child, council)
    say(source, Name, given_names="Shivaun", family_name="O'Neill", kind="known_as")
    say(source, Address, lines="12 Mill Lane", postcode="WA8 7QF")
    say(source, Banner, kind="court_order", words="Not to be collected by Thomas Reed.")
    make_involvement(
        child, care, worker="Priya Shah", worker_telephone="01632 960160", worker_post_id=worker.pk
    )
    make_child("Sean", "Nellis", date(2021, 1, 2))
    refile(Child.objects.values_list("pk", flat=True), now=timezone.now())
    return SimpleNamespace(visitor=visitor, worker=worker, child=child)


def test_a_health_visitor_finds_a_misheard_child_and_rings_the_social_worker(
    wide_page: Page, live_server, town: SimpleNamespace
) -> None:
    page = wide_page
    become(page, make_client(town.visitor), live_server.url)

    # She types what she heard and presses Enter; nothing is chosen for her.
    page.goto(live_server.url)
    follow(page.get_by_role("link", name="Find a child"))
    page.get_by_label("Who are you looking for?").fill("chevonne oneal 2023 wa8")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Press one of the five reasons")
    check_page(page)
    follow(page.get_by_role("button", name="The child or family contacted us"))

    # The right child is first, with what matched in words, and nothing that she typed is in the address.
    first = page.get_by_role("row").nth(1)
    expect(first).to_contain_text("Shivaun O'Neill")
    expect(first).to_contain_text("WA8")
    assert "neal" not in page.url
    check_page(page)

    # One press opens the card: the order first, the address by a further press.
    follow(first.get_by_role("button", name="Open"))
    expect(page.get_by_role("region", name="Child", exact=True)).to_contain_text(
        "Not to be collected by Thomas Reed."
    )
    expect(page.locator("main")).not_to_contain_text("12 Mill Lane")
    follow(page.get_by_role("button", name="Show address"))
    expect(page.locator("main")).to_contain_text("12 Mill Lane, WA8 7QF")
    check_page(page)

    # She rings the social worker, who does not answer, and asks to be rung.
    follow(page.get_by_role("link", name="Who is involved"))
    row = page.get_by_role("row").filter(has_text="Social care")
    expect(row.get_by_role("link", name="01632 960 160")).to_have_attribute("href", "tel:+441632960160")
    check_page(page)
    follow(row.get_by_role("link", name="Ask to be rung"))
    expect(page.get_by_label("Which number should they ring?")).to_have_value("01632 960150")
    follow(page.get_by_role("button", name="Ask them to ring"))
    expect(page.locator("main")).to_contain_text("Social care has been asked to ring you.")

    # The social worker finds it on her page, without a name, rings, and says what came of it.
    become(page, make_client(town.worker), live_server.url)
    page.goto(live_server.url)
    expect(page.locator("main")).not_to_contain_text("Neill")
    follow(page.get_by_role("link", name="Ring Ruth Adeyemi"))
    expect(page.locator("main")).not_to_contain_text("Neill")
    check_page(page)
    page.get_by_label("We spoke").check()
    page.get_by_label("One line for both of you").fill("Joint visit on Tuesday")
    follow(page.get_by_role("button", name="Save what came of it"))

    # The health visitor reads it in the journey; all of it is on record.
    become(page, make_client(town.visitor), live_server.url)
    page.goto(f"{live_server.url}/children/{town.child.public_id}/journey/")
    expect(page.locator("main")).to_contain_text("We spoke. Joint visit on Tuesday")
    check_page(page)
    assert RingRequest.objects.get().done_by == town.worker
    verbs = set(Entry.objects.filter(child_id=town.child.pk).values_list("verb", flat=True))
    assert verbs >= {"search.results", "open.card", "open.whereabouts", "card.see", "ring.ask", "ring.finish"}
