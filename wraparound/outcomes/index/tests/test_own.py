"""A new child's form starts with what was typed in the search."""

from datetime import date

import pytest

from wraparound.foundation.ui.rules import PartialDate
from wraparound.outcomes.index.own import typed_before

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("box", "known"),
    [
        ("sam oneill 2019 sk9", {"given_names": "Sam", "family_name": "Oneill", "date_of_birth": PartialDate(2019)}),
        (
            "Mary-Ann O'Neill 3/4/2019 sk9 1ab girl",
            {"given_names": "Mary-Ann", "family_name": "O'Neill", "date_of_birth": PartialDate(2019, 4, 3),
             "postcode": "SK9 1AB", "sex": "F"},
        ),
        ("Berhane 2022", {"given_names": "Berhane", "date_of_birth": PartialDate(2022)}),
        ("sam peter oneill aged 7", {"given_names": "Sam Peter", "family_name": "Oneill"}),
        ("", {}),
    ],
)  # fmt: skip
def test_the_box_is_read_into_the_fields(box: str, known: dict) -> None:
    assert typed_before({"box": box, "reason": "worry"}, TODAY) == known


def test_what_stands_in_a_field_counts_before_the_box() -> None:
    typed = {"box": "sam oneill 2019", "family_name": "O'Neal", "date_of_birth": "2018"}
    assert typed_before(typed, TODAY) == {
        "given_names": "Sam", "family_name": "O'Neal", "date_of_birth": PartialDate(2018),
    }  # fmt: skip
