"""Thresholds by date, school age, and rates that are made from counts."""

from datetime import date, timedelta

import pytest
from pydantic import ValidationError

from wraparound.delivery.attendance.rules import (
    AttendanceTerms,
    Sessions,
    born_between,
    is_of_school_age,
    may_read,
    must_be_taught_from,
    must_be_taught_until,
    read_terms,
    school_year,
    shipped_terms,
)


@pytest.mark.parametrize(
    ("day", "percent"),
    [
        (date(2009, 10, 1), 20), (date(2010, 8, 31), 20), (date(2010, 9, 1), 15), (date(2015, 8, 31), 15),
        (date(2015, 9, 1), 10), (date(2026, 3, 3), 10), (date(1999, 1, 1), 20),
    ],
)  # fmt: skip
def test_the_threshold_of_persistent_absence_is_that_of_its_year(day: date, percent: int) -> None:
    assert shipped_terms().persistent_on(day) == percent


def test_an_area_decides_its_own_and_a_muddled_document_is_refused() -> None:
    assert (
        read_terms({"persistent": [{"starts": "2020-09-01", "percent": 8}]}).persistent_on(date(2026, 1, 1))
        == 8
    )
    for wrong in (
        [],
        [{"starts": "2020-09-01", "percent": 8}, {"starts": "2019-09-01", "percent": 9}],
        [{"starts": "2020-09-01", "percent": 0}],
    ):
        with pytest.raises(ValidationError):
            AttendanceTerms.model_validate({"persistent": wrong})


@pytest.mark.parametrize(("attended", "below"), [(90, True), (91, False), (0, True), (100, False)])
def test_a_tenth_missed_is_persistent(attended: int, below: bool) -> None:
    assert Sessions(100, attended, 100 - attended).is_below(10) is below


def test_rates_of_two_periods_are_made_from_the_counts() -> None:
    together = Sessions(10, 5, 5) + Sessions(190, 190)
    assert together.rate == 97.5 and not Sessions().is_below(10)


@pytest.mark.parametrize(
    ("born", "starts"),
    [
        (date(2015, 8, 31), date(2020, 9, 1)), (date(2015, 9, 1), date(2021, 1, 1)),
        (date(2015, 12, 31), date(2021, 1, 1)), (date(2016, 1, 1), date(2021, 4, 1)),
        (date(2016, 2, 29), date(2021, 4, 1)), (date(2016, 3, 31), date(2021, 4, 1)),
        (date(2016, 4, 1), date(2021, 9, 1)),
    ],
)  # fmt: skip
def test_school_age_begins_the_term_after_the_fifth_birthday(born: date, starts: date) -> None:
    assert must_be_taught_from(born) == starts


@pytest.mark.parametrize(
    ("born", "ends"),
    [
        (date(2009, 9, 1), date(2026, 6, 26)),
        (date(2010, 8, 31), date(2026, 6, 26)),
        (date(2010, 9, 1), date(2027, 6, 25)),
    ],
)
def test_school_age_ends_on_the_last_friday_in_june(born: date, ends: date) -> None:
    assert must_be_taught_until(born) == ends


@pytest.mark.parametrize(
    "today",
    [
        date(2026, 3, 3),
        date(2026, 6, 26),
        date(2026, 6, 27),
        date(2026, 8, 31),
        date(2026, 9, 1),
        date(2026, 12, 31),
        date(2027, 1, 1),
        date(2027, 4, 1),
    ],
)
def test_the_span_of_birth_dates_is_that_of_the_rule(today: date) -> None:
    first, last = born_between(today)
    for near in (first, last):
        for off in range(-3, 4):
            born = near + timedelta(days=off)
            assert is_of_school_age(born, today) is (first <= born <= last), born


def test_a_child_without_a_birth_date_may_be_of_school_age() -> None:
    assert is_of_school_age(None, date(2026, 3, 3))


@pytest.mark.parametrize(
    ("day", "start"), [(date(2026, 8, 31), date(2025, 9, 1)), (date(2026, 9, 1), date(2026, 9, 1))]
)
def test_a_school_year_begins_in_september(day: date, start: date) -> None:
    assert school_year(day) == start


@pytest.mark.parametrize(
    ("own", "school", "welfare", "reads"),
    [
        ({1}, 1, {9}, True),
        ({2}, 1, {9}, False),
        ({9}, 1, {9}, True),
        (set(), 1, {9}, False),
        ({1}, None, {9}, False),
    ],
)
def test_attendance_is_read_by_its_school_and_by_welfare_at_work(own, school, welfare, reads) -> None:
    assert may_read(own, school, welfare) is reads
