"""Background jobs: put on the queue by a service, which cannot import them, and done behind people's work."""

import os
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.module_loading import import_string


def queue(name: str, *values: Any) -> None:
    """Start the job of this dotted name with these values when the open transaction commits.

    The values must be such as JSON keeps. Nothing is started when the transaction is rolled back.
    """
    transaction.on_commit(partial(import_string(name).enqueue, *values))


GIVES_WAY = 10
"""By how much long work is nicer than that of the processes that serve people."""


def give_way() -> None:
    """Let the processes that serve people go first: this thread, and what it starts, is nicer from now on."""
    if os.getpriority(os.PRIO_PROCESS, 0) < GIVES_WAY:
        os.setpriority(os.PRIO_PROCESS, 0, GIVES_WAY)
