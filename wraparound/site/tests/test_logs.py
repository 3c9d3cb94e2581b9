import json
import logging
import sys

from wraparound.site.logs import JsonFormatter


def line(name: str, message: str, **extra: object) -> dict:
    record = logging.LogRecord(name, logging.WARNING, "file.py", 7, message, None, None)
    record.__dict__.update(extra)
    return {**json.loads(JsonFormatter().format(record)), "at": "", "request": ""}


def test_our_own_messages_and_named_fields_are_kept() -> None:
    assert line("wraparound.site", "served", route="card:show", ms=12) == {
        "at": "", "request": "", "level": "warning", "logger": "wraparound.site", "message": "served",
        "route": "card:show", "ms": 12,
    }  # fmt: skip


def test_a_library_message_and_an_unnamed_field_are_left_out() -> None:
    text = json.dumps(line("django.request", "Not Found: /x/Amara-Okafor", name_typed="Amara"))
    assert "Amara" not in text
    assert "file:7" in text


def test_an_exception_is_told_without_its_message() -> None:
    try:
        raise ValueError("Amara Okafor, 14 May 2019")
    except ValueError:
        record = logging.LogRecord("wraparound", logging.ERROR, "f.py", 1, "failed", None, sys.exc_info())
    written = JsonFormatter().format(record)
    assert "Amara" not in written
    assert json.loads(written)["error"] == "ValueError"
