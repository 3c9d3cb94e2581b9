"""From a child's card to a place held: by those who see the child alone, and every look is on record."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_child, make_client, make_grant, make_post, make_shield, make_team
from wraparound.delivery.enquiries.finding import wanted_for
from wraparound.delivery.enquiries.models import Hold
from wraparound.delivery.enquiries.services import hold_place
from wraparound.delivery.enquiries.tests.making import make_listing
from wraparound.foundation.accounts.models import Post, Role
from wraparound.foundation.accounts.queries import actor_of
from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.audit.models import Entry
from wraparound.outcomes.access.models import Basis
from wraparound.outcomes.children.models import Child
from wraparound.outcomes.children.queries import labels_of

pytestmark = pytest.mark.django_db


def acting(post: Post) -> Actor:
    return actor_of(post, now=timezone.now())


def grant(post: Post, child: Child) -> None:
    make_grant(acting(post), child, Basis.INVOLVEMENT, now=timezone.now())


def page_of(child: Child) -> str:
    return reverse("enquiries:of_child", args=[child.public_id])


def held_by(post: Post, child: Child, **given) -> Hold:
    actor = acting(post)
    until = timezone.localdate(actor.now) + timedelta(days=3)
    listing = make_listing(free=5, **given)
    return hold_place(listing=listing, child=child, until=until, key=uuid4(), actor=actor, now=actor.now)


def test_the_card_leads_to_a_service_with_a_place_and_the_hold_stands_there() -> None:
    post, child = make_post(), make_child()
    grant(post, child)
    age = wanted_for(labels_of([child.pk])[child.pk], today=timezone.localdate()).asked.age
    listing = make_listing(free=1, name="Right age", minimum_age=age, maximum_age=age)
    make_listing(free=1, name="Wrong age", minimum_age=age + 3)
    make_listing(free=0, name="Full club")
    client = make_client(post)
    assert page_of(child) in client.get(reverse("card:card", args=[child.public_id])).text
    shown = client.get(page_of(child)).text
    assert "Your team holds no place for this child" in shown
    assert "Right age" in shown and "Wrong age" not in shown and "Full club" not in shown
    hold_url = reverse("enquiries:hold_for_child", args=[listing.public_id, child.public_id])
    assert hold_url in shown and page_of(child) in client.get(hold_url).text
    client.post(hold_url, {"until": "tomorrow", "places": "1", "key": uuid4()})
    made = Hold.objects.get()
    shown = client.get(page_of(child)).text
    assert made.code in shown and hold_url not in shown
    assert "Full club" in client.get(page_of(child), {"words": "", "age": ""}).text
    assert Entry.objects.filter(verb="hold.of_child", child_id=child.pk, outcome="seen").count() == 3


def test_who_does_not_see_the_child_finds_nothing_and_the_denial_is_on_record() -> None:
    team, child = make_team(), make_child()
    holder = make_post(team)
    grant(holder, child)
    made = held_by(holder, child)
    stranger = make_client(make_post())
    missing = reverse("enquiries:of_child", args=[uuid4()])
    denied, none = stranger.get(page_of(child)), stranger.get(missing)
    assert denied.status_code == none.status_code == 404 and made.code not in denied.text
    assert Entry.objects.filter(verb="hold.of_child", child_id=child.pk, outcome="denied").count() == 1
    analyst = make_post(role=Role.ANALYST)
    grant(analyst, child)
    assert make_client(analyst).get(page_of(child)).status_code == 404


def test_another_team_that_sees_the_child_is_not_told_what_is_held() -> None:
    holder, other, child = make_post(), make_post(), make_child()
    for post in (holder, other):
        grant(post, child)
    made = held_by(holder, child)
    assert made.code in make_client(holder).get(page_of(child)).text
    assert made.code not in make_client(other).get(page_of(child)).text


def test_a_colleagues_hold_for_a_child_shielded_from_me_is_not_there() -> None:
    team, child = make_team(), make_child()
    holder, colleague = make_post(team), make_post(team)
    grant(holder, child)
    make_grant(acting(colleague), child, Basis.OPENED, now=timezone.now())
    made = held_by(holder, child)
    assert made.code in make_client(colleague).get(page_of(child)).text
    make_shield(child, named=[acting(holder)], now=timezone.now())
    assert make_client(colleague).get(page_of(child)).status_code == 200
    assert made.code not in make_client(colleague).get(page_of(child)).text
    assert made.code in make_client(holder).get(page_of(child)).text
