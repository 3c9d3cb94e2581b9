"""What the tests of every app share."""

import os
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection

pytest_plugins = ["tests.browser"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave what does not hang on the database (how pages look, the demonstration) to the run on SQLite.

    Every page is still asked of PostgreSQL: `tests/pages/test_statements.py` walks them all.
    """
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        reason = pytest.mark.skip(reason="does not hang on the database: the run on SQLite has it")
        for item in items:
            if item.get_closest_marker("once"):
                item.add_marker(reason)


@pytest.fixture(autouse=True)
def nothing_is_found_of_an_earlier_test(
    request: pytest.FixtureRequest, django_db_blocker: Any
) -> Iterator[None]:
    """Empty the tables of finding after a test that commits: Django empties the tables of models alone.

    What is kept of the directory is dropped too: a change that was undone leaves no trace of its edition.
    """
    yield
    if searching := sys.modules.get("wraparound.delivery.directory.searching"):
        searching.forget()
    marker = request.node.get_closest_marker("django_db")
    committed = {"live_server", "transactional_db"} & set(request.fixturenames)
    if committed or (marker and marker.kwargs.get("transaction")):
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            names = connection.introspection.table_names(cursor)
            for name in names:
                if name.startswith("finding_") and name != "finding_model":
                    cursor.execute(f"DELETE FROM {name}")  # noqa: S608 - a table of our own


@pytest.fixture
def count_case(record_property: Callable[[str, object], None]) -> Iterator[Callable[[], None]]:
    """Count one more case of garbage that was thrown; the end of the run says how many there were."""
    cases: list[None] = []
    yield lambda: cases.append(None)
    record_property("cases", len(cases))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say what tests measured: how well lists were linked, and how many cases of garbage were thrown."""
    reports = [report for found in terminalreporter.stats.values() for report in found]
    measured = [
        (report.nodeid, name, value)
        for report in reports
        if getattr(report, "when", "") == "teardown"
        for name, value in report.user_properties
        if isinstance(value, int | float)
    ]
    thrown = sum(value for _, name, value in measured if name == "cases")
    if measured:
        terminalreporter.section("figures")
    if thrown:
        terminalreporter.write_line(f"{thrown:,} cases of garbage were thrown")
    for nodeid, name, value in measured:
        if name != "cases":
            terminalreporter.write_line(f"{nodeid.rpartition('::')[2]}: {name} {value:,}")
