"""Reading feeds: which there are, how far each import is, what became of what stood in it."""

import csv
import io
from collections.abc import Iterator

from django.db.models import Case, Count, OuterRef, QuerySet, Subquery, When

from wraparound.delivery.directory.content import Content
from wraparound.delivery.directory.models import Listing
from wraparound.delivery.directory.queries import whole
from wraparound.delivery.directory.reading import content_of
from wraparound.delivery.openreferral.models import Feed, Import, Item, Proposal
from wraparound.delivery.openreferral.taking.steps import OVER

WORST_FIRST = (Item.Outcome.REFUSED, Item.Outcome.PROPOSED, Item.Outcome.ENDED, Item.Outcome.UPDATED)
COLUMNS = ["id", "name", "outcome", "field", "problem"]


def feeds() -> QuerySet[Feed]:
    """Return the feeds by name."""
    return Feed.objects.all()


def imports() -> QuerySet[Import]:
    """Return every reading of every feed, the newest first."""
    return Import.objects.select_related("feed").order_by("-started_at", "-pk")


def open_import(feed: Feed) -> Import | None:
    """Return the reading of a feed that is not at its end, or None."""
    return Import.objects.select_related("feed").filter(feed=feed).exclude(state__in=OVER).first()


def feeds_with_last() -> QuerySet[Feed]:
    """Return the feeds, each with the time (`last_at`), state and key of its last reading, and what waits."""
    last = Import.objects.filter(feed=OuterRef("pk")).order_by("-started_at", "-pk")
    return Feed.objects.annotate(
        last_at=Subquery(last.values("started_at")[:1]),
        last_state=Subquery(last.values("state")[:1]),
        last_key=Subquery(last.values("public_id")[:1]),
        waiting=Count("known__proposal"),
    ).order_by("name")


def counts_of(run: Import) -> dict[str, int]:
    """Return how many things had each outcome; every outcome is named."""
    found = dict(run.items.exclude(outcome="").values_list("outcome").annotate(n=Count("pk")).order_by())
    return {outcome: found.get(outcome, 0) for outcome in Item.Outcome.values}


def counts_in_words(run: Import) -> list[tuple[str, int]]:
    """Return the same for a page: each outcome in words."""
    return [(Item.Outcome(name).label, count) for name, count in counts_of(run).items()]


def items_of(run: Import, outcome: str = "", *, with_problems: bool = False) -> QuerySet[Item]:
    """Return what stood in a feed, what needs somebody first; of one outcome, or only what was faulty."""
    worst = Case(*(When(outcome=each, then=at) for at, each in enumerate(WORST_FIRST)), default=9)
    found = run.items.exclude(outcome="").select_related("listing").order_by(worst, "key", "occurrence")
    if outcome:
        found = found.filter(outcome=outcome)
    return found.exclude(problems=[]) if with_problems else found


def proposals() -> QuerySet[Proposal]:
    """Return what waits for a person, by feed and name."""
    found = Proposal.objects.select_related("known__feed", "known__listing__organisation")
    return found.order_by("known__feed__name", "name", "pk")


def standing(proposal: Proposal) -> Content | None:
    """Return what the entry says now that a proposal is about; None where it would be new."""
    listing = whole(Listing.objects.filter(pk=proposal.known.listing_id or 0)).first()
    return content_of(listing) if listing else None


def receipt_of(run: Import) -> Iterator[str]:
    """Return the receipt as CSV: a line for each thing and each problem of it, then those of the pages."""
    yield _line(COLUMNS)
    for item in run.items.exclude(outcome="").order_by("key", "occurrence").iterator():
        for problem in item.problems or [{"field": "", "problem": ""}]:
            yield _line([item.key, item.name, item.outcome, problem["field"], problem["problem"]])
    for remark in run.remarks:
        where = f"page {remark['page']}" if remark["page"] else "the feed"
        yield _line([where, "", "remark", "", remark["problem"]])


def _line(cells: list[str]) -> str:
    """Return a line of CSV in which no cell is taken for a formula by a spreadsheet."""
    stream = io.StringIO()
    csv.writer(stream).writerow([f"'{cell}" if cell[:1] in "=+-@\t" and cell else cell for cell in cells])
    return stream.getvalue()
