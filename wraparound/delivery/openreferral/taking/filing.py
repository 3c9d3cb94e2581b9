"""Writing what a feed says: each service once, as an entry or as a proposal, with what was wrong with it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any

from django.db import DataError, IntegrityError, transaction
from django.utils import timezone

from wraparound.delivery.directory.arriving import add_new
from wraparound.delivery.directory.content import Content
from wraparound.delivery.directory.models import Listing
from wraparound.delivery.directory.rules import ACCESS, Refused
from wraparound.delivery.directory.services import write_listing
from wraparound.delivery.openreferral.models import Feed, Import, Item, Known, Proposal
from wraparound.delivery.openreferral.taking.fetching import Source, Unfetched
from wraparound.delivery.openreferral.taking.ground import Ground
from wraparound.delivery.openreferral.taking.service import ServiceRead, read_service
from wraparound.delivery.openreferral.taking.steps import step
from wraparound.delivery.openreferral.taking.terms import Terms
from wraparound.delivery.openreferral.taking.values import storable
from wraparound.foundation.area.models import Footprint

A_STEP = 100
THREADS = 4
MOST_FAILURES = 3
"""How many steps may end with nothing fetched before we say that the feed is away."""
Outcome = Item.Outcome


class Away(Exception):
    """The feed has stopped answering; the message says how."""


@dataclass(frozen=True)
class Fresh:
    """A service that nobody has seen before: its item, what was read of it and what the feed gave."""

    item: Item
    read: ServiceRead
    payload: Any


def file_items(run: Import, source: Source) -> None:
    """Write every item that has no outcome yet, some at a time. Raises `Away` and `steps.Overtaken`."""
    ground, failures = ground_of_feed(run.feed, on=timezone.localdate(run.started_at)), 0
    with ThreadPoolExecutor(THREADS) as threads:
        while items := list(run.items.filter(outcome="").order_by("pk")[:A_STEP]):
            fetched = dict(zip(items, threads.map(lambda item: _fetched(source, item), items), strict=True))
            lost = [answer for answer in fetched.values() if isinstance(answer, Unfetched)]
            failures = failures + 1 if len(lost) == len(items) and lost[0].status not in (404, 410) else 0
            if failures >= MOST_FAILURES:
                raise Away(lost[0].words)
            with step(run):
                _write(run, fetched, ground)


def ground_of_feed(feed: Feed, *, on: date) -> Ground:
    """Return what the services of a feed are read against on a day."""
    names = Footprint.objects.values_list("name", "code").order_by("-level__position", "-pk")
    return Ground(
        feed=feed.public_id,
        who=feed.who,
        footprints={name.lower(): code for name, code in names},
        access={label.lower(): code for code, label in ACCESS.items()},
        today=on,
    )


def _fetched(source: Source, item: Item) -> Any:
    """Return a service whole, or why it cannot be had. Asks no database: it runs beside others."""
    if item.payload is not None:
        return item.payload
    try:
        return source.get(f"services/{item.key}")
    except Unfetched as failed:
        return failed


def _write(run: Import, fetched: dict[Item, Any], ground: Ground) -> None:
    known = {
        each.foreign_id: each
        for each in Known.objects.filter(feed=run.feed, foreign_id__in=[item.key for item in fetched])
        .select_related("listing", "proposal")
    }  # fmt: skip
    terms = Terms(run.feed)
    fresh: list[Fresh] = []
    for item, answer in fetched.items():
        if isinstance(answer, Unfetched) or not isinstance(answer, dict):
            gone = isinstance(answer, Unfetched) and answer.status in (404, 410)
            words = "It was listed and is not there." if gone else f"Asked for by its id: {_why(answer)}"
            item.outcome, item.problems = Outcome.REFUSED, [{"field": "", "problem": words}]
        else:
            payload = storable(answer)
            read = read_service(payload, key=item.key, ground=ground)
            item.problems, item.name = read.problems, (read.name or item.name)
            if read.content and item.key not in known and run.feed.publishes:
                fresh.append(Fresh(item, read, payload))
            else:
                _file(run, item, read, payload, known.get(item.key), terms)
        item.payload = None
    _add_fresh(run, fresh, terms)
    fields = ["outcome", "problems", "name", "payload", "listing"]
    Item.objects.bulk_update(list(fetched), fields)


def digest_of(read: ServiceRead) -> str:
    """Return what tells whether a feed says the same of a service as before."""
    said: tuple[object, ...] = (read.content, read.terms)
    said += (read.confirmed.on,) if read.confirmed else ()
    return sha256(repr(said).encode("utf-8", "replace")).hexdigest()


def _add_fresh(run: Import, fresh: list[Fresh], terms: Terms) -> None:
    """Add services that nobody has seen before, all at once; one by one where that does not go."""
    contents = [_content(each.read, terms) for each in fresh]
    there = set(
        Listing.objects.filter(public_id__in=[each.public_id for each in contents]).values_list("public_id")
    )
    try:
        if there:
            raise IntegrityError
        with transaction.atomic():
            added = add_new(
                contents=contents, came_from=run.feed.base_url, actor=None, now=run.started_at,
                confirmed=[each.read.confirmed for each in fresh],
            )  # fmt: skip
    except (DataError, IntegrityError):
        for each in fresh:
            _file(run, each.item, each.read, each.payload, None, terms)
        return
    known = []
    for each, listing in zip(fresh, added, strict=True):
        if isinstance(listing, Refused):
            each.item.outcome = Outcome.REFUSED
            each.item.problems.append({"field": listing.field, "problem": listing.words})
            continue
        each.item.outcome, each.item.listing = Outcome.CREATED, listing
        known.append(
            Known(
                feed=run.feed, foreign_id=each.item.key, listing=listing, digest=digest_of(each.read),
                version=listing.version,
            )
        )  # fmt: skip
    Known.objects.bulk_create(known)


def _why(answer: Any) -> str:
    return answer.words if isinstance(answer, Unfetched) else "What it gave is no service."


def _file(
    run: Import, item: Item, read: ServiceRead, payload: Any, known: Known | None, terms: Terms
) -> None:
    """Give one item its outcome."""
    item.listing = known.listing if known else None
    if read.content is None:
        item.outcome = Outcome.REFUSED
        return
    digest = digest_of(read)
    if known and known.digest == digest and known.gone_at is None:
        item.outcome = Outcome.PROPOSED if hasattr(known, "proposal") else Outcome.UNCHANGED
        return
    known = known or Known(feed=run.feed, foreign_id=item.key)
    changed_here = known.listing is not None and known.version != known.listing.version
    if not run.feed.publishes or changed_here:
        if changed_here:
            item.problems.append({"field": "", "problem": "It was changed here since. A person decides."})
        _propose(run, item, known, digest, payload, read.name)
        return
    try:
        with transaction.atomic():
            item.outcome = publish(run.feed, known, read, terms, actor=None, now=run.started_at)
            known.digest, known.gone_at, known.is_declined = digest, None, False
            known.save()
            Proposal.objects.filter(known=known).delete()
    except Refused as refused:
        item.outcome = Outcome.REFUSED
        item.problems.append({"field": refused.field, "problem": refused.words})
    except (DataError, IntegrityError):
        item.outcome = Outcome.REFUSED
        item.problems.append({"field": "", "problem": "The database cannot keep it."})
    else:
        item.listing = known.listing


def _content(read: ServiceRead, terms: Terms) -> Content:
    """Return what a feed says of a service with terms of ours. Raises `Refused` when it says nothing."""
    if read.content is None:
        raise Refused("name", "It has no name.")
    return replace(read.content, terms=terms.of(read.terms))


def publish(feed: Any, known: Known, read: ServiceRead, terms: Terms, *, actor: Any, now: Any) -> str:
    """Write an entry as a feed says it, note its version, and return the outcome. Raises `Refused`."""
    content = _content(read, terms)
    same = Listing.objects.filter(public_id__in=[content.public_id])
    listing = known.listing or same.first()
    written = write_listing(
        content=content, actor=actor, now=now, listing=listing, came_from=feed.base_url,
        confirmed=read.confirmed,
    )  # fmt: skip
    known.listing = written.listing
    known.version = written.listing.version
    return {"created": Outcome.CREATED, "changed": Outcome.UPDATED}.get(written.outcome, Outcome.UNCHANGED)


def _propose(run: Import, item: Item, known: Known, digest: str, payload: Any, name: str) -> None:
    known.digest, known.gone_at, known.is_declined = digest, None, False
    known.save()
    values = {"payload": payload, "name": name, "made_at": run.started_at}
    Proposal.objects.update_or_create(known=known, defaults=values)
    item.outcome = Outcome.PROPOSED
