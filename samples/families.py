"""Making families: who the parents are, when the children were born, where they live and lived."""

import random
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate

from samples.events import befall
from samples.naming import FamilyNames, found_family, name_child
from samples.numbers import SMALL, nhs_number, telephone, upn
from samples.people import COMMUNITIES, LANGUAGES, Carer, Person
from samples.places import BOROUGH_CHILDREN, Borough, borough
from samples.twins import like_name
from samples.vocabulary import Vocabulary, plain, vocabulary

EIGHTEEN = 6574
"""Days of eighteen years."""

ABSENT = 30_000_000
"""Numbers from here on belong to children who are in no index."""

FORMER = 20_000_000
"""Serials of identities before an adoption lie this far above the child's own."""

EXPECTED = 100
"""Days ahead that a birth is known of."""

LARGE_FAMILIES = {
    "somali", "irish_traveller", "jewish", "afghan", "roma", "bangladeshi", "pakistani",
    "eritrean_ethiopian", "arabic",
}  # fmt: skip
SIZES = ([0.40, 0.80, 0.93, 0.98, 0.995, 1.0], [0.20, 0.45, 0.68, 0.84, 0.94, 1.0])
"""How many children a family comes to have, as running sums: most families, then large ones."""

MARKED = {"polish", "romanian", "lithuanian", "turkish_kurdish", "portuguese", "roma"}
"""Communities whose letters bear marks; half the families write them in England, half do not."""

LABELS = list(COMMUNITIES)
SHARES = list(accumulate(COMMUNITIES.values()))


@lru_cache(maxsize=4)
def _calendar(as_of: date) -> list[str]:
    """Return ISO dates by age in days, the place 0 being `EXPECTED` days ahead."""
    first = as_of + timedelta(days=EXPECTED)
    return [(first - timedelta(days=days)).isoformat() for days in range(EIGHTEEN + EXPECTED + 800)]


@dataclass(slots=True)
class Household:
    """Where a family lives and how it is reached."""

    number: int
    address: str
    postcode: str
    previous_address: str
    previous_postcode: str
    moved_days: int
    telephone: str


@dataclass(frozen=True)
class Maker:
    """Makes chunks of the population of one seed."""

    seed: int
    as_of: date
    large: bool
    vocabulary_of: Callable[[str], Vocabulary] = vocabulary

    def nhs_number(self, child: int) -> str:
        """Return the NHS number of a child."""
        if self.large:
            return nhs_number(child, large=True)
        return nhs_number(child if child < ABSENT else child - ABSENT + 2 * SMALL, large=False)

    def former_nhs_number(self, child: int) -> str:
        """Return the NHS number that a child had before an adoption."""
        if self.large:
            return nhs_number(child + FORMER, large=True)
        return nhs_number((child if child < ABSENT else child - ABSENT + 2 * SMALL) + SMALL, large=False)

    def chunk(self, number: int, size: int, neighbours_of: int | None = None) -> list[Person]:
        """Return so many children, the families of one chunk, living in the borough of their chunk.

        `neighbours_of` places them in the borough of another chunk.
        """
        rng = random.Random(f"{self.seed} chunk {number}")
        first = number * size
        home_chunk = number if neighbours_of is None else neighbours_of
        place = borough(home_chunk * size // BOROUGH_CHILDREN, self.seed)
        people: list[Person] = []
        while len(people) < size:
            people.extend(self._family(rng, place, first + len(people), size - len(people)))
        return people

    def _family(self, rng: random.Random, place: Borough, first: int, room: int) -> list[Person]:
        community = LABELS[bisect_right(SHARES, rng.random() * SHARES[-1])]
        births = _births(rng, community)[:room]
        names = _family_names(rng, community, self.vocabulary_of)
        household = self._household(rng, place, first)
        carers = _carers(rng, names, household, self.vocabulary_of)
        days = _calendar(self.as_of)
        taken: set[str] = set()
        people: list[Person] = []
        for age, multiple in births:
            sex = "F" if rng.random() < 0.488 else "M"
            twin = people[-1] if multiple and people and people[-1].multiple == multiple else None
            if twin and rng.random() < 0.35:
                sex = twin.sex
            given, family = _child_name(rng, names, sex, taken, twin)
            number = first + len(people)
            person = Person(
                number, first, household.number, community, given, family, sex, days[age + EXPECTED], age,
                household.address, household.postcode, self.nhs_number(number),
            )  # fmt: skip
            person.multiple = multiple and first * 16 + multiple
            self._complete(rng, person, household, carers, names)
            people.append(person)
        befall(rng, people, place, self.as_of, self.former_nhs_number)
        return people

    def _household(self, rng: random.Random, place: Borough, first: int) -> Household:
        address, postcode = place.home(rng)
        reached = telephone(rng.randrange(1_000_000))
        household = Household(first, address, postcode, "", "", 0, reached)
        if rng.random() < 0.36:
            came_from = place
            if rng.random() < 0.12:
                came_from = borough(rng.randrange(40), self.seed)
            household.previous_address, household.previous_postcode = came_from.home(rng)
            household.moved_days = 1 + int(rng.random() * 2500)
        return household

    def _complete(
        self,
        rng: random.Random,
        person: Person,
        household: Household,
        carers: list[Carer],
        names: FamilyNames,
    ) -> None:
        person.telephone = household.telephone
        person.carers = carers
        if household.previous_address and household.moved_days < person.age_days:
            person.previous_address = household.previous_address
            person.previous_postcode = household.previous_postcode
            person.moved_days = household.moved_days
        if person.age_days > 1550:
            entered = self.as_of.year - (person.age_days - 1500) // 365
            number = person.number
            person.upn = upn(number // BOROUGH_CHILDREN, number % BOROUGH_CHILDREN, entered)
        language = LANGUAGES.get(person.community)
        if language and names.habit < 0.7:
            person.first_language = language
            if names.habit < 0.12:
                person.interpreter = language
        if rng.random() < 0.03 and " " in person.given_names:
            person.known_as = person.given_names.split()[1]


def _births(rng: random.Random, community: str) -> list[tuple[int, int]]:
    """Return ages in days, youngest first, each with the number of its multiple birth (0: single)."""
    sizes = SIZES[1 if community in LARGE_FAMILIES else 0]
    wanted = 1 + bisect_right(sizes, rng.random())
    age = int(rng.random() * (EIGHTEEN + EXPECTED)) - EXPECTED
    births: list[tuple[int, int]] = []
    deliveries = 0
    while len(births) < wanted and age < EIGHTEEN:
        deliveries += 1
        chance = rng.random()
        together = 3 if chance < 0.0006 else 2 if chance < 0.016 else 1
        births += [(age, deliveries if together > 1 else 0)] * together
        age = max(age, 0) + 340 + int(rng.expovariate(1 / 600))
    return births


def _family_names(
    rng: random.Random, community: str, vocabulary_of: Callable[[str], Vocabulary]
) -> FamilyNames:
    """Return the family's names; one in twenty-five has a father of another community."""
    names = found_family(rng, community, vocabulary_of)
    if rng.random() < 0.04:
        other = found_family(rng, LABELS[bisect_right(SHARES, rng.random() * SHARES[-1])], vocabulary_of)
        names = replace(names, father=other.father, shared=other.shared or other.father[1])
    return names


def _child_name(
    rng: random.Random, names: FamilyNames, sex: str, taken: set[str], twin: Person | None
) -> tuple[str, str]:
    given, family = name_child(rng, names, sex)
    for _ in range(4):
        if given.split()[-1 if names.community in {"pakistani", "bangladeshi"} else 0] not in taken:
            break
        given, family = name_child(rng, names, sex)
    if twin and twin.sex == sex and rng.random() < 0.15:
        given = like_name(rng, twin.given_names)
    taken.update(given.split()[:2])
    if names.community in MARKED and names.habit < 0.5:
        return plain(given), plain(family)
    return given, family


def _carers(
    rng: random.Random, names: FamilyNames, household: Household, vocabulary_of: Callable[[str], Vocabulary]
) -> list[Carer]:
    reached = household.telephone
    mother = Carer(*names.mother, "mother", reached)
    father = Carer(*names.father, "father", telephone(rng.randrange(1_000_000)))
    chance = rng.random()
    if chance < 0.68:
        return [mother, father]
    if chance < 0.88:
        return [mother]
    if chance < 0.91:
        return [father]
    if chance < 0.97:
        step = found_family(rng, names.community, vocabulary_of)
        return [mother, Carer(*step.father, "stepfather", telephone(rng.randrange(1_000_000)))]
    grandmother = Carer(names.words.given["F"].draw(rng), names.mother[1], "grandmother", reached)
    return [grandmother]
