"""What is shown when there is nothing to show: each says what happened and the way out, for everyone."""

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Page

from tests.browser import become, check_page, follow
from tests.factories import make_client, make_post
from wraparound.foundation.area.models import Area
from wraparound.outcomes.children.models import Child

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.once
@pytest.mark.parametrize("width", ["wide_page", "narrow_page"])
def test_pages_that_are_not_there_or_take_only_forms(width: str, request, live_server) -> None:
    page: Page = request.getfixturevalue(width)
    Area.objects.create(code="E09000099", name="Eastmere")
    assert page.goto(f"{live_server.url}/nothing/like/it/").status == 404
    check_page(page)
    become(page, make_client(make_post()), live_server.url)
    for path, status in (("/nothing/", 404), ("/staff/", 404), ("/notices/read/", 405)):
        assert page.goto(f"{live_server.url}{path}").status == status
        page.get_by_role("link", name="go to the first page").wait_for()
        check_page(page)
    page.goto(f"{live_server.url}/find/")
    page.context.clear_cookies()
    page.get_by_label("Who are you looking for?").fill("sam")
    follow(page.get_by_role("button", name="I am worried about the child"))
    assert page.locator("h1").count() == 1
    check_page(page)
    assert Child.objects.count() == 0


@pytest.mark.once
@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "500", "503"])
def test_pages_of_trouble_are_drawn_without_anything_but_themselves(name: str, narrow_page: Page) -> None:
    narrow_page.set_content(render_to_string(f"{name}.html"))
    assert narrow_page.locator("h1").count() == 1
    assert len(narrow_page.locator("main").inner_text()) > 40
