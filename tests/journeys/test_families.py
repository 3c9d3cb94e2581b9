"""A mother looks for a Saturday group in Polish near her; a sixteen-year-old finds help and leaves in a hurry."""

import re
from datetime import time
from decimal import Decimal

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import check_page, follow, keep_picture, troubles
from wraparound.delivery.directory.content import (
    Content,
    CostContent,
    LanguageContent,
    OrganisationContent,
    PlaceContent,
    SessionContent,
    TelephoneContent,
    TermContent,
    TranslationContent,
)
from wraparound.delivery.families.documents import shipped_young
from wraparound.delivery.families.tests.entries import LINE, make_entry, make_postcode
from wraparound.foundation.area.models import Area

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TODDLERS = (TermContent(taxonomy="kinds", code="parent-and-toddler"),)
POLISH_GROUP = Content(
    name="Bajka: baby and toddler group",
    organisation=OrganisationContent(name="Polish Saturday School"),
    summary="A Saturday group for babies and toddlers and their parents, in Polish.",
    minimum_age=Decimal(0), maximum_age=Decimal(4),
    places=(PlaceContent(name="St Anne's hall", lines="4 Church Road", town="Eastbrook", postcode="WB1 1AA"),),
    sessions=(SessionContent(days="SA", opens_at=time(10), closes_at=time(12), terms="term", place=0),),
    telephones=(TelephoneContent(number="01632 960111"),),
    costs=(CostContent(option="a family", amount=Decimal(2)),),
    languages=(LanguageContent(code="pl", name="Polish"), LanguageContent(code="en", name="English")),
    terms=TODDLERS,
    translations=(TranslationContent(language="pl", name="Bajka: grupa dla maluchów", how_to="Po prostu przyjdź."),),
)  # fmt: skip
WEEKDAY_GROUP = Content(
    name="Tuesday baby group", organisation=OrganisationContent(name="Eastbrook Library"),
    summary="Rhymes for babies.", terms=TODDLERS,
    places=(PlaceContent(name="Library", postcode="WB1 1AA"),),
    sessions=(SessionContent(days="TU", opens_at=time(10), closes_at=time(11), place=0),),
)  # fmt: skip


def test_a_mother_finds_a_saturday_group_in_polish_near_her(narrow_page: Page, live_server) -> None:
    area = Area.objects.create(code="E09000099", name="Eastmere")
    area.duty_numbers.create(label="Front door", telephone="01632 960100", hours="Day and night")
    make_postcode("WB1 1AB", 400_600, 300_200)
    make_entry(WEEKDAY_GROUP)
    make_entry(POLISH_GROUP)
    page = narrow_page

    # She chooses her language, says what she looks for and where, and in which language it should be.
    page.goto(f"{live_server.url}/directory/")
    follow(page.get_by_role("link", name="Polski"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Znajdź pomoc, opiekę nad dziećmi i zajęcia")
    check_page(page)
    page.get_by_label("Czego szukasz?").fill("baby group saturday")
    page.get_by_label("Twój kod pocztowy").fill("wb11ab")
    page.get_by_label("Wiek dziecka w latach").fill("1")
    page.get_by_text("Więcej możliwości").click()
    page.get_by_label("Język, w którym tam mówią").select_option("polski")
    follow(page.get_by_role("button", name="Szukaj"))

    # The group is there, in Polish, and the other is not: nobody speaks Polish there.
    cards = page.locator(".dir-card")
    expect(cards).to_have_count(1)
    expect(cards).to_contain_text("Bajka: grupa dla maluchów")
    expect(cards).to_contain_text("sobota 10:00–12:00 · Tylko w roku szkolnym")
    expect(cards).to_contain_text("0.4 mil (10 min pieszo)")
    check_page(page)

    # The map says the same by the same number, and asks no other server.
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    follow(page.get_by_role("link", name="Mapa"))
    mark = page.get_by_role("button", name=re.compile("1: Bajka"))
    expect(mark).to_have_text("1")
    check_page(page)
    keep_picture(page, "journey-mother-map")
    mark.press("Enter")
    expect(page.get_by_role("link", name="Bajka: grupa dla maluchów")).to_be_focused()
    assert all(address.startswith(live_server.url) for address in asked)

    # She keeps it, and prints her week on one sheet.
    follow(page.get_by_role("button", name="Dodaj do listy"))
    follow(page.get_by_role("link", name="Twoja lista (1)"))
    check_page(page)
    follow(page.get_by_role("link", name="Plan tygodnia do druku"))
    expect(page.locator("caption")).to_have_text("sobota")
    check_page(page)
    page.emulate_media(media="print")
    for hidden in (".dir-nav", ".app-footer", ".govuk-back-link", ".dir-languages"):
        expect(page.locator(hidden)).to_be_hidden()
    colour = page.locator(".dir-week th a").evaluate("e => getComputedStyle(e).color")
    assert colour == "rgb(0, 0, 0)"
    sheets = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", sheets)) == 1
    keep_picture(page, "journey-mother-week")


def test_a_sixteen_year_old_finds_help_and_leaves_in_a_hurry(narrow_page: Page, live_server) -> None:
    make_entry(LINE)
    page, neutral = narrow_page, shipped_young().leave_to

    def weather(route: Route) -> None:
        route.fulfill(body="<title>Weather</title><h1>Rain</h1>", content_type="text/html")

    page.context.route(f"{neutral}*", weather)
    page.goto(f"{live_server.url}/health/")

    # Numbers come first; a topic is pressed, and the page of a service opened.
    page.goto(f"{live_server.url}/directory/young/")
    expect(page.locator("main a[href^='tel:']").first).to_have_text("999")
    expect(page.locator("main")).to_contain_text("07700 900 123")
    check_page(page)
    keep_picture(page, "journey-young")
    follow(page.get_by_role("button", name="My head and feelings"))
    check_page(page)
    follow(page.get_by_role("link", name="Talk to somebody"))
    expect(page).to_have_title("Search – Search")
    assert "talk" not in page.url and "head" not in page.url
    check_page(page)

    # Somebody comes in: Shift three times, and nothing is left on the screen, nor behind Back.
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(neutral)
    expect(page.get_by_role("heading")).to_have_text("Rain")
    for _ in range(2):
        page.go_back(wait_until="commit")
        page.wait_for_url(neutral)
        expect(page.get_by_role("heading")).to_have_text("Rain")
    assert page.context.cookies() == []
    assert troubles[page] == []


def test_the_way_out_is_a_link_without_scripts(plain_page: Page, live_server) -> None:
    make_entry(LINE)
    page, neutral = plain_page, shipped_young().leave_to
    page.context.route(
        f"{neutral}*", lambda route: route.fulfill(body="<title>Weather</title>", content_type="text/html")
    )
    page.goto(f"{live_server.url}/directory/young/")
    page.get_by_label("Say it your way").fill("talk")
    follow(page.get_by_role("button", name="Search", exact=True))
    expect(page.locator("main")).to_contain_text("Talk to somebody")
    assert "talk" not in page.url
    follow(page.get_by_role("link", name="Leave this page"))
    expect(page).to_have_title("Weather")
