"""Look-ups are the same from the same seed, are in the form of the tracing command, and hide the truth."""

from collections import Counter
from datetime import date

import pytest

from samples import corruption, judging, remembering
from samples.lookups import Lookup
from samples.other_names import other_vocabulary
from samples.population import Population

POPULATION = Population(20_000, 7)
KEYS = {
    "id", "given_names", "family_name", "date_of_birth", "year_of_birth", "sex", "address", "postcode",
    "nhs_number", "upn", "telephone", "carer_given_names", "carer_family_name",
}  # fmt: skip
MODELS = [corruption.lookups, remembering.lookups, judging.lookups]


@pytest.fixture(scope="module", params=MODELS, ids=["A", "B", "C"])
def asked(request: pytest.FixtureRequest) -> list[Lookup]:
    return list(request.param(POPULATION, 2000, 11))


@pytest.mark.parametrize("model", MODELS)
def test_same_seed_asks_the_same(model) -> None:
    assert list(model(POPULATION, 60, 2)) == list(model(POPULATION, 60, 2))
    assert list(model(POPULATION, 60, 2)) != list(model(POPULATION, 60, 3))


def test_queries_have_the_form_of_the_tracing_command(asked: list[Lookup]) -> None:
    assert len({lookup.query["id"] for lookup in asked}) == len(asked) == 2000
    for lookup in asked:
        assert set(lookup.query) <= KEYS
        assert len(lookup.query) > 1
        assert all(value not in ("", None) for value in lookup.query.values())
        if "date_of_birth" in lookup.query:
            date.fromisoformat(str(lookup.query["date_of_birth"]))
        assert isinstance(lookup.query.get("year_of_birth", 2020), int)


def test_a_tenth_are_not_there_and_some_are_siblings_and_twins(asked: list[Lookup]) -> None:
    kinds = Counter(lookup.kind for lookup in asked)
    assert sum(lookup.truth is None for lookup in asked) == 200
    assert kinds["absent"] > 60
    assert kinds["absent_sibling"] > 25
    assert kinds["absent_twin"] > 25


def test_truth_is_the_child_looked_for(asked: list[Lookup]) -> None:
    for lookup in asked[:50]:
        if lookup.truth is not None:
            assert POPULATION.child(lookup.truth) == lookup.looked_for


def test_absent_twins_are_nobody_in_the_family(asked: list[Lookup]) -> None:
    twins = [lookup.looked_for for lookup in asked if lookup.kind == "absent_twin" and lookup.looked_for]
    for twin in twins[:20]:
        family = [one for one in POPULATION.chunk(twin.family // 500) if one.family == twin.family]
        assert family
        assert all(one.given_names != twin.given_names for one in family)


def test_kinds_of_question_are_mixed(asked: list[Lookup]) -> None:
    held = Counter(key for lookup in asked for key in lookup.query)
    assert 0.5 < held["date_of_birth"] / len(asked) < 0.85
    assert 0.05 < held["nhs_number"] / len(asked) < 0.2
    assert held["postcode"] > 100
    mistaken = sum(bool(lookup.errors) for lookup in asked) / len(asked)
    assert 0.45 < mistaken < 0.9


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("group", ["single_name", "somali", "south_asian", "polish", "double_barrelled"])
def test_look_ups_can_be_of_one_naming_group(model, group: str) -> None:
    asked = list(model(POPULATION, 40, 4, community=group))
    assert len(asked) == 40
    assert all(group in lookup.groups for lookup in asked if lookup.kind == "present")


def test_the_models_share_no_means() -> None:
    errors = [{error for lookup in model(POPULATION, 800, 6) for error in lookup.errors} for model in MODELS]
    assert not errors[0] & errors[1] | errors[1] & errors[2] | errors[0] & errors[2]


def test_the_judging_names_are_other_names_in_the_same_families() -> None:
    usual, other = Population(2000, 3), Population(2000, 3, vocabulary_of=other_vocabulary)
    words = [{word for one in each for word in one.family_name.split()} for each in (usual, other)]
    assert len(words[0] & words[1]) < len(words[1]) / 3
    assert next(iter(other)).family_name
