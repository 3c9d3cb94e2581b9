"""A dry run says what would happen in words that catch a shifted column, and writes nothing of a child."""

from datetime import timedelta
from typing import Any

from tests.factories import NOW
from wraparound.foundation.agencies.models import Agency
from wraparound.outcomes.access.models import Grant
from wraparound.outcomes.children.models import Address, Child, Identifier, Name, SourceRecord
from wraparound.outcomes.feeds import queries, rules, services
from wraparound.outcomes.feeds.models import Load
from wraparound.outcomes.feeds.tests.conftest import Send
from wraparound.outcomes.index.models import Pair

GIVEN = ["Amara", "Piotr", "Zoe", "Hamza", "Mei", "Callum", "Saoirse", "Dele"]
FAMILY = ["Okafor", "Nowak", "Ward", "Hussain", "Tran"]
LIST = [
    {"source_id": str(n), "given_names": GIVEN[n % 8], "family_name": FAMILY[n // 8],
     "date_of_birth": f"{2010 + n % 12}-0{n % 9 + 1}-1{n % 10}", "address": f"{n + 1} Mill Road", "postcode": "SK9 1AB"}
    for n in range(40)
]  # fmt: skip


def _moved(count: int, to: str) -> list[dict[str, Any]]:
    return [{**row, "address": f"{n + 1} {to}"} if n < count else row for n, row in enumerate(LIST)]


def test_a_dry_run_names_what_is_far_from_usual_and_writes_nothing(roll: Agency, send: Send) -> None:
    send(roll, LIST)
    for week, to in enumerate(("Oak Road", "Elm Road"), start=1):
        send(roll, _moved(3, to), now=NOW + timedelta(weeks=week))
    before = _content()
    load = send(roll, _moved(30, "Ash Road"), now=NOW + timedelta(weeks=4), is_dry_run=True)
    assert queries.summary_of(load)[0] == "UNUSUAL: 30 addresses would move; usually 3"
    assert _content() == before
    assert queries.counts_of(load)["matched"] == 30
    assert len(list(queries.receipt_of(load))) == 41


def test_a_shifted_column_is_told_even_on_the_first_list(roll: Agency, send: Send) -> None:
    shifted = [{**row, "postcode": row["address"], "address": row["postcode"]} for row in LIST]
    load = send(roll, shifted, is_dry_run=True)
    assert "40 rows have something wrong in postcode" in queries.summary_of(load)
    assert not Child.objects.exists()


def test_a_dry_run_of_a_complete_list_says_how_many_would_end(roll: Agency, send: Send) -> None:
    send(roll, LIST)
    load = send(roll, LIST[:30], now=NOW + timedelta(weeks=1), is_complete=True, is_dry_run=True)
    assert any(line.startswith("10 records would end") for line in queries.summary_of(load))


def test_the_usual_is_the_middle_of_the_past() -> None:
    past = [{"address": 28}, {"address": 30}, {"address": 900}]
    assert rules.usual(past, "address") == 30
    assert rules.say("address", 412, 30) == "412 addresses would move; usually 30"
    assert rules.is_unusual(412, 30, 10_000) and not rules.is_unusual(60, 30, 10_000)


def test_a_number_that_is_given_to_another_child_is_refused(roll: Agency, send: Send) -> None:
    send(roll, LIST[:1])
    other = {
        "source_id": "0",
        "given_names": "Tomasz",
        "family_name": "Zielinski",
        "date_of_birth": "2016-02-02",
    }
    load = send(roll, [other], now=NOW + timedelta(weeks=1))
    assert queries.counts_of(load)["refused"] == 1
    assert Name.objects.get().given_names == "Amara"


def test_a_number_that_comes_to_stand_on_two_children_is_put_before_a_person(
    roll: Agency, send: Send
) -> None:
    send(roll, [{**LIST[0], "nhs_number": "9434765919"}, LIST[1]])
    send(roll, [{**LIST[1], "nhs_number": "9434765919"}], now=NOW + timedelta(weeks=1))
    assert Pair.objects.get().kind == Pair.Kind.SAME_NUMBER
    assert Identifier.objects.count() == 2


def test_a_load_that_is_stopped_writes_no_more(roll: Agency, send: Send) -> None:
    send(roll, [{**row} for row in LIST])
    load = send(roll, LIST[:2], now=NOW + timedelta(weeks=1), is_complete=True)
    assert load.state == Load.State.HELD
    services.stop(load=load, now=NOW)
    assert services.run_load(load=load, now=NOW).state == Load.State.STOPPED
    assert not SourceRecord.objects.filter(ended_at__isnull=False).exists()


def _content() -> list[Any]:
    return [
        list(model.objects.order_by("pk").values())
        for model in (Child, SourceRecord, Name, Address, Grant, Pair)
    ]
