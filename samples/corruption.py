"""Model A of mistakes: how clerks and practitioners mistype, mishear and misremember. Tuning may use it."""

import random
from collections.abc import Iterator

from samples.lookups import Lookup, chosen
from samples.people import Person
from samples.population import Population
from samples.slips import DATE_SLIPS, NAME_SLIPS, OTHER_SLIPS, Slip

ASKED = [
    (0.30, "name born"), (0.10, "name born sex"), (0.12, "name born postcode"),
    (0.05, "name born address postcode"), (0.05, "name born carer"), (0.07, "name year sex"),
    (0.02, "name year address"), (0.08, "name postcode"), (0.02, "name address"), (0.09, "name born nhs"),
    (0.03, "name nhs"), (0.02, "name born postcode nhs"), (0.02, "name born upn"), (0.01, "name upn"),
    (0.02, "given born postcode"),
]  # fmt: skip
"""What is typed, and how often: a name and a birth date most often, an NHS number in one of seven."""

ERRORS = [0.17, 0.62, 0.90, 0.98, 1.0]
"""How many mistakes, as running sums from none to four."""


def lookups(
    population: Population, n: int, seed: int, absent_share: float = 0.1, community: str | None = None
) -> Iterator[Lookup]:
    """Yield n look-ups with this model's mistakes (see `samples.lookups.chosen` for whom)."""
    rng = random.Random(f"model A {seed} {community}")
    for place, (person, truth, kind) in enumerate(chosen(population, n, seed, absent_share, community)):
        query = asked(rng, person)
        query["id"] = f"A{seed}-{place}"
        wanted = next(count for count, sum_ in enumerate(ERRORS) if rng.random() <= sum_)
        errors = spoil(rng, person, query, wanted)
        yield Lookup(query, truth, person.groups, errors, kind, person)


def asked(rng: random.Random, person: Person) -> dict[str, object]:
    """Return what somebody would type of a child if they made no mistake."""
    asks = rng.choices([what for _, what in ASKED], [share for share, _ in ASKED])[0].split()
    given = person.given_names
    first, _, rest = given.partition(" ")
    if rest and rng.random() < 0.7:
        given = first
    query: dict[str, object] = {"given_names": given}
    if "name" in asks:
        query["family_name"] = person.family_name
    if "born" in asks and not person.year_only:
        query["date_of_birth"] = person.date_of_birth
    elif "born" in asks or "year" in asks:
        query["year_of_birth"] = int(person.date_of_birth[:4])
    if "sex" in asks and person.sex != "U":
        query["sex"] = person.sex
    if "carer" in asks:
        query["carer_given_names"] = person.carers[0].given_names
        query["carer_family_name"] = person.carers[0].family_name
    for ask, key, value in (
        ("address", "address", person.address), ("postcode", "postcode", person.postcode),
        ("nhs", "nhs_number", person.nhs_number), ("upn", "upn", person.upn),
    ):  # fmt: skip
        if ask in asks:
            query[key] = value
    return {key: value for key, value in query.items() if value}


def spoil(rng: random.Random, person: Person, query: dict[str, object], wanted: int) -> list[str]:
    """Put so many mistakes into a query, in place; return what they were. Seldom two in one field."""
    made: list[str] = []
    touched: set[str] = set()
    for _ in range(wanted * 8):
        if len(made) == wanted:
            break
        slip, field = _drawn(rng, query)
        if field in touched and rng.random() > 0.15:
            continue
        before = dict(query)
        slip(rng, person, query)
        if query != before:
            made.append(slip.__name__)
            touched.add(field)
    return made


def _drawn(rng: random.Random, query: dict[str, object]) -> tuple[Slip, str]:
    chance = rng.random()
    has_date = "date_of_birth" in query
    others = [(slip, field) for slip, field in OTHER_SLIPS if field in query]
    if has_date and chance < 0.22:
        return rng.choices(*DATE_SLIPS)[0], "date_of_birth"
    if others and chance > 0.80:
        return rng.choice(others)
    slip = rng.choices(*NAME_SLIPS)[0]
    return slip, "family_name" if slip.__name__.startswith("family") else "given_names"
