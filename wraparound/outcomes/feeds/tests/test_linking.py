"""Which child a new record is: joined when certain, before a person when not, never two made one wrongly."""

from datetime import timedelta
from typing import Any

import pytest

from tests.factories import NOW, make_shield, make_team
from wraparound.foundation.agencies.models import Agency
from wraparound.outcomes.access.models import Adoption
from wraparound.outcomes.children.models import Child, SourceRecord
from wraparound.outcomes.feeds import queries
from wraparound.outcomes.feeds.tests.conftest import Send
from wraparound.outcomes.finding.engine.query import from_fields
from wraparound.outcomes.finding.queries import EXPECTED, OPEN, SHIELDED, find
from wraparound.outcomes.index.models import Pair

AMARA = {
    "source_id": "1", "given_names": "Amara", "family_name": "Okafor", "date_of_birth": "2019-05-14", "sex": "F",
    "address": "14 Mill Road", "postcode": "SK9 1AB", "nhs_number": "9434765919",
}  # fmt: skip
ADIL = {
    "source_id": "1", "given_names": "Adil", "family_name": "Vasas", "date_of_birth": "2012-12-06", "sex": "M",
    "address": "8 Well Mews", "postcode": "KG3 3DY", "telephone": "0121 496 0257",
    "carer_given_names": "Eshal", "carer_family_name": "Begum", "carer_telephone": "0121 496 0257",
}  # fmt: skip
LATER = NOW + timedelta(days=7)


def _row(**given: Any) -> dict[str, Any]:
    return {**AMARA, "source_id": "H1", **given}


def _child(agency: Agency, source_id: str) -> Child:
    return SourceRecord.objects.get(agency=agency, source_id=source_id).child


def test_a_child_that_two_agencies_describe_alike_is_one_child(
    roll: Agency, health: Agency, send: Send
) -> None:
    send(roll, [AMARA])
    load = send(health, [_row(given_names="Amara Grace")])
    assert Child.objects.get().sources.count() == 2
    assert queries.counts_of(load)["matched"] == 1
    assert not Pair.objects.exists()


@pytest.mark.parametrize(
    "differs",
    [
        {"given_names": "Amira", "nhs_number": ""},
        {"date_of_birth": "2019-05-24", "nhs_number": ""},
        {"sex": "M"},
        {"nhs_number": "4010232137"},
        {"address": "", "postcode": "", "nhs_number": ""},
        {"given_names": "Baby", "nhs_number": ""},
        {"given_names": "Okafor", "family_name": "Amara", "nhs_number": ""},
        {"date_of_birth": "2019", "nhs_number": ""},
    ],
)
def test_who_is_only_alike_is_a_child_apart_until_a_person_says(
    roll: Agency, health: Agency, send: Send, differs: dict[str, str]
) -> None:
    send(roll, [AMARA])
    load = send(health, [_row(**differs)])
    assert Child.objects.filter(state=Child.State.LIVE).count() == 2
    assert queries.counts_of(load)["queued"] == Pair.objects.count() == 1


def test_twins_of_two_agencies_each_find_their_own(roll: Agency, health: Agency, send: Send) -> None:
    twins = [
        {**AMARA, "nhs_number": ""},
        {**AMARA, "source_id": "2", "given_names": "Blessing", "nhs_number": ""},
    ]
    send(roll, twins)
    send(health, [{**twin, "source_id": f"H{twin['source_id']}"} for twin in twins])
    assert Child.objects.count() == 2
    assert _child(roll, "2") == _child(health, "H2")
    assert not Pair.objects.exists()


def test_twins_with_like_names_are_never_joined_by_a_machine(
    roll: Agency, health: Agency, send: Send
) -> None:
    send(roll, [AMARA])
    send(health, [_row(given_names="Amari", nhs_number="")])
    assert Child.objects.count() == 2
    assert Pair.objects.get().kind == Pair.Kind.TWIN


@pytest.mark.parametrize("held", ["Muhammed Adil", "Muhammed"])
@pytest.mark.parametrize("said", ["Muhammed", "Md"])
def test_a_name_that_brothers_share_joins_nobody_for_it_may_be_a_twin_in_no_list(
    held: str, said: str, roll: Agency, health: Agency, send: Send
) -> None:
    send(roll, [{**ADIL, "given_names": held}])
    send(health, [{**ADIL, "source_id": "H1", "given_names": said}])
    assert Child.objects.count() == 2
    assert Pair.objects.get().kind == Pair.Kind.TWIN


def test_a_name_that_brothers_share_is_no_hindrance_beside_the_childs_own(
    roll: Agency, health: Agency, send: Send
) -> None:
    send(roll, [{**ADIL, "given_names": "Muhammed Adil"}])
    send(health, [{**ADIL, "source_id": "H1", "given_names": "Adil"}])
    assert Child.objects.count() == 1


def test_a_twin_with_the_others_number_is_never_joined_to_the_other(
    roll: Agency, health: Agency, send: Send
) -> None:
    send(roll, [AMARA])
    send(health, [_row(given_names="Blessing")])
    assert Child.objects.count() == 2
    assert Pair.objects.get().kind == Pair.Kind.SAME_NUMBER


def test_two_numbers_of_one_agency_are_never_joined_by_a_machine(roll: Agency, send: Send) -> None:
    send(roll, [AMARA])
    load = send(roll, [AMARA, {**AMARA, "source_id": "2"}], now=LATER)
    assert Child.objects.count() == 2
    assert queries.counts_of(load)["queued"] == 1


def test_one_child_twice_in_one_list_waits_for_a_person(roll: Agency, send: Send) -> None:
    load = send(roll, [AMARA, {**AMARA, "source_id": "2"}])
    assert Child.objects.count() == 2
    assert queries.counts_of(load)["queued"] == 1


def test_two_records_of_one_list_are_never_given_one_child(roll: Agency, health: Agency, send: Send) -> None:
    send(roll, [AMARA])
    send(health, [_row(), _row(source_id="H2")])
    assert all(child.sources.filter(agency=health).count() <= 1 for child in Child.objects.all())
    assert Pair.objects.exists()


def test_a_record_that_resembles_a_shielded_child_is_found_by_nobody(
    roll: Agency, health: Agency, send: Send
) -> None:
    send(roll, [AMARA])
    shielded = Child.objects.get()
    make_shield(shielded, level="full")
    load = send(health, [_row(given_names="Amarah", family_name="Okafour", nhs_number="")], now=LATER)
    waiting = _child(health, "H1")
    assert waiting != shielded and waiting.state == Child.State.WAITING
    assert Pair.objects.get().kind == Pair.Kind.SHIELDED
    found = find(from_fields(today=NOW.date(), given_names="Amarah", family_name="Okafour", date_of_birth="2019-05-14"),
                 compartments=(OPEN, EXPECTED, SHIELDED))  # fmt: skip
    assert waiting.pk not in {candidate.child for candidate in found.candidates}
    assert queries.counts_of(load)["created"] == 1, "the receipt is as if there were no such child"


def test_the_old_roll_of_an_adopted_child_waits_for_the_adoption_team(
    roll: Agency, health: Agency, send: Send
) -> None:
    send(roll, [AMARA])
    Adoption.objects.create(before=Child.objects.get(), team=make_team(holds_adoptions=True), placed_at=NOW)
    send(health, [_row()], now=LATER)
    assert _child(health, "H1").state == Child.State.WAITING
    assert Pair.objects.get().kind == Pair.Kind.ADOPTION


def test_a_baby_is_one_record_before_and_after_its_birth_and_its_naming(health: Agency, send: Send) -> None:
    expected = {"source_id": "H1", "family_name": "Okafor", "expected_date": "2026-05-01",
                "carer_given_names": "Grace", "carer_family_name": "Okafor", "address": "14 Mill Road", "postcode": "SK9 1AB"}  # fmt: skip
    send(health, [expected])
    born = {**expected, "given_names": "Baby", "date_of_birth": "2026-04-28", "sex": "F"}
    send(health, [born], now=NOW + timedelta(days=60))
    send(health, [{**born, "given_names": "Amara"}], now=NOW + timedelta(days=90))
    child = Child.objects.get()
    found = find(
        from_fields(today=LATER.date(), given_names="Amara", family_name="Okafor", date_of_birth="2026-04-28")
    )
    assert [candidate.child for candidate in found.candidates] == [child.pk]


def test_a_named_baby_is_put_beside_the_expected_child_of_its_mother_and_home(
    roll: Agency, health: Agency, send: Send
) -> None:
    home = {"family_name": "Okafor", "carer_given_names": "Grace", "carer_family_name": "Okafor",
            "address": "14 Mill Road", "postcode": "SK9 1AB", "telephone": "01632 960123"}  # fmt: skip
    send(health, [{"source_id": "H1", "expected_date": "2026-05-01", **home}])
    send(roll, [{"source_id": "1", "given_names": "Amara", "date_of_birth": "2026-04-28", "sex": "F", **home}],
         now=NOW + timedelta(days=90))  # fmt: skip
    assert Child.objects.count() == 2
    assert {Pair.objects.get().child_a, Pair.objects.get().child_b} == set(Child.objects.all())


def test_an_elder_child_of_the_home_is_not_put_beside_the_child_whom_the_mother_expects(
    health: Agency, roll: Agency, send: Send
) -> None:
    home = {"family_name": "Kowal", "address": "9 Mill Road", "postcode": "SK9 1AB", "telephone": "07700900321",
            "carer_given_names": "Ewa", "carer_family_name": "Kowal"}  # fmt: skip
    send(health, [{"source_id": "H1", "expected_date": "2026-05-01", **home}])
    send(roll, [{"source_id": "1", "given_names": "Jan", "date_of_birth": "2019-05-14", **home},
                {"source_id": "2", "given_names": "Ola", "date_of_birth": "2026-04-19", **home}],
         now=NOW + timedelta(days=90))  # fmt: skip
    asked = Pair.objects.values_list("source_record__source_id", flat=True)
    assert list(asked) == ["2"]
