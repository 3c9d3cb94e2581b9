"""Denied and missing take the same time: nobody learns by waiting that there is such a child."""

import re
import statistics
import time
import uuid
from collections.abc import Callable

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.access.driving import PAGES, address
from tests.access.planted import plant
from tests.access.test_hidden_since import HIDE
from tests.factories import make_api, make_client, make_grant, make_post
from wraparound.foundation.accounts.models import Post
from wraparound.foundation.accounts.queries import actor_of
from wraparound.outcomes.access.models import Basis
from wraparound.outcomes.children.models import Child

pytestmark = pytest.mark.django_db
PAIRS = 1000
WITHIN = 0.010
"""Seconds by which the two may differ."""


def timed(ask: Callable[[], HttpResponse]) -> float:
    began = time.perf_counter()
    assert ask().status_code == 404
    return time.perf_counter() - began


def check_alike(denied: Callable[[], HttpResponse], missing: Callable[[], HttpResponse]) -> None:
    """Ask for each in turn, first the one and then the other, and compare the middle and the slow end."""
    timed(denied), timed(missing)
    times: dict[Callable[[], HttpResponse], list[float]] = {denied: [], missing: []}
    for turn in range(PAIRS):
        for ask in (denied, missing) if turn % 2 else (missing, denied):
            times[ask].append(timed(ask))
    one, other = (sorted(times[ask]) for ask in (denied, missing))
    assert abs(statistics.median(one) - statistics.median(other)) < WITHIN
    assert abs(one[PAIRS * 95 // 100] - other[PAIRS * 95 // 100]) < WITHIN


@pytest.mark.slow
def test_a_page_of_a_child_denied_and_of_none_take_the_same_time() -> None:
    client, child = make_client(make_post()), plant().child
    check_alike(lambda: client.get(address(child)), lambda: client.get(f"/children/{uuid.uuid4()}/"))


@pytest.mark.slow
def test_the_api_denies_and_misses_in_the_same_time(settings) -> None:
    settings.API_REQUESTS_A_MINUTE = 10**6
    api, child = make_api(), plant().child
    where = "/api/v1/children"
    check_alike(lambda: api.get(f"{where}/{child.public_id}"), lambda: api.get(f"{where}/{uuid.uuid4()}"))


def nobody(child: Child, post: Post) -> None:
    """No grant, and nothing else that hides."""


@pytest.mark.parametrize("hide", [nobody, *HIDE])
@pytest.mark.parametrize("tab", PAGES)
def test_however_a_child_is_denied_the_database_is_asked_the_same(
    tab: str, hide: Callable[[Child, Post], None]
) -> None:
    post, child = make_post(), plant().child
    if hide is not nobody:
        make_grant(actor_of(post, now=timezone.now()), child, Basis.INVOLVEMENT)
    hide(child, post)
    client, asked = make_client(post), []
    client.get("/")
    for public_id in (child.public_id, uuid.uuid4()):
        with CaptureQueriesContext(connection) as caught:
            assert client.get(f"/children/{public_id}/{tab}").status_code == 404
        asked.append([re.sub(r"\d+|'[^']*'|NULL", "*", statement["sql"]) for statement in caught])
    assert asked[0] == asked[1]
