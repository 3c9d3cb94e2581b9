"""The services of the sample name nobody and nowhere real, are the same every time, and are of every kind."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from samples.numbers import DRAMA_RANGES
from samples.services import crowd_of_services, sample_services

QUESTIONS = Path(__file__).resolve().parents[3] / "shared" / "reference" / "questions.csv"


def test_there_are_300_the_same_every_time_with_ids_of_their_own() -> None:
    rows = sample_services()
    assert rows == sample_services()
    assert len({row["content"]["public_id"] for row in rows}) == 300
    crowd = crowd_of_services(1000)
    assert crowd[:300] == rows
    assert len({row["content"]["public_id"] for row in crowd}) == 1000


def test_there_are_several_of_every_kind_that_is_asked_for() -> None:
    if not QUESTIONS.exists():
        pytest.skip(f"{QUESTIONS} is not there")
    with QUESTIONS.open(encoding="utf-8") as file:
        asked = {row["kind_on_first_page"] for row in csv.DictReader(file)}
    held = Counter(term["code"] for row in sample_services() for term in row["content"]["terms"])
    assert {kind for kind in asked if held[kind] < 3} == set()


def test_numbers_are_those_kept_for_drama_and_nobody_has_mail() -> None:
    starts = (*(start for start, _ in DRAMA_RANGES), "0808 157 0")
    for row in sample_services():
        said = row["content"]
        for telephone in said["telephones"]:
            assert telephone["number"].startswith(starts), telephone
        assert said["organisation"]["email"].endswith(".example")
        assert said["organisation"]["website"].endswith(".example")


def test_the_refuge_has_no_place_and_a_polish_group_meets_on_saturday() -> None:
    rows = {row["content"]["name"]: row["content"] for row in sample_services()}
    refuge = rows["Refuge for families"]
    assert refuge["is_confidential"] and refuge["places"] == []
    group = rows["Maluchy: Polish parent and toddler group"]
    assert [session["days"] for session in group["sessions"]] == ["SA"]
    assert "pl" in {language["code"] for language in group["languages"]}
