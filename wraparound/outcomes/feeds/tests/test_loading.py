"""What becomes of the rows of a list."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.factories import NOW, make_agency, make_team
from wraparound.foundation.agencies.models import Agency
from wraparound.outcomes.access.models import Basis, Grant
from wraparound.outcomes.children.models import (
    Address,
    Birth,
    Carer,
    Child,
    Identifier,
    Involvement,
    Name,
    Setting,
    SourceRecord,
)
from wraparound.outcomes.feeds import queries
from wraparound.outcomes.feeds.models import Load
from wraparound.outcomes.feeds.tests.conftest import Send

AMARA = {
    "source_id": "1", "given_names": "Amara", "family_name": "Okafor", "date_of_birth": "2019-05-14", "sex": "F",
    "address": "14 Mill Road", "postcode": "sk91ab",
}  # fmt: skip
LATER = NOW + timedelta(days=7)


def test_a_row_becomes_a_child_with_facts_that_name_their_source_and_load(roll: Agency, send: Send) -> None:
    load = send(roll, [AMARA])
    child = Child.objects.get()
    source = child.sources.get()
    name = Name.objects.get()
    assert load.state == Load.State.DONE
    assert (source.agency, source.source_id) == (roll, "1")
    assert (name.given_names, name.source, name.load_id, name.said_at) == ("Amara", source, load.pk, NOW)
    assert Address.objects.get().postcode == "SK9 1AB"
    assert queries.counts_of(load)["created"] == 1


def test_a_later_list_replaces_only_what_the_same_agency_said(
    roll: Agency, health: Agency, send: Send
) -> None:
    send(roll, [AMARA])
    send(health, [{**AMARA, "source_id": "H1", "address": "9 Elm Close"}])
    send(roll, [{**AMARA, "address": "2 New Street"}], now=LATER)
    standing = Address.objects.filter(superseded_at__isnull=True).values_list("lines", flat=True)
    assert set(standing) == {"2 New Street", "9 Elm Close"}
    assert Address.objects.get(lines="14 Mill Road").superseded_at == LATER
    assert Name.objects.filter(superseded_at__isnull=False).count() == 0


def test_the_same_list_three_times_over_changes_nothing(roll: Agency, send: Send) -> None:
    send(roll, [AMARA])
    before = _content()
    for days in (1, 2):
        load = send(roll, [AMARA], now=NOW + timedelta(days=days))
        assert queries.counts_of(load)["unchanged"] == 1
    assert _content() == before


def _content() -> list[Any]:
    models = (Child, SourceRecord, Name, Birth, Address, Grant)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_further_rows_of_one_number_add_carers_and_services(care: Agency, send: Send) -> None:
    load = send(care, [
        {**AMARA, "carer_family_name": "Okafor", "carer_given_names": "Grace", "service": "AT1", "worker": "Jo Ray",
         "involved_from": "2026-01-05"},
        {"source_id": "1", "carer_family_name": "Bello", "carer_given_names": "Femi"},
    ])  # fmt: skip
    assert Child.objects.count() == 1
    assert set(Carer.objects.values_list("family_name", flat=True)) == {"Okafor", "Bello"}
    assert Involvement.objects.get().team.code == "AT1"
    assert queries.counts_of(load) == {"matched": 0, "created": 2, "queued": 0, "unchanged": 0, "refused": 0}


def test_a_row_that_contradicts_an_earlier_row_of_its_number_is_refused_alone(
    roll: Agency, send: Send
) -> None:
    load = send(roll, [AMARA, {"source_id": "1", "given_names": "Femi"}])
    assert queries.counts_of(load) == {"matched": 0, "created": 1, "queued": 0, "unchanged": 0, "refused": 1}
    assert Name.objects.get().given_names == "Amara"


@pytest.mark.parametrize(
    ("field", "cell", "words"),
    [
        ("source_id", "", "It is empty"),
        ("date_of_birth", "14/05/2019", "is not a date"),
        ("date_of_birth", "2027-01-01", "expected_date"),
        ("date_of_birth", "1819-01-01", "before 1900"),
        ("sex", "yes", "is not a sex"),
        ("birth_date_status", "sure", "is not a status"),
        ("expected_date", "2028-01-01", "too far off"),
        ("date_of_death", "2018-01-01", "before the date of birth"),
        ("given_names", "x" * 201, "longer than 200"),
    ],
)
def test_a_row_that_is_wrong_is_refused_with_its_field_and_the_way_out(
    roll: Agency, send: Send, field: str, cell: str, words: str
) -> None:
    load = send(roll, [{**AMARA, field: cell}])
    receipt = "".join(queries.receipt_of(load)).splitlines()
    assert queries.counts_of(load)["refused"] == 1
    assert Child.objects.count() == 0
    assert field in receipt[1] and words in receipt[1]


def test_what_is_wrong_beside_the_child_is_left_out_and_told(roll: Agency, send: Send) -> None:
    load = send(roll, [{**AMARA, "postcode": "nowhere", "nhs_number": "12", "telephone": "n/a"}])
    told = [problem[0] for problem in queries.lines_of(load)[0][3]]
    assert queries.counts_of(load)["created"] == 1
    assert sorted(told) == ["nhs_number", "postcode", "telephone"]
    assert Address.objects.get().lines == "14 Mill Road, nowhere"


def test_a_number_that_fails_its_check_is_kept_and_flagged(health: Agency, send: Send) -> None:
    send(health, [{**AMARA, "nhs_number": "943 476 5918"}])
    assert Identifier.objects.get().passes_check is False


def test_a_school_that_is_known_by_code_or_name_puts_the_child_in_its_population(
    roll: Agency, send: Send
) -> None:
    school = make_agency(kind="school", sector="education", code="URN100", name="Hill School")
    school.population_team = make_team(name="Pastoral team")
    school.save()
    send(
        roll,
        [
            {**AMARA, "school": "urn100"},
            {**AMARA, "source_id": "2", "given_names": "Ben", "school": "Hill  school"},
        ],
    )
    assert set(Setting.objects.values_list("agency", flat=True)) == {school.pk}
    grants = Grant.objects.filter(holder=school.population_team.holder, basis=Basis.POPULATION)
    assert grants.values("child").distinct().count() == 2


def test_a_school_that_is_not_known_is_kept_as_written_told_and_grants_nothing(
    roll: Agency, send: Send
) -> None:
    load = send(roll, [{**AMARA, "school": "Nowhere High"}])
    assert Setting.objects.get().agency is None
    assert not Grant.objects.exists()
    assert "Nowhere High" in "".join(queries.receipt_of(load))


def test_a_service_grants_its_team_until_the_list_says_that_it_ended(care: Agency, send: Send) -> None:
    working = {**AMARA, "service": "Assessment", "involved_from": "2026-01-05"}
    send(care, [working])
    assert Grant.objects.get().basis == Basis.INVOLVEMENT
    assert Grant.objects.get().until > LATER
    send(care, [{**working, "involved_until": "2026-03-04"}], now=LATER)
    assert Grant.objects.get().until == LATER


def test_a_complete_list_ends_who_is_gone_and_deletes_nothing(care: Agency, send: Send) -> None:
    rows = [{**AMARA, "source_id": str(n), "given_names": f"Child{n}", "service": "AT1"} for n in range(4)]
    send(care, rows)
    load = send(care, rows[:3], is_complete=True, now=LATER)
    gone = SourceRecord.objects.get(source_id="3")
    assert load.endings == 1
    assert gone.ended_at == LATER
    assert Child.objects.count() == 4
    assert Involvement.objects.get(source=gone, superseded_at__isnull=True).involved_until == date(
        2026, 3, 10
    )
    assert Grant.objects.get(child=gone.child).until == LATER


def test_a_record_that_ended_stands_again_when_the_list_has_it_again(care: Agency, send: Send) -> None:
    rows = [{**AMARA, "source_id": str(n), "given_names": f"Child{n}", "service": "AT1"} for n in range(4)]
    send(care, rows)
    send(care, rows[:3], is_complete=True, now=LATER)
    send(care, rows, is_complete=True, now=LATER + timedelta(days=1))
    back = SourceRecord.objects.get(source_id="3")
    assert back.ended_at is None
    assert Involvement.objects.get(source=back, superseded_at__isnull=True).involved_until is None
    assert Grant.objects.filter(child=back.child, until__gt=LATER + timedelta(days=2)).count() == 1


def test_a_complete_list_that_would_end_too_many_waits_for_a_persons_word(roll: Agency, send: Send) -> None:
    send(roll, [{**AMARA, "source_id": str(n), "given_names": f"Child{n}"} for n in range(60)])
    load = send(roll, [{**AMARA, "source_id": "0", "given_names": "Child0"}], is_complete=True, now=LATER)
    assert (load.state, load.endings, load.endings_of) == (Load.State.HELD, 59, 60)
    assert not SourceRecord.objects.filter(ended_at__isnull=False).exists()
