"""The duty desk at 23:40: police on the telephone ask about a girl; one opening answers, the day team reviews."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser import become, check_page, follow
from tests.factories import (
    make_agency,
    make_child,
    make_client,
    make_post,
    make_service,
    make_shift,
    make_team,
    make_user,
    say,
)
from wraparound.foundation.accounts.models import Role
from wraparound.outcomes.access.models import Opening
from wraparound.outcomes.children.models import Banner, Child, Standing
from wraparound.outcomes.finding.refiling import refile

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_duty_desk_at_twenty_to_midnight(narrow_page: Page, live_server) -> None:
    council = make_agency(name="Alderbrook Council", kind="council", sector="social_care")
    desk = make_team(make_service(council, name="Emergency duty"), name="Emergency duty team")
    door = make_team(make_service(council, name="Front door"), name="Front door", is_front_door=True)
    duty = make_post(desk, Role.DUTY, title="Duty worker", user=make_user(full_name="Sam Okoro"))
    manager = make_post(door, Role.TEAM_MANAGER, title="Team manager")
    make_shift(duty, start=timezone.now() - timedelta(hours=3))
    child = make_child("Leila", "Haddad", date(2012, 2, 9), agency=council)
    source = child.sources.get()
    say(source, Banner, kind="court_order", words="No contact with Karl Voss.")
    say(source, Standing, kind="protection_plan", holds_from=date(2026, 1, 5))
    authority = make_agency(name="Westmere County Council", telephone="01632 960444")
    say(source, Standing, kind="looked_after", responsible=authority, holds_from=date(2026, 1, 5))
    refile(Child.objects.values_list("pk", flat=True), now=timezone.now())
    page = narrow_page

    # "Is she on a plan, who must she not be with?"
    become(page, make_client(duty), live_server.url)
    page.goto(f"{live_server.url}/find/")
    page.get_by_label("Who are you looking for?").fill("layla hadad 9/2/2012")
    page.get_by_label("Anything to add about why").fill("Police have found her at the station")
    follow(page.get_by_role("button", name="I am worried about the child"))
    check_page(page)
    follow(page.get_by_role("button", name="Open on duty").first)

    # One opening answers: the order, the plan, the responsible authority at any hour.
    bar = page.get_by_role("region", name="Child", exact=True)
    expect(bar).to_contain_text("No contact with Karl Voss.")
    expect(bar).to_contain_text("Child protection plan in force.")
    expect(page.locator("main")).to_contain_text("Westmere County Council, at any hour 01632 960 444")
    check_page(page)
    assert Opening.objects.get().kind == "duty"

    # In the morning the front door finds it in its queue, without a name, and looks at it.
    become(page, make_client(manager), live_server.url)
    page.goto(live_server.url)
    follow(page.get_by_role("link", name="1 opened on duty or in an emergency"))
    expect(page.locator("main")).to_contain_text("Police have found her at the station")
    expect(page.locator("main")).not_to_contain_text("Haddad")
    check_page(page)
    follow(page.get_by_role("button", name="I have looked"))
    expect(page.locator("main")).to_contain_text("Nothing waits for you")
    assert Opening.objects.get().reviewed_by == manager
