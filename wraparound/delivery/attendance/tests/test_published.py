"""What everybody reads of attendance: counts that a hand can check, small ones hidden, shielded children in none."""

import pytest
from django.urls import reverse

from tests.access.driving import clock
from tests.factories import NOW, make_client, make_post, make_shield
from wraparound.delivery.attendance.published import ENOUGH, PERSISTENT, absence_by_school
from wraparound.delivery.attendance.tests.school import WEEK, enrol, make_school, send, upn
from wraparound.foundation.accounts.models import Role

__all__ = ["clock"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def fill(name: str, good: int, absent: int):
    school = make_school(name)
    children = [enrol(school, n, f"{name}{n}") for n in range(good + absent)]
    rows = [
        f"{upn(n)},{WEEK},10,{8 if n < absent else 10},0,{2 if n < absent else 0},0"
        for n in range(good + absent)
    ]
    send(school, *rows)
    return children


def test_the_counts_are_those_of_the_files_and_small_ones_are_hidden_with_what_tells_them() -> None:
    fill("Ash", 8, 7)
    fill("Birch", 9, 2)
    fill("Cedar", 10, 6)
    shown = absence_by_school(now=NOW)
    assert shown.at("Birch", PERSISTENT).is_hidden
    counts = {(s, c): shown.at(s, c).count for s in ("Ash", "Birch", "Cedar") for c in (ENOUGH, PERSISTENT)}
    true = {
        ("Ash", ENOUGH): 8,
        ("Ash", PERSISTENT): 7,
        ("Birch", ENOUGH): 9,
        ("Birch", PERSISTENT): 2,
        ("Cedar", ENOUGH): 10,
        ("Cedar", PERSISTENT): 6,
    }
    assert all(count in (None, true[at]) for at, count in counts.items())
    assert sum(count is None for count in counts.values()) == 4, "a row and a column have one more each"
    assert shown.at("All schools").count == 42


def test_a_shielded_child_is_in_no_count() -> None:
    children = fill("Ash", 8, 7)
    make_shield(children[0])
    assert absence_by_school(now=NOW).at("Ash").count == 14


def test_a_post_without_any_child_reads_the_figures_and_before_any_file_is_told_so() -> None:
    client = make_client(make_post(role=Role.ANALYST))
    address = reverse("attendance:figures")
    assert "No attendance has been sent" in client.get(address).text
    fill("Ash", 8, 2)
    text = client.get(address).text
    assert "Ash" in text and "hidden" in text and ">2<" not in text.replace(" ", "").replace("\n", "")


def test_two_schools_of_one_name_are_told_apart() -> None:
    fill("Ash", 8, 0)
    fill("Ash", 9, 0)
    names = [line.name for line in absence_by_school(now=NOW).lines]
    assert len(names) == 3 and names[0] == "Ash" and names[1].startswith("Ash (A")
