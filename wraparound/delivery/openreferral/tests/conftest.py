"""What the tests of openreferral share."""

from typing import Any

import pytest

from wraparound.delivery.openreferral.tests.listings import make_directory


@pytest.fixture(scope="module")
def directory(django_db_setup: Any, django_db_blocker: Any) -> Any:
    """Make 300 listings once for a module that only reads; they are taken away after it."""
    from django.db import transaction

    with django_db_blocker.unblock():
        whole = transaction.atomic()
        whole.__enter__()
        yield make_directory(300)
        transaction.set_rollback(True)
        whole.__exit__(None, None, None)
