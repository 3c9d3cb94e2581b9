from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wraparound.outcomes.finding.engine import keys, model
from wraparound.outcomes.finding.engine.entry import EXPECTED, OPEN, SHIELDED, Entry, Packed, pack
from wraparound.outcomes.finding.engine.query import from_fields

TODAY = date(2026, 11, 23)
CHILD = Entry(
    child=1, names=(("Samuel James", "O'Neill"),), births=(date(2019, 4, 3),), sexes=frozenset("M"),
    homes=(("14 Mill Road", "SK9 1AB"), ("", "M1 1AE")), nhs=("943 476 5919",), telephones=("07700 900123",),
    carers=(("Orla", "O'Neill"),), own=("A-17",), upn=("H801200001001",),
)  # fmt: skip
names = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=9)


def filed(entry: Entry) -> set[keys.Key]:
    return set(keys.keys_of(pack(entry)))


def probed(**fields: str) -> set[keys.Key]:
    return set(keys.probes(from_fields(today=TODAY, **fields), (OPEN,), model.shipped().vocabulary))


@pytest.mark.parametrize(
    "typed",
    [
        {"given_names": "Samuel", "family_name": "ONeil", "year_of_birth": "2019"},
        {"given_names": "O'Neill", "family_name": "Samuel", "year_of_birth": "2019"},
        {"given_names": "Sam", "family_name": "O'Neill", "age": "7"},
        {"given_names": "Samule", "family_name": "O'Neill", "year_of_birth": "2020"},
        {"given_names": "", "family_name": "O Neill", "date_of_birth": "04/03/2019"},
        {"given_names": "Samuel", "family_name": "Unheard", "date_of_birth": "2019-04-03"},
        {"given_names": "SamuelJames", "family_name": "O'Neill", "year_of_birth": "2019"},
        {"given_names": "samueljames", "family_name": "O'Neill", "year_of_birth": "2019"},
        {"given_names": "Samuel", "family_name": "", "postcode": "sk9"},
        {"postcode": "m11ae"},
        {"given_names": "Sam", "address": "mil road"},
        {"family_name": "O'Neill", "address": "14 MILL RD"},
        {"nhs_number": "943 476 591"},
        {"nhs_number": "943 476 59199"},
        {"nhs_number": "943 476 5919"},
        {"nhs_number": "943 476 5991"},
        {"upn": "H801200007001"},
        {"upn": "H801200001010"},
        {"telephone": "+44 7700 900123"},
        {"carer_given_names": "Orla", "carer_family_name": "O'Neil"},
        {"own_number": "a17"},
    ],
    ids=str,
)  # fmt: skip
def test_each_named_error_still_shares_a_key(typed: dict[str, str]) -> None:
    assert filed(CHILD) & probed(**typed)


def test_a_name_of_three_generations_is_found_by_the_first_two() -> None:
    hers = Entry(child=1, names=(("Fowsiya Abdullahi", "Warsame"),), births=(date(2019, 4, 3),))
    assert filed(hers) & probed(given_names="Fowsia", family_name="Abdulahi", year_of_birth="2019")


@pytest.mark.parametrize(
    "typed",
    [
        {"given_names": "Natnaer", "date_of_birth": "2013-05-09"},
        {"given_names": "Natlael", "year_of_birth": "2013"},
        {"given_names": "Natnael", "year_of_birth": "2014"},
    ],
    ids=str,
)
def test_a_single_name_is_found_misheard_in_the_middle_or_a_year_off(typed: dict[str, str]) -> None:
    his = Entry(child=1, names=(("Natnael", ""),), births=(date(2013, 5, 9),))
    assert filed(his) & probed(**typed)


def test_one_word_alone_is_found_with_a_date_whatever_the_other_name_is() -> None:
    hers = Entry(child=1, names=(("Hawa Ismail", "Kowalczyk"),), births=(date(2022, 8, 21),))
    assert filed(hers) & probed(family_name="Kobalzik", date_of_birth="2022-08-21")


@settings(deadline=None)
@given(names, names, st.dates(date(2005, 1, 1), date(2026, 1, 1)))
def test_swapped_names_share_the_pair_and_year(one: str, other: str, born: date) -> None:
    here = {key for key in filed(Entry(child=1, names=((one, other),), births=(born,))) if key[0] == "Y"}
    there = {key for key in filed(Entry(child=2, names=((other, one),), births=(born,))) if key[0] == "Y"}
    assert here == there


@settings(deadline=None)
@given(names, names, st.dates(date(2005, 1, 1), date(2026, 1, 1)))
def test_what_was_typed_rightly_is_always_found(one: str, other: str, born: date) -> None:
    typed = probed(given_names=one, family_name=other, date_of_birth=born.isoformat())
    stored = filed(Entry(child=1, names=((one, other),), births=(born,)))
    assert typed & stored or not from_fields(today=TODAY, given_names=one, family_name=other).names


def test_compartments_share_no_key() -> None:
    sets = [
        filed(Entry(child=1, compartment=which, names=CHILD.names, births=CHILD.births, nhs=CHILD.nhs))
        for which in (OPEN, EXPECTED, SHIELDED)
    ]
    assert not (sets[0] & sets[1] or sets[1] & sets[2] or sets[0] & sets[2])


def test_a_record_read_back_makes_the_same_keys() -> None:
    packed = pack(CHILD)
    assert keys.keys_of(Packed.from_bytes(packed.to_bytes())) == keys.keys_of(packed)
