"""Every form in a real browser, sent as it comes: what is wrong is said whole, at two widths, and nothing breaks."""

import pytest
from django.test import Client
from playwright.sync_api import Page

from tests.browser import become, keep_picture
from tests.pages.making import client_of, make_town
from tests.pages.test_every_page import DESK, PARTS, TELEPHONE, addresses, page_faults

pytestmark = [
    pytest.mark.browser, pytest.mark.slow, pytest.mark.once, pytest.mark.django_db(transaction=True),
]  # fmt: skip
FORM = "main form[method=post]"
PRESS = ".govuk-button[type=submit]:not(:disabled)"
LEAST = 10
"""How many forms of each part say that something is wrong, at the least: a walk that sends none proves nothing."""


@pytest.mark.parametrize("part", range(PARTS))
def test_forms_that_are_sent_as_they_come(part: int, wide_page: Page, live_server) -> None:
    page, town = wide_page, make_town(2, long=True)
    faults, told = [], 0
    for name, visit, path in addresses(town, part):
        client = client_of(town, visit.role) if visit.role else Client()
        if 'method="post"' not in client.get(path).text.partition("<main")[2]:
            continue
        page.set_viewport_size(DESK)
        page.context.clear_cookies()
        become(page, client, live_server.url)
        page.goto(f"{live_server.url}{path}")
        press = page.locator(FORM).last.locator(PRESS).first
        if not press.count():
            continue
        with page.expect_navigation():
            press.evaluate("button => button.form.requestSubmit(button)")
        found = page_faults(page)
        if page.locator(".govuk-error-summary").count():
            told += 1
            found += summary_faults(page)
            keep_picture(page, f"{name.replace(':', '-')}-error")
        page.set_viewport_size(TELEPHONE)
        found += [f"at 320 pixels: {fault}" for fault in page_faults(page)]
        faults += [f"{name}: {fault}" for fault in found]
    assert faults == []
    assert told >= LEAST


def summary_faults(page: Page) -> list[str]:
    """Return what is wrong with how errors are told: at the top with the focus, and each link leads to its question."""
    faults = []
    if not page.title().startswith("Error: "):
        faults.append(f"the title is {page.title()!r}")
    if not page.evaluate("document.activeElement.classList.contains('govuk-error-summary')"):
        faults.append("the summary has not the focus")
    for link in page.locator(".govuk-error-summary a").all():
        target = link.get_attribute("href") or ""
        if not target.startswith("#") or not page.locator(f"[id='{target[1:]}']").count():
            faults.append(f"the link {link.inner_text()!r} leads nowhere: {target!r}")
    return faults
