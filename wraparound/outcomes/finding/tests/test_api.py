"""An agency's system finds the children that the agency may see, and nobody else's looks like none."""

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from tests.factories import Api, make_agency, make_api, make_child, make_service, make_shield, make_team, say
from wraparound.foundation.agencies.models import Agency
from wraparound.foundation.audit.models import Entry
from wraparound.outcomes.access.models import Basis
from wraparound.outcomes.access.services import NewGrant, write_grants
from wraparound.outcomes.children.models import Child, Identifier
from wraparound.outcomes.finding.refiling import refile

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/searches"
UPN = "A123456789012"
AMARA = {"given_names": "Amara", "family_name": "Okafor", "date_of_birth": "2019-05-14", "reason": "records"}


def pupil_of(agency: Agency, given_names: str = "Amara", upn: str = UPN, **given: Any) -> Child:
    child = make_child(given_names, agency=agency, postcode="SK9 1AB", address="14 Mill Road", **given)
    say(child.sources.get(), Identifier, scheme="upn", value=upn)
    team = agency.teams.first() or make_team(make_service(agency))
    new = NewGrant(
        holder_id=team.holder_id,
        child_id=child.pk,
        basis=Basis.POPULATION,
        source_kind="test",
        source_id=None,
    )
    write_grants([new], now=timezone.now())
    refile([child.pk], now=timezone.now())
    return child


@pytest.fixture
def school() -> Agency:
    return make_agency("school", "education")


@pytest.fixture
def api(school: Agency) -> Api:
    return make_api(school, scopes=["search"])


def test_a_misspelt_pupil_is_found_with_reasons_and_a_look(api: Api, school: Agency) -> None:
    child = pupil_of(school)
    reply = api.post(ADDRESS, {**AMARA, "family_name": "Okafur"})
    assert reply.status_code == 200
    (found,) = reply.json()["candidates"]
    assert (found["id"], found["name"]) == (str(child.public_id), "Amara Okafor")
    assert (found["born"], found["sex"], found["district"]) == ("2019-05-14", "F", "SK9")
    assert found["probability"] > 0.9 and "same date of birth" in found["reasons"]
    look = Entry.objects.get(verb="search.results")
    assert (look.child_id, look.detail) == (child.pk, {"search": reply.json()["search"]})
    asked = Entry.objects.get(verb="search.ask")
    assert asked.detail["asked"] == ["date_of_birth", "family_name", "given_names"]
    assert "Okafur" not in str(list(Entry.objects.values()))


def test_one_text_asks_the_same(api: Api, school: Agency) -> None:
    child = pupil_of(school)
    (found,) = api.post(ADDRESS, {"text": "okafor amara 2019 sk9", "reason": "worry"}).json()["candidates"]
    assert found["id"] == str(child.public_id)


def test_a_tie_is_said_with_what_would_settle_it(api: Api, school: Agency) -> None:
    for born in (date(2019, 5, 14), date(2019, 7, 1)):
        pupil_of(school, born=born, upn=f"A1234567890{born.month:02}")
    found = api.post(ADDRESS, {**AMARA, "date_of_birth": "2019", "postcode": "SK9"}).json()
    assert [each["tied"] for each in found["candidates"]] == [True, True]
    assert "the date of birth" in found["settle_by"]


def test_a_pupil_of_another_school_is_as_missing(api: Api) -> None:
    pupil_of(make_agency("school", "education"))
    denied = api.post(ADDRESS, {"upn": UPN, "reason": "records"}).json()
    missing = api.post(ADDRESS, {"upn": "B123456789012", "reason": "records"}).json()
    assert {**denied, "search": ""} == {**missing, "search": ""}
    assert denied["candidates"] == []
    assert not Entry.objects.filter(child_id__isnull=False)


def test_others_change_nothing_of_what_is_found(api: Api, school: Agency) -> None:
    pupil_of(school)
    before = api.post(ADDRESS, AMARA).json()["candidates"]
    pupil_of(make_agency("school", "education"), upn="C123456789012")
    assert api.post(ADDRESS, AMARA).json()["candidates"] == before


def test_a_shielded_pupil_is_on_no_roll_and_where_it_may_be_known_its_district_is_not_told(
    api: Api, school: Agency
) -> None:
    child = pupil_of(school)
    make_shield(child, now=timezone.now())
    refile([child.pk], now=timezone.now())
    assert api.post(ADDRESS, AMARA).json()["candidates"] == []
    decided = NewGrant(
        holder_id=school.teams.get().holder_id, child_id=child.pk, basis=Basis.DECISION, source_kind="test",
        source_id=None,
    )  # fmt: skip
    write_grants([decided], now=timezone.now())
    (found,) = api.post(ADDRESS, AMARA).json()["candidates"]
    assert found["district"] == ""
    make_shield(child, level="full", now=timezone.now())
    refile([child.pk], now=timezone.now())
    assert api.post(ADDRESS, AMARA).json()["candidates"] == []


@pytest.mark.parametrize(
    ("sent", "code", "field"),
    [
        ({"family_name": "Okafor"}, "too broad", None),
        ({}, "too broad", None),
        ({**AMARA, "reason": "curious"}, "not valid", "reason"),
        ({**AMARA, "reason": None}, "not valid", "reason"),
        ({**AMARA, "surname": "Okafor"}, "not valid", "surname"),
        ({**AMARA, "date_of_birth": "2019-02-31"}, "not valid", "date_of_birth"),
        ({**AMARA, "given_names": "A\0"}, "not valid", "given_names"),
        ({**AMARA, "age": 26}, "not valid", "age"),
        ([], "not valid", "body"),
    ],
)
def test_what_cannot_be_asked_says_why_and_leaves_nothing(api: Api, sent: Any, code: str, field: str) -> None:
    body = sent if isinstance(sent, list) else {"reason": "records", **sent}
    reply = api.post(ADDRESS, body)
    assert (reply.status_code, reply.json()["code"]) == (422, code)
    if field:
        assert [error["field"] for error in reply.json()["errors"]] == [field]
    else:
        assert "Add " in reply.json()["detail"]
    assert Entry.objects.count() == 0


def test_a_token_without_the_scope_searches_nothing(school: Agency) -> None:
    pupil_of(school)
    reply = make_api(school, scopes=["feeds"]).post(ADDRESS, AMARA)
    assert (reply.status_code, reply.json()["code"]) == (403, "denied")
