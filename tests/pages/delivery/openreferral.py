"""The pages of openreferral: what a town has of it, and who goes to which address."""

from typing import Any

from tests.pages.town import Town
from tests.pages.visits import ADMIN, Visit, of
from wraparound.delivery.directory.models import AtPlace, Listing, Organisation, Place
from wraparound.delivery.openreferral.models import Feed, Import, Item, Known, Proposal
from wraparound.delivery.openreferral.tests.feed_server import make_service

_RUN = of("import_of_feed", "public_id")
PAGES: dict[str, Visit] = {
    "openreferral:feeds": Visit(ADMIN),
    "openreferral:add_feed": Visit(ADMIN),
    "openreferral:feed": Visit(ADMIN, of("other_directory", "public_id")),
    "openreferral:import": Visit(ADMIN, _RUN),
    "openreferral:proposals": Visit(ADMIN),
    "openreferral:decided": Visit(ADMIN),
    "openreferral:proposal": Visit(ADMIN, of("proposed_entry", "public_id")),
    "openreferral:left_out": Visit(ADMIN),
}
_OPEN = (
    "about", "description", "services", "service", "links", "link", "organisations", "organisation",
    "taxonomies", "taxonomy", "terms", "term", "nothing",
)  # fmt: skip
_SENT = ("read_now", "end_gone", "keep_all", "decide")
ELSEWHERE: dict[str, str] = {
    **{f"openreferral:{name}": "open data for programs: tests of openreferral" for name in _OPEN},
    **{f"openreferral:{name}": "takes a form that another page sends, and leads to a page" for name in _SENT},
    "openreferral:progress": "a part of a page",
    "openreferral:receipt": "a file",
}
"""Address name to why it is not walked."""


def make(town: Town) -> None:
    """Give the town what the pages of this app list."""
    for n in range(town.crowd):
        feed = Feed.objects.create(
            name=town.name(f"Directory {n}"), base_url=f"https://directory{n}.example", who="A council",
            publishes=n % 2 == 1, added_at=town.now,
        )  # fmt: skip
        if n == 0:
            town.has.other_directory = feed
            town.has.import_of_feed = _reading(town, feed)
        _proposal(town, feed, n)
        _left_out(town, n)


def _reading(town: Town, feed: Feed) -> Import:
    """Make a reading that asks a person, with as many things of each outcome as the town is crowded."""
    run = Import.objects.create(
        feed=feed, state=Import.State.HELD, started_at=town.day(-1), endings=40, is_whole=True,
        remarks=[{"page": n, "problem": "It says that it holds 50 services and holds 49."} for n in range(town.crowd)],
    )  # fmt: skip
    wrong: list[dict[str, Any]] = [{"field": "email", "problem": "It is no e-mail address. It was left out."}]
    Item.objects.bulk_create(
        Item(run=run, key=f"{outcome} {n}", outcome=outcome, name=town.name(f"Group {n}"), problems=wrong)
        for outcome in Item.Outcome.values
        for n in range(town.crowd)
    )
    return run


def _proposal(town: Town, feed: Feed, n: int) -> None:
    payload = {**make_service(7), "name": town.name(f"Group {n}"), "email": "no e-mail"}
    known = Known.objects.create(feed=feed, foreign_id=f"p{n}", digest="0")
    proposal = Proposal.objects.create(known=known, payload=payload, name=payload["name"], made_at=town.now)
    if n == 0:
        town.has.proposed_entry = proposal


def _left_out(town: Town, n: int) -> None:
    body = Organisation.objects.create(name=town.name(f"Body {n}"), modified_at=town.now)
    listing = Listing.objects.create(
        organisation=body, name=town.name(f"Club {n}"), website="http://no dots", modified_at=town.now
    )
    place = Place.objects.create(name=town.name(f"Hall {n}"), town="Westbrook")
    AtPlace.objects.create(listing=listing, place=place)
