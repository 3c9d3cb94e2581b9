"""The list of one's own children in a real browser when it is too long to be laid in order."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser import check_page, follow, keep_picture, visit
from tests.factories import make_child, make_client, make_grant, make_post
from wraparound.foundation.accounts.queries import actor_of
from wraparound.outcomes.access.models import Basis
from wraparound.outcomes.card import lists

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", ["wide_page", "narrow_page"])
def test_too_many_children_are_found_by_more_of_a_name(
    width: str, request: pytest.FixtureRequest, live_server, monkeypatch: pytest.MonkeyPatch
) -> None:
    page: Page = request.getfixturevalue(width)
    post, now = make_post(), timezone.now()
    for given in ("Amara", "Amar", "Tomasz"):
        child = make_child(given)
        make_grant(actor_of(post, now=now), child, Basis.POPULATION, team=True)
    monkeypatch.setattr(lists, "MOST_IN_ORDER", 1)
    visit(page, live_server, make_client(post), reverse("card:children"), "children-too-many")
    expect(page.get_by_text("You have more than 1 children")).to_be_visible()
    expect(page.get_by_text("Tomasz Okafor")).to_be_visible()
    page.get_by_label("name").first.fill("amar")
    follow(page.get_by_role("button", name="Show these"))
    keep_picture(page, "children-too-many-of-a-name")
    check_page(page)
    expect(page.get_by_text("Too many have that in a name")).to_be_visible()
    page.get_by_label("name").first.fill("tomasz")
    follow(page.get_by_role("button", name="Show these"))
    check_page(page)
    expect(page.get_by_text("Tomasz Okafor")).to_be_visible()
    expect(page.get_by_text("Amara Okafor")).to_have_count(0)
