"""The pages of finding: a reason is given, nothing typed stands in an address, and few rows come."""

import re
import uuid
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import (
    make_child,
    make_client,
    make_post,
    make_service,
    make_shield,
    make_shift,
    make_source,
    make_team,
    say,
)
from wraparound.foundation.accounts.models import Role
from wraparound.foundation.audit.models import Entry
from wraparound.foundation.notifications.models import Notice
from wraparound.outcomes.access.models import Block, Grant, Opening
from wraparound.outcomes.children.models import Address, Birth, Child
from wraparound.outcomes.finding.refiling import refile
from wraparound.outcomes.finding.tests.asking import ask, filed, found, names, press_open, without_nonces

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return make_client(make_post())


def test_a_child_is_found_by_misspelt_words_in_any_order(client: Client) -> None:
    filed("Amara", "Okafor")
    for box in ("amara okafor 2019", "2019 okafor amara", "amarah okafore 14/05/2019", "okafor 14 may 2019"):
        page = found(client, box=box)
        assert names(page) == ["Amara Okafor"], box
        assert "14 May 2019" in page


def test_strangers_who_only_live_near_are_not_shown(client: Client) -> None:
    filed("Amara", "Okafor", postcode="WA8 7QF")
    page = found(client, box="zebedee quackenbush 2019 wa8")
    assert names(page) == []
    assert "Nobody found" in page


def test_a_search_that_fits_nobody_well_says_so(client: Client) -> None:
    filed("Amara", "Okafor", postcode="WA8 7QF")
    page = found(client, box="amara quackenbush 2018 wa8")
    assert names(page) == ["Amara Okafor"]
    assert "Nobody fits well" in page and "most likely not the child you mean" in page


def test_separate_fields_find_as_the_box_does(client: Client) -> None:
    filed("Amara", "Okafor", postcode="WA8 7QF", address="1 High Street")
    typed = {"given_names": "amara", "family_name": "okafor", "date_of_birth_0": "", "postcode": "WA8"}
    page = found(client, **{"box": "", **typed})
    assert names(page) == ["Amara Okafor"]
    assert "WA8" in page and "7QF" not in page and "High Street" not in page


def test_nothing_typed_stands_in_an_address(client: Client) -> None:
    child = filed()
    reply = ask(client)
    assert re.fullmatch(r"/find/[0-9a-f-]{36}/", reply.url)
    opened = client.post(f"{reply.url}open/", {"child": str(child.public_id)})
    assert opened.url == f"/children/{child.public_id}/"


def test_a_search_needs_a_reason_and_keeps_what_was_typed(client: Client) -> None:
    reply = ask(client, reason="", given_names="Amara")
    assert reply.status_code == 200
    assert "Press one of the five reasons" in reply.text
    assert "amara okafor 2019" in reply.text
    assert not Entry.objects.filter(verb="search.ask").exists()


def test_no_reason_is_chosen_beforehand_and_the_usual_one_is_marked() -> None:
    post = make_post()
    Opening.objects.create(
        holder=post.holder, user=post.user, child=make_child(), kind="card", reason="referral",
        at=timezone.now(), ends_at=timezone.now(),
    )  # fmt: skip
    page = make_client(post).get(reverse("finding:search")).text
    assert "checked" not in page
    assert re.search(r'value="referral"[^>]*>A referral[^<]*<span[^>]*>\(your usual\)', page)
    assert page.count("(your usual)") == 1
    assert page.index('tabindex="-1" aria-hidden="true"') < page.index('name="reason"')


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"box": "okafor"}, "That could be many children"),
        ({"box": ""}, "Type a name and one thing more"),
        (
            {
                "box": "amara",
                "date_of_birth-day": "31",
                "date_of_birth-month": "2",
                "date_of_birth-year": "2019",
            },
            "February",
        ),
        ({"box": "amara 2019", "age": "old"}, "whole number"),
    ],
)
def test_a_search_that_is_too_broad_or_wrong_says_what_to_add(client: Client, typed, words) -> None:
    reply = ask(client, **typed)
    assert reply.status_code == 200
    assert words in reply.text
    assert "There is a problem" in reply.text


def test_a_search_is_on_record_without_what_was_typed_and_each_child_shown_is_a_look(client: Client) -> None:
    child = filed()
    found(client, words="her aunt rang")
    asked = Entry.objects.get(verb="search.ask")
    assert asked.detail["asked"] == ["box"]
    assert asked.detail["reason"] == "contact"
    look = Entry.objects.get(verb="search.results")
    assert (look.child_id, look.detail) == (child.pk, {"search": asked.detail["search"]})
    for entry in Entry.objects.all():
        assert "okafor" not in str(entry.detail).lower() and "aunt" not in str(entry.detail)


def test_nothing_found_says_what_to_try_and_keeps_what_was_typed(client: Client) -> None:
    page = found(client, box="zebedee quux 2011")
    assert "Nobody found" in page and "Try another spelling" in page
    change = re.search(r'href="(/find/[^"]+/change/)"', page)
    assert change
    assert "zebedee quux 2011" in client.get(change[1]).text


def test_a_tie_is_said_with_what_would_settle_it(client: Client) -> None:
    for day in (14, 15):
        filed(born=date(2019, 5, day))
    page = found(client)
    assert "fits 2 children equally well" in page
    assert "the date of birth" in page
    assert page.count("Tied") == 2


def test_the_reason_of_a_search_is_renewed_by_one_press_after_a_while(client: Client) -> None:
    filed()
    results = ask(client).url
    session = client.session
    kept = session["searches"]
    kept[results.split("/")[2]]["said_at"] = (timezone.now() - timedelta(minutes=31)).isoformat()
    session["searches"] = kept
    session.save()
    page = client.get(results).text
    assert "Are you still looking?" in page and "Amara" not in page
    assert client.post(results, {"reason": "worry"}).status_code == 302
    assert names(client.get(results).text) == ["Amara Okafor"]
    assert [entry.detail["reason"] for entry in Entry.objects.filter(verb="search.ask").order_by("pk")] == [
        "contact",
        "worry",
    ]


def test_another_persons_search_is_not_there(client: Client) -> None:
    filed()
    results = ask(client).url
    reply = make_client(make_post()).get(results)
    assert reply.status_code == 302 and reply.url == reverse("finding:search")
    assert client.get(f"/find/{uuid.uuid4()}/").status_code == 302


def test_one_press_opens_the_card_for_the_reason_of_the_search(client: Client) -> None:
    child = filed()
    reply = press_open(client, child, words="her aunt rang")
    assert reply.url == f"/children/{child.public_id}/"
    opening = Opening.objects.get()
    assert (opening.kind, opening.reason, opening.words) == ("card", "contact", "her aunt rang")
    assert client.get(reply.url).status_code == 200


@pytest.mark.parametrize("hide", ["block", "full shield", "unknown"])
def test_opening_what_may_not_be_found_is_the_same_as_what_does_not_exist(hide: str) -> None:
    post, child = make_post(), filed()
    if hide == "block":
        Block.objects.create(child=child, user=post.user, kind="named", starts_at=timezone.now())
    elif hide == "full shield":
        make_shield(child, level="full", now=timezone.now())
    else:
        child = Child(public_id=uuid.uuid4())
    client = make_client(post)
    reply = press_open(client, child)
    assert reply.status_code == 404
    missing = press_open(client, Child(public_id=uuid.uuid4()))
    assert without_nonces(reply.text) == without_nonces(missing.text)
    assert not Grant.objects.exists()


def test_the_duty_desk_on_shift_is_offered_to_open_on_duty_and_off_shift_is_not() -> None:
    post, child = make_post(role=Role.DUTY), filed()
    client = make_client(post)
    assert "Open on duty" not in found(client)
    make_shift(post, start=timezone.now() - timedelta(hours=1))
    assert "Open on duty" in found(client)
    press_open(client, child, how="duty")
    assert Opening.objects.get().kind == "duty"


def test_a_shielded_child_is_found_by_name_alone_and_shows_no_district() -> None:
    child = filed(postcode="WA8 7QF", address="1 High Street")
    make_shield(child, now=timezone.now())
    refile([child.pk], now=timezone.now())
    client = make_client(make_post())
    page = found(client)
    assert names(page) == ["Amara Okafor"]
    assert "WA8" not in page
    assert "Nobody found" in found(client, box="amara wa8 7qf high")


def test_whoever_is_named_on_a_full_shield_finds_the_child_and_others_do_not() -> None:
    named, child = make_post(), filed()
    shield = make_shield(child, level="full", now=timezone.now())
    shield.names.create(post=named)
    refile([child.pk], now=timezone.now())
    assert names(found(make_client(named))) == ["Amara Okafor"]
    assert "Nobody found" in found(make_client(make_post()))


def test_an_expected_child_is_found_by_services_that_may() -> None:
    child = make_child(born=None)
    Birth.objects.update(status="expected", expected_date=date(2030, 5, 14))
    refile([child.pk], now=timezone.now())
    health_visitor = make_post(make_team(make_service(sees_expected=True)))
    typed = {"box": "amara okafor", "carer_family_name": "okafor", "telephone": "", "age": "0"}
    assert "Nobody found" in found(make_client(make_post()), **typed)
    assert found(make_client(health_visitor), **typed)


def test_a_colleagues_child_is_as_missing_and_the_team_that_keeps_it_is_told() -> None:
    child, keeper, seeker = filed(), make_team(), make_post(title="Social worker")
    Block.objects.create(child=child, kept_to=keeper, kind="staff_family", starts_at=timezone.now())
    page = found(make_client(seeker), box="amara okafor 14/05/2019")
    assert "Nobody found" in page
    notice = Notice.objects.get()
    assert notice.team == keeper
    assert "Social worker" in notice.words and "Amara" not in notice.words
    assert names(found(make_client(make_post(keeper)), box="amara okafor 14/05/2019")) == ["Amara Okafor"]
    assert Notice.objects.count() == 1


def test_an_unlike_search_tells_the_keepers_nothing() -> None:
    child = filed()
    Block.objects.create(child=child, kept_to=make_team(), kind="staff_family", starts_at=timezone.now())
    found(make_client(make_post()), box="amina okafar 2015")
    assert not Notice.objects.exists()


def test_agencies_that_disagree_are_found_by_what_either_says(client: Client) -> None:
    child = make_child()
    source = make_source(child)
    say(source, Address, lines="2 Mill Lane", postcode="WN1 2AB")
    refile([child.pk], now=timezone.now())
    assert names(found(client, box="amara okafor wn1 2ab")) == ["Amara Okafor"]


@pytest.mark.parametrize("role", [Role.PRIVACY_OFFICER, Role.AREA_ADMINISTRATOR, Role.ANALYST])
def test_roles_that_do_not_search_have_no_such_page(role: str) -> None:
    client = make_client(make_post(role=role))
    assert client.get(reverse("finding:search")).status_code == 404
    assert ask(client).status_code == 404
