"""Who a page is for. Every view carries one of these marks; one without is refused and fails the suite."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


class Audience(StrEnum):
    """The three classes of address."""

    PUBLIC = "public"
    SIGNED_IN = "signed in"
    CHILD = "child"


@dataclass(frozen=True)
class Page:
    """What the gate needs to know of a view.

    `audience`: who may reach it at all. `may`: the capability (accounts.rules.May) that the post's
    role needs, or None for any post.
    """

    audience: Audience
    may: str | None = None


def public(view: View) -> View:
    """Mark a view that anyone may reach: it shows nothing of any child or person."""
    view.page = Page(Audience.PUBLIC)  # type: ignore[attr-defined]
    return view


def signed_in(may: str | None = None) -> Callable[[View], View]:
    """Mark a view for signed-in posts; `may` names the capability that their role must have."""

    def mark(view: View) -> View:
        view.page = Page(Audience.SIGNED_IN, may)  # type: ignore[attr-defined]
        return view

    return mark


def child_page(may: str | None = None) -> Callable[[View], View]:
    """Mark a view that shows something of a child: its reply is withheld unless a look was recorded."""

    def mark(view: View) -> View:
        view.page = Page(Audience.CHILD, may)  # type: ignore[attr-defined]
        return view

    return mark
