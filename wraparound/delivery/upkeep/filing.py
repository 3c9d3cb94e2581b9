"""Files of entries: taken in a row at a time, each with its line of the receipt, also after a break."""

import uuid
from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from wraparound.delivery.directory.content import Content, OrganisationContent
from wraparound.delivery.directory.models import Listing
from wraparound.delivery.directory.queries import whole
from wraparound.delivery.directory.reading import content_of
from wraparound.delivery.directory.rules import Refused
from wraparound.delivery.directory.services import write_listing
from wraparound.delivery.upkeep import queries, services, sheets
from wraparound.delivery.upkeep.models import File, Row
from wraparound.delivery.upkeep.rules import keeps
from wraparound.delivery.upkeep.trees import changed_labels
from wraparound.foundation.accounts.queries import actor_of
from wraparound.foundation.accounts.rules import Actor, Denied, May
from wraparound.foundation.area.jobs import queue
from wraparound.foundation.audit import services as audit
from wraparound.foundation.audit.changes import Conflict

AT_ONCE = 50
"""Rows that are read while the sender waits; a longer file is a job."""
NEW = Content(name="", organisation=OrganisationContent(name=""))


def take_out(actor: Actor) -> Iterator[str]:
    """Return the entries that the actor keeps as a CSV, row by row; those that have gone are left out."""
    return sheets.write(content_of(row) for row in whole(queries.kept_by(actor).order_by("name", "pk")))


@transaction.atomic
def send_file(*, name: str, text: str, key: uuid.UUID, actor: Actor, now: datetime) -> File:
    """Keep a file and have it read; a short one by the caller, a long one behind people's work.

    Raises `sheets.BadFile` when it cannot be read as entries. The same form sent twice is one file.
    """
    actor.check(May.EDIT_ENTRIES)
    if actor.post_id is None:
        raise Denied("Only a person can send a file.")
    lines = sum(1 for _ in sheets.read(text))
    file, is_new = File.objects.get_or_create(
        key=key, by_id=actor.post_id,
        defaults={"name": name[:200], "sent_at": now, "text": text, "lines": lines},
    )  # fmt: skip
    if is_new:
        audit.record(verb="entry.file", now=now, actor=actor, detail={"file": file.pk, "lines": lines})
        if lines > AT_ONCE:
            queue("wraparound.delivery.upkeep.tasks.read_file", file.pk)
    return file


def read_file(*, file: File, now: datetime) -> File:
    """Read a file from where it was left, each row in its own transaction; return it.

    Whoever sent it must still be able to: rows that come after they left are refused.
    """
    File.objects.filter(pk=file.pk).update(state=File.State.READING)
    done = set(file.rows.values_list("line", flat=True))
    actor = actor_of(file.by, now=now)
    for line, cells in sheets.read(file.text):
        if line not in done:
            _take(file, line, cells, actor, now)
    File.objects.filter(pk=file.pk).update(state=File.State.DONE, finished_at=now, text="")
    file.refresh_from_db()
    return file


def _take(file: File, line: int, cells: dict[str, str], actor: Actor, now: datetime) -> None:
    """Write one row and its line of the receipt together; what is refused leaves the line alone."""
    row = Row(file=file, line=line, name=cells.get("name", "")[:200])
    try:
        with transaction.atomic():
            _write(row, cells, actor, now)
            row.save()
    except Refused as refused:
        _refuse(row, refused.field, refused.words)
    except Denied as denied:
        _refuse(row, "id", denied.reason)
    except Conflict:
        _refuse(row, "id", "Somebody changed this entry at the same moment. Send the row again.")


def _refuse(row: Row, field: str, words: str) -> None:
    row.pk, row.listing, row.outcome = None, None, Row.Outcome.REFUSED
    row.field, row.words = field[:60], words[:400]
    row.save()


def _write(row: Row, cells: dict[str, str], actor: Actor, now: datetime) -> None:
    actor.check(May.EDIT_ENTRIES)
    listing = _listing(cells)
    if listing and not keeps(actor, listing):
        raise Denied("This entry is not one that your team keeps.")
    base = content_of(listing) if listing else NEW
    content = sheets.content_from(cells, base)
    row.listing = listing
    if listing and content == base:
        row.outcome = Row.Outcome.UNCHANGED
        return
    if May.APPROVE_ENTRIES in actor.may:
        written = write_listing(content=content, listing=listing, actor=actor, now=now)
        row.listing, row.outcome = written.listing, written.outcome
        row.words = changed_labels(written.fields)[:400] if listing else ""
        return
    _propose(row, listing, content, actor, now)


def _propose(row: Row, listing: Listing | None, content: Content, actor: Actor, now: datetime) -> None:
    """Let an edit wait for approval: what an editor sends in a file is approved as what they type."""
    why, key = (
        f"From the file {row.file.name}, line {row.line}"[:400],
        uuid.uuid5(row.file.key, str(row.line)),
    )
    row.outcome = Row.Outcome.WAITING
    if listing is None:
        if queries.proposed_already(actor, content.name, content.organisation.name):
            row.outcome = Row.Outcome.UNCHANGED
            return
        services.propose_new(content=content, why=why, key=key, actor=actor, now=now)
        return
    standing = queries.open_edit(listing)
    if standing and queries.says_the_same(standing, content):
        row.outcome = Row.Outcome.UNCHANGED
        return
    services.propose_change(
        listing=listing, content=content, why=why, key=key, version=standing.version if standing else 0,
        actor=actor, now=now,
    )  # fmt: skip


def _listing(cells: dict[str, str]) -> Listing | None:
    """Return the entry that a row is of: by its id, else by its name and who gives it."""
    rows = whole(Listing.objects.all())
    if said := cells.get("id", "").strip():
        try:
            public_id = uuid.UUID(said)
        except ValueError as error:
            raise Refused("id", "This is not an id of an entry. Leave it empty for a new one.") from error
        found = rows.filter(public_id=public_id).first()
        if found is None:
            raise Refused("id", "There is no entry of this id. Leave it empty for a new one.")
        return found
    name, given = cells.get("name", "").strip(), cells.get("organisation", "").strip()
    return rows.filter(name=name, organisation__name=given).order_by("pk").first()
