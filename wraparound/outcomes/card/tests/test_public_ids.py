"""Rows that were made before their table had a random id are given one, and notices still lead to them."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.factories import NOW, make_child, make_post
from wraparound.foundation.notifications.models import Notice
from wraparound.outcomes.card.models import RingRequest

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE = [("card", "0001_ring_requests"), ("notifications", "0001_initial")]
ROUTE = "card:ring_request"


def migrate(targets: list[tuple[str, str]]) -> Any:
    return MigrationExecutor(connection).migrate(targets).apps


@pytest.fixture
def back() -> Iterator[Any]:
    """Take the tables back to before they had random ids; leave them as they are now."""
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    try:
        yield migrate
    finally:
        migrate(latest)


def test_rows_from_before_get_ids_of_their_own_and_notices_lead_to_them(back: Any) -> None:
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    post, children = make_post(), [make_child() for _ in range(3)]
    old = back(BEFORE)
    for child in children:
        asked = old.get_model("card", "RingRequest").objects.create(
            child_id=child.pk, asked_by_id=post.pk, team_id=post.team_id, telephone="x", asked_at=NOW
        )
        for key in (str(asked.pk), "999999"):
            old.get_model("notifications", "Notice").objects.create(
                team_id=post.team_id, kind="ring.ask", words="x", route=ROUTE, key=key, created_at=NOW
            )
    back(latest)
    ids = {str(asked.public_id) for asked in RingRequest.objects.all()}
    assert len(ids) == 3
    assert ids | {""} == set(Notice.objects.filter(route=ROUTE).values_list("key", flat=True))
    assert len(set(Notice.objects.values_list("public_id", flat=True))) == 6
