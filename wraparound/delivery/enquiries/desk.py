"""The enquiry desk: recording what is asked, noting what was offered, brokering until a place is found."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from wraparound.delivery.directory.models import Listing
from wraparound.delivery.enquiries import queries
from wraparound.delivery.enquiries.models import Enquiry, Step
from wraparound.delivery.enquiries.rules import (
    NOT_FOUND,
    check_result,
    check_state,
)
from wraparound.foundation.accounts.models import Post
from wraparound.foundation.accounts.rules import Actor, Denied, May
from wraparound.foundation.area.queries import place_of
from wraparound.foundation.area.rules import normal_postcode
from wraparound.foundation.audit import services as audit
from wraparound.foundation.audit.changes import Conflict

ASKED = ("channel", "asked", "age", "kind", "need", "footprint", "postcode", "call_back")
"""What is written down of an enquiry; all of it can be put right afterwards."""


@transaction.atomic
def record_enquiry(*, values: dict[str, Any], key: uuid.UUID, actor: Actor, now: datetime) -> Enquiry:
    """Write down what somebody asks for; it is the actor's to follow. Sent twice it is one enquiry."""
    actor.check(May.WORK)
    if actor.team_id is None:
        raise Denied(NOT_FOUND)
    if made := Enquiry.objects.filter(key=key, team=actor.team_id).first():
        return made
    enquiry = Enquiry.objects.create(
        **_cleaned(values), key=key, team_id=actor.team_id, owner_id=actor.post_id,
        taken_by_id=actor.post_id, taken_at=now,
    )  # fmt: skip
    _audit("enquiry.record", enquiry, actor, now)
    return enquiry


@transaction.atomic
def correct_enquiry(
    *, enquiry: Enquiry, values: dict[str, Any], version: int, actor: Actor, now: datetime
) -> Enquiry:
    """Put right what was written down. Raises `Conflict` when somebody else did since `version`."""
    enquiry = _locked(enquiry, actor)
    values = _cleaned(values)
    changed = [name for name, value in values.items() if getattr(enquiry, name) != value]
    if not changed:
        return enquiry
    _check_version(enquiry, version)
    for name in changed:
        setattr(enquiry, name, values[name])
    enquiry.save(update_fields=changed)
    _bump(enquiry)
    _audit("enquiry.correct", enquiry, actor, now, fields=changed)
    return enquiry


@transaction.atomic
def note_offer(
    *, enquiry: Enquiry, listing: Listing, result: str, key: uuid.UUID, actor: Actor, now: datetime,
    words: str = "",
) -> Step:  # fmt: skip
    """Note that a service was offered and what came of it. Sent twice it is noted once.

    An enquiry that was just open is then one for which the desk looks for a place, or has found one.
    """
    check_result(result)
    enquiry = _locked(enquiry, actor)
    if made := enquiry.steps.filter(key=key).first():
        return made
    step = enquiry.steps.create(
        listing=listing, result=result, words=words.strip(), key=key, at=now, by_id=actor.post_id
    )
    if result == Step.Result.TOOK:
        _move(enquiry, Enquiry.State.FOUND, now)
    elif enquiry.state == Enquiry.State.OPEN:
        _move(enquiry, Enquiry.State.BROKERING, now)
    _bump(enquiry)
    _audit("enquiry.offer", enquiry, actor, now, listing=listing.pk, result=result)
    return step


@transaction.atomic
def follow_up(
    *, enquiry: Enquiry, state: str, owner: Post | None, next_on: date | None, words: str, version: int,
    key: uuid.UUID, actor: Actor, now: datetime,
) -> Enquiry:  # fmt: skip
    """Say how an enquiry stands now, whose it is, and when the desk is next in touch.

    One that is finished can be opened again. Raises `Conflict` when somebody else changed it since
    `version`, `Denied` when the owner is nobody of the team and when an open one has no owner.
    """
    check_state(state)
    enquiry = _locked(enquiry, actor)
    if enquiry.steps.filter(key=key).exists():
        return enquiry
    _check_version(enquiry, version)
    is_over = state in Enquiry.FINISHED
    if owner is None and not is_over:
        raise Denied("Choose whose it is: an open enquiry has an owner.")
    if owner and owner.pk != enquiry.owner_id and not queries.colleagues(actor).filter(pk=owner.pk).exists():
        raise Denied("Choose somebody who works at your desk now.")
    enquiry.owner, enquiry.next_on = owner, None if is_over else next_on
    enquiry.save(update_fields=["owner", "next_on"])
    _move(enquiry, state, now)
    enquiry.steps.create(state=state, words=words.strip(), key=key, at=now, by_id=actor.post_id)
    _bump(enquiry)
    _audit("enquiry.follow_up", enquiry, actor, now, state=state)
    return enquiry


@transaction.atomic
def forget_personal_details(*, now: datetime) -> int:
    """Empty the numbers to ring and postcodes of enquiries finished long enough ago; return how many.

    How long, the area decides. Locality, age and need stay: they are what is counted.
    """
    days = queries.terms(on=timezone.localdate(now)).call_back_days
    due = queries.with_personal_details(finished_before=now - timedelta(days=days))
    keys = list(due.select_for_update().values_list("pk", flat=True))
    for key in keys:
        audit.record(verb="enquiry.forget", now=now, detail={"enquiry": key})
    return Enquiry.objects.filter(pk__in=keys).update(call_back="", postcode="", version=F("version") + 1)


def _cleaned(values: dict[str, Any]) -> dict[str, Any]:
    """Return what is stored: words trimmed, the postcode as the directory writes it, and where it lies."""
    kept = {name: values[name] for name in ASKED if name in values}
    kept["asked"] = str(kept.get("asked", "")).strip()
    if not kept["asked"]:
        raise Denied("Write what was asked for.")
    if kept.get("channel") not in Enquiry.Channel.values:
        raise Denied("Choose how it was asked.")
    if postcode := kept.get("postcode"):
        place = place_of(postcode)
        kept["postcode"] = normal_postcode(postcode)
        if place and place.footprint:
            kept["footprint"] = place.footprint
    return kept


def _move(enquiry: Enquiry, state: str, now: datetime) -> None:
    over = state in Enquiry.FINISHED
    enquiry.finished_at = (enquiry.finished_at or now) if over else None
    enquiry.state = state
    if over:
        enquiry.next_on = None
    enquiry.save(update_fields=["state", "finished_at", "next_on"])


def _locked(enquiry: Enquiry, actor: Actor) -> Enquiry:
    """Return an enquiry of the actor's own team, locked. Raises `Denied` for anybody else's, as missing."""
    actor.check(May.WORK)
    found = Enquiry.objects.select_for_update().filter(pk=enquiry.pk, team=actor.team_id).first()
    if found is None:
        raise Denied(NOT_FOUND)
    return found


def _check_version(enquiry: Enquiry, version: int) -> None:
    if enquiry.version != version:
        raise Conflict(enquiry)


def _bump(enquiry: Enquiry) -> None:
    Enquiry.objects.filter(pk=enquiry.pk).update(version=F("version") + 1)
    enquiry.refresh_from_db(fields=["version"])


def _audit(verb: str, enquiry: Enquiry, actor: Actor, now: datetime, **detail: object) -> None:
    audit.record(verb=verb, now=now, actor=actor, detail={"enquiry": enquiry.pk, **detail})
