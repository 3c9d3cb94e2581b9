"""The page object of the standard, and how many pages a list has."""

from collections.abc import Sequence
from typing import Any


def page_of(contents: Sequence[Any], *, total: int, number: int, per_page: int) -> dict[str, Any]:
    """Return one page: `number` counts from 1, `size` is how many things stand in it.

    A page beyond the last is empty and says so; so is the one page of a list of nothing.
    """
    pages = -(-total // per_page)
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": number,
        "size": len(contents),
        "first_page": number == 1,
        "last_page": number >= pages,
        "empty": not contents,
        "contents": list(contents),
    }
