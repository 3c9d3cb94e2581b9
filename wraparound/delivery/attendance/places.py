"""Which pages of attendance a post has: a school its pupils, welfare its searches, others the files."""

from django.urls import reverse

from wraparound.delivery.attendance import queries
from wraparound.delivery.attendance.rules import may_watch
from wraparound.foundation.accounts.rules import Actor, May


def places_of(actor: Actor, here: str) -> list[dict[str, object]]:
    """Return the tabs of the pages of attendance that the actor has, `here` among them."""
    is_welfare = queries.is_welfare(actor)
    works = May.WORK in actor.may
    found = [
        ("Who misses school", "absent", works),
        ("New pupils", "arrivals", works and queries.school_of(actor) is not None),
        ("Missing from view", "moved", may_watch(actor, is_welfare)),
        ("At no school", "without", works and is_welfare),
        ("Educated at home", "home", works and is_welfare),
        ("Files that schools sent", "lists", May.SEND_FEEDS in actor.may),
        ("Absence by school", "figures", True),
    ]
    return [
        {"text": text, "href": reverse(f"attendance:{name}"), "active": name == here}
        for text, name, has in found
        if has or name == here
    ]
