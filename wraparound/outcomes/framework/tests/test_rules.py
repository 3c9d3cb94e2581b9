"""The scale of need and the outcomes: what ships, and what an area may put in their place."""

from datetime import date

import pytest

from wraparound.foundation.area.models import Configuration
from wraparound.outcomes.framework import queries
from wraparound.outcomes.framework.rules import read_levels, shipped_levels, shipped_outcomes


def test_the_scale_that_ships_runs_from_universal_to_protection() -> None:
    scale = shipped_levels()
    assert [level.code for level in scale.levels] == ["1", "2", "3a", "3b", "4"]
    assert scale.place("1") < scale.place("3a") < scale.place("3b") < scale.place("4")
    assert scale.name("2") == "2: Extra help"
    assert (scale.place(""), scale.name("")) == (-1, "Not said")


def test_there_are_five_outcomes_with_five_aims_each() -> None:
    assert [len(outcome.aims) for outcome in shipped_outcomes().outcomes] == [5] * 5


def test_no_level_stands_twice() -> None:
    with pytest.raises(ValueError, match="2 stands here twice"):
        read_levels({"scheme": "S", "levels": [{"code": "2", "name": "A"}, {"code": "2", "name": "B"}]})


@pytest.mark.django_db
def test_an_area_replaces_the_scale_from_a_day() -> None:
    document = {"scheme": "New", "levels": [{"code": "low", "name": "Low"}, {"code": "high", "name": "High"}]}
    Configuration.objects.create(kind="levels", document=document, effective_from=date(2026, 4, 1))
    assert queries.levels(on=date(2026, 3, 31)) == shipped_levels()
    assert [level.code for level in queries.levels(on=date(2026, 4, 1)).levels] == ["low", "high"]
    assert queries.outcomes(on=date(2026, 4, 1)).framework == "Every Child Matters"
