"""What a web process reads when it starts, so that whoever comes first does not wait for it."""

import logging
import threading

from django.db import DatabaseError, connection
from django.utils import timezone

from wraparound.delivery.directory.searching import read_ahead

log = logging.getLogger(__name__)


def begin() -> threading.Thread:
    """Read beside the first requests, which wait for nothing that they do not need."""
    thread = threading.Thread(target=warm, name="warming", daemon=True)
    thread.start()
    return thread


def warm() -> None:
    """Read the list of services; where the database is not there yet, the first search reads it instead."""
    try:
        read_ahead(today=timezone.localdate())
    except DatabaseError as error:
        log.warning("The list of services was not read ahead: %s", type(error).__name__)
    finally:
        connection.close()
