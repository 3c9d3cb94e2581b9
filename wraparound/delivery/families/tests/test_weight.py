"""What a page of the public site weighs on the wire, as a browser really asks for it."""

import gzip
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Response

from wraparound.delivery.families.rules import write_ids
from wraparound.delivery.families.tests.entries import GROUP, LINE, make_entry

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
MOST = 100_000
"""Bytes that a page may weigh without the map."""
MANY = 45


def weight(response: Response) -> int:
    """Return the bytes of a reply as it came; styles and scripts as they are served outside tests, compressed."""
    if "/static/" in response.url:
        return len(gzip.compress(response.body(), 6))
    return int(response.request.sizes()["responseBodySize"])


def weighed(browser: Browser, address: str) -> int:
    """Return the bytes of everything that a browser without anything kept asks for."""
    replies: list[Response] = []
    context = browser.new_context()
    page = context.new_page()
    page.on("response", lambda reply: replies.append(reply))
    page.goto(address, wait_until="networkidle")
    assert {reply.status for reply in replies} == {200}
    assert any("/static/" in reply.url for reply in replies)
    found = sum(weight(reply) for reply in replies)
    context.close()
    return found


def test_every_page_of_families_and_young_people_is_light(browser: Browser, live_server) -> None:
    listings = [make_entry(replace(GROUP, name=f"Stay and play {number}")) for number in range(MANY)]
    line = make_entry(LINE)
    ids = write_ids(listing.public_id for listing in listings)
    pages = {
        "start": "", "results": "results/?words=play&postcode=WB1+1AA", "week": "timetable/",
        "list": f"list/{ids}/", "service": f"service/{listings[0].public_id}/",
        "wrong": f"service/{line.public_id}/wrong/", "young": "young/",
        "young service": f"young/{line.public_id}/",
    }  # fmt: skip
    sizes = {name: weighed(browser, f"{live_server.url}/directory/{at}") for name, at in pages.items()}
    print(sizes)
    assert {name: size for name, size in sizes.items() if not 10_000 < size < MOST} == {}
