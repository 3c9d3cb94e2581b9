"""What entries are called in words, and which a privacy officer's sample is drawn from. Pure."""

import random
from collections.abc import Sequence

SAMPLE_SIZE = 20
"""Entries of data managers that a privacy officer is given to read at a time."""

OBJECTS = {
    "accounts": "accounts", "agency": "an agency", "api": "by an agency's own system", "area": "the area",
    "audit": "the record of looks", "card": "a child's card", "feed": "a feed", "index": "the index",
    "involvement": "an involvement", "link": "a link between systems", "merge": "two records",
    "open": "a child's record", "post": "a post", "search": "a search", "shield": "a shield",
    "sign_in": "signing in", "team": "a team",
}  # fmt: skip
"""The first part of a verb in words; one that is not here is said as it is written."""


def in_words(verb: str) -> str:
    """Return a verb as a person reads it: "card.open" is "Open: a child's card"."""
    thing, _, act = verb.partition(".")
    said = OBJECTS.get(thing, thing.replace("_", " "))
    return f"{act.replace('_', ' ').replace('.', ', ').capitalize()}: {said}" if act else said.capitalize()


def draw(keys: Sequence[int], dice: random.Random, size: int = SAMPLE_SIZE) -> list[int]:
    """Return `size` of `keys` by lot, or all when there are fewer."""
    return sorted(dice.sample(list(keys), min(size, len(keys))))
