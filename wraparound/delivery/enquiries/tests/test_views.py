"""The pages: finding by wait and level, holding for a child, the desk from the call to the count."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import NOW, make_child, make_client, make_grant, make_post, make_team
from wraparound.delivery.enquiries.models import Enquiry, ForProfessionals, Hold, Step
from wraparound.delivery.enquiries.tests.making import make_enquiry, make_listing, make_term
from wraparound.foundation.accounts.models import Post, Role
from wraparound.foundation.accounts.queries import actor_of
from wraparound.foundation.audit.models import Entry
from wraparound.outcomes.access.models import Basis

pytestmark = pytest.mark.django_db


def page(client: Client, name: str, *args, **query) -> str:
    return client.get(reverse(f"enquiries:{name}", args=args), query).text


def send(client: Client, name: str, *args, **data):
    return client.post(reverse(f"enquiries:{name}", args=args), data)


def acting(post: Post):
    return actor_of(post, now=timezone.now())


def test_professionals_find_by_level_wait_and_places_left() -> None:
    easy, busy, silent = (make_listing(name=name) for name in ("Easy", "Busy", "Silent"))
    for listing, wait, free in ((easy, 2, 1), (busy, 20, 0)):
        ForProfessionals.objects.create(
            listing=listing, levels=["2"], wait_weeks=wait, places_free=free, said_on=NOW.date()
        )
    client = make_client(make_post(role=Role.ANALYST))
    everything = page(client, "search")
    assert all(name in everything for name in ("Easy", "Busy", "Silent"))
    for query in ({"wait": "6"}, {"free": "on"}):
        found = page(client, "search", **query)
        assert "Easy" in found and "Busy" not in found and "Silent" not in found
    assert "Silent" not in page(client, "search", level="2")
    Hold.objects.create(
        listing=easy, code="BCD-FGH", team=make_team(), by=make_post(), made_at=NOW,
        until=timezone.localdate() + timedelta(days=1),
    )  # fmt: skip
    assert "No service fits" in page(client, "search", free="on")
    assert silent.name in page(client, "service", silent.public_id)


def test_the_public_finds_nothing_here() -> None:
    assert Client().get(reverse("enquiries:service", args=[make_listing().public_id])).status_code == 302


def test_a_confidential_service_shows_no_place_whatever_is_stored() -> None:
    listing = make_listing(name="Safe house", is_confidential=True)
    ForProfessionals.objects.create(
        listing=listing, route="Come to 4 Harbour Street, WB1 4QT", criteria="Women"
    )
    shown = page(make_client(make_post()), "service", listing.public_id)
    assert "Confidential: no address" in shown and "Women" in shown
    assert "WB1" not in shown and "Where</dt>" not in shown
    assert "WB1" not in page(make_client(make_post(listing.team)), "service", listing.public_id)


def test_the_loser_of_two_who_say_places_sees_both_and_keeps_what_was_typed() -> None:
    listing = make_listing()
    client = make_client(make_post(listing.team))
    assert send(client, "say_places", listing.public_id, places_free="3", version="0").status_code == 302
    lost = send(client, "say_places", listing.public_id, places_free="7", version="0")
    assert lost.status_code == 409 and "Somebody changed this" in lost.text
    assert ForProfessionals.objects.get().places_free == 3
    version = re.search(r'name="version" value="(\d+)"', lost.text)[1]
    send(client, "say_places", listing.public_id, places_free="7", version=version)
    assert ForProfessionals.objects.get().places_free == 7
    assert send(make_client(make_post()), "say_places", listing.public_id, places_free="9").status_code == 404


def test_a_place_is_held_for_a_child_and_the_look_is_on_record() -> None:
    listing, post, child = make_listing(free=1), make_post(), make_child()
    client, address = make_client(post), [listing.public_id, child.public_id]
    assert client.get(reverse("enquiries:hold_for_child", args=address)).status_code == 404
    make_grant(acting(post), child, Basis.INVOLVEMENT, now=timezone.now())
    assert "Amara" in page(client, "hold_children", listing.public_id)
    assert "Amara" in page(client, "hold_for_child", *address)
    reply = send(client, "hold_for_child", *address, until="tomorrow", places="1", key=uuid4())
    made = Hold.objects.get()
    assert reply.url == reverse("enquiries:hold_page", args=[made.public_id]) and made.child == child
    assert "Amara" in page(client, "hold_page", made.public_id) and "Amara" in page(client, "holds")
    looks = set(Entry.objects.filter(child_id=child.pk, outcome="seen").values_list("verb", flat=True))
    assert looks == {"hold.children", "hold.child", "hold.see", "hold.list"}
    late = send(client, "hold", listing.public_id, until="tomorrow", places="1", key=uuid4())
    assert late.status_code == 409 and "No place is left" in late.text
    service = make_client(make_post(listing.team))
    shown = page(service, "service", listing.public_id) + page(service, "hold_page", made.public_id)
    assert made.code in shown and "Amara" not in shown
    send(service, "end_hold", made.public_id, outcome="taken")
    assert "Taken up" in page(client, "hold_page", made.public_id)
    assert send(make_client(make_post()), "end_hold", made.public_id, outcome="taken").status_code == 404


def test_the_desk_from_the_call_to_the_count() -> None:
    need, listing, post = make_term(), make_listing(free=2), make_post()
    client = make_client(post)
    assert "Write what was asked for" in send(client, "record", channel="text").text
    reply = send(
        client, "record", channel="text", asked="A baby who will not sleep", age="8 months", key=uuid4(),
        need=need.public_id, call_back="07700 900123",
    )  # fmt: skip
    enquiry = Enquiry.objects.get()
    listing.terms.add(need)
    shown = client.get(reply.url).text
    assert "A baby who will not sleep" in shown and listing.name in shown
    send(client, "offer", enquiry.public_id, listing.public_id, result="full", key=uuid4())
    assert ">Full</span>" in page(client, "find", enquiry.public_id)
    assert "Looking for a place" in page(client, "desk")
    enquiry.refresh_from_db()
    send(
        client, "follow_up", enquiry.public_id, state="nothing", owner=post.public_id, key=uuid4(),
        version=enquiry.version, words="Nobody has a clinic",
    )  # fmt: skip
    assert Step.objects.filter(words="Nobody has a clinic", state="nothing").exists()
    shown = page(client, "unmet")
    assert "hidden" in shown and "need=sleep" in shown
    month = f"{timezone.localdate():%Y-%m}"
    behind = page(client, "desk", whose="team", state="nothing", month=month, need="sleep")
    assert "A baby who will not sleep" in behind
    planner = make_client(make_post(role=Role.ANALYST))
    assert "need=sleep" not in page(planner, "unmet")
    assert planner.get(reverse("enquiries:desk")).status_code == 404


def test_an_enquiry_of_another_desk_is_missing() -> None:
    enquiry, client = make_enquiry(acting(make_post())), make_client(make_post())
    for name in ("enquiry", "find", "correct", "follow_up"):
        assert client.get(reverse(f"enquiries:{name}", args=[enquiry.public_id])).status_code == 404
