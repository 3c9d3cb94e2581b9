"""What the tests of every app share."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

pytest_plugins = ["tests.browser"]


@pytest.fixture(autouse=True)
def nothing_is_found_of_an_earlier_test(
    request: pytest.FixtureRequest, django_db_blocker: Any
) -> Iterator[None]:
    """Empty the tables of finding after a test that commits: Django empties the tables of models alone."""
    yield
    marker = request.node.get_closest_marker("django_db")
    committed = {"live_server", "transactional_db"} & set(request.fixturenames)
    if committed or (marker and marker.kwargs.get("transaction")):
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            names = connection.introspection.table_names(cursor)
            for name in names:
                if name.startswith("finding_") and name != "finding_model":
                    cursor.execute(f"DELETE FROM {name}")  # noqa: S608 - a table of our own
