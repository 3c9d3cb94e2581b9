"""What an import left, in a form that two runs can be held against each other in."""

from typing import Any

from wraparound.delivery.directory.models import Listing, Organisation, Place
from wraparound.delivery.directory.queries import whole
from wraparound.delivery.directory.reading import content_of
from wraparound.delivery.openreferral import feed_queries
from wraparound.delivery.openreferral.models import Feed, Import, Known
from wraparound.delivery.taxonomy.models import Term


def outcome() -> dict[str, Any]:
    """Return every entry with all its parts and ids, what is known of the feed, and the last receipt."""
    run = Import.objects.order_by("-pk").first()
    return {
        "entries": sorted(repr(content_of(each)) for each in whole(Listing.objects.all())),
        "organisations": sorted(map(str, Organisation.objects.values_list("public_id", "name", "email"))),
        "places": sorted(map(str, Place.objects.values_list("public_id", "name", "postcode"))),
        "terms": sorted(map(str, Term.objects.values_list("taxonomy__slug", "code", "name"))),
        "known": sorted(map(str, Known.objects.values_list("foreign_id", "digest", "listing__public_id"))),
        "feeds": list(Feed.objects.values_list("base_url", "name")),
        "receipt": "".join(feed_queries.receipt_of(run)),
        "counts": feed_queries.counts_of(run),
        "state": [run.state, run.is_whole, run.remarks],
        "imports": Import.objects.count(),
    }
