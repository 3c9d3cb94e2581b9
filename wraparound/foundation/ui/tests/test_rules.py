from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wraparound.foundation.ui.rules import (
    PartialDate,
    UnreadableDateError,
    age_words,
    date_words,
    expected_words,
    read_day,
    read_partial,
    read_words,
    telephone_link,
    telephone_words,
)

TODAY = date(2026, 3, 4)  # a Wednesday


@pytest.mark.parametrize(
    ("born", "words"),
    [
        (date(2026, 3, 4), "born today"),
        (date(2026, 3, 3), "1 day"),
        (date(2026, 2, 19), "13 days"),
        (date(2026, 2, 18), "2 weeks"),
        (date(2026, 2, 11), "3 weeks"),
        (date(2025, 12, 4), "12 weeks"),
        (date(2025, 12, 3), "3 months"),
        (date(2024, 3, 5), "23 months"),
        (date(2024, 3, 4), "2 years"),
        (date(2022, 1, 4), "4 years 2 months"),
        (date(2022, 2, 3), "4 years 1 month"),
        (date(2008, 3, 5), "17 years 11 months"),
        (date(2008, 1, 1), "18 years"),
        (date(2026, 5, 14), "expected 14 May"),
        (date(2027, 1, 2), "expected 2 January 2027"),
        (PartialDate(2019), "6 or 7 years"),
        (PartialDate(2019, 3), "6 or 7 years"),
        (PartialDate(2019, 2), "7 years"),
        (PartialDate(2019, 2, 1), "7 years 1 month"),
        (PartialDate(2026), "under 1 year"),
        (PartialDate(2025), "0 or 1 year"),
        (PartialDate(2027, 2), "expected February 2027"),
    ],
)
def test_age_is_said_as_people_say_it(born: date | PartialDate, words: str) -> None:
    assert age_words(born, TODAY) == words


def test_a_leap_day_child_is_a_year_older_on_the_first_of_march() -> None:
    assert age_words(date(2020, 2, 29), date(2026, 2, 28)) == "5 years 11 months"
    assert age_words(date(2020, 2, 29), date(2026, 3, 1)) == "6 years"


@given(st.dates(date(1990, 1, 1), date(2050, 1, 1)), st.dates(date(1990, 1, 1), date(2050, 1, 1)))
def test_every_age_can_be_said(born: date, today: date) -> None:
    assert age_words(born, today)
    assert age_words(PartialDate(born.year, born.month), today)
    assert age_words(PartialDate(born.year), today)


def test_a_baby_expected_before_today_was_expected() -> None:
    assert expected_words(date(2026, 3, 1), TODAY) == "was expected 1 March"


def test_dates_are_said_as_far_as_they_are_known() -> None:
    assert date_words(TODAY) == "4 March 2026"
    assert [str(PartialDate(2026, *rest)) for rest in [(), (3,), (3, 4)]] == [
        "2026",
        "March 2026",
        "4 March 2026",
    ]


def test_a_partial_date_knows_the_days_it_can_be() -> None:
    assert (PartialDate(2024).first, PartialDate(2024).last) == (date(2024, 1, 1), date(2024, 12, 31))
    assert PartialDate(2024, 2).last == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("typed", "said", "link"),
    [
        ("02079460000", "020 7946 0000", "tel:+442079460000"),
        ("0161 4960000", "0161 496 0000", "tel:+441614960000"),
        ("01134960000", "0113 496 0000", "tel:+441134960000"),
        ("01632960101", "01632 960 101", "tel:+441632960101"),
        ("07700900123", "07700 900 123", "tel:+447700900123"),
        ("+44 7700 900123", "07700 900 123", "tel:+447700900123"),
        ("0300 123 4567", "0300 123 4567", "tel:+443001234567"),
        ("01632960101 x12", "01632 960 101 ext 12", "tel:+441632960101;ext=12"),
        ("01632960101 ext. 12", "01632 960 101 ext 12", "tel:+441632960101;ext=12"),
        ("101", "101", "tel:101"),
        ("+353 1 234 5678", "+353 1 234 5678", "tel:+35312345678"),
        ("not known", "not known", ""),
        ("", "", ""),
    ],
)
def test_telephone_numbers_are_spaced_and_can_be_rung(typed: str, said: str, link: str) -> None:
    assert telephone_words(typed) == said
    assert telephone_link(typed) == link


@given(st.text(max_size=40))
def test_no_text_breaks_a_telephone_number(typed: str) -> None:
    assert isinstance(telephone_words(typed), str)
    assert isinstance(telephone_link(typed), str)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("today", TODAY),
        ("Tomorrow", date(2026, 3, 5)),
        ("tuesday", date(2026, 3, 10)),
        ("Wednesday", date(2026, 3, 11)),
        ("thu", date(2026, 3, 5)),
        ("next Tuesday", date(2026, 3, 10)),
        ("next friday", date(2026, 3, 13)),
        ("last Monday", date(2026, 2, 23)),
        ("in 3 weeks", date(2026, 3, 25)),
        ("a month", date(2026, 4, 4)),
        ("2 days ago", date(2026, 3, 2)),
        ("3 March 2026", date(2026, 3, 3)),
        ("3rd of March, 2026", date(2026, 3, 3)),
        ("Tuesday 3 March 2026", date(2026, 3, 3)),
        ("3/3/26", date(2026, 3, 3)),
        ("3.3.2026", date(2026, 3, 3)),
        ("2026-03-03", date(2026, 3, 3)),
        ("3 march", date(2027, 3, 3)),
        ("5 Mar", date(2026, 3, 5)),
        ("29 February", date(2028, 2, 29)),
    ],
)
def test_a_date_can_be_said_in_words(words: str, day: date) -> None:
    assert read_words(words, TODAY) == day


@pytest.mark.parametrize(
    "words", ["soon", "31 February 2026", "30 February", "3/13/2026", "t", "99 99", "٣ March"]
)
def test_what_is_not_a_date_is_refused_with_a_way_out(words: str) -> None:
    with pytest.raises(UnreadableDateError, match="must"):
        read_words(words, TODAY)


@given(st.text(max_size=30), st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_any_words_are_a_date_or_refused(words: str, today: date) -> None:
    with suppress(UnreadableDateError):
        assert isinstance(read_words(words, today), date)


@pytest.mark.parametrize(
    ("boxes", "part"),
    [
        (("", "3", "2026"), "day"),
        (("1", "", "2026"), "month"),
        (("1", "3", ""), "year"),
        (("1", "3", "26"), "year"),
        (("1", "3", "0026"), "year"),
        (("1", "13", "2026"), "month"),
        (("1", "ju", "2026"), "month"),
        (("31", "feb", "2026"), "day"),
        (("x", "3", "2026"), "day"),
    ],
)
def test_a_wrong_box_is_named(boxes: tuple[str, str, str], part: str) -> None:
    with pytest.raises(UnreadableDateError) as refused:
        read_day(*boxes)
    assert refused.value.part == part


def test_months_may_be_typed_as_names() -> None:
    assert read_day(" 3 ", "Mar", "2026") == read_day("03", "March", "2026") == date(2026, 3, 3)


def test_less_than_a_day_may_be_known() -> None:
    assert read_partial("", "", "2019") == PartialDate(2019)
    assert read_partial("", "sept", "2019") == PartialDate(2019, 9)
    with pytest.raises(UnreadableDateError, match="month"):
        read_partial("4", "", "2019")


@given(st.text(max_size=6), st.text(max_size=12), st.text(max_size=6))
def test_any_boxes_are_a_date_or_refused(day: str, month: str, year: str) -> None:
    with suppress(UnreadableDateError):
        assert read_partial(day, month, year).first <= read_partial(day, month, year).last
