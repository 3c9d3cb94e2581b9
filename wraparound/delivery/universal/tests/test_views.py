"""The pages: each count leads to exactly its list, what one does not see is missing, and planning from a list."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from tests.browser import become, check_page, follow
from tests.factories import make_child, make_client, make_post, make_shield
from wraparound.delivery.contacts.models import Contact
from wraparound.delivery.universal.models import Arrival, Mark
from wraparound.delivery.universal.tests.making import (
    child_of,
    link,
    make_practice,
    make_visiting,
    populate,
)
from wraparound.foundation.accounts.models import Post, Role
from wraparound.foundation.agencies.models import Agency
from wraparound.foundation.area.models import Area
from wraparound.foundation.audit.models import Entry
from wraparound.outcomes.children.models import Child

OVERVIEW = reverse("universal:overview")
LIST = reverse("universal:items", args=["new_birth", "overdue"])


def a_clinic(role: str = Role.PRACTITIONER) -> tuple[Post, Agency, list[Child]]:
    """A health visitor with two babies whose new birth visit is overdue, and one whose is not due yet."""
    now = timezone.now()
    team, practice = make_visiting(), make_practice()
    link(team, practice)
    days = (30, 40, 5)
    babies = [child_of(practice, timezone.localdate(now) - timedelta(days=d)) for d in days]
    populate(now=now)
    return make_post(team, role), practice, babies


@pytest.mark.django_db
def test_every_count_of_the_overview_leads_to_a_list_of_so_many() -> None:
    post, practice, _ = a_clinic()
    client = make_client(post)
    for query in ("", f"?practice={practice.code}", "?caseload=active"):
        page = client.get(OVERVIEW + query).text
        links = re.findall(r'href="(/universal/item/[^"]+)">\s*(\d+)<', page)
        assert len(links) > 15
        for address, number in links:
            listed = client.get(address.replace("&amp;", "&")).text
            assert len(set(re.findall(r"/universal/child/([0-9a-f-]{36})/\"", listed))) == int(number), (
                address
            )
    assert (LIST, "2") in re.findall(r'href="(/universal/item/[^"]+)">\s*(\d+)<', client.get(OVERVIEW).text)


@pytest.mark.django_db
def test_a_list_puts_on_record_whom_it_showed() -> None:
    post, _, babies = a_clinic()
    make_client(post).get(LIST)
    looks = Entry.objects.filter(verb="universal.see_list")
    assert set(looks.values_list("child_id", flat=True)) == {baby.pk for baby in babies[:2]}


@pytest.mark.django_db
def test_a_child_whom_one_does_not_see_is_missing_on_every_page() -> None:
    post, _, babies = a_clinic()
    stranger = make_child()
    make_shield(babies[0], now=timezone.now() - timedelta(hours=1))
    client = make_client(post)
    for child in (stranger, babies[0]):
        for name, *more in (("child",), ("mark", "new_birth"), ("activate",), ("deactivate",)):
            assert client.get(reverse(f"universal:{name}", args=[child.public_id, *more])).status_code == 404
    denied = Entry.objects.filter(verb="universal.see_child", outcome=Entry.Outcome.DENIED)
    assert denied.count() == 8
    assert str(babies[0].public_id) not in client.get(LIST).text


@pytest.mark.django_db
def test_a_chosen_child_of_another_team_is_not_planned_with() -> None:
    post, _, babies = a_clinic()
    stranger = child_of(make_practice())
    chosen = {"child": [str(babies[0].public_id), str(stranger.public_id), "nonsense"]}
    page = make_client(post).post(reverse("universal:plan", args=["new_birth"]), chosen).text
    assert str(babies[0].public_id) in page and str(stranger.public_id) not in page


@pytest.mark.django_db
def test_a_mark_is_written_and_taken_back_on_the_pages_of_a_child() -> None:
    post, _, babies = a_clinic()
    client = make_client(post)
    address = reverse("universal:mark", args=[babies[0].public_id, "new_birth"])
    assert "Answer “" in client.post(address, {"kind": "declined", "why": "No"}).text
    assert not Mark.objects.exists()
    sent = {"key": str(uuid4()), "kind": "declined", "said_by": "Father", "why": "Said no twice"}
    client.post(address, sent)
    mark = Mark.objects.get()
    assert "Father" in client.get(reverse("universal:child", args=[babies[0].public_id])).text
    client.post(reverse("universal:withdraw", args=[mark.public_id]))
    mark.refresh_from_db()
    assert mark.withdrawn_at


@pytest.mark.django_db
def test_whoever_ends_a_link_second_sees_both_days_and_then_saves_theirs() -> None:
    client, made = (
        make_client(make_post(role=Role.AREA_ADMINISTRATOR)),
        link(make_visiting(), make_practice()),
    )
    address = reverse("universal:end_link", args=[made.public_id])
    sent = {"valid_until-day": "1", "valid_until-month": "5", "valid_until-year": "2026", "version": "1"}
    client.post(address, {**sent, "valid_until-month": "4"})
    reply = client.post(address, sent)
    assert reply.status_code == 409
    assert "Nothing of yours is lost" in reply.text
    assert "1 April 2026" in reply.text and "1 May 2026" in reply.text
    assert 'value="5"' in reply.text, "what was typed is kept"
    assert client.post(address, {**sent, "version": "2"}).status_code == 302
    made.refresh_from_db()
    assert made.valid_until.month == 5


@pytest.mark.django_db
def test_those_chosen_are_taken_up_and_no_others() -> None:
    post, practice, _ = a_clinic()
    now = timezone.now()
    toddlers = [child_of(practice, timezone.localdate(now) - timedelta(days=500)) for _ in range(2)]
    populate(now=now)
    first = Arrival.objects.get(child=toddlers[0])
    make_client(post).post(reverse("universal:take_up"), {"arrival": [str(first.public_id)]})
    assert list(Arrival.objects.filter(taken_up_at__isnull=False)) == [first]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_health_visitor_plans_new_birth_visits_from_the_list_of_overdue_ones(
    narrow_page: Page, live_server
) -> None:
    Area.objects.create(code="E09000099", name="Eastmere")
    post, _, babies = a_clinic()
    become(narrow_page, make_client(post), live_server.url)
    narrow_page.goto(f"{live_server.url}{LIST}")
    for baby in babies[:2]:
        narrow_page.locator(f"#choose-{baby.public_id}").check()
    follow(narrow_page.get_by_role("button", name="Plan contacts with those chosen"))
    check_page(narrow_page)
    follow(narrow_page.get_by_role("button", name="Show what that comes to"))
    assert narrow_page.locator(".govuk-error-summary").count() == 1
    narrow_page.get_by_label("Home visit").check()
    day = timezone.localdate() + timedelta(days=3)
    for label, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        narrow_page.get_by_label(label, exact=True).fill(str(number))
    narrow_page.get_by_label("Time of the first").fill("9:30")
    narrow_page.get_by_label("Who").select_option(index=1)
    follow(narrow_page.get_by_role("button", name="Show what that comes to"))
    check_page(narrow_page)
    assert "10:00am" in narrow_page.locator("main").inner_text()
    follow(narrow_page.get_by_role("button", name="Plan these"))
    narrow_page.get_by_text("2 planned: New birth visit").wait_for()
    assert Contact.objects.filter(state="planned", schedule_code="new_birth").count() == 2
