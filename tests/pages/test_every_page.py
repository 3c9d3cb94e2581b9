"""Every page in a real browser, empty, usual and crowded, at two widths: accessible, whole and by keyboard."""

from collections.abc import Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from tests.browser import (
    accessibility_faults,
    become,
    check_no_sideways_scroll,
    keep_picture,
    troubles,
)
from tests.pages.addresses import PAGES, Visit
from tests.pages.making import client_of, make_town
from tests.pages.town import Town

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
NAMES = sorted(PAGES)
PARTS = 3
"""The walk is cut in parts, so that no test takes minutes."""


def addresses(town: Town, part: int) -> Iterator[tuple[str, Visit, str]]:
    """Yield each address of one part of the walk; in an empty town those that name something are not there."""
    for name in NAMES[part::PARTS]:
        try:
            path = reverse(name, args=PAGES[name].args(town))
        except AttributeError:
            continue
        yield name, PAGES[name], path


def faults_of(page: Page, town: Town, address: str, part: int) -> list[str]:
    """Return what is wrong with any page of one part of the walk, with the name of the address."""
    faults = []
    for name, visit, path in addresses(town, part):
        page.context.clear_cookies()
        if visit.role:
            become(page, client_of(town, visit.role), address)
        reply = page.goto(f"{address}{path}")
        found = [] if reply and reply.status == visit.status else [f"answered {reply and reply.status}"]
        keep_picture(page, f"{name.replace(':', '-')}-{town.crowd}")
        found += page_faults(page) + _first_stop_faults(page)
        faults += [f"{name}: {fault}" for fault in found]
    return faults


def page_faults(page: Page) -> list[str]:
    """Return what is wrong with the page that is open, and forget its troubles."""
    found = accessibility_faults(page) + _outline_faults(page)
    try:
        check_no_sideways_scroll(page)
    except AssertionError as wide:
        found.append(str(wide))
    found += troubles[page]
    troubles[page].clear()
    return found


def _outline_faults(page: Page) -> list[str]:
    """Return what a reader by ear would miss: one heading, and a title of its own."""
    faults = []
    if page.locator("h1").count() != 1:
        faults.append(f"{page.locator('h1').count()} headings of the page")
    if len(page.title().split(" – ")) < 2:
        faults.append(f"the title is {page.title()!r}")
    return faults


def _first_stop_faults(page: Page) -> list[str]:
    """Return what a reader by keyboard would miss: a way past the top."""
    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.innerText || document.activeElement.tagName")
    return [] if first == "Skip to main content" else [f"the first stop of the Tab key is {first!r}"]


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("width", ["wide_page", "narrow_page"])
def test_crowded_pages_with_long_names(
    width: str, part: int, request: pytest.FixtureRequest, live_server
) -> None:
    page = request.getfixturevalue(width)
    assert faults_of(page, make_town(7, long=True), live_server.url, part) == []


@pytest.mark.parametrize("part", range(PARTS))
def test_usual_pages_in_the_words_of_today(part: int, wide_page: Page, live_server) -> None:
    town = make_town(1)
    town.has.area.vocabulary = "today"
    town.has.area.save()
    assert faults_of(wide_page, town, live_server.url, part) == []


def test_empty_pages(narrow_page: Page, live_server) -> None:
    town = make_town(0)
    assert [
        fault for part in range(PARTS) for fault in faults_of(narrow_page, town, live_server.url, part)
    ] == []


@pytest.mark.parametrize("part", range(PARTS))
def test_pages_with_the_text_twice_as_large(part: int, wide_page: Page, live_server) -> None:
    """A browser zoomed to 200 % lays a page of 1,280 pixels out in 640."""
    wide_page.set_viewport_size({"width": 640, "height": 450})
    faults = []
    town = make_town(3, long=True)
    for name, visit, path in addresses(town, part):
        wide_page.context.clear_cookies()
        if visit.role:
            become(wide_page, client_of(town, visit.role), live_server.url)
        wide_page.goto(f"{live_server.url}{path}")
        wide_page.evaluate("document.documentElement.style.fontSize = '200%'")
        try:
            check_no_sideways_scroll(wide_page)
        except AssertionError as wide:
            faults.append(f"{name}: {wide}")
    assert faults == []
