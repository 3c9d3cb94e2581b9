from datetime import datetime
from uuid import UUID, uuid4

import pytest

from tests.factories import NOW
from wraparound.delivery.families.rules import (
    LONGEST_LIST,
    is_from_here,
    leaves_at,
    miles,
    minutes_on_foot,
    read_ids,
    write_ids,
)
from wraparound.delivery.families.sealed import HOLDS_SECONDS, Wish, opened, seal

ONE, OTHER = uuid4(), uuid4()


def test_a_list_is_carried_as_ids_alone_and_read_back() -> None:
    text = write_ids([ONE, OTHER])
    assert read_ids(text) == (ONE, OTHER)
    assert len(text) == 44
    assert read_ids(write_ids([ONE, ONE])) == (ONE,)


@pytest.mark.parametrize("text", ["", "x", "é" * 22, "!" * 22, "\x00" * 22, "-" * 21])
def test_what_is_no_list_is_an_empty_one(text: str) -> None:
    assert read_ids(text) == ()


def test_a_list_has_an_end() -> None:
    assert len(read_ids(write_ids(UUID(int=number) for number in range(100)))) == LONGEST_LIST


@pytest.mark.parametrize(
    ("headers", "mine"),
    [
        ({}, True),
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site", "Origin": "https://here.example"}, False),
        ({"Origin": "https://here.example"}, True),
        ({"Origin": "https://elsewhere.example"}, False),
        ({"Origin": "null"}, False),
    ],
)
def test_a_form_of_another_site_is_known(headers: dict[str, str], mine: bool) -> None:
    assert is_from_here(headers, "here.example") is mine


@pytest.mark.parametrize(
    ("metres", "said", "walk"), [(0, "0.0", 1), (800, "0.5", 13), (5000, "3.1", None), (20_000, "12", None)]
)
def test_distances_are_said_in_miles_and_minutes(metres: int, said: str, walk: int | None) -> None:
    assert miles(metres) == said
    assert minutes_on_foot(metres) == walk


def test_what_a_young_person_looks_for_cannot_be_read_in_the_address() -> None:
    wish = Wish("i hurt myself", "WB1 1AA", "head")
    sealed = seal(wish)
    assert opened(sealed) == wish
    assert "hurt" not in sealed and "=" not in sealed
    assert opened(sealed[:-4] + "AAAA") is None
    assert opened("x") is None


def test_an_address_is_forgotten_after_two_hours(time_machine) -> None:
    time_machine.move_to(NOW, tick=False)
    sealed = seal(Wish("help"))
    time_machine.shift(HOLDS_SECONDS)
    assert opened(sealed) == Wish("help")
    time_machine.shift(1)
    assert opened(sealed) is None


@pytest.mark.parametrize(
    ("asks", "leaves"),
    [
        ("2026-03-03T06:00", "2026-03-03T06:00"), ("2026-03-03T19:59", "2026-03-03T19:59"),
        ("2026-03-03T05:59", "2026-03-03T10:00"), ("2026-03-03T20:00", "2026-03-04T10:00"),
        ("2026-03-31T23:50", "2026-04-01T10:00"),
    ],
)  # fmt: skip
def test_whoever_asks_at_night_takes_the_bus_in_the_morning(asks: str, leaves: str) -> None:
    assert leaves_at(datetime.fromisoformat(asks)) == datetime.fromisoformat(leaves)
