"""Renewing and closing by one press, the queue of the day team, and the watch on openings without work."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import NOW, make_child, make_client, make_grant, make_post, make_team
from wraparound.foundation.accounts.models import Role
from wraparound.foundation.accounts.queries import actor_of
from wraparound.foundation.area.models import Configuration
from wraparound.foundation.audit.models import Entry
from wraparound.foundation.notifications.models import Notice
from wraparound.outcomes.access.models import Basis, Opening
from wraparound.outcomes.openings.rules import shipped
from wraparound.outcomes.openings.services import open_card, open_in_emergency
from wraparound.outcomes.openings.watching import tell_of_unfollowed

pytestmark = pytest.mark.django_db


def opened(post, child, verb=open_card, **given) -> Opening:
    actor = actor_of(post, now=timezone.now())
    return verb(
        **{"child_id": child.pk, "reason": "worry", "words": "", "actor": actor, "now": actor.now, **given}
    )


def test_an_opening_is_renewed_by_one_press_and_closed_by_another() -> None:
    post, child = make_post(), make_child()
    opening, client = opened(post, child), make_client(post)
    Opening.objects.update(at=timezone.now() - timedelta(hours=2))
    address = reverse("openings:renew", args=[opening.public_id])
    page = client.get(address).text
    assert child.number in page and "(your usual)" in page and "Amara" not in page
    assert "Press one of the five reasons" in client.post(address, {}).text
    assert client.post(address, {"reason": "worry"}).url == reverse("card:card", args=[child.public_id])
    assert Opening.objects.count() == 2
    assert client.post(reverse("openings:close", args=[Opening.objects.last().public_id])).url == reverse(
        "home"
    )
    assert client.get(reverse("card:card", args=[child.public_id])).status_code == 404


def test_anothers_opening_is_missing() -> None:
    opening = opened(make_post(), make_child())
    client = make_client(make_post())
    assert client.get(reverse("openings:renew", args=[opening.public_id])).status_code == 404
    assert client.post(reverse("openings:close", args=[opening.public_id])).status_code == 404
    assert client.get(reverse("openings:close", args=[opening.public_id])).status_code == 405


def test_the_queue_of_the_day_team_names_no_child_and_is_empty_when_all_is_reviewed() -> None:
    child, opener = make_child(), make_post()
    door = make_team(is_front_door=True)
    opening = opened(opener, child, open_in_emergency, words="Found alone")
    client = make_client(make_post(door, Role.TEAM_MANAGER))
    page = client.get(reverse("openings:to_review")).text
    assert "Found alone" in page and opener.user.full_name in page and child.number in page
    assert "Amara" not in page
    notice = Notice.objects.get(kind="open.emergency")
    assert notice.route == "openings:to_review" and opener.user.full_name not in notice.words
    assert Entry.objects.filter(verb="open.to_review", child_id=child.pk).exists()
    assert "1 opened on duty or in an emergency" in client.get(reverse("home")).text
    client.post(reverse("openings:review", args=[opening.public_id]))
    client.post(reverse("openings:review", args=[opening.public_id]))
    assert "Nothing waits for you" in client.get(reverse("openings:to_review")).text


def test_only_those_who_review_have_the_queue() -> None:
    opening = opened(make_post(), make_child(), open_in_emergency, words="Found alone")
    client = make_client(make_post())
    assert client.get(reverse("openings:to_review")).status_code == 404
    assert client.post(reverse("openings:review", args=[opening.public_id])).status_code == 404
    manager = make_client(make_post(role=Role.TEAM_MANAGER))
    assert manager.post(reverse("openings:review", args=[opening.public_id])).status_code == 404


@pytest.fixture
def low_limits() -> None:
    document = shipped().model_dump(mode="json")
    document["unfollowed"] = {"at_least": 3, "after_days": 7, "share": 0.5}
    Configuration.objects.create(kind="openings", document=document, effective_from=NOW.date())


@pytest.mark.parametrize(("followed", "told"), [(0, 1), (1, 1), (2, 0)])
def test_openings_that_no_work_follows_are_told_once_to_managers_and_privacy_officers(
    low_limits, followed: int, told: int
) -> None:
    post, now = make_post(), timezone.now()
    manager, officer = make_post(post.team, Role.TEAM_MANAGER), make_post(role=Role.PRIVACY_OFFICER)
    children = [make_child() for _ in range(3)]
    for child in children:
        opened(post, child)
    Opening.objects.update(at=now - timedelta(days=10))
    for child in children[:followed]:
        make_grant(actor_of(post, now=now), child, Basis.INVOLVEMENT, team=True, now=now)
    assert tell_of_unfollowed(now=now) == told
    assert tell_of_unfollowed(now=now + timedelta(days=1)) == 0
    assert set(Notice.objects.values_list("post", flat=True)) == ({manager.pk, officer.pk} if told else set())


def test_openings_of_the_last_days_are_not_judged_yet(low_limits) -> None:
    post = make_post()
    for _ in range(3):
        opened(post, make_child())
    assert tell_of_unfollowed(now=timezone.now()) == 0
