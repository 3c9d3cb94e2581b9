"""Fields that the API shares: a page of a list, text without control signs, a date known in part."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated

from django.http import HttpRequest
from ninja import Query
from pydantic import BeforeValidator, Field

from wraparound.foundation.ui.problems import Problem
from wraparound.foundation.ui.rules import PartialDate

Cursor = Annotated[str, Query(max_length=500, description="`next` of the page before; none for the first.")]
Limit = Annotated[int, Query(ge=1, le=100, description="How many to return.")]


def check_names(given: Iterable[str], known: Iterable[str], problem: str) -> None:
    """Refuse what was sent under a name that is not known, naming it: a misspelt name is never ignored."""
    taken = sorted(known)
    if unknown := sorted(set(given) - set(taken)):
        words = f"{problem}: {', '.join(taken)}."
        raise Problem("not valid", errors=[{"field": name, "problem": words} for name in unknown])


def check_page_names(request: HttpRequest) -> None:
    """Refuse a list's address with anything but `cursor` and `limit` in it."""
    check_names(request.GET, ("cursor", "limit"), "This list takes only these")


PRINTED = r"^[^\x00-\x1f\x7f]*$"
"""No control signs: a database keeps some of them badly, and nobody types them."""


def _iso(value: date | PartialDate | str | None) -> str | None:
    if isinstance(value, PartialDate):
        parts = [f"{value.year:04}", *(f"{part:02}" for part in (value.month, value.day) if part)]
        return "-".join(parts)
    return value.isoformat() if isinstance(value, date) else value


PartDate = Annotated[
    str | None,
    BeforeValidator(_iso),
    Field(
        description="As far as it is known: `2019-05-14`, `2019-05` or `2019`; null when it is not.",
        examples=["2019-05-14"],
    ),
]
