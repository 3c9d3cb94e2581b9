"""Pages add up, whatever their size; the interface is open, and answers that are kept hold."""

import json
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import settings as bounds
from hypothesis import strategies as st

from tests.factories import NOW
from wraparound.delivery.directory.models import Edition
from wraparound.delivery.directory.services import remove_listing
from wraparound.delivery.openreferral.giving.pages import page_of
from wraparound.delivery.openreferral.tests.listings import make_directory

LISTS = ["services", "service_at_locations", "organizations", "taxonomies", "taxonomy_terms"]


@bounds(max_examples=300, derandomize=True, database=None)
@given(total=st.integers(0, 600), per_page=st.integers(1, 500))
def test_pages_of_any_size_hold_everything_once(total: int, per_page: int) -> None:
    things = list(range(total))
    pages: list[dict[str, Any]] = []
    number = 1
    while not pages or not pages[-1]["last_page"]:
        part = things[(number - 1) * per_page : number * per_page]
        pages.append(page_of(part, total=total, number=number, per_page=per_page))
        number += 1
    assert [each for page in pages for each in page["contents"]] == things
    assert {page["total_pages"] for page in pages} == {-(-total // per_page)}
    assert all(page["size"] == len(page["contents"]) <= per_page for page in pages)
    assert [page["first_page"] for page in pages] == [True] + [False] * (len(pages) - 1)
    assert [page["last_page"] for page in pages] == [False] * (len(pages) - 1) + [True]
    assert all(page["empty"] == (total == 0) for page in pages)


@pytest.mark.django_db
@pytest.mark.parametrize("name", LISTS)
def test_an_empty_directory_is_one_empty_page(name: str) -> None:
    assert Client().get(f"/openreferral/{name}").json() == {
        "total_items": 0, "total_pages": 0, "page_number": 1, "size": 0, "first_page": True,
        "last_page": True, "empty": True, "contents": [],
    }  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("name", LISTS[:3])
def test_pages_of_a_list_hold_everything_once(name: str) -> None:
    make_directory(25)
    everything = [each["id"] for each in get(name, per_page=500)["contents"]]
    for size in (1, 2, 7, len(everything) - 1, len(everything), len(everything) + 1):
        pages = [get(name, per_page=size, page=n + 1) for n in range(-(-len(everything) // size))]
        assert [each["id"] for page in pages for each in page["contents"]] == everything
        assert {page["total_items"] for page in pages} == {len(everything)}
        assert pages[-1]["last_page"]
    beyond = get(name, per_page=10, page=99)
    assert (beyond["size"], beyond["empty"], beyond["page_number"], beyond["last_page"]) == (
        0,
        True,
        99,
        True,
    )


@pytest.mark.django_db
@pytest.mark.parametrize("name", LISTS[:3])
def test_ndjson_gives_everything_a_line_each(name: str) -> None:
    make_directory(25)
    reply = Client().get(f"/openreferral/{name}", {"format": "ndjson", "full": "true"})
    assert reply["Content-Type"].startswith("application/x-ndjson")
    lines = [json.loads(line) for line in reply.text.splitlines()]
    assert lines == get(name, per_page=500, full="true")["contents"]


@pytest.mark.django_db
def test_minimal_gives_every_id_and_when_it_changed_in_one_call() -> None:
    listings = make_directory(120)
    page = get("services", minimal="true")
    assert page["total_pages"] == 1
    assert page["size"] == page["total_items"] > 60
    assert set(page["contents"][0]) == {"id", "last_modified", "modified_date"}
    assert {each["id"] for each in page["contents"]} <= {str(each.public_id) for each in listings}


@pytest.mark.django_db
def test_a_page_takes_as_many_statements_with_many_services_as_with_few(
    django_assert_max_num_queries: Any,
) -> None:
    make_directory(60)
    for name in ("services", "service_at_locations"):
        with django_assert_max_num_queries(19):
            assert get(name, full="true", per_page=50)["size"] > 20


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["", "services", "nowhere", "services/none", "services?page=x", "openapi.json"]
)
def test_anybody_may_ask_from_anywhere_errors_too(path: str) -> None:
    for method in (Client().get, Client().head, Client().options, Client().post, Client().delete):
        reply = method(f"/openreferral/{path}")
        assert reply["Access-Control-Allow-Origin"] == "*", path


@pytest.mark.django_db
def test_only_reading_is_let_in() -> None:
    for method in (Client().post, Client().put, Client().patch, Client().delete):
        reply = method("/openreferral/services")
        assert reply.status_code == 405
        assert reply["Allow"] == "GET, HEAD, OPTIONS"
        assert reply.json()["code"] == "method"
    asked = Client().options("/openreferral/services")
    assert (asked.status_code, asked["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")
    assert Client().head("/openreferral/services").content == b""


@pytest.mark.django_db
def test_a_kept_answer_holds_until_the_directory_changes() -> None:
    listings = make_directory(12)
    first = Client().get("/openreferral/services")
    assert first["Last-Modified"] and "public" in first["Cache-Control"]
    again = Client().get("/openreferral/services", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    other = Client().get("/openreferral/services?per_page=1", headers={"If-None-Match": first["ETag"]})
    assert other.status_code == 200
    Edition.objects.update(number=999)
    assert Client().get("/openreferral/services", headers={"If-None-Match": first["ETag"]}).status_code == 200
    other = {"If-Modified-Since": first["Last-Modified"], "If-None-Match": '"another"'}
    assert Client().get("/openreferral/services", headers=other).status_code == 200
    one = f"/openreferral/services/{next(each for each in listings if each.audience == 'public').public_id}"
    kept = Client().get(one)["ETag"]
    assert Client().get(one, headers={"If-None-Match": f'W/{kept}, "x"'}).status_code == 304


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["services", "service_at_locations", "organizations"])
def test_a_list_says_whether_it_changed_since_a_time_also_when_something_was_removed(name: str) -> None:
    listing = make_directory(12)[-1]
    path = f"/openreferral/{name}"
    first = Client().get(path)
    since = {"If-Modified-Since": first["Last-Modified"]}
    again = Client().get(path, headers=since)
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    for when in ("Thu, 01 Jan 2026 00:00:00 GMT", "yesterday", ""):
        assert Client().get(path, headers={"If-Modified-Since": when}).status_code == 200
    listing.at_places.all().delete()
    remove_listing(listing=listing, actor=None, now=NOW)
    fresh = Client().get(path, headers=since)
    assert fresh.status_code == 200 and "Last-Modified" not in fresh, (
        "another change may come within the second"
    )


@pytest.mark.django_db
def test_the_description_tells_every_address_and_parameter() -> None:
    said = Client().get("/openreferral/openapi.json").json()
    assert set(said["paths"]) == {"/"} | {f"/{name}" for name in LISTS} | {
        f"/{name}/{{id}}" for name in LISTS
    }
    told = {each["name"] for each in said["paths"]["/service_at_locations"]["get"]["parameters"]}
    assert told >= {"search", "page", "per_page", "taxonomy_term_id", "taxonomy_id", "minimum_age", "maximum_age",
                    "start_time", "end_time", "day", "postcode", "proximity", "full", "minimal", "format"}  # fmt: skip


def get(name: str, **asked: Any) -> Any:
    reply = Client().get(f"/openreferral/{name}", asked)
    assert reply.status_code == 200, reply.content
    return reply.json()
