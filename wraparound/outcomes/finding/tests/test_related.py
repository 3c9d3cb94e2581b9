"""Somebody with a surname and a postcode in common is asked before they open a child's record."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_client, make_post, make_shield, make_user
from wraparound.foundation.accounts.models import Role
from wraparound.foundation.notifications.models import Notice
from wraparound.outcomes.access.models import Block, Opening
from wraparound.outcomes.children.models import Child
from wraparound.outcomes.finding.tests.asking import filed, found, press_open
from wraparound.outcomes.kin.models import KinAnswer, StaffHome

pytestmark = pytest.mark.django_db


@pytest.fixture
def neighbour() -> tuple[Client, Child]:
    user = make_user(full_name="Grace Okafor")
    make_post(role=Role.PRIVACY_OFFICER)
    StaffHome.objects.create(user=user, postcode="WA8 7QF", said_at=timezone.now())
    child = filed(postcode="WA8 7QF", address="1 High Street")
    return make_client(make_post(user=user)), child


def test_a_surname_and_postcode_in_common_asks_and_yes_closes_the_record(neighbour) -> None:
    client, child = neighbour
    reply = press_open(client, child)
    assert "/related/" in reply.url
    assert "Are you related" in client.get(reply.url).text
    assert client.post(reply.url, {}).status_code == 200
    assert client.post(reply.url, {"related": "yes"}).url == reverse("finding:search")
    assert "Nobody found" in found(client)
    assert not Opening.objects.exists()
    assert Block.objects.get().kind == "kin"


def test_no_opens_the_record_and_is_told_and_is_not_asked_again(neighbour) -> None:
    client, child = neighbour
    asked = press_open(client, child).url
    assert client.post(asked, {"related": "no"}).url == f"/children/{child.public_id}/"
    assert KinAnswer.objects.get().is_related is False
    assert "not related" in Notice.objects.get().words
    assert press_open(client, child).url == f"/children/{child.public_id}/"


def test_nobody_is_asked_of_a_child_whose_address_a_shield_hides(neighbour) -> None:
    client, child = neighbour
    make_shield(child, now=timezone.now())
    assert press_open(client, child).url == f"/children/{child.public_id}/"
