from datetime import date

import pytest

from wraparound.outcomes.finding import queries, services
from wraparound.outcomes.finding.engine.entry import EXPECTED, SHIELDED, Entry
from wraparound.outcomes.finding.engine.query import Query, from_box, from_fields

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


def child(number: int, given: str, family: str, born: date, **more: object) -> Entry:
    return Entry(child=number, names=((given, family),), births=(born,), **more)  # type: ignore[arg-type]


SAM = child(1, "Samuel", "O'Neill", date(2019, 4, 3), homes=(("14 Mill Road", "SK9 1AB"),))
ELLA = child(2, "Ella", "O'Neill", date(2016, 1, 9), homes=(("14 Mill Road", "SK9 1AB"),))


def typed(**fields: str) -> Query:
    return from_fields(today=TODAY, **fields)


def test_a_misheard_name_and_a_swapped_date_find_the_child_and_say_why() -> None:
    services.put([SAM, ELLA])
    answer = queries.find(typed(given_names="Sam", family_name="Oneal", date_of_birth="04/03/2019"))
    assert answer.candidates[0].child == 1
    assert "sounds like Oneill" in answer.candidates[0].reasons
    assert "day and month swapped" in answer.candidates[0].reasons


def test_one_name_alone_means_a_child_who_has_no_other() -> None:
    born = date(2019, 4, 3)
    services.put(
        [child(1, "Winta", "", born), child(2, "Winta", "Reed", born), child(3, "Winta", "Bell", born)]
    )
    answer = queries.find(typed(given_names="Winta", date_of_birth="2019-04-03"))
    assert [found.child for found in answer.candidates] == [1, 2, 3]
    assert not answer.candidates[0].is_tied


def test_an_initial_means_a_child_whose_name_is_written_with_one() -> None:
    born = date(2019, 4, 3)
    services.put([child(1, "Sienna", "Reed", born), child(2, "S Keerthana", "", born)])
    assert queries.find(typed(given_names="S", date_of_birth="2019-04-03")).candidates[0].child == 2


def test_two_names_written_as_one_are_both_of_the_child() -> None:
    services.put([child(1, "Mary", "Reed", date(2019, 4, 3)), child(2, "Mary Ann", "Reed", date(2019, 8, 3))])
    found = queries.find(typed(given_names="Maryann", family_name="Reed", year_of_birth="2019"))
    assert found.candidates[0].child == 2
    assert "Maryann written as one word" in found.candidates[0].reasons


def test_one_box_reads_words_in_any_order() -> None:
    services.put([SAM, ELLA])
    assert queries.find(from_box("sk9 oneill 2019 sam", TODAY)).candidates[0].child == 1
    assert queries.find(from_box("ella oneill aged 10", TODAY)).candidates[0].child == 2


def test_what_is_in_another_compartment_changes_nothing() -> None:
    services.put([SAM])
    asked = typed(given_names="Samuel", family_name="O'Neill", date_of_birth="2019-04-03")
    before = queries.find(asked)
    hidden = child(3, "Samuel", "O'Neill", date(2019, 4, 3), compartment=SHIELDED)
    services.put([hidden, child(4, "Samuel", "O'Neill", date(2019, 4, 3), compartment=EXPECTED)])
    assert queries.find(asked) == before
    assert {found.child for found in queries.find(asked, compartments=(SHIELDED,)).candidates} == {3}


def test_who_may_not_be_shown_is_as_if_not_there() -> None:
    services.put([SAM])
    asked = typed(given_names="Samuel", family_name="O'Neill", date_of_birth="2019-04-03")
    before = queries.find(asked)
    services.put([child(5, "Samuel", "O'Neill", date(2019, 4, 3))])
    assert queries.find(asked, allowed=lambda children: set(children) - {5}) == before


def test_children_that_the_typed_words_cannot_tell_apart_are_tied_and_what_settles_it_is_named() -> None:
    services.put([child(1, "Ali", "Khan", date(2019, 4, 3)), child(2, "Ali", "Khan", date(2019, 7, 3))])
    answer = queries.find(typed(given_names="Ali", family_name="Khan", year_of_birth="2019"))
    assert [found.is_tied for found in answer.candidates] == [True, True]
    assert answer.settle_by == ("date_of_birth",)
    assert answer.certain is None


def test_a_child_is_replaced_and_removed_with_every_key() -> None:
    services.put([SAM])
    services.put([child(1, "Zbigniew", "Nowak", date(2011, 4, 3))])
    assert not queries.find(
        typed(given_names="Samuel", family_name="O'Neill", date_of_birth="2019-04-03")
    ).candidates
    services.remove([1])
    assert not queries.find(
        typed(given_names="Zbigniew", family_name="Nowak", date_of_birth="2011-04-03")
    ).candidates


def test_a_twin_is_never_certain() -> None:
    home = (("14 Mill Road", "SK9 1AB"),)
    services.put([child(1, "Amina", "Khan", date(2019, 4, 3), homes=home, nhs=("9434765919",))])
    fields = {"family_name": "Khan", "date_of_birth": "2019-04-03", "nhs_number": "943 476 5919"}
    assert queries.find(typed(given_names="Amira", **fields)).certain is None
    assert queries.find(typed(given_names="Amina", **fields)).certain == 1
    services.put([child(2, "Amira", "Khan", date(2019, 4, 3), homes=home)])
    assert queries.find(typed(given_names="Amina", **fields)).certain is None


def test_without_a_number_of_its_own_no_child_is_certain_for_the_twin_may_be_meant() -> None:
    """A twin in no index, misheard by one letter, has the name, birth date, home and telephone of the other."""
    home = (("14 Mill Road", "SK9 1AB"),)
    hubert = child(1, "Hubert", "Stock", date(2019, 4, 3), homes=home, telephones=("01632 960123",))
    services.put([hubert])
    asked = {
        "given_names": "Hubert", "family_name": "Stock", "date_of_birth": "2019-04-03", "postcode": "SK9 1AB",
        "address": "14 Mill Road", "telephone": "01632 960123",
    }  # fmt: skip
    answer = queries.find(typed(**asked))
    assert (answer.candidates[0].child, answer.certain) == (1, None)


def test_a_number_that_two_children_bear_makes_neither_certain() -> None:
    asked = typed(
        given_names="Amina", family_name="Khan", date_of_birth="2019-04-03", nhs_number="943 476 5919"
    )
    services.put([child(1, "Amina", "Khan", date(2019, 4, 3), nhs=("9434765919",))])
    assert queries.find(asked).certain == 1
    services.put([child(2, "Omar", "Farah", date(2011, 8, 9), nhs=("9434765919",))])
    assert queries.find(asked).certain is None


@pytest.mark.parametrize("other", [{"given_names": "Amira"}, {"nhs_number": "943 476 5870"}, {"sex": "M"}])
def test_a_number_beside_a_name_sex_or_number_that_differs_makes_nobody_certain(
    other: dict[str, str],
) -> None:
    services.put([child(1, "Amina", "Khan", date(2019, 4, 3), nhs=("9434765919",), sexes=frozenset("F"))])
    asked = {
        "given_names": "Amina", "family_name": "Khan", "date_of_birth": "2019-04-03", "nhs_number": "9434765919"
    }  # fmt: skip
    assert queries.find(typed(**asked)).certain == 1
    assert queries.find(typed(**{**asked, **other})).certain is None
