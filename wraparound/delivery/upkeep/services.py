"""Keeping entries true: proposing, deciding, confirming, the small changes that need nobody's approval."""

import uuid
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from wraparound.delivery.directory.content import Content
from wraparound.delivery.directory.models import Listing
from wraparound.delivery.directory.services import confirm, write_listing
from wraparound.delivery.upkeep import queries
from wraparound.delivery.upkeep.keeping import audit_edit, store_edit
from wraparound.delivery.upkeep.models import Edit
from wraparound.delivery.upkeep.referring import write_approved
from wraparound.delivery.upkeep.rules import (
    APPROVE,
    DECISIONS,
    NOT_FOUND,
    check_decision,
    check_keeps,
    check_may_decide,
    writes,
)
from wraparound.delivery.upkeep.trees import content_from, merged, tree_of
from wraparound.foundation.accounts.rules import Actor, Denied, May
from wraparound.foundation.agencies.models import Team
from wraparound.foundation.audit.changes import Conflict
from wraparound.foundation.notifications.services import notify


class _Rehearsed(Exception):
    """What was written to try it is taken back."""


@transaction.atomic
def propose_change(
    *, listing: Listing, content: Content, why: str, key: uuid.UUID, version: int, actor: Actor,
    now: datetime, listing_version: int | None = None,
) -> Edit:  # fmt: skip
    """Propose what an entry shall say; it waits for approval. An entry has one open edit, which is changed.

    `version` is that of the open edit that was read, 0 where there was none; then `listing_version` is that
    of the entry. Raises `Conflict` when a colleague proposed something meanwhile or the entry changed (both
    texts are kept), `directory.rules.Refused` naming a field that cannot be kept. Sent twice it is one edit.
    """
    listing = _locked_own(listing, actor)
    if made := Edit.objects.filter(key=key, listing=listing).first():
        return made
    standing = Edit.objects.select_for_update().filter(
        listing=listing, state__in=Edit.OPEN, kind__in=Edit.OF_ENTRY
    ).first()  # fmt: skip
    now_said = queries.content_now(listing)
    is_old = not standing and listing_version not in (None, listing.version)
    if is_old or (standing.version if standing else 0) != version:
        raise Conflict(standing or Edit(listing=listing, proposed=tree_of(now_said), version=0))
    content = replace(content, public_id=listing.public_id)
    _rehearse(content, listing=listing, actor=actor, now=now)
    base = standing.base if standing else tree_of(now_said)
    return store_edit(standing, listing, Edit.Kind.CHANGE, base, tree_of(content), why, key, actor, now)


@transaction.atomic
def propose_new(
    *, content: Content, why: str, key: uuid.UUID, actor: Actor, now: datetime, edit: Edit | None = None,
    version: int = 0,
) -> Edit:  # fmt: skip
    """Propose a new entry of the actor's team, or change one that is proposed. Raises as `propose_change`."""
    actor.check(May.EDIT_ENTRIES)
    if made := Edit.objects.filter(key=key, team=actor.team_id).first():
        return made
    if edit:
        edit = Edit.objects.select_for_update().get(pk=edit.pk)
        if not writes(actor, edit):
            raise Denied(NOT_FOUND)
        if edit.version != version:
            raise Conflict(edit)
    if May.APPROVE_ENTRIES not in actor.may:
        content = replace(content, owner=Team.objects.get(pk=actor.team_id or 0).code)
    _rehearse(content, listing=None, actor=actor, now=now)
    return store_edit(edit, None, Edit.Kind.NEW, {}, tree_of(content), why, key, actor, now)


@transaction.atomic
def propose_gone(*, listing: Listing, why: str, key: uuid.UUID, actor: Actor, now: datetime) -> Edit:
    """Propose that a service has gone for good. Raises `Denied` while another edit of it is open."""
    listing = _locked_own(listing, actor)
    if made := Edit.objects.filter(key=key, listing=listing).first():
        return made
    if queries.open_edit(listing):
        raise Denied("An edit of this entry is open. Withdraw it first.")
    said = queries.content_now(listing)
    gone = tree_of(replace(said, status=Listing.Status.DEFUNCT))
    return store_edit(None, listing, Edit.Kind.GONE, tree_of(said), gone, why, key, actor, now)


@transaction.atomic
def decide(
    *, edit: Edit, decision: str, words: str, actor: Actor, now: datetime, version: int,
    listing_version: int | None = None,
) -> Edit:  # fmt: skip
    """Approve an edit, send it back with words, or refuse it. Nobody decides on what they wrote.

    Approved, the fields that it changes are written and whatever else changed meanwhile stays. Raises
    `Conflict` when the edit changed since `version` or the entry since `listing_version` (the approver looks
    again, at three texts), `Denied` when somebody decided already.
    """
    check_decision(decision, words)
    edit = Edit.objects.select_for_update(of=("self",)).select_related("by").get(pk=edit.pk)
    check_may_decide(actor, edit, writer=edit.by.user_id)
    if edit.version != version:
        raise Conflict(edit)
    if decision == APPROVE:
        edit.listing = _write(edit, listing_version, actor, now)
    edit.state, edit.words = DECISIONS[decision], words.strip()
    edit.decided_at, edit.decided_by_id, edit.version = now, actor.post_id, edit.version + 1
    edit.save()
    audit_edit("edit.decide", edit, actor, now, decision=decision)
    notify(
        to=edit.by, kind="edit.decided", now=now, route="upkeep:edit", key=str(edit.public_id),
        words=f"Your edit of the directory: {edit.get_state_display().lower()}.",
    )  # fmt: skip
    return edit


@transaction.atomic
def withdraw(*, edit: Edit, actor: Actor, now: datetime) -> Edit:
    """Take back an open edit of the actor's team. Taken back twice it is taken back once."""
    edit = Edit.objects.select_for_update().get(pk=edit.pk)
    if edit.state == Edit.State.WITHDRAWN:
        return edit
    if not writes(actor, edit):
        raise Denied("Somebody has decided already.")
    edit.state, edit.version = Edit.State.WITHDRAWN, edit.version + 1
    edit.save(update_fields=["state", "version"])
    audit_edit("edit.withdraw", edit, actor, now)
    return edit


@transaction.atomic
def still_true(*, listing: Listing, actor: Actor, now: datetime) -> Listing:
    """Confirm an entry as it stands, by one press of whoever keeps it."""
    listing = _locked_own(listing, actor)
    by = f"{actor.title}, {actor.team_name}"
    return confirm(listing=listing, by_words=by[:200], on=timezone.localdate(now), actor=actor, now=now)


@transaction.atomic
def say_alert(*, listing: Listing, alert: str, version: int, actor: Actor, now: datetime) -> Listing:
    """Say what is different just now; families see it at once.

    Raises `Conflict` when the entry changed since `version`, `Refused` when a confidential service would say
    where it is.
    """
    listing = _locked_own(listing, actor)
    said = queries.content_now(listing)
    if said.alert == alert.strip():
        return listing
    content = replace(said, alert=alert.strip())
    return write_listing(content=content, listing=listing, version=version, actor=actor, now=now).listing


def _write(edit: Edit, listing_version: int | None, actor: Actor, now: datetime) -> Listing:
    """Write what was approved: it is confirmed by whoever proposed it, on the day that they did.

    How to refer is written alone: that an entry is true is said of what families read.
    """
    if edit.kind == Edit.Kind.REFERRAL:
        return write_approved(edit, version=listing_version, actor=actor, now=now)
    proposed = content_from(edit.proposed)
    listing = edit.listing
    if listing is not None:
        now_said = queries.content_now(listing)
        proposed = merged(content_from(edit.base), now_said, proposed)
    written = write_listing(
        content=proposed, listing=listing, version=listing_version, actor=actor, now=now
    ).listing
    if edit.kind == Edit.Kind.GONE:
        return written
    by, on = f"{edit.by.title}, {edit.team.name}", timezone.localdate(edit.made_at)
    if written.confirmed_on and written.confirmed_on >= on:
        return written
    return confirm(listing=written, by_words=by[:200], on=on, actor=actor, now=now)


def _rehearse(content: Content, *, listing: Listing | None, actor: Actor, now: datetime) -> None:
    """Pass what could be written if it were approved now; raise what writing it raises."""
    try:
        with transaction.atomic():
            write_listing(content=content, listing=listing, actor=actor, now=now)
            raise _Rehearsed
    except _Rehearsed:
        return


def _locked_own(listing: Listing, actor: Actor) -> Listing:
    listing = Listing.objects.select_for_update().get(pk=listing.pk)
    check_keeps(actor, listing)
    return listing
