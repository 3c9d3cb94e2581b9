"""Asking another worker to ring: no name on either side, and one shared line of what came of it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import (
    make_child,
    make_client,
    make_grant,
    make_involvement,
    make_post,
    make_service,
    make_team,
)
from wraparound.foundation.accounts.models import Post
from wraparound.foundation.accounts.queries import actor_of
from wraparound.foundation.accounts.rules import Actor, Denied
from wraparound.foundation.audit.models import Entry
from wraparound.foundation.notifications.models import Notice
from wraparound.outcomes.access.models import Basis
from wraparound.outcomes.access.queries import sight
from wraparound.outcomes.access.rules import Category
from wraparound.outcomes.card.models import RingRequest
from wraparound.outcomes.card.services import ask_to_ring, finish_ring
from wraparound.outcomes.children.models import Child
from wraparound.outcomes.journey.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def asker() -> Post:
    return make_post(title="Health visitor", telephone="01632 960150")


@pytest.fixture
def worker() -> Post:
    return make_post(title="Social worker")


@pytest.fixture
def child(asker: Post, worker: Post) -> Child:
    child = make_child()
    make_involvement(child, worker.team, worker_post_id=worker.pk)
    make_grant(acting(asker), child, Basis.INVOLVEMENT, now=timezone.now())
    return child


def acting(post: Post) -> Actor:
    return actor_of(post, now=timezone.now())


def ask(asker: Post, child: Child, team_id: int, telephone: str = "01632 960150") -> RingRequest:
    actor = acting(asker)
    found = sight(actor, child.public_id)
    assert found
    return ask_to_ring(sight=found, team_id=team_id, telephone=telephone, actor=actor, now=actor.now)


def finish(request: RingRequest, post: Post, line: str = "", outcome: str = "spoke") -> RingRequest:
    return finish_ring(request=request, outcome=outcome, line=line, actor=acting(post), now=timezone.now())


def test_the_worker_is_told_without_a_name_and_the_same_again_is_one_request(asker, worker, child) -> None:
    assert ask(asker, child, worker.team_id) == ask(asker, child, worker.team_id)
    notice = Notice.objects.get()
    assert (notice.post, notice.route) == (worker, "card:ring_request")
    assert "Amara" not in notice.words and "Okafor" not in notice.words and child.number not in notice.words
    assert Entry.objects.filter(verb="ring.ask", child_id=child.pk).count() == 1


def test_a_worker_who_has_left_is_covered_by_the_team(asker, worker, child) -> None:
    Post.objects.filter(pk=worker.pk).update(ended_at=timezone.now())
    assert ask(asker, child, worker.team_id).post is None
    assert Notice.objects.get().team == worker.team
    colleague = make_post(worker.team)
    assert make_client(colleague).get(reverse("home")).text.count("Ring ") >= 1


def test_neither_page_names_the_child_and_a_stranger_has_no_such_page(asker, worker, child) -> None:
    request = ask(asker, child, worker.team_id)
    address = reverse("card:ring_request", args=[request.public_id])
    for post in (asker, worker):
        page = make_client(post).get(address).text
        assert "Amara" not in page and child.number not in page and str(child.public_id) not in page
    assert "01632 960 150" in make_client(worker).get(address).text
    assert make_client(make_post()).get(address).status_code == 404
    assert make_client(make_post(worker.team)).get(address).status_code == 404


def test_what_came_of_it_is_one_line_in_the_journey_and_is_said_once(asker, worker, child) -> None:
    request = ask(asker, child, worker.team_id)
    finish(request, worker, "Joint visit on Tuesday")
    finish(request, asker, "Something else")
    event = Event.objects.get()
    assert event.category == Category.INVOLVEMENT
    assert event.line.endswith("We spoke. Joint visit on Tuesday")
    assert RingRequest.objects.get().done_by == worker


@pytest.mark.parametrize(("outcome", "line"), [("sung", ""), ("spoke", "x" * 201)])
def test_an_unknown_outcome_or_a_long_line_is_refused(asker, worker, child, outcome, line) -> None:
    request = ask(asker, child, worker.team_id)
    with pytest.raises(Denied):
        finish(request, worker, line, outcome)
    assert not Event.objects.exists()


def test_a_stranger_says_nothing_came_of_it(asker, worker, child) -> None:
    request = ask(asker, child, worker.team_id)
    with pytest.raises(Denied):
        finish(request, make_post())


def test_a_sensitive_services_line_is_seen_as_the_service_is(worker) -> None:
    quiet = make_post(make_team(make_service(is_sensitive=True)))
    child = make_child()
    make_involvement(child, worker.team)
    make_grant(acting(quiet), child, Basis.INVOLVEMENT, now=timezone.now())
    finish(ask(quiet, child, worker.team_id), quiet)
    assert Event.objects.get().category == Category.SENSITIVE


@pytest.mark.parametrize("why", ["not involved", "sensitive", "no number"])
def test_only_a_service_that_the_card_shows_is_asked(asker, worker, child, why: str) -> None:
    team = make_team(make_service(is_sensitive=True)) if why == "sensitive" else make_team()
    if why == "sensitive":
        make_involvement(child, team, ground="consent")
    with pytest.raises(Denied):
        ask(
            asker,
            child,
            worker.team_id if why == "no number" else team.pk,
            " " if why == "no number" else "1",
        )
    assert not RingRequest.objects.exists()


def test_the_page_asks_which_number_and_keeps_what_was_typed(asker, worker, child) -> None:
    client = make_client(asker)
    address = reverse("card:ring", args=[child.public_id, worker.team_id])
    assert "01632 960150" in client.get(address).text
    wrong = client.post(address, {"telephone": "after lunch"})
    assert "Enter a telephone number" in wrong.text and "after lunch" in wrong.text
    assert client.post(address, {"telephone": "01632 960151"}).status_code == 302
    assert client.get(reverse("card:ring", args=[child.public_id, 999_999])).status_code == 404
    reply = make_client(worker).post(
        reverse("card:ring_request", args=[RingRequest.objects.get().public_id]),
        {"outcome": "message", "line": "Try Friday"},
    )
    assert reply.status_code == 302
    assert "Try Friday" in client.get(reverse("card:journey", args=[child.public_id])).text
