"""Putting a background job on the queue from a service, which cannot import the job."""

from functools import partial
from typing import Any

from django.db import transaction
from django.utils.module_loading import import_string


def queue(name: str, *values: Any) -> None:
    """Start the job of this dotted name with these values when the open transaction commits.

    The values must be such as JSON keeps. Nothing is started when the transaction is rolled back.
    """
    transaction.on_commit(partial(import_string(name).enqueue, *values))
