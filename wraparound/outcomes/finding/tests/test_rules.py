from datetime import date

import pytest

from wraparound.outcomes.finding.engine.query import from_box
from wraparound.outcomes.finding.engine.score import Agreement
from wraparound.outcomes.finding.rules import TooBroad, check_query, is_stranger

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    "box", ["oneill", "sam oneill", "2019", "sam 2019", "sk9", "", "boy aged 7", "3/4/2019"]
)
def test_an_over_broad_look_up_is_refused_with_what_to_add(box: str) -> None:
    with pytest.raises(TooBroad, match="Add "):
        check_query(from_box(box, TODAY))


@pytest.mark.parametrize(
    "box",
    [
        "sam oneill 2019",
        "oneill 3/4/2019",
        "sam sk9 1ab",
        "sam oneill 7",
        "943 476 5919",
        "3/4/2019 sk9 1ab",
        "07700 900123",
    ],
)
def test_enough_to_mean_one_child_is_answered(box: str) -> None:
    check_query(from_box(box, TODAY))


UNLIKE = Agreement("given", "none", -4.0, typed="zebedee")
BORN, HOME = Agreement("birth", "exact", 9.0), Agreement("postcode", "exact", 9.0)


@pytest.mark.parametrize(
    "fits",
    [
        [Agreement("outward", "same", 5.0), Agreement("birth", "year", 3.0)],
        [BORN],
        [HOME, Agreement("birth", "year", 3.0)],
        [Agreement("telephone", "other", -2.0)],
    ],
)
def test_who_has_no_name_like_the_typed_one_and_only_a_year_or_a_place_in_common_is_a_stranger(fits) -> None:
    assert is_stranger([UNLIKE, *fits])


@pytest.mark.parametrize(
    "fits",
    [
        [BORN, HOME],
        [Agreement("nhs", "same", 20.0)],
        [Agreement("telephone", "same", 12.0)],
        [Agreement("address", "same", 12.0)],
        [Agreement("family", "heard", 6.0, typed="quackenbush", stored="kwakenbush")],
    ],
)
def test_a_number_an_address_or_one_name_is_enough_to_be_shown(fits) -> None:
    assert not is_stranger([UNLIKE, *fits])


def test_nobody_is_a_stranger_to_a_search_without_a_name() -> None:
    assert not is_stranger([Agreement("birth", "year", 3.0)])
