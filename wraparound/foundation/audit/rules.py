"""What entries are called in words, and which a privacy officer's sample is drawn from. Pure."""

import random
import tomllib
from collections.abc import Sequence
from pathlib import Path

SAMPLE_SIZE = 20
"""Entries of data managers that a privacy officer is given to read at a time."""

OBJECTS = {
    "accounts": "accounts", "agency": "an agency", "api": "by an agency's own system", "area": "the area",
    "audit": "the record of looks", "card": "a child's card", "feed": "a feed", "index": "the index",
    "involvement": "an involvement", "link": "a link between systems", "merge": "two records",
    "open": "a child's record", "post": "a post", "search": "a search", "shield": "a shield",
    "sign_in": "signing in", "team": "a team",
}  # fmt: skip
"""The first part of a verb in words, by which a reader narrows the record."""

VERBS: dict[str, str] = tomllib.loads(Path(__file__).with_name("verbs.toml").read_text(encoding="utf-8"))
"""Every verb of ours as a person reads it."""


def in_words(verb: str) -> str:
    """Return a verb as a person reads it: "open.card" is "Opened a record with a reason".

    A refused page has its address name as verb; what another version wrote is told as well as can be.
    """
    if verb in VERBS:
        return VERBS[verb]
    app, colon, page = verb.partition(":")
    if colon:
        return f"Asked for a page: {app}, {page.replace('_', ' ').replace('-', ' ')}"
    thing, _, act = verb.partition(".")
    said = OBJECTS.get(thing, thing.replace("_", " "))
    return f"{act.replace('_', ' ').replace('.', ', ').capitalize()}: {said}" if act else said.capitalize()


def draw(keys: Sequence[int], dice: random.Random, size: int = SAMPLE_SIZE) -> list[int]:
    """Return `size` of `keys` by lot, or all when there are fewer."""
    return sorted(dice.sample(list(keys), min(size, len(keys))))
