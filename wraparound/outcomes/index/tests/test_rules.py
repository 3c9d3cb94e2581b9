"""No machine joins twins, siblings or anyone below certainty; the worst mistakes come first."""

from dataclasses import replace
from datetime import date

import pytest

from wraparound.outcomes.children.said import Said
from wraparound.outcomes.index.evidence import compare
from wraparound.outcomes.index.rules import (
    FORBIDDEN,
    Evidence,
    Likeness,
    Stakes,
    harm,
    may_machine_link,
    suspects_twins,
    what_settles,
    why_no_machine_may_link,
    why_two_children,
)

A, L, D, U = Likeness.AGREE, Likeness.ALIKE, Likeness.DIFFER, Likeness.UNSAID
SAME = Evidence(given_names=A, family_name=A, birth=A, sex=A, home=A, nhs=A)
CHILD = Said(
    names=(("Amara", "Okafor"),), births=(date(2019, 5, 14),), sexes=("F",),
    homes=(("14 Mill Road", "SK9 1AB", 1),), nhs=("943 476 5919",), agencies=(1,),
)  # fmt: skip


def test_a_machine_joins_what_agrees_in_everything() -> None:
    assert may_machine_link(0.9999, SAME)
    assert not may_machine_link(0.998, SAME)


@pytest.mark.parametrize(
    "changed",
    [
        {"said_to_be_siblings": True},
        {"nhs": D},
        {"upn": D},
        {"one_source_twice": True},
        {"sex": D},
        {"given_names": D},
        {"given_names": L, "nhs": U},
        {"given_names": U, "nhs": U},
        {"birth": D},
        {"birth": L, "nhs": U},
        {"birth": U, "nhs": U},
        {"home": U, "nhs": U},
    ],
    ids=str,
)
def test_each_of_these_alone_keeps_a_machine_from_joining(changed: dict) -> None:
    evidence = replace(SAME, **changed)
    assert len(why_no_machine_may_link(1.0, evidence)) == 1
    assert not may_machine_link(1.0, evidence)


def test_each_rule_forbids_something_that_no_other_does() -> None:
    alone = [
        replace(SAME, said_to_be_siblings=True), replace(SAME, nhs=D), replace(SAME, one_source_twice=True),
        replace(SAME, sex=D), replace(SAME, given_names=D), replace(SAME, given_names=L, nhs=U),
        replace(SAME, given_names=U, nhs=U), replace(SAME, birth=D), replace(SAME, birth=L, nhs=U),
        replace(SAME, home=U, nhs=U),
    ]  # fmt: skip
    caught = [[words for words, forbids in FORBIDDEN.items() if forbids(e)] for e in alone]
    assert sorted(words for [words] in caught) == sorted(FORBIDDEN)


TWO_NUMBERS = Evidence(given_names=A, family_name=A, birth=A, sex=A, home=A, nhs=D, numbers_hold=True)


@pytest.mark.parametrize(
    "evidence",
    [
        replace(TWO_NUMBERS, one_source_twice=True, birth=L),
        replace(TWO_NUMBERS, sex=D, given_names=L),
        Evidence(given_names=L, family_name=A, birth=D, sex=A, home=A, telephone=A),
    ],
    ids=["one agency's two numbers", "a boy and a girl", "brothers"],
)
def test_nobody_is_asked_of_two_who_are_plainly_two(evidence: Evidence) -> None:
    assert why_two_children(evidence)


@pytest.mark.parametrize(
    "changed",
    [
        {"one_source_twice": False},
        {"numbers_hold": False},
        {"nhs": U},
        {"upn": A},
        {"birth": A},
    ],
    ids=str,
)
def test_one_agencys_two_numbers_are_asked_of_where_any_of_it_may_be_a_mistake(changed: dict) -> None:
    kept_apart = replace(TWO_NUMBERS, one_source_twice=True, birth=L)
    assert not why_two_children(replace(kept_apart, **changed))


@pytest.mark.parametrize(
    "changed", [{"numbers_hold": False}, {"given_names": A}, {"sex": A}, {"nhs": A}], ids=str
)
def test_a_boy_and_a_girl_are_asked_of_where_any_of_it_may_be_a_mistake(changed: dict) -> None:
    assert not why_two_children(replace(replace(TWO_NUMBERS, sex=D, given_names=L), **changed))


@pytest.mark.parametrize(
    "changed", [{"nhs": A}, {"given_names": A}, {"given_names": U}, {"birth": L}], ids=str
)
def test_brothers_are_asked_of_where_any_of_it_may_be_a_mistake(changed: dict) -> None:
    brothers = Evidence(given_names=L, family_name=A, birth=D, sex=A, home=A, telephone=A)
    assert not why_two_children(replace(brothers, **changed))


@pytest.mark.parametrize(
    ("other", "given", "may"),
    [
        ("Amara", A, True),
        ("AMARA grace", A, True),
        ("Amarah", L, False),
        ("Zara", D, False),
        ("", U, False),
        ("Baby", U, False),
    ],
)
def test_names_of_twins_are_told_apart(other: str, given: Likeness, may: bool) -> None:
    twin = replace(CHILD, names=((other, "Okafor"),), nhs=(), agencies=(2,))
    evidence = compare(CHILD, twin)
    assert evidence.given_names == given
    assert may_machine_link(1.0, evidence) is may


def test_a_first_name_that_twins_share_is_not_enough() -> None:
    one = replace(CHILD, names=(("Mohammed Amin", "Ali"),), nhs=())
    other = replace(one, names=(("Mohammed Yusuf", "Ali"),), agencies=(2,))
    evidence = compare(one, other)
    assert evidence.given_names == L
    assert suspects_twins(evidence)
    assert not may_machine_link(1.0, evidence)


def test_a_baby_renamed_with_its_own_number_is_one_child() -> None:
    renamed = replace(CHILD, names=(("Baby", "Okafor"),), agencies=(2,))
    assert may_machine_link(1.0, compare(CHILD, renamed))


@pytest.mark.parametrize(
    ("births", "years", "likeness"),
    [
        ((date(2019, 5, 14),), (), A),
        ((date(2019, 5, 15),), (), L),
        ((date(2014, 9, 1),), (), D),
        ((), (2019,), L),
        ((), (2012,), D),
        ((), (), U),
    ],
)
def test_birth_dates_compare_as_people_mistake_them(births: tuple, years: tuple, likeness: Likeness) -> None:
    assert compare(CHILD, replace(CHILD, births=births, years=years)).birth == likeness


def test_harm_orders_the_queue() -> None:
    order = [
        harm(Stakes(shield=True), SAME),
        harm(Stakes(adoption=True), SAME),
        harm(Stakes(protection_plan=True), SAME),
        harm(Stakes(court_order=True), SAME),
        harm(Stakes(sensitive_service=True), SAME),
        harm(Stakes(), replace(SAME, said_to_be_siblings=True)),
        harm(Stakes(looked_after=True), SAME),
        harm(Stakes(), replace(SAME, nhs=D)),
        harm(Stakes(involvements=40), SAME),
        harm(Stakes(), SAME),
    ]
    assert order == sorted(order, reverse=True)
    assert len(set(order)) == len(order)


def test_what_settles_names_the_missing_number_first() -> None:
    assert "NHS number" in what_settles(replace(SAME, nhs=U, upn=U))[0]
    assert what_settles(replace(SAME, upn=A, carer=A))
