"""A feed is taken in whole, once; the same again changes nothing; what is gone ends."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.factories import NOW
from wraparound.delivery.directory.models import Listing, Organisation, Place
from wraparound.delivery.openreferral import feed_queries, services
from wraparound.delivery.openreferral.models import Feed, Import, Known
from wraparound.delivery.openreferral.taking.fetching import Limits, Source
from wraparound.delivery.openreferral.tests.feed_server import Area, make_service, served

pytestmark = pytest.mark.django_db


@pytest.fixture
def area() -> Iterator[Area]:
    yield Area([make_service(n) for n in range(30)])


def make_feed(url: str, **given: Any) -> Feed:
    values = {"name": "Eastbrook", "base_url": url, "who": "Eastbrook Council", "publishes": True, **given}
    return services.save_feed(feed=None, version=0, values=values, actor=None, now=NOW)


def take(feed: Feed, **limits: Any) -> Import:
    """Read a feed through."""
    limits = {"back_off": (0, 0), "lets_private": True, **limits}
    run = services.begin_import(feed=feed, actor=None, now=NOW)
    return services.run_import(run=run, now=NOW, source=Source(feed.base_url, Limits(**limits)))


def outcomes(run: Import) -> dict[str, int]:
    return {name: count for name, count in feed_queries.counts_of(run).items() if count}


def test_every_service_of_a_feed_arrives_once(area: Area) -> None:
    with served(area) as url:
        run = take(make_feed(url))
    assert (run.state, run.error, run.remarks, run.is_whole) == ("done", "", [], True)
    assert outcomes(run) == {"created": 30}
    assert Listing.objects.count() == 30
    assert Place.objects.count() == len({each["service_at_locations"][0]["location_id"] for each in area.services if "service_at_locations" in each})  # fmt: skip
    one = Listing.objects.get(name="Group 7")
    assert one.organisation.name == "Body 7"
    assert (str(one.came_from), one.email) == (url, "group7@body7.example")
    assert one.sessions.get().at_place.place.name == "Hall 7"
    assert one.sessions.get().opens_at.hour == 9
    assert [term.name for term in one.terms.all()] == ["Sort 7"]
    assert one.telephones.get().number == "01632 960007"


def test_the_same_again_changes_nothing(area: Area) -> None:
    with served(area) as url:
        feed = make_feed(url)
        take(feed)
        before = list(Listing.objects.order_by("pk").values())
        assert outcomes(take(feed)) == {"unchanged": 30}
    assert list(Listing.objects.order_by("pk").values()) == before
    assert Organisation.objects.count() == 30
    assert Known.objects.count() == 30
