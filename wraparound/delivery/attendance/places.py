"""Which pages of attendance a post has: a school its pupils, welfare its searches, others the files."""

from django.urls import reverse

from wraparound.foundation.accounts.rules import Actor, May


def places_of(actor: Actor, here: str) -> list[dict[str, object]]:
    """Return the tabs of the pages of attendance that the actor has, `here` among them."""
    found = [("Who misses school", "absent", May.WORK in actor.may)]
    return [
        {"text": text, "href": reverse(f"attendance:{name}"), "active": name == here}
        for text, name, has in found
        if has
    ]
