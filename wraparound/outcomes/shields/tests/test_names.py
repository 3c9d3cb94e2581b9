"""The page on which the names on a shield change."""

import pytest
from django.urls import reverse

from tests.access.driving import clock
from tests.factories import NOW, make_client, make_post
from wraparound.foundation.accounts.models import Post, Role
from wraparound.foundation.accounts.queries import actor_of
from wraparound.outcomes.access.queries import sight
from wraparound.outcomes.access.rules import Category
from wraparound.outcomes.shields.tests.test_services import Refuge, refuge

__all__ = ["clock", "refuge"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def page(refuge: Refuge, shield) -> str:
    return reverse("shields:names", args=[refuge.child.public_id, shield.public_id])


def sees(post: Post, refuge: Refuge) -> bool:
    found = sight(actor_of(post, now=NOW), refuge.child.public_id)
    return found is not None and found.sees(Category.INVOLVEMENT)


def test_names_change_on_a_page_and_what_was_typed_is_kept(refuge: Refuge) -> None:
    shield, new, client = refuge.shield(), make_post(refuge.team), make_client(refuge.manager)
    address, said = page(refuge, shield), {"version": 1}
    assert address in client.get(reverse("shields:shield", args=[refuge.child.public_id])).text
    assert "Name somebody, or choose" in client.post(address, said).text
    assert "Load it again" in client.post(address, {}).text
    unknown = client.post(address, {**said, "others": "nobody@nowhere.example"}).text
    assert "Nobody who can be named" in unknown and "nobody@nowhere.example" in unknown
    unasked = client.post(address, {**said, "others": new.user.email}).text
    assert "Ask each of them first" in unasked and new.user.email in unasked
    gone = {"remove": [refuge.worker.public_id]}
    assert "Name at least two people" in client.post(address, {**said, **gone}).text
    whole = {**said, **gone, "others": new.user.email, "asked": "on"}
    assert client.post(address, whole).url == reverse("shields:shield", args=[refuge.child.public_id])
    late = {"version": 1, "others": make_post().user.email, "asked": "on"}
    assert "changed since you opened the page" in client.post(address, late).text
    assert not sees(refuge.worker, refuge)
    shown = client.get(reverse("shields:shield", args=[refuge.child.public_id])).text
    assert new.user.full_name in shown and refuge.worker.user.full_name not in shown


def test_who_has_left_is_marked_and_does_not_count_as_named(refuge: Refuge) -> None:
    shield, client = refuge.shield(), make_client(refuge.manager)
    refuge.worker.ended_at = NOW
    refuge.worker.save()
    assert "Has left" in client.get(reverse("shields:shield", args=[refuge.child.public_id])).text
    other = {"version": 1, "remove": [refuge.out_of_hours.public_id]}
    refused = client.post(page(refuge, shield), other).text
    assert "Name at least two people" in refused and "staffed at every hour" in refused


def test_only_who_handles_it_and_sets_or_confirms_shields_names_anybody(refuge: Refuge) -> None:
    shield = refuge.shield()
    for post in (refuge.worker, make_post(), make_post(role=Role.TEAM_MANAGER)):
        assert make_client(post).get(page(refuge, shield)).status_code == 404
    for post in (refuge.manager, refuge.data_manager):
        assert make_client(post).get(page(refuge, shield)).status_code == 200
