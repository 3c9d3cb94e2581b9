"""A manager on Monday morning whose worker is ill: these visits, by risk; these people know the family; cover."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser import become, check_page, follow, keep_picture
from tests.factories import make_agency, make_client, make_service, make_team, say
from wraparound.delivery.caseloads.models import Allocation
from wraparound.delivery.caseloads.tests.people import Crew
from wraparound.delivery.contacts.models import Contact
from wraparound.delivery.contacts.services import plan_contact
from wraparound.outcomes.children.models import Banner

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_manager_whose_worker_is_ill(narrow_page: Page, live_server) -> None:
    council = make_agency("council", "social_care", name="Alderbrook Council")
    crew = Crew(
        timezone.now(), make_team(make_service(council, name="Family support"), name="Family support")
    )
    ill, knows, busy = crew.post("Rosa Vale"), crew.post("Tom Ashe"), crew.post("Uma Birch")
    grave, light = crew.case("Leila", to=ill, level="4"), crew.case("Jonah", to=ill, level="1")
    say(grave.child.sources.first(), Banner, kind="visit_safety", words="Two dogs: ring first.")
    crew.give(grave, knows, part="second")
    for case, days in ((light, 1), (grave, 2)):
        plan_contact(
            child=case.child, planned_for=crew.now + timedelta(days=days), kind="home_visit", case=case,
            post=ill, key=uuid4(), actor=crew.manager, now=crew.now,
        )  # fmt: skip
    page, main = narrow_page, narrow_page.locator("main")

    # She says that Rosa is ill until Friday, on her telephone in the car park.
    become(page, make_client(crew.boss), live_server.url)
    page.goto(f"{live_server.url}/team/")
    follow(page.get_by_role("link", name="Somebody is away: who covers"))
    follow(page.get_by_role("button", name="Somebody is away"))
    page.get_by_label("Who is away").select_option(label="Rosa Vale, Practitioner")
    page.get_by_label("Unwell").check()
    page.get_by_label("The first day away").fill("today")
    page.get_by_label("The last day away").fill("in 5 days")
    follow(page.get_by_role("button", name="Go on"))

    # The gravest visit is first, with what to take care of; and who knows the family is said.
    visits = main.get_by_role("rowheader")
    expect(visits).to_have_text(["Leila Okafor", "Jonah Okafor"])
    expect(main).to_contain_text("Two dogs: ring first.")
    expect(main).to_contain_text("Know the family: Tom Ashe")
    keep_picture(page, "worker-ill")
    check_page(page)

    # She lets Tom cover the one and Uma the other, and sees what it would mean before anything is saved.
    page.get_by_label("Who takes Leila Okafor").select_option(str(knows.public_id))
    page.get_by_label("Who takes Jonah Okafor").select_option(str(busy.public_id))
    follow(page.get_by_role("button", name="Show what it would mean"))
    expect(main).to_contain_text("Nothing is saved yet")
    check_page(page)
    assert not Allocation.objects.filter(part="cover").exists()
    follow(page.get_by_role("button", name="Give this cover"))
    expect(main).to_contain_text("2 cases were given.")
    covered = {each.case: each.post for each in Allocation.objects.filter(part="cover")}
    assert covered == {grave: knows, light: busy}
    assert set(Contact.objects.values_list("case", "post")) == {(grave.pk, knows.pk), (light.pk, busy.pk)}

    # Uma finds the case among hers, as cover; Rosa still has it.
    become(page, make_client(busy), live_server.url)
    page.goto(f"{live_server.url}/cases/")
    expect(main).to_contain_text("Covers for now")
    follow(page.get_by_role("link", name="Jonah Okafor"))
    expect(main).to_contain_text("Rosa Vale")
    check_page(page)

    # Rosa is back on Wednesday: one press, and the cover has ended.
    become(page, make_client(crew.boss), live_server.url)
    page.goto(f"{live_server.url}/team/away/")
    follow(page.get_by_role("link", name="Visits, cases and cover for Rosa Vale"))
    follow(page.get_by_role("button", name="They are back: end the cover"))
    expect(main).to_contain_text("Rosa Vale is back")
    assert not Allocation.objects.filter(part="cover", until__gt=timezone.now()).exists()
    check_page(page)
