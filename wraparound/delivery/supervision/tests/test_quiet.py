"""Which cases are quiet: by level and plan, put off by who looked, and why, in words."""

from datetime import date, timedelta

import pytest

from wraparound.delivery.supervision.quiet import Silence, State, quiet, read, shipped
from wraparound.foundation.area.documents import DocumentError, kinds, read_toml, write_toml

TODAY = date(2026, 3, 3)
RULES = Silence(unsaid=28, plan_reaches=2, levels={"1": 100, "4": 7}, kinds={"universal": False})


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def state(**given: object) -> State:
    values = {"kind": "support", "level": "4", "level_words": "4: Protection", "opened_on": ago(60)}
    return State(**{**values, **given})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "given, is_quiet",
    [
        ({"last_on": ago(7)}, False),
        ({"last_on": ago(8)}, True),
        ({"last_on": ago(8), "level": "1"}, False),
        ({"last_on": ago(28), "level": ""}, False),
        ({"last_on": ago(29), "level": ""}, True),
        ({}, True),
        ({"opened_on": ago(7)}, False),
        ({"last_on": ago(99), "kind": "universal"}, False),
        # a day of the plan to come, that is agreed, holds it back; one too far ahead does not
        ({"last_on": ago(10), "next_on": ago(-4)}, False),
        ({"last_on": ago(10), "next_on": TODAY}, False),
        ({"last_on": ago(10), "next_on": ago(-5)}, True),
        ({"last_on": ago(2), "next_on": ago(-300)}, False),
        # a day that is over brings it earlier, unless something was written since
        ({"last_on": ago(5), "next_on": ago(1), "level": "1"}, True),
        ({"last_on": ago(1), "next_on": ago(1), "level": "1"}, False),
        # what a supervisor looked at waits until the day they said
        ({"last_on": ago(50), "looked_until": TODAY}, False),
        ({"last_on": ago(50), "looked_until": ago(1)}, True),
    ],
)
def test_a_case_is_quiet_by_its_level_and_its_plan(given: dict, is_quiet: bool) -> None:
    assert (quiet(state(**given), RULES, today=TODAY) is not None) == is_quiet


@pytest.mark.parametrize(
    "given, words",
    [
        ({"last_on": ago(8)}, "Level 4: Protection: the last contact was 8 days ago. At this level 7 days are the most."),
        ({"opened_on": ago(40), "level": ""}, "The level of need is not said: no contact since the work began, 40 days ago."),
        ({"last_on": ago(5), "next_on": ago(1)}, "The plan said something by 2 March 2026. Nothing is written since."),
        ({"last_on": ago(10), "next_on": ago(-5)}, "8 March 2026, is too far ahead to hold this back."),
    ],
)  # fmt: skip
def test_it_says_why_in_words(given: dict, words: str) -> None:
    why = quiet(state(**given), RULES, today=TODAY)
    assert why and words in why.words


def test_the_shipped_document_can_be_written_out_and_read_again() -> None:
    kind = kinds()["quiet-cases"]
    assert kind.read(read_toml(kind, write_toml(shipped().model_dump(mode="json")))) == shipped()
    with pytest.raises(DocumentError, match="sort of work dance"):
        read_toml(kind, write_toml({"unsaid": 28, "levels": {"1": 9}, "kinds": {"dance": True}}))
    assert isinstance(read({"unsaid": 28, "levels": {"1": 9}}), Silence)
