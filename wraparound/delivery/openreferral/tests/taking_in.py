"""Taking a made feed in, for tests."""

from collections.abc import Callable
from typing import Any

from tests.factories import NOW
from wraparound.delivery.openreferral import feed_queries, services
from wraparound.delivery.openreferral.models import Feed, Import
from wraparound.delivery.openreferral.taking.fetching import Limits, Source
from wraparound.delivery.openreferral.tests.feed_server import Area, make_service, served


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


def made(size: int, change: Callable[[list[Any]], None] = lambda services: None) -> Area:
    """Return a feed of so many services, changed by `change`."""
    area = Area([make_service(n) for n in range(size)])
    change(area.services)
    return area


def taken(area: Area, **limits: Any) -> Import:
    """Serve a feed and read it through."""
    with served(area) as url:
        feed = Feed.objects.filter(name="Eastbrook").first()
        if feed is None:
            feed = make_feed(url)
        feed.base_url = url
        return take(feed, **limits)


def problems(run: Import) -> dict[str, list[str]]:
    """Return the fields that something was wrong with, by the name of the service."""
    return {
        item.name or item.key: [each["field"] for each in item.problems]
        for item in feed_queries.items_of(run, with_problems=True)
    }
