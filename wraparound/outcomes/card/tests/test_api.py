"""An agency's system reads the cards of the children that the agency may see; others are as missing."""

import uuid
from typing import Any

import pytest
from django.utils import timezone

from tests.access.planted import Planted, plant
from tests.factories import (
    Api,
    make_actor,
    make_agency,
    make_api,
    make_child,
    make_grant,
    make_service,
    make_shield,
    make_team,
)
from wraparound.foundation.agencies.models import Team
from wraparound.foundation.audit.models import Entry
from wraparound.outcomes.access.models import Basis, Grant
from wraparound.outcomes.access.services import NewGrant, write_grants
from wraparound.outcomes.children.models import Child

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/children"


def grant(child: Child, team: Team, basis: Basis = Basis.POPULATION, **given: Any) -> None:
    new = NewGrant(
        holder_id=team.holder_id, child_id=child.pk, basis=basis, source_kind="test", source_id=None,
        service_id=team.service_id, **given,
    )  # fmt: skip
    write_grants([new], now=timezone.now())


@pytest.fixture
def team() -> Team:
    return make_team(make_service(make_agency("health", "health")))


@pytest.fixture
def api(team: Team) -> Api:
    return make_api(team.agency, scopes=["search"])


@pytest.fixture
def planted(team: Team) -> Planted:
    return plant(team=team)


def test_the_card_tells_the_index_and_why_with_a_look(api: Api, planted: Planted, team: Team) -> None:
    grant(planted.child, team)
    card = api.get(f"{ADDRESS}/{planted.child.public_id}").json()
    assert (card["name"], card["born"], card["sex"]) == ("Qknownas Qfamily", "2017-08-09", "F")
    assert card["own_numbers"] == ["Qsource"]
    assert card["identity"]["births"][0]["day"] == "2017-08-09"
    assert card["particulars"]["numbers"][0]["value"] == "9991234563"
    assert card["particulars"]["carers"][0]["relation"] == "mother"
    assert card["whereabouts"]["addresses"][0]["text"] == "1 Qstreet, ZZ99 3QQ"
    assert card["household"] is None and card["statuses"] is None
    assert "population" in card["why"][0]
    assert Entry.objects.get(verb="card.see").child_id == planted.child.pk


def test_involvements_are_null_without_the_category_and_told_with_it(
    api: Api, planted: Planted, team: Team
) -> None:
    address = f"{ADDRESS}/{planted.child.public_id}/involvements"
    grant(planted.child, team, categories=1)
    assert api.get(address).json()["involvements"] is None
    grant(planted.child, team, Basis.INVOLVEMENT)
    told = api.get(address).json()["involvements"]["now"]
    assert [each["service"] for each in told] == ["Qyouthwork", "A further service: ask the data manager"]
    assert told[0]["worker"] == "Qworker"
    assert told[1]["worker"] == told[1]["telephone"] == ""


def test_the_household_is_shown_and_looked_at_by_whoever_works_with_the_child(
    api: Api, planted: Planted, team: Team
) -> None:
    grant(planted.child, team, Basis.INVOLVEMENT)
    card = api.get(f"{ADDRESS}/{planted.child.public_id}").json()
    (brother,) = card["household"]
    assert brother == {
        "name": "Qbrother Qfamily", "other_names": [], "born": "2015-02-03", "expected": None,
    }, "names and birth dates, and no more"  # fmt: skip
    assert Entry.objects.filter(verb="card.see").count() == 2


@pytest.mark.parametrize("what", ["", "/involvements"])
def test_denied_is_missing_byte_for_byte_and_both_are_on_record(
    api: Api, planted: Planted, what: str
) -> None:
    denied = api.get(f"{ADDRESS}/{planted.child.public_id}{what}")
    missing = api.get(f"{ADDRESS}/{uuid.uuid4()}{what}")
    assert denied.status_code == missing.status_code == 404
    assert denied.content == missing.content
    own = {"X-Request-Id", "RateLimit-Remaining", "RateLimit-Reset"}
    assert {k: v for k, v in denied.items() if k not in own} == {
        k: v for k, v in missing.items() if k not in own
    }
    entries = Entry.objects.order_by("pk").values_list("verb", "child_id", "outcome")
    assert list(entries) == [("card.see", planted.child.pk, "denied"), ("card.see", None, "denied")]


def test_a_childs_number_or_name_in_an_address_is_nothing(api: Api, planted: Planted, team: Team) -> None:
    grant(planted.child, team)
    for key in (planted.child.pk, planted.child.number, "Qgiven"):
        assert api.get(f"{ADDRESS}/{key}").status_code == 404


def test_a_shield_leaves_who_the_child_is_and_looks_like_nothing_held(
    api: Api, planted: Planted, team: Team
) -> None:
    grant(planted.child, team)
    grant(planted.child, team, Basis.DECISION)
    make_shield(planted.child, now=timezone.now())
    card = api.get(f"{ADDRESS}/{planted.child.public_id}").json()
    assert card["whereabouts"] == {part: [] for part in card["whereabouts"]}
    assert card["own_numbers"] == [] and card["banners"] == []
    assert card["name"] == "Qknownas Qfamily"


def test_the_list_is_of_the_agencys_own_children_with_a_look_at_each(api: Api, team: Team) -> None:
    mine = [make_child(f"Child{n}") for n in range(5)]
    make_child("Stranger")
    for child in mine:
        grant(child, team)
    full = make_child("Hidden")
    grant(full, team)
    make_shield(full, level="full", now=timezone.now())
    seen, address = [], f"{ADDRESS}?limit=2"
    while True:
        page = api.get(address).json()
        seen += [line["id"] for line in page["items"]]
        if not page["next"]:
            break
        address = f"{ADDRESS}?limit=2&cursor={page['next']}"
    assert sorted(seen) == sorted(str(child.public_id) for child in mine)
    assert Entry.objects.filter(verb="children.list").count() == 5


def test_what_a_colleague_opened_with_a_reason_is_not_its_systems(
    api: Api, planted: Planted, team: Team
) -> None:
    make_grant(make_actor(team), planted.child, Basis.OPENED, now=timezone.now())
    assert Grant.objects.count() == 1
    assert api.get(f"{ADDRESS}/{planted.child.public_id}").status_code == 404
    assert api.get(ADDRESS).json()["items"] == []


def test_the_number_of_queries_does_not_grow_with_the_list(
    api: Api, team: Team, django_assert_max_num_queries: Any
) -> None:
    for n in range(20):
        grant(make_child(f"Child{n}"), team)
    with django_assert_max_num_queries(26):
        assert len(api.get(f"{ADDRESS}?limit=100").json()["items"]) == 20
