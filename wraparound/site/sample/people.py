"""Who can sign in to the sample area, by the beginning of their e-mail address."""

from datetime import datetime

from wraparound.foundation.accounts.models import Post
from wraparound.foundation.accounts.queries import actor_of
from wraparound.foundation.accounts.rules import Actor


def post_of(name: str) -> Post:
    """Return the post of a sample sign-in."""
    return Post.objects.get(user__email=f"{name}@wraparound.example")


def actor(name: str, now: datetime) -> Actor:
    """Return who acts when a sample sign-in does something at an instant."""
    return actor_of(post_of(name), now=now)
