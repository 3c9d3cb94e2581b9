"""A list is written in the order of the children whom its records are of, and told in the order of its rows."""

from datetime import timedelta
from typing import Any

from pytest import MonkeyPatch

from tests.factories import NOW
from wraparound.foundation.agencies.models import Agency
from wraparound.outcomes.children.models import SourceRecord
from wraparound.outcomes.feeds import queries
from wraparound.outcomes.feeds.models import Chunk
from wraparound.outcomes.feeds.tests.conftest import Send
from wraparound.outcomes.feeds.writing import order

LATER = NOW + timedelta(days=7)
NAMES = ("Amara Okafor", "Bilal Hussain", "Carys Bevan", "Dominik Nowak")


def _row(number: str, name: str, day: int) -> dict[str, Any]:
    given, family = name.split()
    return {
        "source_id": number, "given_names": given, "family_name": family, "date_of_birth": f"2019-05-{day:02}",
        "address": f"{day} Mill Road", "postcode": "SK9 1AB", "telephone": f"01632 9601{day:02}",
    }  # fmt: skip


def test_records_are_written_beside_their_children_and_told_in_the_order_of_the_list(
    roll: Agency, health: Agency, send: Send, monkeypatch: MonkeyPatch
) -> None:
    monkeypatch.setattr(order, "ROWS", 2)
    send(roll, [_row(f"R{at}", name, at) for at, name in enumerate(NAMES, 1)])
    stranger = _row("H9", "Ewa Lis", 28)
    sent = [stranger, *(_row(f"H{at}", name, at) for at, name in reversed([*enumerate(NAMES, 1)]))]
    load = send(health, sent, now=LATER)

    written = SourceRecord.objects.filter(agency=health).order_by("pk")
    assert list(written.values_list("source_id", flat=True)) == ["H1", "H2", "H3", "H4", "H9"]
    children = list(written.values_list("child", flat=True))
    assert children == sorted(children)
    assert Chunk.objects.filter(load=load).count() == 3
    told = [(number, outcome) for _, number, outcome, _ in queries.lines_of(load)]
    assert told == [("H9", "created"), *((f"H{at}", "matched") for at in (4, 3, 2, 1))]


def test_who_repeats_an_earlier_record_of_the_list_is_asked_of_it(
    roll: Agency, health: Agency, send: Send, monkeypatch: MonkeyPatch
) -> None:
    monkeypatch.setattr(order, "ROWS", 1)
    send(roll, [_row("R1", NAMES[0], 1)])
    load = send(
        health, [_row("H8", NAMES[1], 2), _row("H9", NAMES[1], 2), _row("H1", NAMES[0], 1)], now=LATER
    )
    assert queries.counts_of(load) == {
        "matched": 1, "created": 1, "queued": 1, "unchanged": 0, "refused": 0,
    }  # fmt: skip
