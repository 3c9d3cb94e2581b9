"""A list that says that work closed: the grants end by themselves, and the last worker has days to finish."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.factories import NOW, make_post
from wraparound.foundation.accounts.models import Post
from wraparound.foundation.accounts.queries import actor_of
from wraparound.foundation.agencies.models import Agency, Team
from wraparound.outcomes.access.models import Basis, Grant
from wraparound.outcomes.access.queries import sight
from wraparound.outcomes.access.rules import Category
from wraparound.outcomes.children.models import Child
from wraparound.outcomes.feeds.tests.conftest import Send
from wraparound.outcomes.feeds.tests.test_loading import AMARA

LATER = NOW + timedelta(days=7)
AFTER_THE_13TH = datetime(2026, 3, 14, tzinfo=UTC)
FINISHED = datetime(2026, 3, 28, tzinfo=UTC)
WORKING = {**AMARA, "service": "Assessment", "worker": "Ngozi Bell", "involved_from": "2026-01-05"}


@pytest.fixture
def worker(care: Agency) -> Post:
    post = make_post(Team.objects.get(code="AT1"))
    post.user.full_name = "Ngozi Bell"
    post.user.save()
    return post


def sees(post: Post, now: datetime) -> str:
    """Say what a post sees of the only child: "work", "finishing" or "nothing"."""
    found = sight(actor_of(post, now=now), Child.objects.get().public_id)
    if found is None:
        return "nothing"
    return (
        "work" if found.sees(Category.INVOLVEMENT) else "finishing" if found.sees(Category.OWN_NOTES) else "?"
    )


def test_an_end_that_is_said_needs_no_later_list(care: Agency, worker: Post, send: Send) -> None:
    colleague = make_post(worker.team)
    send(care, [{**WORKING, "involved_until": "2026-03-13"}])
    for now, workers, colleagues in (
        (NOW, "work", "work"),
        (AFTER_THE_13TH - timedelta(minutes=1), "work", "work"),
        (AFTER_THE_13TH, "finishing", "nothing"),
        (FINISHED - timedelta(minutes=1), "finishing", "nothing"),
        (FINISHED, "nothing", "nothing"),
    ):
        assert (sees(worker, now), sees(colleague, now)) == (workers, colleagues), now


def test_an_end_that_is_put_off_or_taken_back_counts_as_it_is_said_last(
    care: Agency, worker: Post, send: Send
) -> None:
    send(care, [{**WORKING, "involved_until": "2026-03-13"}])
    send(care, [{**WORKING, "involved_until": "2026-04-17"}], now=LATER)
    assert sees(worker, FINISHED) == "work"
    send(care, [WORKING], now=LATER + timedelta(days=1))
    assert sees(worker, FINISHED + timedelta(days=300)) == "work"
    live = Grant.objects.filter(until__gt=LATER + timedelta(days=1))
    assert {grant.basis for grant in live} == {Basis.INVOLVEMENT}


def test_work_that_a_list_leaves_out_closes_that_day(care: Agency, worker: Post, send: Send) -> None:
    send(care, [WORKING])
    send(care, [AMARA], now=LATER)
    assert sees(worker, LATER) == "finishing"
    assert sees(make_post(worker.team), LATER) == "nothing"
    assert sees(worker, LATER + timedelta(days=15)) == "nothing"


def test_a_complete_list_without_the_child_leaves_the_worker_days_to_finish(
    care: Agency, worker: Post, send: Send
) -> None:
    others = [{**AMARA, "source_id": str(n), "given_names": f"Child{n}", "date_of_birth": f"201{n}-01-01",
               "address": f"{n} Elm Row"} for n in range(2, 9)]  # fmt: skip
    send(care, [WORKING, *others])
    send(care, others, is_complete=True, now=LATER)
    finishing = Grant.objects.get(basis=Basis.FINISHING)
    assert (finishing.holder, finishing.starts_at) == (worker.holder, LATER)
    assert not Grant.objects.filter(basis=Basis.INVOLVEMENT, until__gt=LATER).exists()


def test_a_close_that_was_said_long_after_leaves_no_days(care: Agency, worker: Post, send: Send) -> None:
    send(care, [WORKING])
    send(care, [{**WORKING, "involved_until": "2026-02-02"}], now=LATER)
    assert sees(worker, LATER) == "nothing"


def test_a_worker_who_hands_over_does_not_finish(care: Agency, worker: Post, send: Send) -> None:
    send(care, [WORKING])
    send(care, [{**WORKING, "worker": "Somebody Else"}], now=LATER)
    assert not Grant.objects.filter(basis=Basis.FINISHING).exists()
    assert sees(make_post(worker.team), LATER) == "work"


def test_work_that_is_still_to_begin_shows_nothing_before(care: Agency, worker: Post, send: Send) -> None:
    send(care, [{**WORKING, "involved_from": "2026-03-13"}])
    assert sees(worker, NOW) == "nothing"
    assert sees(worker, AFTER_THE_13TH) == "work"
    send(care, [{**WORKING, "involved_from": "2026-03-13", "sex": "M"}], now=LATER)
    assert Grant.objects.filter(basis=Basis.INVOLVEMENT).count() == 2
