"""A shield on Friday at five: provisional at once, and the people named were asked before it was saved."""

from datetime import UTC, datetime

import pytest
import time_machine
from playwright.sync_api import Page, expect

from tests.browser import become, check_page, follow
from tests.factories import (
    make_agency,
    make_child,
    make_client,
    make_grant,
    make_involvement,
    make_post,
    make_service,
    make_team,
)
from wraparound.foundation.accounts.models import Post, Role
from wraparound.foundation.accounts.queries import actor_of
from wraparound.outcomes.access.models import Basis
from wraparound.outcomes.access.queries import sight
from wraparound.outcomes.finding.refiling import refile

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FRIDAY_AT_FIVE = datetime(2026, 3, 6, 17, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def friday_at_five():
    with time_machine.travel(FRIDAY_AT_FIVE):
        yield


def sign_in(page: Page, address: str, post: Post) -> None:
    page.context.clear_cookies()
    become(page, make_client(post), address)


def test_a_shield_on_friday_at_five(narrow_page: Page, live_server) -> None:
    page, here = narrow_page, live_server.url
    refuge = make_team(
        make_service(
            make_agency("voluntary", "community", name="Eastmere Refuge"), kind="Domestic abuse service"
        ),
        name="Refuge team",
    )
    manager, colleague = make_post(refuge, Role.TEAM_MANAGER), make_post(refuge)
    school = make_team(name="Alder Road Primary pastoral team")
    worker, neighbour = make_post(school), make_post(school)
    night = make_post(make_team(name="Emergency duty team"), Role.DUTY, is_round_the_clock=True)
    data_manager = make_post(role=Role.DATA_MANAGER)
    child = make_child("Amara", "Okafor", address="14 Mill Road", postcode="SK9 1AB")
    make_involvement(child, school)
    for post in (manager, worker, neighbour):
        make_grant(actor_of(post, now=FRIDAY_AT_FIVE), child, Basis.INVOLVEMENT, now=FRIDAY_AT_FIVE)
    refile([child.pk], now=FRIDAY_AT_FIVE)

    # The refuge manager opens the page that protects a child, and walks through who works with her.
    sign_in(page, here, manager)
    page.goto(f"{here}/children/{child.public_id}/protect/")
    check_page(page)
    page.get_by_label("Hide where the child is").check()
    page.get_by_label("Who is the danger from").fill(
        "Her father came to the school gate and threatened them."
    )
    page.get_by_label("Who at Alder Road Primary pastoral team?").select_option(str(worker.public_id))
    page.get_by_label("Which post that is staffed at every hour?").select_option(str(night.public_id))
    page.get_by_label("Email addresses of others to name").fill(colleague.user.email)

    # She looks at what the neighbour, who works at the same school, would see.
    page.get_by_label("See it as").select_option(str(neighbour.public_id))
    follow(page.get_by_role("button", name="See it as this person"))
    expect(page.get_by_text(f"What {neighbour.user.full_name} would see")).to_be_visible()
    expect(page.get_by_text("Does not find the child by address")).to_be_visible()
    check_page(page)

    # It is not saved before each of them said yes on the telephone.
    follow(page.get_by_role("button", name="Protect now"))
    expect(page.get_by_role("link", name="Ask before you save")).to_be_visible()
    check_page(page)
    for post in (worker, night, colleague):
        page.get_by_label(f"{post.user.full_name}, ").check()
    follow(page.get_by_role("button", name="Protect now"))
    expect(page.get_by_text("The child is protected from now on")).to_be_visible()
    check_page(page)

    # From that minute nothing tells the neighbour that she is at this school.
    assert sight(actor_of(neighbour, now=datetime.now(UTC)), child.public_id) is None
    sign_in(page, here, neighbour)
    assert page.goto(f"{here}/children/{child.public_id}/protection/").status == 404

    # A data manager confirms it the same evening.
    sign_in(page, here, data_manager)
    page.goto(f"{here}/protected/")
    check_page(page)
    follow(page.get_by_role("link", name="Confirm or ask why"))
    expect(page.get_by_role("button", name="Confirm the protection")).to_be_visible()
    check_page(page)
    follow(page.get_by_role("button", name="Confirm the protection"))
    expect(page.get_by_text("It stands until two people lift it")).to_be_visible()
    check_page(page)
