"""An agency's system sends its agency's list over the API, and reads what became of it: nobody else's."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from tests.factories import Api, make_agency, make_api
from wraparound.foundation.agencies.models import Agency
from wraparound.foundation.audit.models import Entry
from wraparound.outcomes.children.models import Child, SourceRecord
from wraparound.outcomes.feeds import services, tasks
from wraparound.outcomes.feeds.models import Load
from wraparound.outcomes.feeds.tests.conftest import as_csv

ADDRESS = "/api/v1/feeds"
AMARA = {"source_id": "1", "given_names": "Amara", "family_name": "Okafor", "date_of_birth": "2019-05-14"}
GIVEN = ["Amara", "Piotr", "Zoe", "Hamza", "Mei", "Callum", "Saoirse", "Dele"]
FAMILY = ["Okafor", "Nowak", "Ward", "Hussain", "Tran"]
MANY = [
    {
        "source_id": str(n), "given_names": GIVEN[n % 8], "family_name": FAMILY[n // 8],
        "date_of_birth": str(date(2012, 1, 3) + timedelta(days=97 * n)),
    }
    for n in range(40)
]  # fmt: skip
"""Forty children whom nothing could take for one another."""


@pytest.fixture
def api(roll: Agency) -> Api:
    return make_api(roll, scopes=["feeds"])


def send(api: Api, rows: list[dict[str, Any]] | bytes = MANY, **more: Any) -> Any:
    content = rows if isinstance(rows, bytes) else as_csv(rows)
    headers = {"Idempotency-Key": more.pop("key")} if "key" in more else {}
    return api.send(ADDRESS, files={"file": ("roll.csv", content)}, headers=headers, **more)


def run(load: Load | None = None) -> Load:
    load = load or Load.objects.latest("pk")
    tasks.run.call(load.pk)
    load.refresh_from_db()
    return load


def test_a_list_is_taken_and_read_in_the_background(api: Api, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True) as queued:
        reply = send(api)
    assert reply.status_code == 202 and len(queued) == 1
    assert Child.objects.count() == 0
    load = Load.objects.get()
    assert reply["Location"] == f"{ADDRESS}/{load.public_id}"
    assert load.sent_by_system == api.token
    run()
    told = api.get(reply["Location"]).json()
    assert (told["state"], told["rows"], told["counts"]["created"]) == ("done", 40, 40)
    assert Entry.objects.get(verb="feed.load").agency_id == api.token.agency_id


def test_the_receipt_is_a_line_a_row_and_a_look(api: Api) -> None:
    address = send(api)["Location"]
    assert api.get(f"{address}/receipt").json()["code"] == "not now"
    run()
    reply = api.get(f"{address}/receipt")
    assert reply["Content-Type"].startswith("text/csv")
    assert len(reply.text.splitlines()) == 41
    assert Entry.objects.get(verb="feed.receipt").detail == {"load": Load.objects.get().pk}


@pytest.mark.parametrize("what", ["", "/receipt"])
def test_anothers_feed_is_as_none(api: Api, what: str) -> None:
    other = make_api(make_agency(), scopes=["feeds"])
    address = send(api)["Location"]
    denied, missing = other.get(address + what), other.get(f"{ADDRESS}/{uuid.uuid4()}{what}")
    assert denied.status_code == missing.status_code == 404
    assert denied.content == missing.content
    assert other.get(ADDRESS).json() == {"items": [], "next": None}
    assert Entry.objects.filter(verb="feed.read", outcome="denied").count() == 2


def test_a_token_without_the_scope_sends_and_reads_nothing(roll: Agency) -> None:
    api = make_api(roll, scopes=["search"])
    assert send(api).status_code == api.get(ADDRESS).status_code == 403
    assert Load.objects.count() == 0
    assert not list(services._folder().iterdir())


def test_a_key_sent_again_is_the_same_feed_even_when_it_is_done(api: Api) -> None:
    first = send(api, key="monday").json()
    run()
    again = send(api, key="monday").json()
    assert again["id"] == first["id"] and again["state"] == "done"
    assert not list(services._folder().iterdir())
    other = send(api, [AMARA], key="monday")
    assert (other.status_code, other.json()["code"]) == (422, "key used")
    assert send(api, key="tuesday").json()["id"] != first["id"]
    assert Load.objects.count() == 2


def test_a_key_of_another_agencys_system_is_another_key(api: Api, health: Agency) -> None:
    ours = send(api, key="monday").json()
    assert send(make_api(health, scopes=["feeds"]), key="monday").json()["id"] != ours["id"]


def test_the_same_file_sent_again_while_it_waits_is_the_same_feed(api: Api) -> None:
    assert send(api).json()["id"] == send(api).json()["id"]


def test_a_list_that_would_end_many_waits_for_the_number(api: Api) -> None:
    send(api)
    run()
    address = send(api, MANY[:10], data={"complete": "true"})["Location"]
    assert run().state == "held"
    told = api.get(address).json()
    assert (told["endings"], told["endings_of"]) == (30, 40)
    wrong = api.post(f"{address}/endings", {"accept": 29})
    assert (wrong.status_code, wrong.json()["code"]) == (409, "not now")
    assert api.post(f"{address}/endings", {"accept": 30}).status_code == 202
    assert run().state == "done"
    assert SourceRecord.objects.filter(ended_at__isnull=False).count() == 30


def test_a_dry_run_writes_nothing(api: Api) -> None:
    send(api, data={"dry_run": "true"})
    run()
    assert Child.objects.count() == 0


def test_the_list_is_read_page_by_page_while_new_ones_come(api: Api) -> None:
    for number in range(5):
        send(api, key=f"key{number}")
        run()
    first = api.get(f"{ADDRESS}?limit=2").json()
    send(api, key="newer")
    second = api.get(f"{ADDRESS}?limit=2&cursor={first['next']}").json()
    third = api.get(f"{ADDRESS}?limit=2&cursor={second['next']}").json()
    seen = [line["id"] for page in (first, second, third) for line in page["items"]]
    assert len(seen) == len(set(seen)) == 5
    assert third["next"] is None


@pytest.mark.parametrize(
    ("asked", "field"), [("cursor=abc", "cursor"), ("limit=0", "limit"), ("page=2", "page")]
)
def test_a_wrong_question_about_the_list_is_named(api: Api, asked: str, field: str) -> None:
    reply = api.get(f"{ADDRESS}?{asked}")
    assert reply.status_code == 422
    assert reply.json()["errors"][0]["field"] == field


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"data": {"compleet": "true"}}, "compleet"),
        ({"data": {"complete": "perhaps"}}, "complete"),
        ({"data": {"mapping": "[columns]"}}, "mapping"),
        ({"files": {}}, "file"),
        ({"headers": {"Idempotency-Key": "k" * 101}}, "Idempotency-Key"),
    ],
)
def test_a_wrong_part_is_named_and_nothing_is_kept(api: Api, given: dict[str, Any], field: str) -> None:
    asked = {"files": {"file": ("roll.csv", as_csv(MANY))}, **given}
    reply = api.send(ADDRESS, **asked)
    assert reply.status_code == 422
    assert [error["field"] for error in reply.json()["errors"]] == [field]
    assert Load.objects.count() == 0


@pytest.mark.parametrize("mapping", [b"columns = 7", b"\xff\xfe", b"#" * 100_001])
def test_a_wrong_mapping_says_why(api: Api, mapping: bytes) -> None:
    files = {"file": ("roll.csv", as_csv(MANY)), "mapping": ("layout.toml", mapping)}
    reply = api.send(ADDRESS, files=files)
    assert reply.status_code == 422 and "mapping" in reply.json()["detail"]
    assert Load.objects.count() == 0


def test_a_broken_form_is_a_problem(api: Api) -> None:
    reply = Client().post(
        ADDRESS, b"--x", content_type="multipart/form-data; boundary=x" + "y" * 300, headers=api.headers
    )
    assert (reply.status_code, reply["Content-Type"]) == (400, "application/problem+json")


@pytest.mark.django_db(transaction=True)
def test_the_worker_brings_what_was_sent_to_its_end(api: Api) -> None:
    address = send(api)["Location"]
    assert api.get(address).json()["state"] == "waiting"
    call_command("worker", "--once")
    told = api.get(address).json()
    assert (told["state"], told["counts"]["created"]) == ("done", 40)


@pytest.mark.django_db(transaction=True)
def test_the_same_list_sent_twenty_times_at_once_is_one_feed(api: Api) -> None:
    content = as_csv(MANY)

    def once(_: int) -> str:
        try:
            return send(api, content, key="monday").json()["id"]
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        seen = set(pool.map(once, range(20)))
    assert len(seen) == Load.objects.count() == 1
    assert len(list(services._folder().iterdir())) == 1
