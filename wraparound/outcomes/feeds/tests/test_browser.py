"""The pages of feeds in a real browser: empty, usual, crowded, under way, held, and with an error."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from tests.browser import check_page, follow, keep_picture, visit
from tests.factories import NOW, make_client, make_post
from wraparound.foundation.accounts.models import Role
from wraparound.foundation.agencies.models import Agency
from wraparound.outcomes.feeds.models import Load
from wraparound.outcomes.feeds.tests.conftest import Send
from wraparound.outcomes.feeds.tests.test_rehearsing import LIST

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = (
    "children-of-the-northern-locality-and-of-the-outer-villages-as-of-the-third-of-march-final-final-2.csv"
)
SPOILT = [{**row, "postcode": "none", "sex": "?" if n % 3 == 0 else "F"} for n, row in enumerate(LIST)]


def at(load: Load) -> str:
    return reverse("feeds:load", args=[load.public_id])


@pytest.mark.once
@pytest.mark.parametrize("width", ["wide_page", "narrow_page"])
def test_every_state_of_the_pages_of_feeds(
    width: str, request, live_server, roll: Agency, send: Send
) -> None:
    page: Page = request.getfixturevalue(width)
    client = make_client(make_post(role=Role.DATA_MANAGER))
    visit(page, live_server, client, reverse("feeds:loads"), "feeds-empty")
    visit(page, live_server, client, reverse("feeds:send"), "feeds-send")
    follow(page.get_by_role("button", name="Send the list"))
    check_page(page)
    keep_picture(page, "feeds-send-error")
    done = send(roll, SPOILT, name=LONG)
    visit(page, live_server, client, at(done), "feeds-done")
    trial = send(roll, LIST[5:], now=NOW + timedelta(days=1), is_dry_run=True, is_complete=True)
    visit(page, live_server, client, at(trial), "feeds-trial")
    held = send(roll, LIST[:2], now=NOW + timedelta(days=2), is_complete=True)
    visit(page, live_server, client, at(held), "feeds-held")
    Load.objects.filter(pk=held.pk).update(state=Load.State.WRITING, rows=1000)
    visit(page, live_server, client, at(held), "feeds-under-way")
    failed = send(roll, b"\x00\x01\x02nothing", now=NOW + timedelta(days=3))
    visit(page, live_server, client, at(failed), "feeds-failed")
    for day in range(25):
        send(roll, LIST, now=NOW + timedelta(days=4 + day), name=f"{day}-{LONG}"[:90])
    visit(page, live_server, client, reverse("feeds:loads"), "feeds-crowded")
