"""Model B of mistakes: made apart from model A, with other means and other rates. Tuning may use it.

Where model A draws a number of mistakes and spoils spellings, this one spoils each field by its own chance:
names pass through sounds, through a scanner, through handwriting and through the boxes of a form; ages and
days through memory.
"""

import random
from collections.abc import Iterator

from samples.lookups import Lookup, chosen
from samples.people import Person
from samples.population import Population
from samples.recall import asked_from_memory, misremember_date, misremember_home, misremember_number
from samples.sounds import as_heard, as_scanned, as_spelt_out, as_written_by_hand, taken_for_a_common_name

ALTERED = {"given_names": 0.27, "family_name": 0.27}
"""How often each name is altered on its way."""

ORDERED_OTHERWISE = {
    "chinese": 0.22, "vietnamese": 0.22, "somali": 0.15, "eritrean_ethiopian": 0.12, "tamil": 0.12,
    "arabic": 0.1, "pakistani": 0.08, "bangladeshi": 0.08, "nigerian": 0.08, "ghanaian": 0.06,
    "afghan": 0.06,
}  # fmt: skip
"""How often a clerk takes the parts of a name for each other, by whose names they are; others: 2 in 100."""


def lookups(
    population: Population, n: int, seed: int, absent_share: float = 0.1, community: str | None = None
) -> Iterator[Lookup]:
    """Yield n look-ups with this model's mistakes (see `samples.lookups.chosen` for whom)."""
    rng = random.Random(f"model B {seed} {community}")
    for place, (person, truth, kind) in enumerate(chosen(population, n, seed + 7, absent_share, community)):
        query = asked_from_memory(rng, person)
        errors: list[str] = []
        for alter in (_names, misremember_date, misremember_home, misremember_number):
            errors += alter(rng, person, query)
        typed = {key: value for key, value in query.items() if value not in ("", None)}
        yield Lookup({"id": f"B{seed}-{place}", **typed}, truth, person.groups, errors, kind, person)


def _names(rng: random.Random, person: Person, query: dict[str, object]) -> list[str]:
    errors = []
    for key, share in ALTERED.items():
        if query.get(key) and rng.random() < share:
            alter = rng.choices(
                [as_heard, as_spelt_out, as_scanned, as_written_by_hand, taken_for_a_common_name],
                [44, 16, 16, 14, 10],
            )[0]
            altered = _one_word(rng, str(query[key]), lambda word, alter=alter: alter(rng, word))
            if altered != query[key]:
                query[key] = altered
                errors.append(f"{key}_{alter.__name__}")
    for change in (_custom, _form):
        errors += change(rng, person, query)
    return errors


def _one_word(rng: random.Random, text: str, alter) -> str:
    words = text.split(" ")
    place = max(range(len(words)), key=lambda at: (len(words[at]) > 2, rng.random()))
    words[place] = alter(words[place])
    return " ".join(words)


def _custom(rng: random.Random, person: Person, query: dict[str, object]) -> list[str]:
    """Names whose order or parts a clerk does not know."""
    given, family = str(query.get("given_names", "")), str(query.get("family_name", ""))
    if rng.random() > ORDERED_OTHERWISE.get(person.community, 0.02) or not family:
        return []
    words = given.split() + family.split()
    chance = rng.random()
    if chance < 0.45:
        query["given_names"], query["family_name"] = family, given
        return ["family_name_first"]
    if chance < 0.75 and len(words) > 2:
        cut = 1 if len(given.split()) > 1 else 2
        query["given_names"], query["family_name"] = " ".join(words[:cut]), " ".join(words[cut:])
        return ["boundary_moved"]
    carer = rng.choice(person.carers)
    if carer.family_name and carer.family_name != family:
        query["family_name"] = carer.family_name
        return ["carers_family_name"]
    return []


def _form(rng: random.Random, person: Person, query: dict[str, object]) -> list[str]:
    """What boxes do: too short, only one, all in capitals; and what people put into them."""
    given, family = str(query.get("given_names", "")), str(query.get("family_name", ""))
    chance = rng.random()
    if chance < 0.02 and len(family) > 10:
        query["family_name"] = family[:10]
        return ["cut_short"]
    if chance < 0.035 and given and family:
        query["given_names"], query["family_name"] = f"{given} {family}", ""
        return ["all_in_one_box"]
    if chance < 0.05 and family:
        query["given_names"] = given[:1]
        return ["initial_only"]
    if chance < 0.06 and given:
        query["given_names"] = f"{'Miss' if person.sex == 'F' else 'Master'} {given}"
        return ["title_kept"]
    if chance < 0.11:
        query["given_names"], query["family_name"] = given.upper(), family.upper()
    elif chance < 0.15:
        query["given_names"], query["family_name"] = given.lower(), family.lower()
    elif chance < 0.18 and ("-" in family or "'" in family or " " in family):
        query["family_name"] = "".join(sign for sign in family if sign.isalpha()).capitalize()
        return ["marks_left_out"]
    elif chance < 0.22 and "-" in family:
        query["family_name"] = family.split("-")[-1]
        return ["last_part_only"]
    return []
