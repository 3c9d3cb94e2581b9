"""The population is the same from the same seed, numbers pass their checks, and the hard cases are there."""

import time
from collections import Counter
from itertools import islice

import pytest
from stdnum.gb import nhs
from stdnum.gb import upn as pupil

from samples.people import COMMUNITIES, Person
from samples.population import Population, generate


@pytest.fixture(scope="module")
def people() -> list[Person]:
    return list(generate(20_000, seed=7))


def test_same_seed_gives_the_same_children_and_another_seed_others(people: list[Person]) -> None:
    assert list(islice(generate(20_000, seed=7), 1500)) == people[:1500]
    assert list(islice(generate(20_000, seed=8), 500)) != people[:500]


def test_a_chunk_needs_no_other_chunk_before_it(people: list[Person]) -> None:
    assert Population(20_000, 7).child(12_345) == people[12_345]


def test_every_number_passes_its_check_and_is_one_childs(people: list[Person]) -> None:
    numbers = [person.nhs_number for person in people if person.nhs_number]
    numbers += [person.before.nhs_number for person in people if person.before]
    assert len(set(numbers)) == len(numbers)
    assert all(nhs.is_valid(number) and number.startswith("999") for number in numbers)
    pupils = [person.upn for person in people if person.upn]
    assert len(set(pupils)) == len(pupils)
    assert all(pupil.calc_check_digit(number[1:]) == number[0] for number in pupils)


def test_absent_children_share_no_number_with_those_present(people: list[Person]) -> None:
    absent = Population(20_000, 7).absent_chunk(0)
    assert not {person.nhs_number for person in people} & {p.nhs_number for p in absent if p.nhs_number}
    assert not {person.upn for person in people} & {person.upn for person in absent if person.upn}


def test_communities_have_about_their_share(people: list[Person]) -> None:
    counted = Counter(person.community for person in people)
    for community, share in COMMUNITIES.items():
        assert counted[community] / len(people) == pytest.approx(share, rel=0.6, abs=0.003), community


def test_hard_cases_are_there(people: list[Person]) -> None:
    assert sum(person.multiple > 0 for person in people) > 300
    assert any(person.expected_date and not person.given_names for person in people)
    assert any(person.before for person in people)
    assert any(person.is_looked_after for person in people)
    assert any(person.year_only for person in people)
    assert any(person.disputed_date for person in people)
    assert any(person.no_fixed_address for person in people)
    assert any(person.left_for for person in people)
    assert any(person.died_on for person in people)
    assert sum("single_name" in person.groups for person in people) > 50
    assert sum("double_barrelled" in person.groups for person in people) > 500


def test_children_of_one_multiple_birth_share_day_and_mother(people: list[Person]) -> None:
    births: dict[int, list[Person]] = {}
    for person in people:
        if person.multiple and person.date_of_birth and person.birth_date_status == "documented":
            births.setdefault(person.multiple, []).append(person)
    together = [twins for twins in births.values() if len(twins) > 1]
    assert len(together) > 100
    for twins in together:
        assert len({person.date_of_birth for person in twins}) == 1
        assert len({person.given_names for person in twins}) == len(twins)


def test_exact_doubles_are_plausible_but_few(people: list[Person]) -> None:
    seen = Counter((p.given_names, p.family_name, p.date_of_birth) for p in people if p.date_of_birth)
    assert sum(count for count in seen.values() if count > 1) <= 10


def test_vocabulary_has_a_long_tail(people: list[Person]) -> None:
    first = Counter(person.given_names.split()[0] for person in people if person.given_names)
    assert len(first) > 4000
    assert first.most_common(1)[0][1] / len(people) < 0.03
    assert len({person.family_name for person in people}) > 4000


def test_processes_change_nothing() -> None:
    population = Population(6000, 7)
    assert list(population.each_chunk(processes=2)) == list(population.each_chunk())


def test_children_are_made_fast_enough_for_a_million() -> None:
    """A million in ten minutes on a busy machine; a quiet one needs half a minute."""
    start = time.process_time()
    count = sum(1 for _ in generate(10_000, seed=9))
    assert count == 10_000
    assert time.process_time() - start < 6


def test_communities_name_by_their_own_customs(people: list[Person]) -> None:
    def of(community: str) -> list[Person]:
        return [person for person in people if person.community == community and person.given_names]

    endings = ("ska", "cka", "dzka")
    assert any(person.sex == "F" and person.family_name.endswith(endings) for person in of("polish"))
    somali = of("somali")
    assert sum(" " in person.given_names for person in somali) > 0.9 * len(somali)
    assert {"Singh", "Kaur"} <= {person.family_name for person in of("sikh")}
    families: dict[int, set[str]] = {}
    for person in of("pakistani"):
        families.setdefault(person.family, set()).add(person.family_name)
    assert sum(len(names) > 1 for names in families.values()) > 0.1 * len(families)
    assert any(not person.family_name for person in of("eritrean_ethiopian"))
    assert any(" " in person.family_name for person in of("portuguese"))
    assert sum(person.family_name in {"Nguyen", "Nguyễn"} for person in of("vietnamese")) > 10
