"""Which children are looked up, who of them is in no index, and what a look-up is made of."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta

from samples.naming import found_family, name_child
from samples.people import Person
from samples.population import CHUNK, Population
from samples.twins import like_name

PER_CHUNK = 25
"""How many children of one chunk are looked up, when there are chunks enough."""


@dataclass(slots=True)
class Lookup:
    """One question as it was typed, beside the truth that only a judge may read."""

    query: dict[str, object]
    """Keys: id, given_names, family_name, date_of_birth (ISO), year_of_birth, sex, address, postcode,
    nhs_number, upn, telephone, carer_given_names, carer_family_name; all but id may be missing."""
    truth: int | None
    """The child's number, or nothing when the child is in no index."""
    groups: set[str] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)
    kind: str = "present"
    """present, absent (a stranger), absent_sibling or absent_twin (of a child who is there)."""
    looked_for: Person | None = None


def chosen(
    population: Population, n: int, seed: int, absent_share: float = 0.1, community: str | None = None
) -> Iterator[tuple[Person, int | None, str]]:
    """Yield n children to look up, each with the number that should be found and the kind of look-up.

    Of the absent, half are strangers of like make, a quarter siblings and a quarter twins of children
    who are there. `community` narrows to a naming group (`Person.groups`). The same arguments yield the
    same children; fewer than n are yielded when the group has not as many, never one twice.
    """
    rng = random.Random(f"look-ups {seed} of {population.seed} {community}")
    absent = set(rng.sample(range(n), round(n * absent_share)))
    strangers = _strangers(population, seed, community)
    for place, (person, siblings) in enumerate(_present(population, n, rng, community)):
        if place not in absent:
            yield person, person.number, "present"
            continue
        chance = rng.random()
        if chance < 0.5:
            yield next(strangers), None, "absent"
        elif chance < 0.75:
            yield _sibling(rng, person, siblings, population), None, "absent_sibling"
        else:
            yield _twin(rng, person, siblings, population), None, "absent_twin"


def _present(
    population: Population, n: int, rng: random.Random, community: str | None
) -> Iterator[tuple[Person, list[Person]]]:
    """Yield children who are there and the children of their family, from chunks in a chance order."""
    order = list(range(population.chunks))
    rng.shuffle(order)
    each = max(PER_CHUNK, -(-n * 5 // (4 * len(order)))) if community is None else CHUNK
    yielded = 0
    for number in order:
        people = [person for person in population.chunk(number) if person.date_of_birth]
        fitting = [person for person in people if community is None or community in person.groups]
        for person in rng.sample(fitting, min(each, len(fitting))):
            if yielded == n:
                return
            yielded += 1
            yield person, [one for one in people if one.family == person.family]


def _strangers(population: Population, seed: int, community: str | None) -> Iterator[Person]:
    number = seed % 1000 * 16
    while True:
        for person in population.absent_chunk(number):
            if person.date_of_birth and (community is None or community in person.groups):
                yield person
        number += 1


def _another_name(
    rng: random.Random, person: Person, siblings: list[Person], sex: str, population: Population
) -> str:
    names = replace(found_family(rng, person.community, population.vocabulary_of), habit=0.99)
    taken = {word for sibling in siblings for word in sibling.given_names.split()}
    given = ""
    for _ in range(50):
        given, _ = name_child(rng, names, sex)
        if not taken & set(given.split()[:1]):
            return given
    while set(given.split()) <= taken:
        given, _ = name_child(rng, names, sex)
    return given


def _sibling(rng: random.Random, person: Person, siblings: list[Person], population: Population) -> Person:
    sex = rng.choice("FM")
    days = person.age_days + rng.choice((-1, 1)) * rng.randrange(300, 2200)
    days = days if 0 < days < 6570 else 6570 - person.age_days
    born = (population.as_of - timedelta(days=days)).isoformat()
    return replace(
        person, number=-1, given_names=_another_name(rng, person, siblings, sex, population), sex=sex,
        date_of_birth=born, nhs_number="", upn="", known_as="",
    )  # fmt: skip


def _twin(rng: random.Random, person: Person, siblings: list[Person], population: Population) -> Person:
    taken = {sibling.given_names for sibling in siblings}
    given = like_name(rng, person.given_names) if rng.random() < 0.3 else ""
    if not given or given in taken:
        given = _another_name(rng, person, siblings, "F" if person.sex == "F" else "M", population)
    return replace(person, number=-1, given_names=given, nhs_number="", upn="", known_as="")
