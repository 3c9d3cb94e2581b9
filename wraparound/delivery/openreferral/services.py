"""What can be done with feeds of other areas: add one, read it, decide what waits."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from wraparound.delivery.openreferral.feed_queries import open_import
from wraparound.delivery.openreferral.giving.identity import derived
from wraparound.delivery.openreferral.models import Feed, Import, Known, Proposal
from wraparound.delivery.openreferral.taking.fetching import Limits, Source
from wraparound.delivery.openreferral.taking.filing import ground_of_feed, publish
from wraparound.delivery.openreferral.taking.run import run_through
from wraparound.delivery.openreferral.taking.service import ServiceRead, read_service
from wraparound.delivery.openreferral.taking.steps import OVER
from wraparound.delivery.openreferral.taking.terms import Terms
from wraparound.foundation.accounts.rules import Actor, Denied, May
from wraparound.foundation.area.jobs import queue
from wraparound.foundation.audit import services as audit
from wraparound.foundation.audit.changes import add, change

JOB = "wraparound.delivery.openreferral.tasks.run"


def check_may_keep(actor: Actor | None) -> None:
    """Pass who may look after feeds; None is the command line. Raises `Denied`."""
    if actor is not None and not {May.ADMINISTER, May.APPROVE_ENTRIES} & actor.may:
        actor.check(May.APPROVE_ENTRIES)


def limits() -> Limits:
    """Return what fetching is held to on this installation."""
    return Limits(lets_private=settings.OPENREFERRAL_PRIVATE_FEEDS)


def save_feed(
    *, feed: Feed | None, version: int, values: dict[str, Any], actor: Actor | None, now: datetime
) -> Feed:
    """Add or change a feed. Raises `changes.Conflict` and `changes.Taken` as every change does."""
    check_may_keep(actor)
    if feed is not None:
        change(feed, version=version, values=values, verb="openreferral.feed_change", actor=actor, now=now)
        return feed
    values = dict(values)
    address = values.pop("base_url").rstrip("/")
    own = UUID(
        derived(address, "feed")
    )  # the ids of what comes from a feed are made of this: always the same
    return add(
        Feed, key={"base_url": address}, values=values, verb="openreferral.feed_add",
        actor=actor, now=now, once={"added_at": lambda: now, "public_id": lambda: own},
    )  # fmt: skip


@transaction.atomic
def begin_import(*, feed: Feed, actor: Actor | None, now: datetime, in_background: bool = False) -> Import:
    """Return the reading of a feed that is under way, or begin one; in the background, queue it too."""
    check_may_keep(actor)
    Feed.objects.select_for_update().get(pk=feed.pk)
    run = open_import(feed)
    if run is None:
        run = Import.objects.create(feed=feed, started_at=now, started_by_id=actor.post_id if actor else None)
        audit.record(verb="openreferral.import_begin", now=now, actor=actor, detail=_about(run))
    if in_background and run.state != Import.State.HELD:
        queue(JOB, run.pk)
    return run


def run_import(
    *, run: Import, now: datetime, source: Source | None = None, clock: Callable[[], datetime] | None = None
) -> Import:
    """Do what is left of an import, however often it was cut. Returns it at its end, or held.

    Raises `taking.steps.Overtaken` when another process does it.
    """

    def close(state: str, error: str) -> None:
        _close(run, state, error, now=clock() if clock else now)

    run_through(run, source or Source(run.feed.base_url, limits()), close=close)
    return run


@transaction.atomic
def accept_endings(
    *, run: Import, number: int, actor: Actor | None, now: datetime, in_background: bool = False
) -> None:
    """Let as many entries end as a held import said. Raises `Denied` when that is not the number."""
    check_may_keep(actor)
    run = Import.objects.select_for_update().get(pk=run.pk)
    if run.state != Import.State.HELD or run.endings != number:
        raise Denied("The number has changed. Look at the import again.")
    run.state = Import.State.WRITING
    run.save(update_fields=["state"])
    audit.record(
        verb="openreferral.endings_accept", now=now, actor=actor, detail={**_about(run), "endings": number}
    )
    if in_background:
        queue(JOB, run.pk)


@transaction.atomic
def keep_all(*, run: Import, actor: Actor | None, now: datetime) -> None:
    """Close a held import without ending anything. Raises `Denied` when it is not held any more."""
    check_may_keep(actor)
    run = Import.objects.select_for_update().get(pk=run.pk)
    if run.state != Import.State.HELD:
        raise Denied("This was decided already. Look at the import again.")
    remark = {"page": None, "problem": f"A person kept the {run.endings:,} entries that are gone from it."}
    run.remarks, run.endings = [*run.remarks, remark], 0
    run.save(update_fields=["remarks", "endings"])
    _close(run, Import.State.DONE, "", now=now, actor=actor)


def proposed(proposal: Proposal) -> ServiceRead:
    """Return what a proposal says, as it would be kept."""
    known = proposal.known
    ground = ground_of_feed(known.feed, on=timezone.localdate(proposal.made_at))
    return read_service(proposal.payload, key=known.foreign_id, ground=ground)


@transaction.atomic
def accept(*, proposal: Proposal, actor: Actor, now: datetime) -> str:
    """Make what a feed proposes an entry of the directory; return the outcome.

    Raises `directory.rules.Refused` for what cannot be kept, and `Denied` when somebody decided already.
    """
    actor.check(May.APPROVE_ENTRIES)
    known = _decided_once(proposal)
    outcome = publish(known.feed, known, proposed(proposal), Terms(known.feed), actor=actor, now=now)
    known.save(update_fields=["listing", "version"])
    _decide(proposal, "openreferral.accept", actor, now)
    return outcome


@transaction.atomic
def decline(*, proposal: Proposal, actor: Actor, now: datetime) -> None:
    """Say no to what a feed proposes; it is not asked again until the feed says something else."""
    actor.check(May.APPROVE_ENTRIES)
    known = _decided_once(proposal)
    known.is_declined = True
    known.save(update_fields=["is_declined"])
    _decide(proposal, "openreferral.decline", actor, now)


def _decided_once(proposal: Proposal) -> Known:
    known = Known.objects.select_for_update().select_related(None).get(pk=proposal.known_id)
    if not Proposal.objects.filter(pk=proposal.pk, made_at=proposal.made_at).exists():
        raise Denied("Somebody has decided this already, or the feed says something else now.")
    return known


def _decide(proposal: Proposal, verb: str, actor: Actor, now: datetime) -> None:
    audit.record(
        verb=verb, now=now, actor=actor, detail={"feed": proposal.known.feed_id, "known": proposal.known_id}
    )
    proposal.delete()


@transaction.atomic
def _close(run: Import, state: str, error: str, *, now: datetime, actor: Actor | None = None) -> None:
    """Bring an import to its end and put that on record, both or neither; once."""
    values = {"state": state, "error": error[:1000], "finished_at": now}
    if Import.objects.filter(pk=run.pk).exclude(state__in=OVER).update(**values):
        audit.record(
            verb="openreferral.import_end", now=now, actor=actor, detail={**_about(run), "state": state}
        )
    run.refresh_from_db()


def _about(run: Import) -> dict[str, Any]:
    return {"feed": run.feed_id, "import": run.pk}
