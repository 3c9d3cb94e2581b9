import json
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.factories import NOW, make_agency, make_child, make_shield, make_source, say
from wraparound.foundation.agencies.models import Agency
from wraparound.foundation.audit.models import Entry
from wraparound.outcomes.children.models import Child, Identifier
from wraparound.outcomes.finding.refiling import refile
from wraparound.outcomes.finding.tracing import trace

pytestmark = pytest.mark.django_db
AMARA = {"id": 7, "given_names": "Amara", "family_name": "Okafor", "date_of_birth": "2019-05-14"}


@pytest.fixture
def agency() -> Agency:
    return make_agency()


def filed(child: Child) -> Child:
    refile([child.pk], now=NOW)
    return child


def one(agency: Agency, **line: object) -> dict[str, object]:
    return next(trace([json.dumps(line)], agency=agency, now=NOW))


def test_a_line_is_answered_with_the_child_its_chance_and_the_agencys_own_numbers(agency: Agency) -> None:
    child = make_child(agency=agency)
    make_source(child, make_agency())
    say(child.sources.first(), Identifier, scheme="nhs", value="9434765919")
    filed(child)
    answer = one(agency, **AMARA, nhs_number="943 476 5919")
    assert answer["id"] == 7
    assert answer["certain"] == str(child.public_id)
    (candidate,) = answer["candidates"]
    assert candidate["child"] == str(child.public_id)
    assert 0.9 < candidate["probability"] <= 1
    assert candidate["identifiers"] == [{"agency": agency.code, "source_id": child.sources.first().source_id}]


def test_each_child_shown_is_on_record(agency: Agency) -> None:
    child = filed(make_child(agency=agency))
    one(agency, **AMARA)
    entry = Entry.objects.get(verb="index.trace")
    assert (entry.child_id, entry.agency_id, entry.outcome) == (child.pk, agency.pk, Entry.Outcome.SEEN)


def test_no_number_of_a_shielded_child_is_told_and_a_full_shield_tells_nothing(agency: Agency) -> None:
    child = make_child(agency=agency)
    make_shield(child)
    filed(child)
    (candidate,) = one(agency, **AMARA)["candidates"]
    assert candidate["identifiers"] == []
    make_shield(child, level="full")
    filed(child)
    assert one(agency, **AMARA)["candidates"] == []


def test_a_hidden_child_does_not_change_who_is_certain(agency: Agency) -> None:
    asked = {**AMARA, "nhs_number": "943 476 5919"}
    child = make_child(agency=agency)
    say(child.sources.first(), Identifier, scheme="nhs", value="9434765919")
    filed(child)
    before = one(agency, **asked)
    hidden = make_child(agency=agency)
    say(hidden.sources.first(), Identifier, scheme="nhs", value="9434765919")
    make_shield(hidden, level="full")
    filed(hidden)
    after = one(agency, **asked)
    assert before["certain"] == str(child.public_id)
    assert {**before, "ms": 0} == {**after, "ms": 0}


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("nonsense", "not a JSON object"),
        ("[]", "not a JSON object"),
        ("[" * 100_000, "not a JSON object"),
        (b'{"id": 1, "family_name": "Zo\xe9"}', "not a JSON object"),
        ('{"id": 1, "family_name": "Smith"}', "Add "),
    ],
)
def test_a_line_that_cannot_be_asked_says_why(agency: Agency, line: str | bytes, error: str) -> None:
    answer = next(trace([line], agency=agency, now=NOW))
    assert error in answer["error"]
    assert answer["candidates"] == []


def test_the_command_answers_every_line_in_order(agency: Agency, tmp_path: Path) -> None:
    filed(make_child(agency=agency, born=date(2019, 5, 14)))
    asked, answers = tmp_path / "asked.jsonl", tmp_path / "answers.jsonl"
    asked.write_text("\n".join(json.dumps({**AMARA, "id": number}) for number in range(250)))
    call_command("index", "trace", str(asked), str(answers), agency=agency.code)
    assert [json.loads(line)["id"] for line in answers.read_text().splitlines()] == list(range(250))


def test_an_unknown_agency_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no agency with the code 'X'"):
        call_command("index", "trace", str(tmp_path / "a"), str(tmp_path / "b"), agency="X")
