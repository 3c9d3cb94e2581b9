"""Structured logs without personal data: one JSON object a line, ids and routes, never what was typed."""

import json
import logging
import traceback
from datetime import UTC, datetime

FIELDS = ("route", "method", "status", "ms", "post", "task", "load")
"""What a caller may add with `extra`; anything else is left out."""
OUR_LOGGERS = ("wraparound",)


class JsonFormatter(logging.Formatter):
    """Write a record as JSON.

    Libraries put addresses, e-mail addresses and database values into their messages, so only our own
    messages are kept; of the others the logger, the level and the place are. An exception is told by
    its type and its frames: its message may hold a child's name.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return one line."""
        # Imported late: logging is set up before the apps are.
        from wraparound.foundation.audit.services import current_request

        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        if record.name.startswith(OUR_LOGGERS):
            line["message"] = record.getMessage()
        else:
            line["where"] = f"{record.module}:{record.lineno}"
        if request := current_request.get():
            line["request"] = str(request)
        line |= {field: getattr(record, field) for field in FIELDS if hasattr(record, field)}
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["frames"] = [
                f"{frame.filename.rpartition('site-packages/')[2]}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(record.exc_info[2])[-12:]
            ]
        return json.dumps(line)
