"""A real browser for the tests of every app: pages at two widths, and what every page must keep to.

@pytest.mark.browser
def test_finding_a_child(narrow_page, live_server):
    narrow_page.goto(f"{live_server.url}/find/")
    check_page(narrow_page)
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Response

# Playwright's loop lives as long as the test run, and Django would refuse the ORM beside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
CHROMIUM = Path("/usr/bin/chromium")
WAIVED = {"aria-allowed-attr": ".govuk-radios__input, .govuk-checkboxes__input"}
"""What the design system itself breaks, by rule, only where it does: aria-expanded on a choice that reveals."""
ONLY_FAULTS = {"resultTypes": ["violations"]}
"""What axe is asked to write down: not also, for each element of the page, what is right."""
troubles: dict[Page, list[str]] = {}


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Use Debian's Chromium; skip with the reason where it is missing, except in CI, where that fails."""
    if not CHROMIUM.exists():
        reason = "no browser: install Debian's chromium (.ci/packages does)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return {**browser_type_launch_args, "executable_path": str(CHROMIUM), "args": ["--no-sandbox"]}


@pytest.fixture
def wide_page(browser: Browser) -> Iterator[Page]:
    """A page on a desk: 1280 pixels."""
    yield from open_page(browser, viewport={"width": 1280, "height": 900})


@pytest.fixture
def narrow_page(browser: Browser) -> Iterator[Page]:
    """A page on a small telephone: 320 pixels."""
    yield from open_page(browser, viewport={"width": 320, "height": 640})


@pytest.fixture
def plain_page(browser: Browser) -> Iterator[Page]:
    """A page in a browser that runs no scripts."""
    yield from open_page(browser, viewport={"width": 1280, "height": 900}, java_script_enabled=False)


def open_page(browser: Browser, **options: Any) -> Iterator[Page]:
    """Open a page that notes script errors, refused content and server errors; close it afterwards."""
    context = browser.new_context(locale="en-GB", timezone_id="Europe/London", **options)
    page = context.new_page()
    page.set_default_timeout(15_000)
    noted = troubles[page] = []

    def on_console(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            noted.append(message.text)

    def on_response(response: Response) -> None:
        if response.status >= 500:
            noted.append(f"{response.status} {response.url}")

    page.on("console", on_console)
    page.on("pageerror", lambda error: noted.append(str(error)))
    page.on("response", on_response)
    yield page
    del troubles[page]
    context.close()


def become(page: Page, client: Client, address: str) -> None:
    """Give the browser the session of a Django test client that is signed in."""
    page.context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "url": address} for cookie in client.cookies.values()]
    )


def keep_picture(page: Page, name: str) -> None:
    """Keep a picture of the whole page where SHOTS names a folder: pages are looked at, not only checked."""
    if shots := os.environ.get("SHOTS"):
        path = Path(shots) / f"{name}-{page.viewport_size['width']}.png"
        page.screenshot(path=str(path), full_page=True)


def visit(page: Page, live_server: Any, client: Client, address: str, name: str) -> None:
    """Open an address as whoever is signed in, keep a picture of it by that name, and check the page."""
    become(page, client, live_server.url)
    page.goto(live_server.url + address)
    keep_picture(page, name)
    check_page(page)


def follow(control: Locator) -> None:
    """Press what leads to another page and wait for that page: a press returns while the old one still stands."""
    with control.page.expect_navigation():
        control.click()


def check_page(page: Page) -> None:
    """Assert what every page keeps to: accessible, no sideways scroll, nothing refused, no error."""
    assert accessibility_faults(page) == []
    check_no_sideways_scroll(page)
    assert troubles[page] == []


def accessibility_faults(page: Page) -> list[str]:
    """Return what axe finds, one line each, without what is waived."""
    faults = []
    for violation in Axe().run(page, options=ONLY_FAULTS).response["violations"]:
        for node in violation["nodes"]:
            selector = WAIVED.get(violation["id"])
            target = node["target"][0]
            if selector and page.locator(target).first.evaluate("(e, s) => e.matches(s)", selector):
                continue
            faults.append(f"{violation['id']}: {violation['help']}: {target}: {node['html'][:160]}")
    return faults


def check_no_sideways_scroll(page: Page) -> None:
    """Assert that the page is no wider than the screen; name what sticks out."""
    wider = page.evaluate(
        """() => document.documentElement.scrollWidth <= window.innerWidth ? [] :
        [...document.querySelectorAll("body *")]
          .filter(e => e.getBoundingClientRect().right > window.innerWidth + 1)
          .map(e => e.tagName + "." + e.className).slice(0, 5)"""
    )
    scroll = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert scroll <= 0, f"{scroll} pixels too wide: {wider}"


def tab_stops(page: Page, limit: int = 200) -> list[str]:
    """Walk the page with the Tab key; return the words of each stop, until it comes round."""
    stops: list[str] = []
    page.evaluate("document.activeElement.blur()")
    for _ in range(limit):
        page.keyboard.press("Tab")
        name = page.evaluate(
            """() => { const e = document.activeElement; return e === document.body ? "" :
            e.tagName + " " + (e.innerText || e.getAttribute("aria-label") || e.name || e.id).trim() }"""
        )
        if not name:
            return stops
        stops.append(name)
    return stops


def check_focus_is_seen(page: Page) -> None:
    """Assert that what has the focus looks different from when it has not."""
    style = "e => { const s = getComputedStyle(e); return [s.outline, s.boxShadow, s.backgroundColor] + '' }"
    focused = page.evaluate_handle("document.activeElement")
    with_focus = page.evaluate(style, focused)
    page.evaluate("e => e.blur()", focused)
    assert with_focus != page.evaluate(style, focused)
    page.evaluate("e => e.focus()", focused)
