from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import NOW, make_agency, make_client, make_post, make_service, make_team
from wraparound.foundation.accounts.models import AgencyAgreement, Role
from wraparound.foundation.agencies.models import Agency, AgencyCode, Membership, Succession, Team
from wraparound.foundation.agencies.queries import successions_to_apply, undecided_successions
from wraparound.foundation.area.models import Footprint, FootprintLevel
from wraparound.foundation.audit.models import Entry
from wraparound.foundation.partners.services import mark_applied

pytestmark = pytest.mark.django_db


def day(name: str, year: int = 2024, month: int = 4, of_month: int = 1) -> dict[str, str]:
    return {f"{name}-day": str(of_month), f"{name}-month": str(month), f"{name}-year": str(year)}


@pytest.fixture
def client() -> Client:
    return make_client(make_post(role=Role.AREA_ADMINISTRATOR))


@pytest.fixture
def agency() -> Agency:
    return make_agency("school", "education", name="Quay Primary")


def send(client: Client, page: str, *path: int, expected: int = 302, **answers: Any) -> str:
    reply = client.post(reverse(f"partners:{page}", args=path), answers)
    assert reply.status_code == expected, reply.text
    return reply.text


def test_the_pages_are_for_administrators_alone(client: Client, agency: Agency) -> None:
    succession = Succession.objects.create(
        predecessor=agency, successor=make_agency(), kind="merged", effective_on=date(2026, 9, 1)
    )
    other = make_client(make_post(role=Role.TEAM_MANAGER))
    pages = ["agency", "change", "add-service", "add-team", "add-code", "add-place", "add-membership",
             "add-agreement", "add-succession"]  # fmt: skip
    addresses = [reverse(f"partners:{page}", args=[agency.pk]) for page in pages]
    addresses += [reverse(f"partners:{page}") for page in ("agencies", "add", "successions")]
    for address in [*addresses, reverse("partners:decide", args=[succession.pk])]:
        assert client.get(address).status_code == 200, address
        assert other.get(address).status_code == 404, address


def test_an_agency_is_added_with_services_teams_codes_places_and_agreement(client: Client) -> None:
    answers = {
        "code": "quay",
        "name": "Quay Primary",
        "kind": "school",
        "sector": "education",
        **day("valid_from"),
    }
    for _ in range(2):
        send(client, "add", **answers)
    agency = Agency.objects.get(code="quay")
    service = {
        "code": "quay-s",
        "name": "School",
        "kind": "school",
        "population": "roll",
        **day("valid_from"),
    }
    send(client, "add-service", agency.pk, **service)
    team = {"code": "quay-t", "name": "Pastoral", "service": agency.services.get().pk, **day("valid_from")}
    for _ in range(2):
        send(client, "add-team", agency.pk, **team, holds_safeguarding="on")
    send(client, "add-code", agency.pk, scheme="urn", value="999001")
    ward = Footprint.objects.create(
        level=FootprintLevel.objects.create(name="Ward", position=1),
        code="E05",
        name="Quay Ward",
        valid_from=date(2020, 1, 1),
    )
    send(client, "add-place", agency.pk, footprint=ward.pk, **day("valid_from"))
    send(client, "add-agreement", agency.pk, signed_by="The headteacher", **day("valid_from"))
    made = Team.objects.get(code="quay-t")
    assert made.holder.kind == "team" and made.holds_safeguarding and made.service == agency.services.get()
    text = client.get(reverse("partners:agency", args=[agency.pk])).text
    for words in ("Pastoral", "999001", "Quay Ward", "The headteacher", "A roll"):
        assert words in text
    send(
        client,
        "change",
        agency.pk,
        **{**answers, "name": "Quay Academy"},
        population_team=made.pk,
        version=agency.version,
    )
    agency.refresh_from_db()
    assert agency.name == "Quay Academy" and agency.population_team == made
    verbs = set(Entry.objects.values_list("verb", flat=True))
    assert {"agency.add", "agency.service_add", "team.add", "agency.code_add", "agency.place_add",
            "agency.agreement_add", "agency.change"} <= verbs  # fmt: skip


def test_a_code_that_another_agency_has_is_told_and_what_was_typed_is_kept(
    client: Client, agency: Agency
) -> None:
    answers = {
        "code": agency.code,
        "name": "Hill Primary",
        "kind": "school",
        "sector": "education",
        **day("valid_from"),
    }
    text = send(client, "add", expected=200, **answers)
    assert "Another record has this already" in text and "Hill Primary" in text


def test_the_loser_of_a_race_sees_both_texts(client: Client) -> None:
    team = make_team(name="Red team")
    path = (team.agency_id, team.pk)
    answers = {
        "name": "Blue team",
        "service": team.service_id,
        "telephone": "01632 960100",
        "version": 1,
        **day("valid_from", 2020, 1),
    }
    send(client, "team", *path, **answers)
    text = send(client, "team", *path, expected=409, **{**answers, "name": "Green team"})
    assert "Blue team" in text and "Green team" in text and "Somebody changed this" in text
    assert Team.objects.get(pk=team.pk).name == "Blue team"


def test_a_last_day_before_the_first_and_an_empty_form_are_told(client: Client, agency: Agency) -> None:
    answers = {"signed_by": "A", **day("valid_from", 2026), **day("valid_until", 2025)}
    assert "must not be before the first day" in send(
        client, "add-agreement", agency.pk, expected=200, **answers
    )
    assert "Enter name" in send(client, "add", expected=200)


def test_an_umbrella_is_joined_by_dated_accession_and_left_and_only_an_umbrella_has_members(
    client: Client, agency: Agency
) -> None:
    umbrella = make_agency("umbrella", "community", name="Forum")
    send(client, "add-membership", agency.pk, umbrella=umbrella.pk, **day("valid_from"))
    row = Membership.objects.get()
    send(client, "end", agency.pk, "membership", row.pk, **day("last_day", 2026, 3, 31))
    row.refresh_from_db()
    assert (row.valid_from, row.valid_until) == (date(2024, 4, 1), date(2026, 3, 31))
    assert "must not be before" in send(
        client, "end", agency.pk, "membership", row.pk, expected=200, **day("last_day", 2001)
    )
    send(client, "add-membership", agency.pk, expected=200, umbrella=agency.pk, **day("valid_from"))


def test_an_agreement_of_another_agency_cannot_be_ended_here(client: Client, agency: Agency) -> None:
    other = AgencyAgreement.objects.get(agency=make_agency())
    send(client, "end", agency.pk, "agreement", other.pk, expected=404, **day("last_day", 2026))


def test_a_code_is_removed(client: Client, agency: Agency) -> None:
    code = AgencyCode.objects.create(agency=agency, scheme="urn", value="9")
    send(client, "remove-code", agency.pk, code.pk)
    assert not AgencyCode.objects.exists()


def test_what_an_agency_held_waits_until_somebody_decides_and_then_for_its_day(
    client: Client, agency: Agency
) -> None:
    old, new = make_team(make_service(agency)), make_team()
    send(
        client,
        "add-succession",
        agency.pk,
        kind="merged",
        successor=new.agency_id,
        **day("effective_on", 2026, 3, 2),
    )
    agency.refresh_from_db()
    assert agency.valid_until == date(2026, 3, 1)
    (succession,) = undecided_successions()
    assert not successions_to_apply(now=NOW)
    assert agency.name in client.get(reverse("partners:successions")).text
    assert "Choose the team" in send(client, "decide", succession.pk, expected=200, holdings="follow")
    send(client, "decide", succession.pk, holdings="follow", **{f"team_{old.pk}": new.pk})
    (found,) = successions_to_apply(now=NOW)
    assert [(pair.predecessor, pair.successor) for pair in found.teams.all()] == [(old, new)]
    assert "decided this already" in send(client, "decide", succession.pk, expected=200, holdings="lapse")
    mark_applied(succession=found, now=NOW)
    assert not successions_to_apply(now=NOW)
    assert Entry.objects.filter(verb__in=["agency.decide", "agency.succession_applied"]).count() == 2


def test_nobody_gives_children_to_their_own_team_or_to_one_that_is_not_entrusted_with_them(
    agency: Agency,
) -> None:
    administrator = make_post(role=Role.AREA_ADMINISTRATOR)
    client = make_client(administrator)
    old, new = make_team(make_service(agency), holds_safeguarding=True), make_team()
    succession = Succession.objects.create(
        predecessor=agency, successor=new.agency, kind="merged", effective_on=date(2030, 1, 1)
    )
    taker = {"holdings": "follow", f"team_{old.pk}": new.pk}
    assert "holds safeguarding records" in send(client, "decide", succession.pk, expected=200, **taker)
    Team.objects.filter(pk=new.pk).update(holds_safeguarding=True)
    theirs = make_post(new, user=administrator.user)
    session = client.session
    session["post_id"] = administrator.pk
    session.save()
    assert "somebody else must decide" in send(client, "decide", succession.pk, expected=200, **taker)
    theirs.ended_at = NOW
    theirs.save()
    assert "What was decided" not in client.get(reverse("partners:successions")).text
    send(client, "decide", succession.pk, **taker)
    decided = client.get(reverse("partners:successions")).text
    assert "Follow to the successor" in decided and administrator.user.full_name in decided
    assert "Waits for its day" in decided


def test_of_an_agency_that_splits_only_some_teams_go_to_one_successor(client: Client, agency: Agency) -> None:
    old, other = make_team(make_service(agency)), make_team(make_service(agency))
    new = make_team()
    succession = Succession.objects.create(
        predecessor=agency, successor=new.agency, kind="split", effective_on=date(2030, 1, 1)
    )
    assert "Choose the team" in send(client, "decide", succession.pk, expected=200, holdings="follow")
    send(client, "decide", succession.pk, holdings="follow", **{f"team_{old.pk}": new.pk})
    assert [pair.predecessor for pair in succession.teams.all()] == [old]
    assert other not in [pair.predecessor for pair in succession.teams.all()]


def test_work_that_moves_leaves_the_agency_standing(client: Client, agency: Agency) -> None:
    send(
        client,
        "add-succession",
        agency.pk,
        kind="moved",
        successor=make_agency().pk,
        **day("effective_on", 2026),
    )
    agency.refresh_from_db()
    assert agency.valid_until is None


def test_the_list_is_narrowed_and_its_queries_do_not_grow(
    client: Client, django_assert_max_num_queries
) -> None:
    for number in range(60):
        make_agency(name=f"Agency of {number:02}", code=f"code-{number}")
    with django_assert_max_num_queries(20):
        text = client.get(reverse("partners:agencies")).text
    assert "1 to 25 of" in text
    text = client.get(reverse("partners:agencies"), {"words": "of 17"}).text
    assert "Agency of 17" in text and "Agency of 18" not in text
    assert "No agency fits" in client.get(reverse("partners:agencies"), {"words": "nothing like it"}).text
