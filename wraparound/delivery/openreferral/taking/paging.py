"""What a page of a feed says: its items, and what it says of itself and the whole. Pure."""

from dataclasses import dataclass, field
from typing import Any

LONGEST = 200


class NoPage(ValueError):
    """What was given is not a page of services; the message says what it is instead."""


@dataclass(frozen=True)
class Entry:
    """One item of a page: its id, or where it stood when it has none that can be used; what is wrong."""

    key: str
    has_id: bool
    payload: Any
    problem: str = ""


@dataclass(frozen=True)
class PageRead:
    """A page as read. `total` and `pages` are what it claims; None where it claims no number."""

    entries: list[Entry]
    total: int | None
    pages: int | None
    is_last: bool
    remarks: list[str] = field(default_factory=list)


def read_page(given: Any, *, number: int) -> PageRead:
    """Return what a page holds, by the names of 3.0 or those of version 1. Raises `NoPage`."""
    if isinstance(given, list):
        given = {"contents": given, "total_items": len(given), "total_pages": 1}
    if not isinstance(given, dict):
        raise NoPage("What it gave is no page of services.")
    contents = _first(given, "contents", "content")
    if not isinstance(contents, list):
        raise NoPage("The page has no list of services.")
    total = _count(_first(given, "total_items", "totalElements"))
    pages = _count(_first(given, "total_pages", "totalPages"))
    size = _count(given.get("size"))
    says_last = _first(given, "last_page", "last")
    remarks = []
    if total is None:
        remarks.append("It does not say how many services there are.")
    if "size" in given and size != len(contents) and "totalElements" not in given:
        remarks.append(f"It says that it holds {given['size']!r:.20} services and holds {len(contents)}.")
    if pages is not None and isinstance(says_last, bool) and says_last != (number >= pages):
        last = "the last" if says_last else "not the last"
        remarks.append(f"It says both that there are {pages} pages and that this is {last}.")
    is_last = number >= pages if pages is not None else says_last is True or not contents
    entries = [_entry(each, number, at) for at, each in enumerate(contents, 1)]
    return PageRead(entries, total, pages, is_last, remarks)


def _entry(given: Any, number: int, at: int) -> Entry:
    where = f"page {number}, entry {at}"
    if not isinstance(given, dict):
        return Entry(where, False, None, "It is no service: it has no fields.")
    key = given.get("id")
    if isinstance(key, int) and not isinstance(key, bool):
        key = str(key)
    if not isinstance(key, str) or not key.strip():
        return Entry(where, False, given, "It has no id.")
    key = key.strip()
    if len(key) > LONGEST or not key.isprintable():
        return Entry(where, False, given, f"Its id is not one: at most {LONGEST} signs that can be printed.")
    return Entry(key, True, given)


def _first(given: dict[str, Any], *names: str) -> Any:
    return next((given[name] for name in names if given.get(name) is not None), None)


def _count(value: Any) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 10**9:
        return None
    return value


def is_whole(payload: Any) -> bool:
    """Say whether a list gave a service whole, so that it need not be asked for by itself.

    Lists of the standard give one-to-one fields alone; places are what every fuller list has.
    """
    return isinstance(payload, dict) and isinstance(payload.get("service_at_locations"), list)
