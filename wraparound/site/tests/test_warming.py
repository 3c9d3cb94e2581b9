"""What a web process reads before somebody asks."""

import logging
from typing import Any

import pytest
from django.db import OperationalError

from tests.factories import NOW
from wraparound.delivery.directory import searching
from wraparound.delivery.directory.rules import Asked
from wraparound.site import warming


@pytest.mark.django_db
def test_the_first_search_reads_nothing_again(django_assert_max_num_queries: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(warming.connection, "close", lambda: None)
    searching.forget()
    warming.warm()
    with django_assert_max_num_queries(3):
        searching.search(Asked(words="nursery"), today=NOW.date())


def test_a_database_that_is_not_there_stops_nothing(monkeypatch: Any, caplog: Any) -> None:
    def gone(**given: Any) -> None:
        raise OperationalError("no such table")

    monkeypatch.setattr(warming, "read_ahead", gone)
    monkeypatch.setattr(warming.connection, "close", lambda: None)
    caplog.set_level(logging.WARNING, logger=warming.log.name)
    warming.warm()
    assert "was not read ahead: OperationalError" in caplog.text
