"""Whatever is wrong with a feed is reported, thing by thing, and the rest arrives."""

import json
from typing import Any

import pytest

from wraparound.delivery.directory.models import Listing
from wraparound.delivery.openreferral import feed_queries
from wraparound.delivery.openreferral.models import Item
from wraparound.delivery.openreferral.tests.feed_server import Area, key
from wraparound.delivery.openreferral.tests.taking_in import made, outcomes, problems, taken

pytestmark = pytest.mark.django_db


def spoilt(n: int, **values: Any) -> Area:
    def change(services: list[Any]) -> None:
        services[n] |= values

    return made(6, change)


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [
        ("email", "no at sign", "email"), ("email", ["a@b.example"], "email"), ("url", "javascript:alert(1)", "url"),
        ("minimum_age", "young", "minimum_age"), ("minimum_age", -3, "minimum_age"), ("maximum_age", 1e300, "maximum_age"),
        ("status", "closed-ish", "status"), ("phones", [{"id": "x", "number": "call us"}], "phones.number"),
        ("schedules", "MO", "schedules"), ("schedules", [{"opens_at": "late", "byday": "MO"}], "schedules.opens_at"),
        ("schedules", [{"freq": "WEEKLY", "byday": "XX"}], "schedules.byday"),
        ("schedules", [{"freq": "HOURLY", "byday": "MO"}], "schedules.freq"),
        ("cost_options", [{"amount": "lots", "option": "A child"}], "cost_options.amount"),
        ("organization", None, "organization.name"), ("organization", "Body", "organization"),
        ("service_at_locations", [{"id": "x"}], "service_at_locations.location"),
        ("service_at_locations", [7], "service_at_locations"), ("description", {"a": 1}, "description"),
        ("attributes", [{"taxonomy_term": {"name": ""}}], "attributes"), ("name", "N" * 500, "name"),
    ],
)  # fmt: skip
def test_a_field_that_is_wrong_is_left_out_and_named_and_the_service_arrives(
    field: str, value: Any, named: str
) -> None:
    run = taken(spoilt(2, **{field: value}))
    assert (run.state, outcomes(run)) == ("done", {"created": 6})
    assert [fields for fields in problems(run).values() if named in fields], problems(run)
    assert len(problems(run)) == 1


def test_nulls_are_as_good_as_nothing_and_what_we_do_not_know_is_passed_over() -> None:
    nulls = dict.fromkeys(
        ["email", "url", "minimum_age", "schedules", "phones", "contacts", "alert", "status"]
    )
    run = taken(spoilt(1, **nulls, something_new={"deep": [1]}))
    assert (outcomes(run), problems(run)) == ({"created": 6}, {})


def test_a_service_without_a_name_is_refused_and_counted_once() -> None:
    area = made(6, lambda services: services[2].pop("name"))
    area.services[3]["name"] = "   "
    run = taken(area)
    assert outcomes(run) == {"created": 4, "refused": 2}
    assert run.items.count() == 6
    assert {each["field"] for item in run.items.filter(outcome="refused") for each in item.problems} == {
        "name"
    }


def test_ages_the_wrong_way_round_and_hours_the_wrong_way_round_are_left_out() -> None:
    hours = [{"freq": "WEEKLY", "byday": "MO", "opens_at": "18:00", "closes_at": "09:00"}]
    run = taken(spoilt(0, minimum_age=9, maximum_age=3, schedules=hours))
    assert problems(run) == {"Group 0": ["maximum_age", "schedules.closes_at"]}
    assert Listing.objects.get(name="Group 0").sessions.get().closes_at is None


def test_a_repeated_id_is_reported_and_the_first_is_taken() -> None:
    def change(services: list[Any]) -> None:
        services[4] = {**services[4], "id": services[1]["id"]}

    run = taken(made(6, change))
    assert outcomes(run) == {"created": 5, "refused": 1}
    refused = run.items.get(outcome="refused")
    assert (refused.key, refused.occurrence) == (key("service", 1), 2)
    assert "more than once" in refused.problems[0]["problem"]


@pytest.mark.parametrize(
    "thing", [None, 7, "a service", [], {"name": "No id"}, {"id": "", "name": "x"}, {"id": "x" * 300}]
)
def test_what_is_no_service_is_refused_by_where_it_stood(thing: Any) -> None:
    def change(services: list[Any]) -> None:
        services[3] = thing

    run = taken(made(6, change))
    assert outcomes(run) == {"created": 5, "refused": 1}
    assert run.items.get(outcome="refused").key == "page 1, entry 4"


@pytest.mark.parametrize(("claim", "value"), [("total_items", 11), ("size", 4), ("total_items", "many")])
def test_a_page_that_disagrees_with_itself_is_reported_and_ends_nothing(claim: str, value: Any) -> None:
    area = made(8)
    taken(area)
    area.services.pop()
    area.spoil = lambda path, asked, answer: {**answer, claim: value} if path == "/services" else answer
    run = taken(area)
    assert outcomes(run)["unchanged"] == 7
    assert run.remarks
    if value == 11:
        assert not run.is_whole
        assert Listing.objects.filter(status="active").count() == 8


def test_pages_that_shift_while_they_are_read_lose_and_double_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Between pages an item goes from the first to the last: one is missed and none may be."""
    monkeypatch.setattr("wraparound.delivery.openreferral.taking.walking.PER_PAGE", 5)
    area, moved = made(20), []

    def spoil(path: str, asked: dict[str, str], answer: Any) -> Any:
        if path == "/services" and asked["page"] == "2" and len(moved) < 1:
            moved.append(area.services.pop(0))
            area.services.append(moved[0])
            return area.answer(path, asked)
        return answer

    area.spoil = spoil
    run = taken(area)
    assert (run.state, outcomes(run), run.is_whole) == ("done", {"created": 20}, True)
    assert run.walk == 3


def test_pages_that_never_hold_still_are_reported_and_end_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wraparound.delivery.openreferral.taking.walking.PER_PAGE", 5)
    area = made(20)

    def spoil(path: str, asked: dict[str, str], answer: Any) -> Any:
        if path == "/services":
            area.services.insert(0, area.services.pop())
            return area.answer(path, asked)
        return answer

    area.spoil = spoil
    run = taken(area)
    assert (run.state, run.is_whole) == ("done", False)
    assert outcomes(run)["created"] >= 15
    assert run.items.exclude(outcome="").count() == run.items.count()
    assert any("hold still" in remark["problem"] for remark in run.remarks)


BAD_PAGES = [
    (500, "application/json", b"{}"), (200, "text/html", b"<h1>Sorry</h1>"), (200, "application/json", b"{not json"),
    (200, "application/json", b'{"contents": 3}'), (200, "application/json", b"[" * 100_000),
    (200, "application/json", b'{"total_items": NaN}'), (302, "text/html", b"http://other.example/"),
]  # fmt: skip


@pytest.mark.parametrize("answer", BAD_PAGES, ids=lambda answer: f"{answer[0]} {answer[2][:12]!r}")
def test_a_page_that_cannot_be_read_is_reported_and_the_rest_arrives(
    answer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wraparound.delivery.openreferral.taking.walking.PER_PAGE", 2)
    area = made(6)
    area.spoil = lambda path, asked, usual: answer if asked.get("page") == "2" else usual
    run = taken(area)
    assert (run.state, run.is_whole, outcomes(run)) == ("done", False, {"created": 4})
    assert any(remark["page"] == 2 for remark in run.remarks)


@pytest.mark.parametrize("answer", BAD_PAGES, ids=lambda answer: f"{answer[0]} {answer[2][:12]!r}")
def test_a_service_that_cannot_be_had_is_refused_and_the_rest_arrives(answer: Any) -> None:
    area = made(6)
    bad = f"/services/{key('service', 3)}"
    area.spoil = lambda path, asked, usual: answer if path == bad else usual
    run = taken(area)
    assert outcomes(run) in ({"created": 5, "refused": 1}, {"created": 6})
    assert outcomes(run).get("refused") or b"contents" in answer[2]


@pytest.mark.parametrize("answer", BAD_PAGES, ids=lambda answer: f"{answer[0]} {answer[2][:12]!r}")
def test_a_feed_that_cannot_be_read_at_all_says_why(answer: Any) -> None:
    area = made(2)
    area.spoil = lambda path, asked, usual: answer
    run = taken(area)
    assert run.state == "failed"
    assert run.error.endswith(".")
    assert Item.objects.count() == 0


def test_a_server_that_fails_now_and_then_is_asked_again() -> None:
    area, failed = made(6), set[str]()

    def spoil(path: str, asked: dict[str, str], usual: Any) -> Any:
        if path not in failed:
            failed.add(path)
            return (503, "application/json", b"")
        return usual

    area.spoil = spoil
    assert outcomes(taken(area)) == {"created": 6}


def test_an_answer_without_an_end_is_cut_off() -> None:
    area = made(2)
    area.services[1]["application_process"] = "x" * 3_000_000
    run = taken(area, most_bytes=1_000_000)
    assert outcomes(run) == {"created": 1, "refused": 1}
    assert "more than" in run.items.get(outcome="refused").problems[0]["problem"]


def test_a_feed_of_version_1_is_read_by_its_own_names_of_pages() -> None:
    area = made(5)

    def spoil(path: str, asked: dict[str, str], usual: Any) -> Any:
        if path != "/services":
            return usual
        return {"totalElements": 5, "totalPages": 1, "number": 1, "size": 50, "first": True, "last": True,
                "content": usual["contents"]}  # fmt: skip

    area.spoil = spoil
    run = taken(area)
    assert (outcomes(run), run.remarks, run.is_whole) == ({"created": 5}, [], True)


def test_a_feed_that_gives_the_same_page_for_ever_comes_to_an_end() -> None:
    area = made(4)
    same = {"contents": [{"id": each["id"], "name": each["name"]} for each in area.services]}
    area.spoil = lambda path, asked, usual: same if path == "/services" else usual
    run = taken(area)
    assert (run.state, outcomes(run)["created"]) == ("done", 4)


def test_the_receipt_has_a_line_for_everything_and_no_formula() -> None:
    area = spoilt(2, name="=cmd()", email="bad")
    run = taken(area)
    lines = "".join(feed_queries.receipt_of(run)).splitlines()
    assert len(lines) == 7
    assert any("'=cmd()" in line and "email" in line for line in lines)


def test_signs_that_are_no_text_are_taken_out() -> None:
    raw = json.dumps({"id": key("service", 0), "name": "A\\u0000B\\ud800", "status": "active"}).replace(
        "\\\\", "\\"
    )
    area = made(1)
    area.spoil = lambda path, asked, usual: (
        usual if path == "/services" else (200, "application/json", raw.encode())
    )
    run = taken(area)
    assert outcomes(run) == {"created": 1}
    assert Listing.objects.get().name == "AB?"
