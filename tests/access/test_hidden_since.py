"""What somebody opened, was asked or drew, of a child who is hidden from them since: it is gone everywhere."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse

from tests.access.driving import clock, file
from tests.factories import (
    NOW,
    make_actor,
    make_child,
    make_client,
    make_post,
    make_shield,
    make_team,
    make_user,
)
from wraparound.foundation.accounts.models import Post, Role
from wraparound.foundation.accounts.queries import actor_of
from wraparound.foundation.audit.models import Sample
from wraparound.foundation.audit.services import record
from wraparound.outcomes.access.models import Adoption, Block, Opening
from wraparound.outcomes.card.models import RingRequest
from wraparound.outcomes.children.models import Child
from wraparound.outcomes.finding.tests.asking import ask, press_open
from wraparound.outcomes.kin.models import StaffHome
from wraparound.outcomes.openings.services import open_in_emergency
from wraparound.outcomes.shields.services.glass import agree_glass, ask_glass

__all__ = ["clock"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
BOX = "zuzana okafor 14/05/2019"
MISSING = uuid.UUID(int=7)


def block(child: Child, post: Post) -> None:
    Block.objects.create(child=child, user=post.user, kind=Block.Kind.CONCERN, starts_at=NOW)


def keep(child: Child, post: Post) -> None:
    Block.objects.create(child=child, kept_to=make_team(), kind=Block.Kind.STAFF_FAMILY, starts_at=NOW)


def shield(child: Child, post: Post) -> None:
    make_shield(child, level="full")


def adopt(child: Child, post: Post) -> None:
    Adoption.objects.create(before=child, team=make_team(), placed_at=NOW)


HIDE: list[Callable[[Child, Post], None]] = [block, keep, shield, adopt]
every_way = pytest.mark.parametrize("hide", HIDE)


@every_way
def test_what_was_opened_is_on_no_list_and_is_not_renewed(hide: Callable[[Child, Post], None]) -> None:
    child, post = make_child("Zuzana"), make_post()
    file(child)
    client = make_client(post)
    press_open(client, child, box=BOX)
    assert "Zuzana" in client.get("/").text
    hide(child, post)
    renewing = reverse("openings:renew", args=[Opening.objects.get().public_id])
    assert "Zuzana" not in client.get("/").text and "Open for you now" not in client.get("/").text
    assert client.get(renewing).status_code == client.post(renewing, {"reason": "worry"}).status_code == 404


@every_way
def test_what_the_day_team_reviews_is_neither_listed_nor_counted(hide: Callable[[Child, Post], None]) -> None:
    team, child = make_team(), make_child()
    manager, worker = make_post(team, Role.TEAM_MANAGER), make_post(team)
    file(child)
    opening = open_in_emergency(
        child_id=child.pk, reason="worry", words="Alone", actor=actor_of(worker, now=NOW), now=NOW
    )
    client, waiting = make_client(manager), reverse("openings:to_review")
    assert child.number in client.get(waiting).text and "in an emergency: look at it" in client.get("/").text
    hide(child, manager)
    assert child.number not in client.get(waiting).text
    assert "in an emergency: look at it" not in client.get("/").text
    assert client.post(reverse("openings:review", args=[opening.public_id])).status_code == 404


@every_way
def test_a_request_to_ring_is_gone(hide: Callable[[Child, Post], None]) -> None:
    asked, child = make_post(), make_child()
    ring = RingRequest.objects.create(
        child=child, asked_by=make_post(), team=asked.team, telephone="01632 960150", asked_at=NOW
    )
    client, page = make_client(asked), reverse("card:ring_request", args=[ring.public_id])
    assert page in client.get("/").text and client.get(page).status_code == 200
    hide(child, asked)
    assert page not in client.get("/").text
    answer = {"outcome": RingRequest.Outcome.values[0], "line": "Rang"}
    assert client.get(page).status_code == client.post(page, answer).status_code == 404


def test_home_counts_the_shields_that_the_list_shows() -> None:
    manager, child = make_post(role=Role.DATA_MANAGER), make_child()
    make_shield(child, confirmed_at=None, provisional_until=NOW + timedelta(hours=5), review_on=NOW.date())
    client, words = (
        make_client(manager),
        (
            "Provisional protections to confirm: 1",
            "Protections to review soon: 1",
        ),
    )
    assert all(each in client.get("/").text for each in words)
    block(child, manager)
    assert not any(each in client.get("/").text for each in words)


def test_a_sample_is_not_of_a_child_that_its_reader_is_kept_out_of() -> None:
    officer, child = make_post(role=Role.PRIVACY_OFFICER), make_child()
    manager = make_actor(role=Role.DATA_MANAGER)
    entry = record(verb="card.see", now=NOW, actor=manager, child_id=child.pk, outcome="seen")
    sample = Sample.objects.create(entry=entry, drawn_at=NOW, drawn_by=0)
    client, page = make_client(officer), reverse("audit:sample", args=[sample.public_id])
    assert page in client.get(reverse("audit:samples")).text and client.get(page).status_code == 200
    block(child, officer)
    assert page not in client.get(reverse("audit:samples")).text and client.get(page).status_code == 404


@every_way
def test_nobody_is_asked_whether_they_are_related_to_somebody_hidden(
    hide: Callable[[Child, Post], None],
) -> None:
    child = make_child("Zuzana", address="1 Ash Lane", postcode="SK9 1AB")
    post = make_post(user=make_user(full_name="Grace Okafor"))
    StaffHome.objects.create(user=post.user, postcode="SK9 1AB", said_at=NOW)
    file(child)
    client = make_client(post)
    results = ask(client, box=BOX).url
    asking = f"{results}related/{child.public_id}/"
    assert client.get(asking).status_code == 200
    hide(child, post)
    for page in (asking, f"{results}related/{MISSING}/"):
        assert client.get(page).status_code == client.post(page, {"related": "no"}).status_code == 404


@pytest.mark.parametrize("hide", [block, keep, adopt])
def test_broken_glass_opens_nothing_of_what_no_glass_opens(hide: Callable[[Child, Post], None]) -> None:
    desk, pages = make_team(), []
    for is_there in (True, False):
        sergeant, inspector = make_post(desk), make_post(desk, Role.TEAM_MANAGER)
        child = make_child("Zuzana") if is_there else None
        glass = ask_glass(
            child=child, reason="worry", words="Held", key=uuid.uuid4(), now=NOW,
            actor=actor_of(sergeant, now=NOW),
        )  # fmt: skip
        if child:
            hide(child, sergeant)
        agree_glass(glass=glass, actor=actor_of(inspector, now=NOW), now=NOW)
        page = make_client(sergeant).get(reverse("shields:one_glass", args=[glass.key]))
        assert "Open the record" not in page.text
        pages.append("Nothing is open to you now" in page.text)
    assert pages == [True, True]
