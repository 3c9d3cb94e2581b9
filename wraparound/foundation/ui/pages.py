"""Who a page is for. Every view carries one of these marks; one without is refused and fails the suite."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


class Audience(StrEnum):
    """The classes of address; the last two are the API's, for an agency's own system with its token."""

    PUBLIC = "public"
    SIGNED_IN = "signed in"
    CHILD = "child"
    SYSTEM = "system"
    SYSTEM_CHILD = "system child"


@dataclass(frozen=True)
class Page:
    """What the gate needs to know of a view.

    `audience`: who may reach it at all. `may`: the capability (accounts.rules.May) that the post's
    role needs, or None for any post. `needs_post` and `needs_factor`: false for the pages of a person's
    own account, which somebody without a live post, or still without a second factor, must reach.
    """

    audience: Audience
    may: str | None = None
    needs_post: bool = True
    needs_factor: bool = True


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


def own_account(*, needs_factor: bool = True) -> Callable[[View], View]:
    """Mark a view of the person's own account: it needs no post, and maybe no second factor yet."""

    def mark(view: View) -> View:
        view.page = Page(  # type: ignore[attr-defined]
            Audience.SIGNED_IN, needs_post=False, needs_factor=needs_factor
        )
        return view

    return mark


def child_page(may: str | None = None) -> Callable[[View], View]:
    """Mark a view that shows something of a child: its reply is withheld unless a look was recorded."""

    def mark(view: View) -> View:
        view.page = Page(Audience.CHILD, may)  # type: ignore[attr-defined]
        return view

    return mark
