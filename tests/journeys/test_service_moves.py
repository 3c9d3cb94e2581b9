"""A service moves to another provider: two people decide, a family answers, a manager prepares, the day comes."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser import become, check_page, follow
from tests.factories import (
    make_agency,
    make_child,
    make_client,
    make_grant,
    make_post,
    make_service,
    make_team,
    make_user,
)
from wraparound.delivery.caseloads.queries import cases_of_post
from wraparound.delivery.caseloads.services import allocate, open_case
from wraparound.delivery.transfers import moving
from wraparound.delivery.transfers.models import Transfer
from wraparound.foundation.accounts.models import Post, Role
from wraparound.foundation.accounts.queries import actor_of
from wraparound.foundation.agencies.models import Team
from wraparound.outcomes.access.models import Basis
from wraparound.outcomes.children.models import Child

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def provider(name: str) -> tuple[Team, Post, Post]:
    """Make a provider of family support with a manager and a worker."""
    team = make_team(make_service(make_agency("voluntary", "community", name=name), name=f"{name} family support"),
                     name=f"{name} workers")  # fmt: skip
    manager = make_post(team, Role.TEAM_MANAGER, user=make_user(full_name=f"{name} manager"))
    return team, manager, make_post(team, user=make_user(full_name=f"{name} worker"))


def family(name: str, manager: Post, worker: Post) -> Child:
    """Open work with a new child, give it to a worker, and return the child."""
    actor = actor_of(manager, now=timezone.now())
    child = make_child(name, "Marsh")
    make_grant(actor, child, Basis.OPENED, now=actor.now, until=actor.now + timedelta(minutes=1))
    case = open_case(child=child, actor=actor, now=actor.now, why="Sleep", level="2")
    allocate(case=case, post=worker, reason="knows", actor=actor, now=actor.now)
    return child


def type_day(page: Page, legend: str, days: int) -> None:
    """Type a date so many days from now in the three boxes of a question."""
    day = timezone.localdate() + timedelta(days=days)
    boxes = page.get_by_role("group", name=legend)
    for label, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        boxes.get_by_label(label).fill(str(value))


def test_a_service_moves_provider(wide_page: Page, live_server) -> None:
    old, old_manager, old_worker = provider("Harbour")
    new, new_manager, new_worker = provider("Lantern")
    _, ben = (family(name, old_manager, old_worker) for name in ("Ada", "Ben"))
    first, second = (make_post(make_team(), Role.AREA_ADMINISTRATOR) for _ in range(2))
    page, main = wide_page, wide_page.locator("main")

    # An administrator plans the move; nobody's name is on her pages.
    become(page, make_client(first), live_server.url)
    page.goto(f"{live_server.url}/")
    follow(page.get_by_role("link", name="Move a service to another provider"))
    follow(page.get_by_role("button", name="Move a service"))
    page.get_by_label("Which service moves?").select_option(label=old.service.name)
    page.get_by_label("Which service takes it over?").select_option(label=new.service.name)
    follow(page.get_by_role("button", name="Go on"))
    page.get_by_label("Why does it move?").fill("Lantern won the contract.")
    type_day(page, "First day of the transition", 0)
    type_day(page, "Day of the move", 30)
    page.get_by_label(f"Who takes up the work of {old.name}?").select_option(label=new.name)
    check_page(page)
    follow(page.get_by_role("button", name="Plan the move"))
    expect(main).to_contain_text("A second person must agree to it.")

    # A second administrator agrees, and every case is on the list.
    become(page, make_client(second), live_server.url)
    page.goto(f"{live_server.url}/transfers/")
    follow(page.get_by_role("link", name=old.service.name))
    follow(page.get_by_role("button", name="Agree to the move"))
    page.get_by_label("I have read the plan and agree").check()
    follow(page.get_by_role("button", name="Agree"))
    expect(main).to_contain_text("Every one of 2 cases is counted here once. Nothing is missing.")
    check_page(page)
    moving.keep_in_step(transfer=Transfer.objects.get(), now=timezone.now())

    # The worker asks her families; one says no.
    become(page, make_client(old_worker), live_server.url)
    page.goto(f"{live_server.url}/transfers/families/")
    follow(page.get_by_role("row").filter(has_text="Ben Marsh").get_by_role("link", name="Write it down"))
    page.get_by_label("No", exact=True).check()
    page.get_by_label("Who said it, and how?").fill("The mother, at home")
    follow(page.get_by_role("button", name="Save"))
    expect(page.get_by_role("row").filter(has_text="Ben Marsh")).to_contain_text("No")
    check_page(page)

    # The new manager sees who comes, not Ben, and says who is to have the case.
    become(page, make_client(new_manager), live_server.url)
    page.goto(f"{live_server.url}/transfers/coming/")
    expect(main).to_contain_text("Ada Marsh")
    expect(main).not_to_contain_text("Ben Marsh")
    follow(page.get_by_role("row").filter(has_text="Ada Marsh").get_by_role("link", name="Choose"))
    page.get_by_label("Who is to have the case?").select_option(
        label=f"{new_worker.user.full_name}, {new_worker.title}"
    )
    follow(page.get_by_role("button", name="Save"))
    check_page(page)

    # On the day the case is the new worker's; the old one has Ben still, and the receipt counts both.
    Transfer.objects.update(transition_on=timezone.localdate(), moves_on=timezone.localdate())
    moving.keep_in_step(transfer=Transfer.objects.get(), now=timezone.now())
    become(page, make_client(new_worker), live_server.url)
    page.goto(f"{live_server.url}/cases/")
    expect(main).to_contain_text("Ada Marsh")
    become(page, make_client(old_worker), live_server.url)
    page.goto(f"{live_server.url}/cases/")
    expect(main).to_contain_text("Ben Marsh")
    assert {case.child_id for case in cases_of_post(actor_of(old_worker, now=timezone.now()))} == {ben.pk}
    become(page, make_client(first), live_server.url)
    page.goto(f"{live_server.url}/transfers/{Transfer.objects.get().public_id}/")
    expect(page.get_by_role("row", name="Moved 1")).to_be_visible()
    expect(main).to_contain_text("Every one of 2 cases is counted here once. Nothing is missing.")
    check_page(page)
