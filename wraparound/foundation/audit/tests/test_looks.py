"""A look that is committed is known to be: it is read back only where it may have been undone."""

import uuid

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.factories import NOW, make_actor
from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.audit import services
from wraparound.foundation.audit.models import Entry

pytestmark = pytest.mark.django_db(transaction=True)


def look(actor: Actor) -> None:
    services.record_looks(verb="card.see", now=NOW, actor=actor, child_ids=[1, 2])


def test_a_look_in_a_transaction_of_its_own_is_not_read_back() -> None:
    actor = make_actor()
    services.begin_request(uuid.uuid4())
    assert not services.look_is_on_record()
    look(actor)
    with CaptureQueriesContext(connection) as caught:
        assert services.look_is_on_record()
    assert len(caught) == 0
    assert Entry.objects.filter(outcome="seen").count() == 2


@pytest.mark.parametrize("undone", [True, False])
def test_a_look_inside_another_transaction_counts_only_if_that_was_not_undone(undone: bool) -> None:
    actor = make_actor()
    services.begin_request(uuid.uuid4())
    with transaction.atomic():
        look(actor)
        transaction.set_rollback(undone)
    assert services.look_is_on_record() is not undone


def test_a_look_of_the_request_before_does_not_count() -> None:
    look(make_actor())
    services.begin_request(uuid.uuid4())
    assert not services.look_is_on_record()
