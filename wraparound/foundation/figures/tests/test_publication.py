"""One thing is published by one division, so that no two tables tell what each of them hides."""

import pytest

from wraparound.foundation.figures.publication import Division, Overlapping, Publication
from wraparound.foundation.figures.rules import NotPublishable

WARDS = Division(
    "Ward",
    "The town",
    {
        "Ash": frozenset({"a1", "a2"}),
        "Beech": frozenset({"b1"}),
        "Cedar": frozenset({"c1"}),
        "Dale": frozenset({"d1"}),
    },
    {"Ash": "East", "Beech": "East", "Cedar": "West", "Dale": "West"},
)
UNDER_FIVES = Publication(
    title="Children under five", division=WARDS, counts={"Ash": 4, "Beech": 60, "Cedar": 70, "Dale": 80}
)


def test_a_ward_with_four_then_the_town_without_it_tells_neither_nor_the_difference() -> None:
    """Worked case 16 of the policy."""
    assert UNDER_FIVES.of({"a1", "a2"}).is_hidden
    with pytest.raises(Overlapping, match="by Ward only"):
        UNDER_FIVES.of({"b1", "c1", "d1"})
    assert UNDER_FIVES.of({"a1", "a2", "b1", "c1", "d1"}).count == 214
    assert UNDER_FIVES.of({"b1"}).is_hidden


def test_a_larger_place_of_the_division_is_answered_from_the_same_table() -> None:
    assert UNDER_FIVES.of({"a1", "a2", "b1"}).count == 64
    assert UNDER_FIVES.of({"c1"}).count == 70


def test_a_division_that_cuts_across_is_refused_and_one_of_whole_parts_is_not() -> None:
    across = Division(
        "Locality", "The town", {"One": frozenset({"a1", "b1"}), "Two": frozenset({"a2", "c1", "d1"})}
    )
    with pytest.raises(Overlapping, match="cuts across"):
        UNDER_FIVES.check_beside(across)
    UNDER_FIVES.check_beside(
        Division("District", "The town", {"E": frozenset({"a1", "a2", "b1"}), "W": frozenset({"c1", "d1"})})
    )


def test_parts_that_share_a_place_are_no_division() -> None:
    with pytest.raises(Overlapping, match="a1 lies in Ash and in Beech"):
        Division("Ward", "Town", {"Ash": frozenset({"a1"}), "Beech": frozenset({"a1"})})


@pytest.mark.parametrize("counts", [{"Ash": 4}, {"Ash": 4, "Beech": 6, "Cedar": 7, "Dale": 9, "Elm": 1}])
def test_every_part_is_counted_and_nothing_else(counts) -> None:
    with pytest.raises(NotPublishable, match="every part"):
        Publication(title="T", division=WARDS, counts=counts)


def test_names_are_not_missing() -> None:
    with pytest.raises(NotPublishable, match="needs a name"):
        Division("Ward", "Town", {" ": frozenset({"a1"})})


def test_two_ways_are_published_in_one_table() -> None:
    counts = {name: {"Girls": 20, "Boys": 2 if name == "Ash" else 30} for name in WARDS.parts}
    both = Publication(title="By sex", division=WARDS, counts=counts)
    assert both.of({"a1", "a2"}, "Boys").is_hidden
    assert both.of({"c1"}).count == 50
