"""What a feed has no more: its entries stop running here, and are not removed."""

from dataclasses import replace

from django.db.models import QuerySet

from wraparound.delivery.directory.models import Listing
from wraparound.delivery.directory.queries import whole
from wraparound.delivery.directory.reading import content_of
from wraparound.delivery.directory.services import write_listing
from wraparound.delivery.openreferral.models import Import, Item, Known, Proposal
from wraparound.delivery.openreferral.taking.steps import step

A_STEP = 50
MANY = 20
"""Of fewer endings than this nobody is asked, unless they are all that there is."""


def gone(run: Import) -> QuerySet[Known]:
    """Return the services of the feed that were there before and are not in this reading of it."""
    here = run.items.exclude(outcome=Item.Outcome.ENDED).values("key")
    return Known.objects.filter(feed=run.feed, gone_at__isnull=True).exclude(foreign_id__in=here)


def must_ask(run: Import, count: int) -> bool:
    """Say whether a person must decide about so many endings: all of them, or many and more than half."""
    known = Known.objects.filter(feed=run.feed, gone_at__isnull=True).count()
    return 0 < count == known or (count >= MANY and count * 2 > known)


def end_gone(run: Import) -> None:
    """End what is gone, some at a time. Raises `steps.Overtaken`."""
    while rows := list(gone(run).order_by("pk")[:A_STEP]):
        with step(run):
            _end(run, rows)


def _end(run: Import, rows: list[Known]) -> None:
    held = whole(Listing.objects.filter(pk__in=[row.listing_id for row in rows if row.listing_id]))
    listings = {listing.pk: listing for listing in held}
    items = []
    for known in rows:
        listing = listings.get(known.listing_id or 0)
        if listing and listing.status in (Listing.Status.ACTIVE, Listing.Status.PAUSED):
            content = replace(content_of(listing), status=Listing.Status.INACTIVE.value)
            same = listing.version == known.version
            written = write_listing(
                content=content, actor=None, now=run.started_at, listing=listing, came_from=run.feed.base_url
            )
            known.version = written.listing.version if same else known.version
        known.gone_at = run.started_at
        name = listing.name if listing else ""
        items.append(
            Item(
                run=run, key=known.foreign_id, occurrence=1, walk=run.walk, first_walk=run.walk,
                outcome=Item.Outcome.ENDED, name=name, listing=listing,
            )
        )  # fmt: skip
    Known.objects.bulk_update(rows, ["gone_at", "version"])
    Proposal.objects.filter(known__in=rows).delete()
    Item.objects.bulk_create(items)
