"""Weights: a document that is checked, what cases weigh, and what a plan would make posts carry."""

import pytest

from wraparound.delivery.caseloads.weights import Holding, Load, Weights, as_if, loads_of, read, shipped
from wraparound.foundation.area.documents import DocumentError, kinds, read_toml, write_toml

PLAIN = {"unsaid": 2, "carries": 10, "levels": {"1": 1, "4": 8}, "parts": {"cover": 0.5}}


def test_the_shipped_weights_can_be_written_out_and_read_again() -> None:
    kind = kinds()["case-weights"]
    assert kind.read(read_toml(kind, write_toml(shipped().model_dump(mode="json")))) == shipped()


@pytest.mark.parametrize(
    "wrong, said",
    [
        ({"levels": {}}, "levels"),
        ({"levels": {"1": -1}}, "levels.1"),
        ({"parts": {"boss": 1}}, "part in a case boss"),
        ({"kinds": {"dance": {"more": 1}}}, "kind of work dance"),
        ({"roles": {"king": 1}}, "role king"),
        ({"extras": [{"code": "far", "name": "Far", "points": 1}] * 2}, "far stands here twice"),
        ({"strange": 1}, "strange"),
    ],
)
def test_a_document_that_cannot_be_is_refused_with_the_place(wrong: dict, said: str) -> None:
    kind = kinds()["case-weights"]
    with pytest.raises(DocumentError, match=said):
        read_toml(kind, write_toml({**PLAIN, **wrong}))


@pytest.mark.parametrize(
    "level, kind, extras, points",
    [
        ("4", "support", [], 8),
        ("", "support", [], 2),
        ("gone", "support", [], 2),
        ("1", "universal", [], 0.1),
        ("4", "universal", [], 8),
        ("1", "missing_education", ["court", "far", "never"], 1 + 1 + 3 + 1),
    ],
)
def test_a_case_weighs_by_level_kind_and_what_makes_it_more_work(
    level: str, kind: str, extras: list[str], points: float
) -> None:
    assert shipped().of_case(level, kind, extras) == points


def test_a_post_carries_its_share_of_each_case() -> None:
    weights = read(PLAIN)
    held = [Holding(1, 1, "lead", 8), Holding(1, 2, "cover", 8), Holding(2, 2, "lead", 8)]
    loads = loads_of(held, {1: 10.0, 2: 10.0, 3: 10.0}, weights)
    assert {post: (load.carried, load.cases) for post, load in loads.items()} == {
        1: (12, 2), 2: (8, 1), 3: (0, 0)
    }  # fmt: skip
    assert [loads[post].state[0] for post in (1, 2, 3)] == ["Too much", "Has room", "Has room"]


@pytest.mark.parametrize("carried, words", [(8.9, "Has room"), (9, "Nearly full"), (10, "Nearly full")])
def test_what_is_nearly_full(carried: float, words: str) -> None:
    assert Load(carried, 10, 1, near_at=90).state[0] == words


def test_as_if_a_new_lead_takes_a_case_from_the_one_before_and_leaves_who_helps() -> None:
    held = [Holding(1, 7, "lead", 8), Holding(2, 7, "second", 8), Holding(1, 8, "lead", 1)]
    assert as_if(held, {7: 3}, {7: 8}, "lead") == [held[1], held[2], Holding(3, 7, "lead", 8)]
    assert as_if(held, {7: 2}, {7: 8}, "lead") == [held[2], Holding(2, 7, "lead", 8)]
    assert as_if(held, {7: 3}, {7: 8}, "cover") == [*held, Holding(3, 7, "cover", 8)]


def test_weights_are_read_whole() -> None:
    assert isinstance(read(PLAIN), Weights)
