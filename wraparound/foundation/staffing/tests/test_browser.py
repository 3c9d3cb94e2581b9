"""The pages about people and posts in a real browser, crowded, at two widths; and one story."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from tests.browser import become, check_page, follow
from tests.factories import make_client, make_post, make_team, make_user
from wraparound.foundation.accounts.models import Accountability, Post, Role, Shift
from wraparound.foundation.accounts.queries import actor_of
from wraparound.foundation.staffing import services
from wraparound.foundation.staffing.rules import Place

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def crowded() -> tuple[Post, Post]:
    """Make an administrator, and a long-named duty worker in a crowded protection team."""
    team, now = (
        make_team(name="Child protection team of the northern localities", holds_safeguarding=True),
        timezone.now(),
    )
    user = make_user(full_name="Wilhelmina Oluwadamilola Featherstonehaugh-Cholmondeley")
    duty = make_post(team, Role.DUTY, user=user, title="Out-of-hours senior practitioner")
    for number in range(26):
        make_post(team, clear=bool(number % 3))
    Shift.objects.create(post=duty, starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=7))
    Accountability.objects.create(
        post=duty, answers_to=make_post(), subject="clinical", valid_from=date(2025, 1, 1)
    )
    administrator = make_post(role=Role.AREA_ADMINISTRATOR)
    other = actor_of(make_post(role=Role.AREA_ADMINISTRATOR), now=now)
    wanted = Place(
        email="sara@agency.example", full_name="Sara Lind", role=Role.PRACTITIONER, title="Social worker",
        agency_id=team.agency_id, team_id=team.pk, valid_from=timezone.localdate(now),
    )  # fmt: skip
    services.place(wanted=wanted, submission=uuid4(), actor=other, now=now)
    return administrator, duty


@pytest.mark.once
@pytest.mark.parametrize("width", ["wide_page", "narrow_page"])
def test_every_page_is_for_everyone(width: str, request: pytest.FixtureRequest, live_server) -> None:
    page: Page = request.getfixturevalue(width)
    administrator, duty = crowded()
    become(page, make_client(administrator), live_server.url)
    posts = ["", "end/", "leave/", "suspend/", "check/", "line/", "move/", "start-again/"]
    paths = [f"/staff/{duty.public_id}/{path}" for path in posts]
    paths += ["/staff/", "/staff/?words=nobody", "/staff/new/", "/staff/changes/", "/staff/rota/"]
    paths += [f"/staff/rota/{duty.team_id}/", "/staff/systems/", "/staff/systems/new/", "/notices/"]
    for path in paths:
        page.goto(f"{live_server.url}{path}")
        check_page(page)
    page.goto(f"{live_server.url}/staff/new/")
    follow(page.get_by_role("button", name="Give this post"))
    page.get_by_role("heading", name="There is a problem").wait_for()
    check_page(page)


def test_a_second_administrator_is_told_and_agrees(wide_page: Page, live_server) -> None:
    administrator, duty = crowded()
    become(wide_page, make_client(administrator), live_server.url)
    wide_page.goto(f"{live_server.url}/notices/")
    follow(wide_page.get_by_role("button", name="Go to it"))
    wide_page.get_by_label("Yes, do it").check()
    check_page(wide_page)
    follow(wide_page.get_by_role("button", name="Save what I decide"))
    wide_page.get_by_text("Done. The team is told.").wait_for()
    become(wide_page, make_client(duty), live_server.url)
    wide_page.goto(f"{live_server.url}/notices/")
    assert wide_page.get_by_text("Sara Lind joins your team as Social worker").first.is_visible()
