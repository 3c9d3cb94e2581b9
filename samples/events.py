"""What befalls children: care, adoption, new names, moves abroad, doubt about a birth date, death."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from samples.naming import found_family, name_child
from samples.numbers import telephone
from samples.people import COMMUNITIES, Carer, Identity, Person
from samples.places import Borough

REFUGEES = {"afghan", "eritrean_ethiopian", "somali", "arabic", "turkish_kurdish", "vietnamese"}
LABELS = list(COMMUNITIES)
Former = Callable[[int], str]
"""Gives the NHS number that a child had before an adoption."""


def befall(rng: random.Random, people: list[Person], place: Borough, as_of: date, former: Former) -> None:
    """Change some children of a family: each change is rare, and most families see none."""
    if rng.random() < 0.012:
        _no_fixed_address(people)
    elif rng.random() < 0.004:
        _left_england(rng, people)
    for person in people:
        if person.age_days <= 0:
            _expected(person)
            continue
        if person.age_days < 42:
            person.is_newborn = True
        if rng.random() < 0.14:
            _one_event(rng, person, place, as_of, former)
    for person in people:
        if person.community in REFUGEES and person.age_days > 1500 and rng.random() < 0.05:
            _claimed_date(person)


def _one_event(rng: random.Random, person: Person, place: Borough, as_of: date, former: Former) -> None:
    chance = rng.random() * 0.14
    if chance < 0.007:
        _looked_after(rng, person, place)
    elif chance < 0.010 and person.age_days > 200:
        _adopted(rng, person, place, former)
    elif chance < 0.050:
        _other_family_name(rng, person)
    elif chance < 0.0515:
        person.year_only = person.age_days > 1000
        person.birth_date_status = "claimed" if person.year_only else person.birth_date_status
    elif chance < 0.0525 and person.age_days > 3000:
        _disputed(rng, person)
    elif chance < 0.0530:
        person.died_on = (as_of - timedelta(days=int(rng.random() * person.age_days))).isoformat()
    elif chance < 0.075:
        person.address, person.postcode = place.home(rng)
        person.household = person.number + 1_000_000_000
    elif chance < 0.080:
        person.sex = "U"


def _expected(person: Person) -> None:
    person.expected_date, person.date_of_birth = person.date_of_birth, ""
    person.birth_date_status = "expected"
    person.given_names, person.sex, person.nhs_number, person.known_as = "", "U", "", ""
    person.family_name = person.carers[0].family_name or person.carers[0].given_names


def _claimed_date(person: Person) -> None:
    person.date_of_birth = f"{person.date_of_birth[:4]}-01-01"
    person.birth_date_status = "claimed"


def _disputed(rng: random.Random, person: Person) -> None:
    year = int(person.date_of_birth[:4]) + rng.choice((-2, -1, 1))
    person.birth_date_status = "disputed"
    person.disputed_date = f"{year}{person.date_of_birth[4:]}".replace("-02-29", "-02-28")


def _no_fixed_address(people: list[Person]) -> None:
    for person in people:
        person.previous_address, person.previous_postcode = person.address, person.postcode
        person.address, person.postcode, person.no_fixed_address = "No fixed address", "", True


def _left_england(rng: random.Random, people: list[Person]) -> None:
    country = rng.choice(
        ["Scotland", "Wales", "Ireland", "Poland", "Pakistan", "Spain", "Romania", "Somalia", "Germany"]
    )
    for person in people:
        person.previous_address, person.previous_postcode = person.address, person.postcode
        person.address, person.postcode, person.left_for = f"Left England for {country}", "", country


def _looked_after(rng: random.Random, person: Person, place: Borough) -> None:
    person.is_looked_after = True
    person.previous_address, person.previous_postcode = person.address, person.postcode
    person.moved_days = 1 + int(rng.random() * min(person.age_days, 1500))
    person.address, person.postcode = place.home(rng)
    person.household = person.number + 1_000_000_000
    foster = found_family(rng, LABELS[int(rng.random() ** 3 * len(LABELS))])
    reached = telephone(rng.randrange(1_000_000))
    person.carers = [*person.carers[:1], Carer(*foster.mother, "foster carer", reached)]


def _adopted(rng: random.Random, person: Person, place: Borough, former: Former) -> None:
    earlier = former(person.number)
    person.before = Identity(person.given_names, person.family_name, earlier, person.address, person.postcode)
    names = found_family(rng, person.community)
    person.address, person.postcode = place.home(rng)
    person.previous_address = person.previous_postcode = ""
    person.household = person.number + 1_000_000_000
    _, person.family_name = name_child(rng, names, "M" if person.sex == "M" else "F")
    if rng.random() < 0.4:
        person.given_names, _ = name_child(rng, names, "M" if person.sex == "M" else "F")
    person.known_as = ""
    reached = telephone(rng.randrange(1_000_000))
    person.telephone = reached
    person.carers = [
        Carer(*names.mother, "adoptive mother", reached),
        Carer(*names.father, "adoptive father", reached),
    ]


def _other_family_name(rng: random.Random, person: Person) -> None:
    """A mother marries, or parents part: the child takes another family name and keeps the former one."""
    if not person.family_name:
        return
    person.former_family_name = person.family_name
    step = next((carer for carer in person.carers if carer.relation.startswith("step")), None)
    other = step.family_name if step else found_family(rng, person.community).father[1]
    person.family_name = other if rng.random() < 0.8 else f"{person.family_name}-{other}"


def born_name(person: Person) -> Person:
    """Return a newborn as first registered: "Baby" and the mother's family name."""
    mother = person.carers[0]
    return replace(
        person, given_names="Baby", family_name=mother.family_name or mother.given_names, known_as=""
    )
