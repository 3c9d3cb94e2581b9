"""Names of twins that differ by a letter or a sound: the pairs that no machine may join."""

import random
import re

ALIKE = [
    ("Mohammed", "Mohamed"), ("Muhammad", "Mohammed"), ("Aisha", "Aysha"), ("Hassan", "Hussain"),
    ("Hasan", "Husain"), ("Maryam", "Mariam"), ("Taylor", "Tyler"), ("Ella", "Bella"), ("Ellie", "Millie"),
    ("Jayden", "Kayden"), ("Ayaan", "Rayyan"), ("Jack", "Jake"), ("Lily", "Milly"), ("Zara", "Sara"),
    ("Callum", "Cameron"), ("Taiwo", "Kehinde"), ("Anna", "Hanna"), ("Zoe", "Chloe"), ("Eva", "Eve"),
    ("Alexander", "Alexandra"),
]  # fmt: skip
PARTNER = {one: other for pair in ALIKE for one, other in (pair, pair[::-1])}


def like_name(rng: random.Random, given: str) -> str:
    """Return a name that a twin of this one might bear: a known pair, a rhyme or another first letter."""
    first, *rest = given.split(" ")
    if first in PARTNER:
        other = PARTNER[first]
    elif rng.random() < 0.5:
        other = rng.choice([letter for letter in "BDHJKLMRST" if letter != first[0]]) + first[1:].lower()
    else:
        other = _next_spelling(first)
    return " ".join([other, *rest[1:]])


def _next_spelling(name: str) -> str:
    for pattern, spelling in (
        (r"a$", "ia"),
        (r"y$", "ey"),
        (r"n$", "nna"),
        (r"e$", "ie"),
        (r"([^aeiou])$", r"\1a"),
    ):
        changed = re.sub(pattern, spelling, name)
        if changed != name:
            return changed
    return name + "na"
