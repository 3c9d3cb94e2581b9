"""Each filter against a plain reading of the same directory; what cannot be asked is refused by name."""

import random
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from wraparound.delivery.directory.models import AtPlace, Listing, Session
from wraparound.delivery.openreferral.tests.listings import START, WORDS
from wraparound.delivery.taxonomy.models import Taxonomy, Term
from wraparound.foundation.area.models import Postcode

pytestmark = pytest.mark.django_db
Passes = Callable[[Listing, list[Session], list[AtPlace]], bool]


def ids(name: str, **asked: Any) -> list[str]:
    reply = Client().get(f"/openreferral/{name}", {"per_page": 500, **asked})
    assert reply.status_code == 200, reply.content
    return [each["id"] for each in reply.json()["contents"]]


def expected(directory: list[Listing], passes: Passes, *, ended: bool = False) -> tuple[list[str], list[str]]:
    """Return which services and which services at places pass, looked at one by one."""
    services, links = [], []
    for listing in directory:
        shown = ended or listing.status in ("active", "temporarily closed")
        if listing.audience != "public" or not shown:
            continue
        places = [] if listing.is_confidential else list(listing.at_places.select_related("place"))
        sessions = [
            each for each in listing.sessions.all() if not (listing.is_confidential and each.at_place_id)
        ]
        if passes(listing, sessions, places):
            services.append(str(listing.public_id))
        for at in places:
            here = [each for each in sessions if each.at_place_id in (None, at.pk)]
            if passes(listing, here, [at]):
                links.append((at.pk, str(at.public_id)))
    return services, [key for _, key in sorted(links)]


def check(directory: list[Listing], passes: Passes, *, ended: bool = False, **asked: Any) -> int:
    services, links = expected(directory, passes, ended=ended)
    assert ids("services", **asked) == services, asked
    assert ids("service_at_locations", **asked) == links, asked
    return len(services)


def test_without_a_filter_everything_that_runs_is_given(directory: list[Listing]) -> None:
    assert check(directory, lambda *_: True) > 150


@pytest.mark.parametrize("value", ["0", "3", "4.5", "12", "200"])
def test_ages_are_compared_as_the_standard_says(value: str, directory: list[Listing]) -> None:
    at = Decimal(value)
    check(directory, lambda one, *_: one.minimum_age is not None and one.minimum_age >= at, minimum_age=value)
    check(directory, lambda one, *_: one.maximum_age is not None and one.maximum_age <= at, maximum_age=value)


@pytest.mark.parametrize("day", ["MO", "WE", "SA", "SU", "TU"])
@pytest.mark.parametrize("hours", [{}, {"start_time": "09:30"}, {"end_time": "14:15"},
                                   {"start_time": "08:00", "end_time": "18:15:00"}])  # fmt: skip
def test_day_and_times_are_of_one_session(day: str, hours: dict[str, str], directory: list[Listing]) -> None:
    least = time.fromisoformat(hours["start_time"]) if "start_time" in hours else None
    most = time.fromisoformat(hours["end_time"]) if "end_time" in hours else None

    def passes(listing: Listing, sessions: list[Session], places: list[AtPlace]) -> bool:
        return any(
            day in [each[-2:] for each in session.days.split(",")]
            and (least is None or bool(session.opens_at and session.opens_at >= least))
            and (most is None or bool(session.closes_at and session.closes_at <= most))
            for session in sessions
        )

    check(directory, passes, day=day, **hours)


def test_terms_and_taxonomies_narrow(directory: list[Listing]) -> None:
    for term in Term.objects.all():
        found = check(
            directory, lambda one, *_, t=term: t in one.terms.all(), taxonomy_term_id=str(term.public_id)
        )
        assert found > 0
    for taxonomy in Taxonomy.objects.all():
        check(
            directory,
            lambda one, *_, t=taxonomy: any(term.taxonomy_id == t.pk for term in one.terms.all()),
            taxonomy_id=str(taxonomy.public_id),
        )
    assert ids("services", taxonomy_id="00000000-0000-4000-8000-000000000000") == []


@pytest.mark.parametrize("words", [*WORDS[:4], "sleep GROUP", "nursery body", "O'Neill", "%", "_", "12"])
def test_every_word_of_a_search_stands_in_the_entry(words: str, directory: list[Listing]) -> None:
    def passes(one: Listing, *_: Any) -> bool:
        parts = [one.name, one.summary, one.description, one.organisation.name]
        return all(any(word in part.lower() for part in parts) for word in words.lower().split())

    check(directory, passes, search=words)


@pytest.mark.parametrize("words", ["śródmieście", "ŚRÓDMIEŚCIE", "Śródmieście grupa", "élan"])
def test_letters_beyond_english_are_found_in_small_and_large(words: str, directory: list[Listing]) -> None:
    one = next(each for each in directory if each.audience == "public" and each.status == "active")
    Listing.objects.filter(pk=one.pk).update(
        name="Grupa ŚRÓDMIEŚCIE", summary="Śródmieście", description="ÉLAN"
    )
    assert ids("services", search=words) == [str(one.public_id)]


def test_services_of_one_organisation(directory: list[Listing]) -> None:
    key = directory[0].organisation
    check(directory, lambda one, *_: one.organisation_id == key.pk, organization_id=str(key.public_id))


def test_what_changed_since_a_time_holds_what_ended(directory: list[Listing]) -> None:
    since = START + timedelta(hours=200, microseconds=200 * 1001)
    found = check(
        directory, lambda one, *_: one.modified_at >= since, ended=True, modified_after=since.isoformat()
    )
    assert found > 80
    asked = ids("services", modified_after="2026-01-10")
    day = datetime(2026, 1, 10, tzinfo=UTC)
    assert asked == expected(directory, lambda one, *_: one.modified_at >= day, ended=True)[0]


def serves(listing: Listing, areas: set[str]) -> bool:
    cover = list(listing.coverage.all())
    return not cover or any(each.footprint is None or each.footprint.code in areas for each in cover)


@pytest.mark.parametrize(
    ("postcode", "areas"),
    [("wb10aa", {"west", "town"}), ("WB1 1AA", {"east", "town"}), (" wb1 3aa ", set[str]())],
)
def test_a_postcode_narrows_to_who_serves_it(
    postcode: str, areas: set[str], directory: list[Listing]
) -> None:
    check(directory, lambda one, *_: serves(one, areas), postcode=postcode)


@pytest.mark.parametrize("metres", [0, 500, 1999.5, 100_000])
def test_proximity_is_the_straight_line_from_the_postcode(metres: float, directory: list[Listing]) -> None:
    middle = Postcode.objects.get(pk="WB1 1AA")

    def near(at: AtPlace) -> bool:
        if at.place.easting is None:
            return False
        return (at.place.easting - middle.easting) ** 2 + (
            at.place.northing - middle.northing
        ) ** 2 <= metres**2

    def passes(one: Listing, sessions: list[Session], places: list[AtPlace]) -> bool:
        return serves(one, {"east", "town"}) and any(near(at) for at in places)

    found = check(directory, passes, postcode="WB1 1AA", proximity=metres)
    assert found > 0 or metres < 500


def test_filters_together_pass_what_passes_each(directory: list[Listing]) -> None:
    dice = random.Random(8)
    single = [
        ("minimum_age", "2"),
        ("maximum_age", "15"),
        ("day", "MO"),
        ("postcode", "WB1 0AA"),
        ("search", "group"),
    ]
    for _ in range(12):
        chosen = dict(dice.sample(single, 3))
        each = [set(ids("services", **{name: value})) for name, value in chosen.items()]
        assert set(ids("services", **chosen)) == set.intersection(*each)


BAD = [
    ("page", "0"), ("page", "-1"), ("page", "x"), ("page", "1.5"), ("page", "9" * 30), ("page", "٣"),
    ("per_page", "0"), ("per_page", "501"), ("per_page", "1e3"), ("taxonomy_term_id", "kinds"),
    ("taxonomy_id", "1"), ("organization_id", "{}"), ("minimum_age", "young"), ("minimum_age", "nan"),
    ("maximum_age", "-1"), ("maximum_age", "Infinity"), ("maximum_age", "1e99"), ("start_time", "9"),
    ("start_time", "25:00"), ("end_time", "09:60"), ("day", "someday"), ("postcode", "here"),
    ("postcode", "ZZ1 1ZZ"), ("proximity", "far"), ("proximity", "-5"), ("modified_after", "yesterday"),
    ("modified_after", "2026-02-30"), ("modified_after", "0001-01-01T00:00:00+23:59"), ("full", "maybe"),
    ("minimal", "2"), ("format", "xml"), ("search", "x" * 201), ("search", "a\x00b"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "value"), BAD)
@pytest.mark.parametrize("name", ["services", "service_at_locations"])
def test_what_cannot_be_asked_is_refused_by_name(name: str, field: str, value: str) -> None:
    asked = {"postcode": "WB1 1AA", field: value} if field == "proximity" else {field: value}
    reply = Client().get(f"/openreferral/{name}", asked)
    assert (reply.status_code, reply["Content-Type"]) == (400, "application/problem+json")
    problem = reply.json()
    assert [each["field"] for each in problem["errors"]] == [field]
    assert problem["errors"][0]["problem"].endswith(".")


def test_every_wrong_field_is_named_and_the_rest_is_forgiven(directory: list[Listing]) -> None:
    reply = Client().get("/openreferral/services?page=x&day=&per_page=y&page=2&unknown=1")
    assert {each["field"] for each in reply.json()["errors"]} == {"page", "per_page"}
    assert Client().get("/openreferral/services", {"proximity": 5}).json()["errors"][0]["field"] == "postcode"
    assert Client().get("/openreferral/services?day=&search=&unknown=1&page=1").status_code == 200
    assert ids("services", day="monday") == ids("services", day="MO") == ids("services", day="mon")
    plus = Client().get("/openreferral/services?modified_after=2026-01-06T00:00:00+01:00")
    assert plus.status_code == 200


@pytest.mark.parametrize("key", ["x", "1", "00000000-0000-4000-8000-000000000000", "%00", "a b"])
def test_an_unknown_id_is_a_plain_problem(key: str) -> None:
    for name in ("services", "service_at_locations", "organizations", "taxonomies", "taxonomy_terms"):
        reply = Client().get(f"/openreferral/{name}/{key}")
        assert (reply.status_code, reply.json()["code"]) == (404, "missing")
