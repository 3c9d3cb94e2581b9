"""Storing an edit, telling who approves, writing down what was done: for every kind of edit alike."""

import uuid
from datetime import datetime

from django.db import IntegrityError, transaction

from wraparound.delivery.directory.models import Listing
from wraparound.delivery.upkeep import queries
from wraparound.delivery.upkeep.models import Edit
from wraparound.delivery.upkeep.rules import NOT_FOUND
from wraparound.foundation.accounts.models import Post
from wraparound.foundation.accounts.rules import Actor, Denied
from wraparound.foundation.audit import services as audit
from wraparound.foundation.audit.changes import Conflict
from wraparound.foundation.notifications.services import notify


def store_edit(
    standing: Edit | None, listing: Listing | None, kind: str, base: dict[str, object],
    proposed: dict[str, object], why: str, key: uuid.UUID, actor: Actor, now: datetime,
) -> Edit:  # fmt: skip
    """Store what is proposed, in the edit that stands or in a new one; it waits, and approvers are told.

    Raises `Conflict` when a colleague began an edit at the same moment.
    """
    if actor.post_id is None or actor.team_id is None:
        raise Denied(NOT_FOUND)
    edit = standing or Edit(listing=listing, kind=kind, base=base, version=0)
    edit.kind = Edit.Kind.NEW if edit.kind == Edit.Kind.NEW else kind
    edit.proposed, edit.why, edit.key, edit.by_id = proposed, why.strip(), key, actor.post_id
    edit.team_id = (listing.owner_id if listing and listing.owner_id else None) or actor.team_id
    edit.state, edit.made_at, edit.version = Edit.State.WAITING, now, edit.version + 1
    try:
        with transaction.atomic():
            edit.save()
    except IntegrityError as error:
        same = [kind] if kind == Edit.Kind.REFERRAL else Edit.OF_ENTRY
        stands = Edit.objects.get(listing=listing, state__in=Edit.OPEN, kind__in=same)
        raise Conflict(stands) from error
    audit_edit("edit.propose", edit, actor, now, kind=edit.kind)
    for approver in _approvers(actor, now):
        notify(
            to=approver, kind="edit.waits", now=now, route="upkeep:approvals", mail=False,
            words="An edit of the directory waits for approval.",
        )  # fmt: skip
    return edit


def _approvers(actor: Actor, now: datetime) -> list[Post]:
    """Return the posts that can approve and have not been told of anything that still waits for them."""
    return [post for post in queries.approvers(now=now) if post.user_id != actor.user_id]


def audit_edit(verb: str, edit: Edit, actor: Actor, now: datetime, **detail: object) -> None:
    """Write down what was done with an edit."""
    audit.record(
        verb=verb, now=now, actor=actor, detail={"edit": edit.pk, "listing": edit.listing_id, **detail}
    )
