"""A health visitor opens her Monday, goes to a gate where nobody lets her in, and writes the visit up on her telephone."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser import become, check_page, follow, keep_picture
from tests.factories import (
    make_agency,
    make_child,
    make_client,
    make_grant,
    make_post,
    make_service,
    make_team,
    make_user,
    say,
)
from wraparound.delivery.caseloads.services import allocate, open_case
from wraparound.delivery.contacts.models import Contact
from wraparound.delivery.contacts.services import plan_contact
from wraparound.foundation.accounts.models import Role
from wraparound.foundation.accounts.queries import actor_of
from wraparound.foundation.ui.rules import date_words
from wraparound.outcomes.access.models import Basis
from wraparound.outcomes.children.models import Address, Banner

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_health_visitor_opens_her_monday(narrow_page: Page, live_server) -> None:
    now = timezone.now()
    health = make_agency(name="Eastmere Community Health")
    team = make_team(make_service(health, name="Health visiting"), name="Health visiting, north")
    lead = actor_of(make_post(team, Role.TEAM_MANAGER), now=now)
    post = make_post(team, title="Health visitor", user=make_user(full_name="Grace Adeyemi"))
    visitor = actor_of(post, now=now)
    child = make_child("Bronwen", "Price", timezone.localdate() - timedelta(days=60), agency=health)
    say(child.sources.get(), Address, lines="3 Quay Street", postcode="SK9 3AB")
    say(child.sources.get(), Banner, kind="visit_safety", words="Dog loose in the yard: ring first.")
    make_grant(lead, child, Basis.POPULATION, team=True, now=now)
    case = open_case(child=child, actor=lead, now=now)
    allocate(case=case, post=post, reason="place", actor=lead, now=now)
    for days in (-3, 0):
        plan_contact(
            child=child, planned_for=now + timedelta(days=days), kind="home_visit", actor=visitor, now=now,
            case=case, key=uuid4(), words="New birth review",
        )  # fmt: skip
    page = narrow_page

    # She opens her Monday: what she owes first, then today, where it is and what to know before she goes.
    become(page, make_client(post), live_server.url)
    page.goto(live_server.url)
    follow(page.get_by_role("link", name="My week"))
    expect(page.get_by_role("heading", name="Overdue: not written up")).to_be_visible()
    expect(page.get_by_text("3 Quay Street, SK9 3AB").first).to_be_visible()
    expect(page.get_by_text("Dog loose in the yard: ring first.").first).to_be_visible()
    check_page(page)
    keep_picture(page, "monday-week")

    # The one of last week: nobody was brought. Two presses.
    follow(page.get_by_role("link", name="Write up home visit with Bronwen Price").first)
    page.get_by_label("Was not brought").check()
    expect(page.get_by_label("Day")).to_have_value(date_words(timezone.localdate() - timedelta(days=3)))
    follow(page.get_by_role("button", name="Save"))
    expect(page.get_by_text("Not brought once since")).to_be_visible()

    # At the gate today: the grandmother came out with the baby. Four presses and a sentence.
    page.goto(live_server.url + "/contacts/")
    follow(page.get_by_role("link", name="Write up home visit with Bronwen Price").first)
    check_page(page)
    page.get_by_label("The child", exact=True).check()
    page.get_by_label("Another carer").check()
    page.get_by_label("How did you meet?").select_option("elsewhere")
    page.get_by_label("What happened").fill("Grandmother brought Bronwen to the gate. Feeding well.")
    expect(page.get_by_text("Kept as a draft")).to_be_visible()
    page.get_by_label("What next").fill("Ring about the review")
    page.get_by_label("By when").fill("in 2 weeks")
    follow(page.get_by_role("button", name="Save"))
    expect(page.get_by_text("Your note is saved")).to_be_visible()
    expect(page.get_by_text("Child, another carer")).to_be_visible()
    check_page(page)
    keep_picture(page, "monday-written")

    states = dict(Contact.objects.values_list("state", "kind"))
    assert states == {"not_brought": "home_visit", "held": "elsewhere"}
    written = Contact.objects.get(state="held")
    assert (written.child_seen, written.seen_alone, written.saw_carer) == (True, False, True)
    page.goto(live_server.url + "/contacts/")
    expect(page.get_by_text("Nothing planned today")).to_be_visible()
    expect(page.get_by_text("Overdue")).to_be_hidden()
