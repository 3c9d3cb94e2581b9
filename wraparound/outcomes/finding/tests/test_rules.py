from datetime import date

import pytest

from wraparound.outcomes.finding.engine.query import from_box
from wraparound.outcomes.finding.rules import TooBroad, check_query

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
