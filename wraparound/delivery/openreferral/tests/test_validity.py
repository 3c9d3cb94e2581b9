"""Every object of every endpoint by the published schemas, and the walk that a validator makes."""

import json
from typing import Any

import pytest
from django.test import Client

from wraparound.delivery.directory.models import Listing
from wraparound.delivery.openreferral.tests.listings import SECRET
from wraparound.delivery.openreferral.tests.schemas import faults, need_schemas

pytestmark = pytest.mark.django_db
BASE = "/openreferral"
SCHEMAS = {
    "services": ("service_list.json", "service.json"),
    "service_at_locations": ("service_at_location_list.json", "service_at_location.json"),
    "organizations": ("organization_list.json", "organization.json"),
    "taxonomies": ("taxonomy.json", "taxonomy.json"),
    "taxonomy_terms": ("taxonomy_term.json", "taxonomy_term.json"),
}


def get(path: str, **asked: Any) -> Any:
    reply = Client().get(f"{BASE}{path}", asked)
    assert reply.status_code == 200, reply.content
    assert reply["Access-Control-Allow-Origin"] == "*"
    return reply.json()


def everything(name: str, **asked: Any) -> list[Any]:
    first = get(f"/{name}", per_page=40, **asked)
    pages = [first] + [
        get(f"/{name}", per_page=40, page=n, **asked) for n in range(2, first["total_pages"] + 1)
    ]
    return [each for page in pages for each in page["contents"]]


def test_the_root_says_which_standard_it_is() -> None:
    said = get("/")
    assert said["version"] == "HSDS-UK-3.0"
    assert set(said) == {"version", "profile", "openapi_url"}
    assert all(said[name].startswith("http") for name in ("profile", "openapi_url"))


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_object_of_a_list_is_valid(name: str, directory: list[Listing]) -> None:
    need_schemas()
    found = everything(name)
    assert len(found) >= 2
    assert [wrong for each in found for wrong in faults(SCHEMAS[name][0], each)] == []


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_object_by_its_id_is_valid(name: str, directory: list[Listing]) -> None:
    need_schemas()
    for each in everything(name):
        whole = get(f"/{name}/{each['id']}")
        assert whole["id"] == each["id"]
        assert faults(SCHEMAS[name][1], whole) == []


def test_a_service_at_a_location_is_also_of_the_shape_that_the_published_description_names(
    directory: list[Listing],
) -> None:
    need_schemas()
    for each in everything("service_at_locations"):
        assert faults("service.json", get(f"/service_at_locations/{each['id']}")) == []


@pytest.mark.parametrize(
    ("name", "asked", "schema"),
    [
        ("services", {"full": "true"}, "service.json"),
        ("service_at_locations", {"full": "true"}, "service_at_location.json"),
        ("organizations", {"full": "true"}, "organization.json"),
        ("organizations", {"full_service": "true"}, "organization.json"),
    ],
)
def test_lists_of_whole_things_are_valid(
    name: str, asked: dict[str, str], schema: str, directory: list[Listing]
) -> None:
    need_schemas()
    found = everything(name, **asked)
    assert [wrong for each in found for wrong in faults(schema, each)] == []
    assert found[0] == get(f"/{name}/{found[0]['id']}", **asked)


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_walk_of_a_validator_passes(name: str, directory: list[Listing]) -> None:
    first = get(f"/{name}", per_page=3)
    wanted = {1, max(1, first["total_pages"] // 2), first["total_pages"]}
    keys = {each["id"] for n in wanted for each in get(f"/{name}", per_page=3, page=n)["contents"]}
    assert len(keys) > 1
    for key in keys:
        assert get(f"/{name}/{key}")["id"] == key


def test_nothing_is_shown_of_where_a_confidential_service_is(directory: list[Listing]) -> None:
    """The place is stored behind the services' back: what is given out holds it back all the same."""
    said = [json.dumps(get(f"/{name}", per_page=500, full="true", full_service="true")) for name in SCHEMAS]
    listing = next(each for each in directory if each.is_confidential and each.audience == "public")
    said.append(json.dumps(get(f"/services/{listing.public_id}")))
    assert not any(SECRET in each or "Hiddenham" in each or "The house" in each for each in said)
    link = str(listing.at_places.first().public_id)
    assert Client().get(f"{BASE}/service_at_locations/{link}").status_code == 404
    assert all(link not in each for each in said)
    near = get("/services", postcode="WB1 1AA", proximity=100, per_page=500)
    assert str(listing.public_id) not in json.dumps(near)


def test_a_confidential_service_gives_one_number_to_ring(directory: list[Listing]) -> None:
    hidden = [each for each in directory if each.is_confidential and each.telephones.count() > 1]
    assert hidden
    for listing in hidden:
        if listing.audience == "public":
            assert len(get(f"/services/{listing.public_id}")["phones"]) == 1


def test_what_professionals_alone_see_is_nowhere(directory: list[Listing]) -> None:
    theirs = [each for each in directory if each.audience == "professional"]
    said = "".join(json.dumps(get(f"/{name}", per_page=500, full_service="true")) for name in SCHEMAS)
    said += json.dumps(get("/services", per_page=500, modified_after="2000-01-01"))
    assert theirs
    for listing in theirs:
        assert str(listing.public_id) not in said
        assert Client().get(f"{BASE}/services/{listing.public_id}").status_code == 404


def test_ids_that_are_made_up_stay_the_same(directory: list[Listing]) -> None:
    first, second = (json.dumps(get("/services", full="true", per_page=500)) for _ in range(2))
    assert first == second
