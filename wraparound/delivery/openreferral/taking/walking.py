"""Reading the pages of a feed until they hold still: what stands in it, each thing once."""

from typing import Any

from wraparound.delivery.openreferral.models import Import, Item
from wraparound.delivery.openreferral.taking.fetching import Source, Unfetched
from wraparound.delivery.openreferral.taking.paging import Entry, NoPage, PageRead, is_whole, read_page
from wraparound.delivery.openreferral.taking.steps import step, with_remark
from wraparound.delivery.openreferral.taking.values import storable

PER_PAGE = 100
MOST_PAGES = 20_000
MOST_WALKS = 4
"""How often the pages are read before we say that the feed does not hold still."""
FAILED_PAGES, STALE_PAGES = 5, 3
"""After how many pages in a row that fail, or hold nothing new, the rest is not asked for."""
REPEATED = "This id stands in the feed more than once. The first was taken."


class Unreadable(Exception):
    """The feed cannot be read at all; the message says why."""


def walk(run: Import, source: Source) -> None:
    """Read pages from where the import stands until what stands in the feed is settled.

    An item may move from one page to another while we read, and is then missed or met twice. So pages that
    do not add up are read again, until two walks saw the same or we have tried often enough.
    Raises `Unreadable` when not even the first page can be read, and `steps.Overtaken`.
    """
    while run.state == Import.State.READING:
        read = _fetched(run, source)
        if isinstance(read, PageRead):
            _keep(run, read)
            over = read.is_last
        else:
            over = run.page > _pages_claimed(run)
        if over or run.page > MOST_PAGES or _leads_nowhere(run):
            _end_walk(run)


def _fetched(run: Import, source: Source) -> PageRead | None:
    """Return the next page; None when it cannot be read, which is then remarked on and passed over."""
    asked: dict[str, Any] = {"page": run.page, "per_page": PER_PAGE}
    try:
        try:
            given = source.get("services", **asked, **({"full": "true"} if run.asks_full else {}))
        except Unfetched as failed:
            if not (run.asks_full and run.page == 1 and 400 <= failed.status < 500):
                raise
            given = source.get("services", **asked)
            with step(run, asks_full=False):
                pass
        return read_page(given, number=run.page)
    except (Unfetched, NoPage) as failed:
        if run.page == 1 and run.walk == 1:
            raise Unreadable(str(failed)) from failed
        claims = [*run.claims, {"page": run.page, "failed": True}]
        with step(
            run, page=run.page + 1, claims=claims, remarks=with_remark(run, str(failed), page=run.page)
        ):
            pass
        return None


def _keep(run: Import, read: PageRead) -> None:
    """Store what stands on a page, and go on to the next."""
    remarks = run.remarks
    for words in read.remarks:
        remarks = with_remark(run, words, page=run.page, after=remarks)
    keys = {entry.key for entry in read.entries}
    before = run.items.filter(key__in=keys, walk=run.walk).values("key").distinct().count()
    claim = {"page": run.page, "total": read.total, "pages": read.pages, "held": len(read.entries),
             "fresh": len(keys) - before}  # fmt: skip
    with step(run, page=run.page + 1, claims=[*run.claims, claim], remarks=remarks):
        _store(run, read.entries, page=claim["page"])


def _store(run: Import, entries: list[Entry], *, page: Any) -> None:
    keys = {entry.key for entry in entries}
    held = {(item.key, item.occurrence): item for item in run.items.filter(key__in=keys)}
    seen: dict[str, int] = {}
    for item in held.values():
        if item.walk == run.walk:
            seen[item.key] = max(seen.get(item.key, 0), item.occurrence)
    fresh: list[Item] = []
    again: list[Item] = []
    for entry in entries:
        seen[entry.key] = seen.get(entry.key, 0) + 1
        met = held.get((entry.key, seen[entry.key]))
        (again if met else fresh).append(_item(run, entry, met, seen[entry.key], page))
    Item.objects.bulk_create(fresh)
    Item.objects.bulk_update(again, ["walk", "page", "payload", "name", "problems"])


def _item(run: Import, entry: Entry, item: Item | None, occurrence: int, page: int) -> Item:
    item = item or Item(run=run, key=entry.key, occurrence=occurrence, first_walk=run.walk)
    item.has_id, item.walk, item.page = entry.has_id, run.walk, page
    item.payload = storable(entry.payload) if is_whole(entry.payload) and entry.has_id else None
    name = entry.payload.get("name") if isinstance(entry.payload, dict) else None
    item.name = "".join(sign for sign in name if sign.isprintable())[:200] if isinstance(name, str) else ""
    item.problems = [{"field": "id", "problem": entry.problem}] if entry.problem else []
    return item


def _leads_nowhere(run: Import) -> bool:
    """Say whether the last pages failed one after the other, or held nothing that was not on those before."""
    failed = [bool(claim.get("failed")) for claim in run.claims[-FAILED_PAGES:]]
    stale = [claim.get("fresh") == 0 for claim in run.claims[-STALE_PAGES:]]
    return (len(failed) == FAILED_PAGES and all(failed)) or (len(stale) == STALE_PAGES and all(stale))


def _pages_claimed(run: Import) -> int:
    return max((claim.get("pages") or 0 for claim in run.claims), default=0)


def _end_walk(run: Import) -> None:
    """Say whether what was read is settled; read the pages once more where it is not."""
    items = run.items.filter(has_id=True)
    moved = (
        items.filter(first_walk=run.walk).exists() or items.filter(walk=run.walk - 1).exists()
        if run.walk > 1
        else not _adds_up(run) or items.filter(occurrence__gt=1).exists()
    )  # fmt: skip
    if moved and run.walk < MOST_WALKS:
        with step(run, walk=run.walk + 1, page=1, claims=[]):
            pass
        return
    remarks = run.remarks
    if moved:
        remarks = with_remark(run, f"Its pages did not hold still: we read them {run.walk} times.")
    if not _adds_up(run):
        remarks = with_remark(run, _difference(run), after=remarks)
    whole = not moved and _adds_up(run)
    with step(run, state=Import.State.WRITING, is_whole=whole, remarks=remarks, claims=run.claims[-1:]):
        _settle(run)


def _adds_up(run: Import) -> bool:
    """Say whether every page was read and the walk saw as many things as the feed says that it has."""
    totals = {claim.get("total") for claim in run.claims}
    held = sum(claim.get("held", 0) for claim in run.claims)
    return not any(claim.get("failed") for claim in run.claims) and totals in ({held}, {None})


def _difference(run: Import) -> str:
    failed = sum(bool(claim.get("failed")) for claim in run.claims)
    if failed:
        return f"{failed} of its pages could not be read. What stands on them is not known."
    totals = sorted({claim["total"] for claim in run.claims if claim.get("total") is not None})
    held = sum(claim.get("held", 0) for claim in run.claims)
    said = " and ".join(f"{total:,}" for total in totals)
    return f"It says that it has {said} services; its pages hold {held:,}."


def _settle(run: Import) -> None:
    """Take away what only seemed to be there while pages moved; refuse what cannot be told apart or named."""
    run.items.filter(walk__lt=run.walk, occurrence__gt=1).delete()
    run.items.filter(walk__lt=run.walk, has_id=False).delete()
    run.items.filter(walk__lt=run.walk).update(payload=None)
    repeated = [{"field": "id", "problem": REPEATED}]
    refused = {"outcome": Item.Outcome.REFUSED, "payload": None}
    run.items.filter(occurrence__gt=1).update(problems=repeated, **refused)
    run.items.filter(has_id=False).update(**refused)
