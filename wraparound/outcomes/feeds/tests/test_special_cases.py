"""Children whom lists get wrong: each case has one outcome, from the row of the list to who finds whom."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.factories import NOW
from wraparound.foundation.agencies.models import Agency
from wraparound.outcomes.children.models import Address, Birth, Child, SourceRecord
from wraparound.outcomes.feeds import queries
from wraparound.outcomes.feeds.tests.conftest import Send
from wraparound.outcomes.finding.engine.query import from_fields
from wraparound.outcomes.finding.queries import EXPECTED, OPEN, find
from wraparound.outcomes.index.models import Pair

NUMBER = "9434765919"
AMARA = {
    "source_id": "1", "given_names": "Amara", "family_name": "Okafor", "date_of_birth": "2019-05-14", "sex": "F",
    "address": "14 Mill Road", "postcode": "SK9 1AB",
}  # fmt: skip


def _found(compartments: tuple[int, ...] = (OPEN,), **typed: str) -> set[int]:
    answer = find(from_fields(today=NOW.date(), **typed), compartments=compartments)
    return {candidate.child for candidate in answer.candidates}


def _joined(roll: Agency, health: Agency) -> bool:
    one, other = (SourceRecord.objects.get(agency=agency).child_id for agency in (roll, health))
    return one == other


def test_an_unborn_child_is_found_by_those_who_may_alone(health: Agency, send: Send) -> None:
    send(health, [{"source_id": "H1", "family_name": "Okafor", "expected_date": "2026-05-01",
                   "carer_given_names": "Grace", "carer_family_name": "Okafor"}])  # fmt: skip
    child = Child.objects.get()
    typed = {"family_name": "Okafor", "carer_given_names": "Grace", "carer_family_name": "Okafor"}
    assert child.pk in _found((OPEN, EXPECTED), **typed)
    assert child.pk not in _found(**typed)
    assert Birth.objects.get().status == Birth.Status.EXPECTED


@pytest.mark.parametrize(
    ("address", "postcode"),
    [("No fixed address", ""), ("", "ZZ99 3VZ"), ("NFA, c/o the day centre", "SK9 1AB")],
)
def test_a_child_of_no_fixed_address_has_no_home_and_is_found(
    roll: Agency, send: Send, address: str, postcode: str
) -> None:
    send(roll, [{**AMARA, "address": address, "postcode": postcode}])
    kept = Address.objects.get()
    assert (kept.kind, kept.household) == (Address.Kind.NO_FIXED, None)
    assert _found(given_names="Amara", date_of_birth="2019-05-14") == {Child.objects.get().pk}


def test_a_child_without_a_home_is_joined_by_a_number_and_waits_without_one(
    roll: Agency, health: Agency, send: Send
) -> None:
    homeless = {**AMARA, "address": "No fixed address", "postcode": ""}
    send(roll, [{**homeless, "nhs_number": NUMBER}])
    send(health, [{**homeless, "source_id": "H1", "nhs_number": NUMBER}, {**homeless, "source_id": "H2"}])
    assert SourceRecord.objects.get(source_id="H1").child == SourceRecord.objects.get(source_id="1").child
    assert SourceRecord.objects.get(source_id="H2").child != SourceRecord.objects.get(source_id="1").child
    assert Pair.objects.exists()


@pytest.mark.parametrize(
    ("address", "postcode"),
    [("Moved out of England, to Cardiff", ""), ("3 Heol Fawr", "CF10 1AA"), ("", "ZZ99 2WZ")],
)
def test_a_child_who_left_england_is_kept_without_a_home_here(
    roll: Agency, send: Send, address: str, postcode: str
) -> None:
    send(roll, [AMARA])
    load = send(roll, [{**AMARA, "address": address, "postcode": postcode}], now=NOW + timedelta(days=7))
    standing = Address.objects.get(superseded_at__isnull=True)
    assert (standing.kind, standing.household) == (Address.Kind.LEFT_ENGLAND, None)
    assert queries.counts_of(load)["matched"] == 1
    assert _found(given_names="Amara", family_name="Okafor", postcode="SK9 1AB") == {Child.objects.get().pk}


def test_two_names_in_different_order_are_joined_by_a_number_and_found_either_way(
    roll: Agency, health: Agency, send: Send
) -> None:
    send(roll, [{**AMARA, "given_names": "Nguyen", "family_name": "Linh", "nhs_number": NUMBER}])
    send(
        health,
        [{**AMARA, "source_id": "H1", "given_names": "Linh", "family_name": "Nguyen", "nhs_number": NUMBER}],
    )
    assert _joined(roll, health)
    for given, family in (("Linh", "Nguyen"), ("Nguyen", "Linh")):
        found = _found(given_names=given, family_name=family, date_of_birth="2019-05-14")
        assert found == {Child.objects.get().pk}


@pytest.mark.parametrize(
    "name",
    [{"given_names": "Hodan", "family_name": ""}, {"given_names": "", "family_name": "Hodan"}],
    ids=str,
)
def test_a_child_of_one_name_is_kept_found_and_joined_by_a_number(
    roll: Agency, health: Agency, send: Send, name: dict[str, str]
) -> None:
    send(roll, [{**AMARA, "given_names": "Hodan", "family_name": "", "nhs_number": NUMBER}])
    send(health, [{**AMARA, **name, "source_id": "H1", "nhs_number": NUMBER}])
    assert _joined(roll, health)
    assert _found(given_names="Hodan", date_of_birth="2019-05-14") == {Child.objects.get().pk}


def test_a_child_of_one_name_without_a_number_waits_where_only_a_family_name_is_said(
    roll: Agency, health: Agency, send: Send
) -> None:
    send(roll, [{**AMARA, "given_names": "Hodan", "family_name": ""}])
    send(health, [{**AMARA, "given_names": "", "family_name": "Hodan", "source_id": "H1"}])
    assert not _joined(roll, health)
    assert Pair.objects.count() == 1


def test_a_birth_known_to_the_year_alone_is_kept_as_that_and_joined_by_a_number(
    roll: Agency, health: Agency, send: Send
) -> None:
    send(roll, [{**AMARA, "date_of_birth": "2019", "nhs_number": NUMBER}])
    kept = Birth.objects.get()
    assert (kept.date, kept.year) == (None, 2019)
    send(health, [{**AMARA, "source_id": "H1", "nhs_number": NUMBER}])
    assert _joined(roll, health)


def test_a_disputed_date_is_kept_beside_the_other_and_the_two_wait(
    roll: Agency, health: Agency, send: Send
) -> None:
    send(roll, [AMARA])
    send(
        health, [{**AMARA, "source_id": "H1", "date_of_birth": "2017-01-01", "birth_date_status": "disputed"}]
    )
    assert not _joined(roll, health)
    disputed = Birth.objects.get(status=Birth.Status.DISPUTED)
    assert disputed.date == date(2017, 1, 1)
    assert Pair.objects.count() == 1


def test_one_number_on_two_children_joins_nobody_and_says_so(
    roll: Agency, health: Agency, send: Send
) -> None:
    send(roll, [{**AMARA, "nhs_number": NUMBER}])
    other = {
        "source_id": "H1",
        "given_names": "Tomasz",
        "family_name": "Nowak",
        "date_of_birth": "2012-02-03",
        "sex": "M",
    }
    send(health, [{**other, "nhs_number": NUMBER}])
    assert not _joined(roll, health)
    assert Pair.objects.get().kind == Pair.Kind.SAME_NUMBER


def test_triplets_of_one_list_are_three_and_each_finds_its_own(
    roll: Agency, health: Agency, send: Send
) -> None:
    names = ("Amara", "Blessing", "Chidi")
    rows: list[dict[str, Any]] = [{**AMARA, "source_id": name, "given_names": name} for name in names]
    send(roll, rows)
    send(health, [{**row, "source_id": f"H{row['source_id']}"} for row in rows])
    assert Child.objects.count() == 3
    for name in names:
        records = SourceRecord.objects.filter(source_id__in=[name, f"H{name}"])
        assert len({record.child_id for record in records}) == 1


def test_a_boy_and_a_girl_of_one_birth_with_numbers_of_their_own_are_not_asked_of(
    roll: Agency, health: Agency, send: Send
) -> None:
    send(roll, [{**AMARA, "nhs_number": NUMBER}])
    send(
        health, [{**AMARA, "source_id": "H1", "given_names": "Amaro", "sex": "M", "nhs_number": "4010232137"}]
    )
    assert Child.objects.count() == 2
    assert not Pair.objects.exists()


def test_two_records_of_one_agency_with_numbers_of_their_own_are_not_asked_of(
    roll: Agency, send: Send
) -> None:
    second = {**AMARA, "source_id": "2", "date_of_birth": "2019-05-15", "nhs_number": "4010232137"}
    send(roll, [{**AMARA, "nhs_number": NUMBER}, second])
    assert Child.objects.count() == 2
    assert not Pair.objects.exists()
