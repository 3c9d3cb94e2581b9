"""Every page in a real browser, empty, usual and crowded, at two widths: accessible, whole and by keyboard."""

from collections.abc import Callable, Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import Page, ViewportSize

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

pytestmark = [
    pytest.mark.browser, pytest.mark.slow, pytest.mark.once, pytest.mark.django_db(transaction=True),
]  # fmt: skip
NAMES = sorted(PAGES)
PARTS = 4
"""The walk is cut in parts, so that no test takes minutes."""
DESK, TELEPHONE, ZOOMED = (
    ViewportSize(width=width, height=height) for width, height in ((1280, 900), (320, 640), (640, 450))
)
Look = Callable[[Page, str], list[str]]
"""How a page that is open is looked at: its name in, what is wrong with it out."""


def addresses(town: Town, part: int) -> Iterator[tuple[str, Visit, str]]:
    """Yield each address of one part of the walk; in an empty town those that name something are not there."""
    for name in NAMES[part::PARTS]:
        try:
            path = reverse(name, args=PAGES[name].args(town))
        except AttributeError:
            continue
        yield name, PAGES[name], path


def faults_of(page: Page, town: Town, address: str, part: int, look: Look) -> list[str]:
    """Return what is wrong with any page of one part of the walk, with the name of the address."""
    faults = []
    for name, visit, path in addresses(town, part):
        page.context.clear_cookies()
        if visit.role:
            become(page, client_of(town, visit.role), address)
        reply = page.goto(f"{address}{path}")
        found = [] if reply and reply.status == visit.status else [f"answered {reply and reply.status}"]
        found += look(page, f"{name.replace(':', '-')}-{town.crowd}")
        faults += [f"{name}: {fault}" for fault in found]
    return faults


def once(page: Page, name: str) -> list[str]:
    """Return what is wrong with the page that is open as it stands."""
    keep_picture(page, name)
    return page_faults(page) + _first_stop_faults(page)


def at_every_width(page: Page, name: str) -> list[str]:
    """Return what is wrong with it on a desk, on a small telephone, and with the text twice as large.

    A browser zoomed to 200 % lays a page of 1,280 pixels out in 640.
    """
    page.set_viewport_size(DESK)
    found = once(page, name)
    page.set_viewport_size(TELEPHONE)
    page.evaluate("document.activeElement.blur()")
    keep_picture(page, name)
    found += [f"at 320 pixels: {fault}" for fault in page_faults(page)]
    page.set_viewport_size(ZOOMED)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    return found + [f"twice as large: {fault}" for fault in width_faults(page)]


def page_faults(page: Page) -> list[str]:
    """Return what is wrong with the page that is open, and forget its troubles."""
    found = accessibility_faults(page) + _outline_faults(page) + width_faults(page) + troubles[page]
    troubles[page].clear()
    return found


def width_faults(page: Page) -> list[str]:
    """Return what makes the page scroll sideways."""
    try:
        check_no_sideways_scroll(page)
    except AssertionError as wide:
        return [str(wide)]
    return []


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
def test_crowded_pages_with_long_names(part: int, wide_page: Page, live_server) -> None:
    town = make_town(7, long=True)
    assert faults_of(wide_page, town, live_server.url, part, at_every_width) == []


@pytest.mark.parametrize("part", range(PARTS))
def test_usual_pages_in_the_words_of_today(part: int, wide_page: Page, live_server) -> None:
    town = make_town(1)
    town.has.area.vocabulary = "today"
    town.has.area.save()
    assert faults_of(wide_page, town, live_server.url, part, once) == []


def test_empty_pages(narrow_page: Page, live_server) -> None:
    town = make_town(0)
    faults = []
    for part in range(PARTS):
        faults += faults_of(narrow_page, town, live_server.url, part, once)
    assert faults == []
