"""A page asks the database as often for many rows as for few: every address, with nothing left out."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.architecture.test_urls import ADDRESSES
from tests.pages.addresses import ELSEWHERE, PAGES
from tests.pages.making import client_of, make_town
from tests.pages.town import Town

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
FEW, MANY = 3, 8


def statements(town: Town) -> Iterator[tuple[str, list[str]]]:
    """Yield each address with the statements that its page asked, caches warm."""
    for name, visit in PAGES.items():
        client = client_of(town, visit.role) if visit.role else Client()
        path = reverse(name, args=visit.args(town))
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            reply = client.get(path)
        assert reply.status_code == visit.status, f"{name}: {reply.status_code}"
        yield name, [statement["sql"] for statement in asked]


def test_every_page_asks_as_often_for_many_as_for_few() -> None:
    counted: dict[int, dict[str, list[str]]] = {}
    for crowd in (FEW, MANY):
        before = transaction.savepoint()
        town = make_town(crowd)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as a database that is looked after; the town came in one transaction
        counted[crowd] = dict(statements(town))
        transaction.savepoint_rollback(before)
    grown = {
        f"{name}: {len(few)} for {FEW}, {len(counted[MANY][name])} for {MANY}"
        for name, few in counted[FEW].items()
        if len(few) < len(counted[MANY][name])
    }
    assert not grown


def test_every_address_is_walked_or_says_why_not() -> None:
    names = {name for _, name, _ in ADDRESSES}
    assert names - set(PAGES) - set(ELSEWHERE) == set()
    assert (set(PAGES) | set(ELSEWHERE)) - names == set()
