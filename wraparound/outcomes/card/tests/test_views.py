"""The pages of one child: a look for each, denied as missing, presses that are kept on record."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories import (
    make_child,
    make_client,
    make_grant,
    make_involvement,
    make_post,
    make_service,
    make_shield,
    make_team,
    make_user,
    say,
)
from wraparound.foundation.accounts.models import Role
from wraparound.foundation.accounts.queries import actor_of
from wraparound.foundation.audit.models import Entry
from wraparound.outcomes.access.models import Basis, Block, Opening
from wraparound.outcomes.access.rules import Category
from wraparound.outcomes.children.models import Address, Banner, Carer, Telephone
from wraparound.outcomes.journey.services import NewEvent, add_events
from wraparound.outcomes.kin.models import StaffHome
from wraparound.outcomes.openings.services import open_card

pytestmark = pytest.mark.django_db
TABS = ["card", "involved", "journey", "record"]


def held(post, child, basis=Basis.INVOLVEMENT, **given) -> Client:
    """Give the post a grant, and return its browser."""
    make_grant(actor_of(post, now=timezone.now()), child, basis, now=timezone.now(), **given)
    return make_client(post)


def opened(post, child) -> Client:
    actor = actor_of(post, now=timezone.now())
    open_card(child_id=child.pk, reason="worry", words="", actor=actor, now=actor.now)
    return make_client(post)


def at(name: str, child, *more) -> str:
    return reverse(f"card:{name}", args=[child.public_id, *more])


def plain(text: str) -> str:
    return re.sub(r"[A-Za-z0-9]{64}", "", text)


@pytest.mark.parametrize("tab", TABS)
def test_each_page_is_a_look_at_the_child_and_is_not_kept_by_the_browser(tab: str) -> None:
    child = make_child()
    reply = held(make_post(), child).get(at(tab, child))
    assert reply.status_code == 200
    assert "Amara Okafor" in reply.text
    assert "no-store" in reply.headers["Cache-Control"]
    assert Entry.objects.filter(child_id=child.pk, outcome="seen").count() == 1


@pytest.mark.parametrize(
    ("tab", "why"),
    [
        *((tab, why) for tab in (*TABS, "closed_work") for why in ("no grant", "block", "full shield")),
        *(("emergency", why) for why in ("block", "full shield", "may not search")),
    ],
)
def test_a_denied_child_is_the_same_page_as_a_missing_one(tab: str, why: str) -> None:
    post, child = make_post(clear=why != "may not search"), make_child()
    client = make_client(post) if why in ("no grant", "may not search") else held(post, child)
    if why == "block":
        Block.objects.create(child=child, user=post.user, kind="concern", starts_at=timezone.now())
    if why == "full shield":
        make_shield(child, level="full", now=timezone.now())
    denied = client.get(at(tab, child))
    missing = client.get(reverse(f"card:{tab}", args=[uuid.uuid4()]))
    assert denied.status_code == missing.status_code == 404
    assert plain(denied.text) == plain(missing.text)
    assert Entry.objects.filter(outcome="denied").count() == 2


def test_an_address_is_shown_by_a_further_press_on_record_and_the_press_goes_when_it_is_shown() -> None:
    child = make_child(address="9 TOKENSTREET", postcode="WA8 7QF")
    client = opened(make_post(), child)
    before = client.get(at("card", child)).text
    assert "TOKENSTREET" not in before and "Show address" in before
    assert client.post(at("whereabouts", child)).url == at("card", child)
    after = client.get(at("card", child)).text
    assert "TOKENSTREET" in after and "Show address" not in after
    assert Entry.objects.filter(verb="open.whereabouts", child_id=child.pk).exists()


def test_a_shielded_child_offers_the_press_and_shows_that_none_is_held() -> None:
    child, bare = make_child(address="9 TOKENSTREET"), make_child()
    post = make_post()
    client = opened(post, child)
    opened(post, bare)
    make_shield(child, now=timezone.now())
    for each in (child, bare):
        assert "Show address" in client.get(at("card", each)).text
        client.post(at("whereabouts", each))
    pages = [client.get(at("card", each)).text for each in (child, bare)]
    one, other = (
        plain(page.replace(each.number, "").replace(str(each.public_id), ""))
        for page, each in zip(pages, (child, bare), strict=True)
    )
    assert "TOKENSTREET" not in one
    drop = r'<span class="app-said">.*?</span>'
    assert re.sub(drop, "", one, flags=re.S) == re.sub(drop, "", other, flags=re.S)


def test_which_services_are_involved_opens_with_a_reason_for_whoever_has_the_child_in_a_population() -> None:
    child = make_child()
    make_involvement(child, make_team(make_service(name="TOKENSERVICE")))
    client = held(make_post(), child, Basis.POPULATION)
    page = client.get(at("involved", child)).text
    assert "TOKENSERVICE" not in page and "say why" in page
    assert "Press one of the five reasons" in client.post(at("open", child), {}).text
    assert client.post(at("open", child), {"reason": "worry"}).url == at("involved", child)
    assert "TOKENSERVICE" in client.get(at("involved", child)).text


def test_an_emergency_needs_words_and_opens_the_record() -> None:
    child = make_child()
    client = opened(make_post(), child)
    assert "This is an emergency" in client.get(at("card", child)).text
    asked = client.post(at("emergency", child), {"reason": "worry"})
    assert "Say in a few words what is happening" in asked.text
    reply = client.post(at("emergency", child), {"reason": "worry", "words": "Alone at the station"})
    assert reply.url == at("card", child)
    assert Opening.objects.filter(kind="emergency").get().words == "Alone at the station"
    page = client.get(at("card", child)).text
    assert "Record</a>" in page and "This is an emergency" not in page
    assert "the day team reviews it" in page


def test_an_emergency_opens_straight_from_a_search_and_shows_nothing_before() -> None:
    child = make_child()
    client = make_client(make_post())
    asked = client.get(at("emergency", child)).text
    assert "Open the record in an emergency" in asked
    assert "Amara" not in asked and child.number not in asked
    assert not Entry.objects.filter(child_id=child.pk).exists(), "nothing of the child was shown"
    reply = client.post(at("emergency", child), {"reason": "worry", "words": "Alone at the station"})
    assert reply.url == at("card", child)
    assert "Amara Okafor" in client.get(at("card", child)).text


@pytest.mark.parametrize(("related", "kind"), [("yes", "kin"), ("no", "")])
def test_an_emergency_of_what_may_be_ones_own_family_asks_first(related: str, kind: str) -> None:
    child = make_child(postcode="WA8 7QF")
    post = make_post(user=make_user(full_name="Ada Okafor"))
    StaffHome.objects.create(user=post.user, postcode="WA8 7QF", said_at=timezone.now())
    client, told = make_client(post), {"reason": "worry", "words": "Alone at the station"}
    assert "Say whether you are related" in client.post(at("emergency", child), told).text
    client.post(at("emergency", child), {**told, "related": related})
    assert Opening.objects.filter(kind="emergency").exists() == (related == "no")
    assert list(Block.objects.values_list("kind", flat=True)) == ([kind] if kind else [])


def test_telephones_ring_but_not_when_contact_must_be_safe() -> None:
    child = make_child()
    source = child.sources.get()
    say(source, Telephone, number="07700 900123")
    say(source, Carer, given_names="Ada", telephone="07700 900124")
    client = held(make_post(), child)
    assert client.get(at("card", child)).text.count('href="tel:+447700900') == 2
    say(source, Banner, kind="safe_contact", words="Do not telephone")
    page = client.get(at("card", child)).text
    assert 'href="tel:+447700900' not in page and "07700 900" in page and "Do not ring" in page


def test_the_journey_is_paged_and_narrowed_and_reads_through_the_sight() -> None:
    child, now = make_child(), timezone.now()
    events = [
        NewEvent(child.pk, now.date() - timedelta(days=n), "index.joined", f"Line {n}", Category.INVOLVEMENT)
        for n in range(30)
    ]
    events.append(NewEvent(child.pk, now.date(), "ring", "Rang", Category.INVOLVEMENT))
    events.append(NewEvent(child.pk, now.date(), "plan", "TOKENPLAN", Category.SAFEGUARDING))
    add_events(events, now=now)
    client = held(make_post(), child)
    page = client.get(at("journey", child)).text
    assert "Line 0" in page and "Line 29" not in page and "TOKENPLAN" not in page and "Plan</a>" not in page
    assert "Line 29" in client.get(at("journey", child) + "?page=2").text
    narrowed = client.get(at("journey", child) + "?kind=ring").text
    assert "Rang" in narrowed and "Line 0" not in narrowed
    assert client.get(at("journey", child) + "?kind=plan&page=x").status_code == 200


def test_who_can_see_is_for_data_managers_and_privacy_officers() -> None:
    child, worker = make_child(), make_post(title="TOKENWORKER")
    opened(worker, child)
    for role, may in [(Role.DATA_MANAGER, True), (Role.PRIVACY_OFFICER, True), (Role.TEAM_MANAGER, False)]:
        post = make_post(role=role)
        client = held(post, child) if role == Role.TEAM_MANAGER else make_client(post)
        reply = client.get(at("who_can_see", child))
        assert (reply.status_code == 200) is may
        assert ("TOKENWORKER" in reply.text) is may
        assert "Amara" not in reply.text or role == Role.TEAM_MANAGER


def test_who_can_see_tells_nothing_past_a_shield_and_nothing_sensitive() -> None:
    child, quiet = make_child(), make_team(make_service(is_sensitive=True), name="TOKENQUIET")
    held(make_post(quiet), child, team=True)
    held(make_post(make_team(name="TOKENTEAM")), child, team=True)
    client = make_client(make_post(role=Role.DATA_MANAGER))
    page = client.get(at("who_can_see", child)).text
    assert "TOKENTEAM" in page and "TOKENQUIET" not in page and "further service" not in page
    make_involvement(child, quiet, ground="harm")
    page = client.get(at("who_can_see", child)).text
    assert "TOKENQUIET" not in page and "A further service" in page
    make_shield(child, now=timezone.now())
    page = client.get(at("who_can_see", child)).text
    assert "TOKEN" not in page and "Nobody holds anything" in page


@pytest.fixture
def school() -> tuple[Client, list]:
    post = make_post()
    children = [make_child("Pupil", name) for name in ("Ahmed", "Brown", "Clark")]
    for child in children:
        client = held(post, child, Basis.POPULATION, team=True)
    return client, children


def test_my_children_are_listed_by_name_and_narrowed_without_a_name_in_the_address(school) -> None:
    client, _ = school
    page = client.get(reverse("card:children")).text
    assert page.index("Pupil Ahmed") < page.index("Pupil Brown") < page.index("Pupil Clark")
    reply = client.post(reverse("card:children"), {"name": "bro"})
    assert reply.url == reverse("card:children")
    page = client.get(reply.url).text
    assert "Pupil Brown" in page and "Pupil Ahmed" not in page and "“bro”" in page
    client.post(reverse("card:children"), {"name": "quux"})
    assert "No child of yours has that in a name" in client.get(reply.url).text
    client.post(reverse("card:children"), {"name": ""})
    assert "Pupil Ahmed" in client.get(reply.url).text


def test_each_child_listed_is_a_look_and_hidden_ones_are_neither_listed_nor_counted(school) -> None:
    client, children = school
    make_shield(children[0], level="full", now=timezone.now())
    page = client.get(reverse("card:children")).text
    assert "Ahmed" not in page and "Showing 2 children" in page
    looks = Entry.objects.filter(verb="children.list").values_list("child_id", flat=True)
    assert set(looks) == {children[1].pk, children[2].pk}


def test_what_was_only_opened_with_a_reason_is_not_among_my_children() -> None:
    child = make_child()
    assert "No child is yours" in opened(make_post(), child).get(reverse("card:children")).text


def test_a_list_takes_as_many_statements_for_thirty_children_as_for_three(
    school, django_assert_max_num_queries
) -> None:
    client, _ = school
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("card:children"))
    post = make_post(make_team())
    for n in range(24):
        many = held(post, make_child("Pupil", f"N{n}"), Basis.POPULATION, team=True)
    with django_assert_max_num_queries(len(few)):
        many.get(reverse("card:children"))


def test_addresses_are_read_from_no_page_without_the_category() -> None:
    child = make_child()
    say(child.sources.get(), Address, lines="9 TOKENSTREET", postcode="WA8 7QF")
    post = make_post()
    make_grant(
        actor_of(post, now=timezone.now()), child, Basis.DECISION,
        categories=Category(4095) & ~Category.WHEREABOUTS, now=timezone.now(),
    )  # fmt: skip
    client = make_client(post)
    for tab in TABS:
        assert "TOKENSTREET" not in client.get(at(tab, child)).text
