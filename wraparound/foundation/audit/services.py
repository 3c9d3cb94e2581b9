"""Writing the audit: in the transaction of the write, or before a read is sent; and sealing it."""

import random
import time
import uuid
from collections.abc import Iterable
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Exists, Max, OuterRef, QuerySet

from wraparound.foundation.accounts.rules import Actor, Denied, May
from wraparound.foundation.audit import queries, rules
from wraparound.foundation.audit.chain import checkpoints
from wraparound.foundation.audit.chain.digest import FIELDS, START, link
from wraparound.foundation.audit.chain.verify import Report
from wraparound.foundation.audit.models import Checkpoint, Entry, Sample, Seal

SEAL_CHUNK = 500
"""Links written in one transaction: few enough that nobody waits for the lock."""
SEAL_PAUSE = 0.02
"""Seconds between two chunks: SQLite's lock queue is unfair, a writer without a pause starves everyone."""
REACH = 100_000
"""How far below the newest sealed entry a late-committing one is looked for at each run."""
SAMPLED = timedelta(weeks=4)
"""How far back a sample of data managers' work is drawn from."""

current_request: ContextVar[uuid.UUID | None] = ContextVar("current_request", default=None)
"""The request or job that is being served; set by the middleware and by the worker."""

_look: ContextVar[int | None] = ContextVar("look", default=None)
_look_is_committed: ContextVar[bool] = ContextVar("look_is_committed", default=False)
_denials: ContextVar[tuple[Entry, ...]] = ContextVar("denials", default=())


class Unwritable(Exception):
    """The audit could not be written, so nothing that it should tell of may be done or shown."""


def record(
    *,
    verb: str,
    now: datetime,
    actor: Actor | None = None,
    user_id: int | None = None,
    child_id: int | None = None,
    outcome: str = Entry.Outcome.DONE,
    detail: dict[str, Any] | None = None,
) -> Entry:
    """Write one entry in the transaction that is open; `detail` holds ids and codes, never content.

    `user_id` is the person of an act that is nobody's as a post, such as signing in. Raises `Unwritable`,
    which undoes the act that it would have told of.
    """
    row = _row(verb, now, actor, outcome, detail)
    if actor is None:
        row["user_id"] = user_id
    entry = Entry(**row, child_id=child_id)
    _write([entry])
    return entry


def record_looks(
    *,
    verb: str,
    now: datetime,
    actor: Actor,
    child_ids: Iterable[int],
    detail: dict[str, Any] | None = None,
) -> None:
    """Write one look: a row for each child shown, or one row without a child when none was.

    Call it once for a reply, when the whole reply is built and before it is sent. Raises `Unwritable`,
    and then nothing may be sent.
    """
    row = _row(verb, now, actor, Entry.Outcome.SEEN, detail)
    shown: list[int | None] = [*dict.fromkeys(child_ids)] or [None]
    entries = [Entry(**row, child_id=child_id) for child_id in shown]
    _write(entries)
    _look.set(entries[-1].pk)
    _look_is_committed.set(not connection.in_atomic_block)


def record_denial(*, verb: str, now: datetime, actor: Actor | None, child_id: int | None) -> None:
    """Write a denial; when the transaction that it was written in is undone, `settle` writes it again.

    A child that is missing is denied in the same way, without an id: so both take the same time.
    """
    entry = record(verb=verb, now=now, actor=actor, child_id=child_id, outcome=Entry.Outcome.DENIED)
    _denials.set((*_denials.get(), entry))


def begin_request(request_id: uuid.UUID) -> None:
    """Start a request or job: no look and no denial yet."""
    current_request.set(request_id)
    _look.set(None)
    _look_is_committed.set(False)
    _denials.set(())


def settle() -> None:
    """Write again the denials of this request whose transaction was undone. Raises `Unwritable`."""
    denials, request = _denials.get(), current_request.get()
    _denials.set(())
    try:
        for entry in denials:
            if not Entry.objects.filter(pk=entry.pk, request=request, outcome=Entry.Outcome.DENIED).exists():
                entry.pk = None
                _write([entry])
    except DatabaseError as error:
        raise Unwritable from error


def look_is_on_record() -> bool:
    """Say whether the look that this request recorded is in the table now (and was not undone).

    One that was written in a transaction of its own is committed: only one written inside another, which may
    have been undone since, is looked for.
    """
    if _look_is_committed.get():
        return True
    pk = _look.get()
    looks = Entry.objects.filter(pk=pk or 0, request=current_request.get(), outcome=Entry.Outcome.SEEN)
    return looks.exists()


def seal(*, now: datetime, pause: float = SEAL_PAUSE, reach: int | None = REACH) -> int:
    """Chain every committed entry that has no link yet, send a checkpoint out, return how many.

    Entries are chained as they come to be visible: on PostgreSQL one with a lower id may commit after a
    higher one and is then chained in a later run. `reach` None looks for such through the whole table.
    Another process may seal at the same time: one of the two stops, and the chain stays whole.
    Raises `chain.checkpoints.NotWritten` when the checkpoint cannot leave the database.
    """
    newest = Seal.objects.aggregate(newest=Max("entry_id"))["newest"] or 0
    bottom = 0 if reach is None else max(0, newest - reach)
    late = Entry.objects.filter(pk__gt=bottom, pk__lte=newest).exclude(
        Exists(Seal.objects.filter(entry_id=OuterRef("pk")))
    )
    sealed = _seal_all(late, 0, pause) + _seal_all(Entry.objects.all(), newest, pause)
    send_checkpoint(now=now)
    return sealed


def send_checkpoint(*, now: datetime, because: str = "") -> None:
    """Write where the chain stands outside the database, if it grew since it was last written.

    `because` says why the chain goes on from an earlier place: which backup was restored.
    """
    last = Seal.objects.order_by("-sequence").first()
    line = checkpoints.write(
        sequence=last.sequence if last else 0,
        digest=bytes(last.digest) if last else START,
        now=now,
        because=because,
    )
    if line:
        Checkpoint.objects.update_or_create(
            number=line["number"],
            defaults={
                "at": datetime.fromisoformat(line["at"]),
                "sequence": line["sequence"],
                "signature": line["signature"],
            },
        )


def record_check(*, report: Report, now: datetime) -> None:
    """Put on record that the chain was checked and how many alarms there were."""
    counts = {"links": report.links, "checkpoints": report.checkpoints, "alarms": len(report.alarms)}
    record(verb="audit.check", now=now, detail=counts)


@transaction.atomic
def draw_sample(*, actor: Actor, now: datetime, dice: random.Random) -> int:
    """Draw by lot what data managers did in the last weeks for a privacy officer to read; return how many."""
    actor.check(May.AUDIT_ALL)
    keys = list(queries.of_data_managers(since=now - SAMPLED).values_list("pk", flat=True))
    drawn = rules.draw(keys, dice)
    Sample.objects.bulk_create(
        [Sample(entry_id=key, drawn_at=now, drawn_by=actor.user_id or 0) for key in drawn],
        ignore_conflicts=True,
    )
    record(verb="audit.draw", now=now, actor=actor, detail={"entries": len(drawn), "of": len(keys)})
    return len(drawn)


@transaction.atomic
def record_finding(*, sample: Sample, finding: str, words: str, actor: Actor, now: datetime) -> None:
    """Keep what a privacy officer concluded about a sampled entry.

    Raises `Denied` in words when somebody else concluded something meanwhile: theirs is kept.
    """
    actor.check(May.AUDIT_ALL)
    changed = Sample.objects.filter(pk=sample.pk, finding="").update(
        finding=finding, words=words, found_by=actor.user_id, found_at=now
    )
    if not changed:
        raise Denied("Somebody has already written what they found about this entry. Read theirs first.")
    record(verb="audit.finding", now=now, actor=actor, detail={"entry": sample.entry_id, "finding": finding})


def _seal_all(entries: QuerySet[Entry], after: int, pause: float) -> int:
    """Chain `entries` with an id over `after`, a chunk at a time; stop when another process seals."""
    sealed = 0
    while chunk := list(entries.filter(pk__gt=after).order_by("pk").values(*FIELDS)[:SEAL_CHUNK]):
        if sealed:
            time.sleep(pause)
        last = Seal.objects.order_by("-sequence").first()
        sequence, digest = (last.sequence, bytes(last.digest)) if last else (0, START)
        links = []
        for entry in chunk:
            sequence += 1
            digest = link(digest, sequence, entry)
            links.append(Seal(sequence=sequence, entry_id=entry["id"], digest=digest))
        try:
            with transaction.atomic():
                Seal.objects.bulk_create(links)
        except IntegrityError:
            break
        sealed += len(links)
        after = chunk[-1]["id"]
    return sealed


def _write(entries: list[Entry]) -> None:
    try:
        with transaction.atomic():
            Entry.objects.bulk_create(entries)
    except DatabaseError as error:
        raise Unwritable from error


def _row(
    verb: str, now: datetime, actor: Actor | None, outcome: str, detail: dict[str, Any] | None
) -> dict[str, Any]:
    return {
        "verb": verb,
        "at": now,
        "outcome": outcome,
        "user_id": actor and actor.user_id,
        "post_id": actor and actor.post_id,
        "agency_id": actor and actor.agency_id,
        "request": current_request.get(),
        "detail": detail or {},
    }
