"""A small guard on finding: what is found of 3,000 made-up children, so that no change loses it unseen."""

import random
from datetime import date, timedelta

import pytest

from wraparound.outcomes.finding import queries, services
from wraparound.outcomes.finding.engine.entry import Entry
from wraparound.outcomes.finding.engine.query import from_fields

TODAY = date(2026, 11, 23)
GIVEN = [
    "Mohammed", "Aisha", "Oliver", "Sophie", "Katarzyna", "Wojciech", "Siobhan", "Padraig", "Cabdi",
    "Xaliimo", "Nguyen", "Minh", "Wei", "Harpreet", "Jaspreet", "Oluwaseun", "Chinonso", "Ionut",
    "Andreea", "Thomas", "Charlotte", "Samuel", "Isabella", "Yusuf", "Fatima", "Jakub", "Zuzanna",
    "Callum", "Niamh", "Ethan",
]  # fmt: skip
FAMILY = [
    "Khan", "Begum", "Smith", "Taylor", "Kowalski", "Nowak", "O'Neill", "Gallagher", "Cali", "Warsame",
    "Tran", "Pham", "Chen", "Huang", "Singh", "Kaur", "Adeyemi", "Okafor", "Popescu", "Ionescu",
    "Evans", "Wright", "Patel", "Hussain", "Ahmed", "Zielinski", "Doherty", "McDonagh", "Clarke-Jones",
    "Robinson",
]  # fmt: skip


def misspell(rng: random.Random, word: str) -> str:
    at = rng.randrange(1, len(word) - 1)
    return rng.choice([word[:at] + word[at + 1 :], word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :],
                       word[:at] + word[at] + word[at:]])  # fmt: skip


@pytest.mark.django_db
def test_misspelt_look_ups_find_the_right_child_first() -> None:
    rng = random.Random(11)
    children = [
        Entry(
            child=number, names=((f"{rng.choice(GIVEN)} {rng.choice(GIVEN)}", rng.choice(FAMILY)),),
            births=(date(2009, 1, 1) + timedelta(days=rng.randrange(6000)),), sexes=frozenset(rng.choice("MF")),
            homes=(("", f"SK{rng.randrange(1, 17)} {rng.randrange(1, 9)}{rng.choice('ABDEFG')}{rng.choice('HJLN')}"),),
        )
        for number in range(1, 3001)
    ]  # fmt: skip
    services.put(children)
    found = 0
    asked = rng.sample(children, 300)
    for child in asked:
        (given, family), (born,) = child.names[0], child.births
        query = from_fields(
            today=TODAY, given_names=misspell(rng, given.split()[0]), family_name=misspell(rng, family),
            **rng.choice([{"date_of_birth": born}, {"year_of_birth": born.year, "postcode": child.homes[0][1]}]),
        )  # fmt: skip
        candidates = queries.find(query).candidates
        found += child.child in [one.child for one in candidates if one.is_tied or one is candidates[0]]
    assert found / len(asked) >= 0.97
