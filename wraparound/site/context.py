"""What the frame of every page needs: the area, its duty numbers, the post and the navigation."""

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from wraparound.delivery.contacts.device import places
from wraparound.foundation.accounts.models import Post
from wraparound.foundation.accounts.queries import posts_of
from wraparound.foundation.accounts.rules import Actor, May
from wraparound.foundation.area.queries import the_area
from wraparound.site.ways import NAVIGATION

SWITCHES = 3
"""How many other posts the header offers; all stand on the page of the account."""


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the frame's variables."""
    area = the_area()
    actor: Actor | None = getattr(request, "actor", None)
    return {
        "area": area,
        "actor": actor,
        "duty_numbers": list(area.duty_numbers.all()) if area else [],
        "vocabulary": area.vocabulary if area else "every-child-matters",
        "navigation": _navigation(request, actor),
        "other_posts": _other_posts(request, actor),
        "switch_url": _address("accounts:posts"),
        "offline": places() if actor and May.WORK in actor.may else {},
        "sign_out_url": _address("account_logout") if request.user.is_authenticated else "",
    }


def _other_posts(request: HttpRequest, actor: Actor | None) -> list[Post]:
    """Return the posts that the person can switch to in one press."""
    if actor is None or not request.user.is_authenticated:
        return []
    return list(posts_of(request.user, now=actor.now).exclude(pk=actor.post_id or 0)[:SWITCHES])


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _navigation(request: HttpRequest, actor: Actor | None) -> list[dict[str, Any]]:
    """Return the entries of the post's navigation that the installation has, which of them is open."""
    if actor is None:
        return []
    return [
        {
            "text": way.words,
            "href": way.href,
            "active": request.path == way.href if way.href == "/" else request.path.startswith(way.href),
        }
        for way in NAVIGATION
        if way.is_open_to(actor) and way.href
    ]
