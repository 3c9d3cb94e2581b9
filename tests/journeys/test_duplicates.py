"""A data manager settles a possible duplicate and undoes a wrong one."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser import become, check_page, follow
from tests.factories import NOW, make_actor, make_agency, make_child, make_client, make_post, say
from wraparound.foundation.accounts.models import Post, Role
from wraparound.foundation.accounts.queries import actor_of
from wraparound.foundation.audit import services as audit
from wraparound.outcomes.children.models import Carer, Child, Identifier
from wraparound.outcomes.index.services.settling import propose_pair

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AT = NOW + timedelta(minutes=5)


@pytest.fixture(autouse=True)
def tuesday_morning():
    with time_machine.travel(AT):
        yield


def two_records_alike() -> tuple[Child, Child]:
    """The school roll and child health hold a girl who is spelt in two ways."""
    school = make_agency("school", "education", name="Alder Road Primary")
    health = make_agency("health", "health", name="Eastmere Child Health")
    roll = make_child("Amarah", "Okafor", agency=school, address="14 Mill Road", postcode="SK9 1AB")
    clinic = make_child("Amara", "Okafor", agency=health, address="14 Mill Road", postcode="SK9 1AB")
    say(clinic.sources.get(), Identifier, scheme="nhs", value="9434765919")
    for child in (roll, clinic):
        say(child.sources.get(), Carer, given_names="Ngozi", family_name="Okafor", relation="mother")
    propose_pair(
        child_a=roll, child_b=clinic, kind="unsure", probability=0.97, actor=make_actor(), now=NOW,
        why=["The names sound alike", "One birth date, one home, one mother"],
    )  # fmt: skip
    return roll, clinic


def sign_in(page: Page, address: str, post: Post) -> None:
    page.context.clear_cookies()
    become(page, make_client(post), address)


def test_a_data_manager_settles_a_possible_duplicate_and_undoes_a_wrong_one(
    wide_page: Page, live_server
) -> None:
    page, here = wide_page, live_server.url
    roll, clinic = two_records_alike()
    manager, teacher = make_post(role=Role.DATA_MANAGER), make_post()
    sign_in(page, here, manager)

    # She sees that one pair waits, and opens it without giving a reason.
    page.goto(f"{here}/duplicates/")
    expect(page.get_by_text("Showing 1 pair")).to_be_visible()
    check_page(page)
    follow(page.get_by_role("link", name="Settle"))

    # Both records stand side by side; what agrees is said in words, and what would settle it.
    expect(page.get_by_role("heading", name="One child or two?")).to_be_visible()
    expect(page.get_by_text("Nearly the same").first).to_be_visible()
    expect(page.get_by_text("Ask the agency that has no NHS number")).to_be_visible()
    check_page(page)

    # She presses too early, is told what is missing, and then joins them.
    page.get_by_label("One child", exact=True).check()
    follow(page.get_by_role("button", name="Save my answer"))
    expect(page.get_by_role("link", name="Say in a few words why")).to_be_visible()
    check_page(page)
    page.get_by_label("Why?").fill("The school read the name from the birth certificate: one girl.")
    follow(page.get_by_role("button", name="Save my answer"))
    expect(page.get_by_text("The two records are one now")).to_be_visible()
    assert Child.objects.filter(pk__in=[roll.pk, clinic.pk], state="merged").count() == 1

    # A teacher looks at the joined record. Then the school rings: they are cousins. She undoes it.
    kept = Child.objects.get(state="live")
    at = timezone.now()
    audit.record_looks(verb="card.see", now=at, actor=actor_of(teacher, now=at), child_ids=[kept.pk])
    page.get_by_label("Why?").fill("The school rang: they are cousins.")
    follow(page.get_by_role("button", name="Undo it"))
    expect(page.get_by_text("It is undone.")).to_be_visible()
    expect(page.get_by_text(teacher.user.full_name)).to_be_visible()
    check_page(page)
    assert Child.objects.filter(state="live").count() == 2

    # The teacher is told, and says that he knows.
    sign_in(page, here, teacher)
    page.goto(f"{here}/corrections/")
    follow(page.get_by_role("link", name="See what is right"))
    expect(page.get_by_role("heading", name="A record that you saw was wrong")).to_be_visible()
    check_page(page)
    follow(page.get_by_role("button", name="I know"))
    expect(page.get_by_text("It is on record that you know")).to_be_visible()
