"""What a service says of itself to professionals, and places held. Check, write, audit, return."""

import uuid
from dataclasses import asdict
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import F, Sum
from django.utils import timezone

from wraparound.delivery.directory.models import Listing
from wraparound.delivery.enquiries import queries
from wraparound.delivery.enquiries.models import Enquiry, ForProfessionals, Hold
from wraparound.delivery.enquiries.rules import (
    NOT_FOUND,
    Referral,
    check_may_end,
    check_may_say,
    check_places,
    check_room,
    check_until,
    fields_with_address,
    is_live,
    new_code,
)
from wraparound.foundation.accounts.models import Post
from wraparound.foundation.accounts.rules import Actor, Denied, May
from wraparound.foundation.audit import services as audit
from wraparound.foundation.audit.changes import Conflict
from wraparound.foundation.notifications.services import notify
from wraparound.outcomes.access.queries import visible_among
from wraparound.outcomes.children.models import Child

MOST_AT_ONCE = 6
"""Places in one hold: brothers and sisters."""
REFERRAL = ("route", "criteria", "contact")


class HasAddress(Exception):
    """A confidential service was given an address; `fields` are the names of where it stands."""

    def __init__(self, fields: list[str]) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields


@transaction.atomic
def say_places(
    *, listing: Listing, wait_weeks: Decimal | None, places: int | None, places_free: int | None,
    version: int, actor: Actor, now: datetime,
) -> ForProfessionals:  # fmt: skip
    """Say how long families wait and how many places are free, as of today; professionals see it at once.

    Raises `Denied` for whoever neither works there nor keeps the entry, and `Conflict` when somebody
    else said something since `version` (0: nothing was said yet). Said twice it is said once.
    """
    check_may_say(actor, listing)
    check_places(places, places_free)
    values: dict[str, object] = {"wait_weeks": wait_weeks, "places": places, "places_free": places_free}
    row = _locked(listing)
    today = timezone.localdate(now)
    same = all(getattr(row, name) == value for name, value in values.items()) and row.said_on == today
    if same:
        return row
    values |= {"said_on": today, "said_by_id": actor.post_id}
    return _store(row, version, values, "entry.say_places", actor, now)


@transaction.atomic
def write_referral(
    *, listing: Listing, referral: Referral, version: int, actor: Actor, now: datetime
) -> ForProfessionals:
    """Write how to refer and whom the service takes, as an approver decided; `upkeep` has who proposes it.

    `version` counts these alone: a wait said meanwhile is no conflict. Raises `Conflict` when they changed
    since, and `HasAddress` when a confidential service would say where it is.
    """
    actor.check(May.APPROVE_ENTRIES)
    check_no_address(listing, referral)
    row = _locked(listing)
    values: dict[str, object] = {**asdict(referral), "levels": list(referral.levels)}
    if all(getattr(row, name) == value for name, value in values.items()):
        return row
    if row.referral_version != version:
        raise Conflict(row)
    values["referral_version"] = version + 1
    return _store(row, row.version, values, "entry.say_referral", actor, now)


def check_no_address(listing: Listing, referral: Referral) -> None:
    """Pass what does not say where a confidential service is; raise `HasAddress` otherwise."""
    if listing.is_confidential and (named := fields_with_address(asdict(referral), REFERRAL)):
        raise HasAddress(named)


@transaction.atomic
def hold_place(
    *, listing: Listing, until: date, key: uuid.UUID, actor: Actor, now: datetime, child: Child | None = None,
    places: int = 1, enquiry: Enquiry | None = None,
) -> Hold:  # fmt: skip
    """Hold a place until a day, for a child whom the actor sees or for a family by a code.

    Two people who hold the last place at once: one gets it, the other gets `Full`. Sent twice it is one hold.
    Raises `Denied` for a child that the actor does not see and for a day too far away.
    """
    actor.check(May.WORK)
    if (
        actor.team_id is None
        or actor.post_id is None
        or (child and child.pk not in visible_among(actor, [child.pk]))
    ):
        raise Denied(NOT_FOUND)
    today = timezone.localdate(now)
    check_until(until, today=today, most_days=queries.terms(on=today).hold_days)
    if not 1 <= places <= MOST_AT_ONCE:
        raise Denied(f"Hold from 1 to {MOST_AT_ONCE} places.")
    row = ForProfessionals.objects.select_for_update().filter(listing=listing).first()
    if made := Hold.objects.filter(key=key, by=actor.post_id).first():
        return made
    live = queries.live_holds(today=today).filter(listing=listing)
    same = list(live.filter(child=child, team=actor.team_id)) if child else []
    if queries.seen_among(actor, same):
        raise Denied("Your team holds a place here for this child already.")
    check_room(row.places_free if row else None, live.aggregate(n=Sum("places"))["n"] or 0, places)
    hold = Hold.objects.create(
        listing=listing, until=until, key=key, child=child, places=places, enquiry=enquiry, code=new_code(),
        team_id=actor.team_id, by_id=actor.post_id, made_at=now,
    )  # fmt: skip
    _audit("hold.make", hold, actor, now)
    return hold


@transaction.atomic
def end_hold(*, hold: Hold, outcome: str, actor: Actor, now: datetime) -> Hold:
    """Give a held place back, or say that it was taken up: then as many fewer are free.

    Ended twice it is ended once. Raises `Denied` for whoever neither holds nor gives it, and when it has
    lapsed or somebody ended it the other way.
    """
    if outcome not in Hold.Outcome.values:
        raise Denied("Choose what became of the place.")
    listing = Listing.objects.get(pk=hold.listing_id)
    row = ForProfessionals.objects.select_for_update().filter(listing=listing).first()
    hold = Hold.objects.select_for_update(of=("self",)).select_related("listing", "by").get(pk=hold.pk)
    check_may_end(actor, hold)
    if hold.outcome == outcome:
        return hold
    if hold.ended_at:
        raise Denied(f"Somebody else has said already: {hold.get_outcome_display().lower()}.")
    if not is_live(hold, timezone.localdate(now)):
        raise Denied("The day has passed: nothing is held any more.")
    hold.outcome, hold.ended_at, hold.ended_by_id = outcome, now, actor.post_id
    hold.version += 1
    hold.save(update_fields=["outcome", "ended_at", "ended_by", "version"])
    if outcome == Hold.Outcome.TAKEN and row and row.places_free is not None:
        left = max(0, row.places_free - hold.places)
        ForProfessionals.objects.filter(pk=row.pk).update(places_free=left, version=F("version") + 1)
    _audit("hold.end", hold, actor, now, outcome=outcome)
    _tell_other_side(hold, actor, now)
    return hold


@transaction.atomic
def remind_of_lapsing(*, now: datetime) -> int:
    """Tell whoever holds a place whose last day is tomorrow, once; return how many were told."""
    tomorrow = timezone.localdate(now) + timedelta(days=1)
    holds = list(queries.lapsing(on=tomorrow).select_for_update(of=("self",)))
    for hold in holds:
        notify(
            to=hold.by, kind="hold.lapses", now=now, route="enquiries:hold_page", key=str(hold.public_id),
            words=f"A place that you hold ({hold.code}) is held until tomorrow only.",
        )  # fmt: skip
    Hold.objects.filter(pk__in=[hold.pk for hold in holds]).update(reminded_at=now)
    return len(holds)


def _tell_other_side(hold: Hold, actor: Actor, now: datetime) -> None:
    """Tell the holder when the service's team ended it: a family may stand before a closed door."""
    if actor.post_id == hold.by_id or actor.team_id == hold.team_id:
        return
    words = (
        f"The service says of the place that you held ({hold.code}): {hold.get_outcome_display().lower()}."
    )
    holder = Post.objects.get(pk=hold.by_id)
    notify(
        to=holder, kind="hold.ended", now=now, words=words, route="enquiries:hold_page",
        key=str(hold.public_id),
    )  # fmt: skip


def _locked(listing: Listing) -> ForProfessionals:
    """Return what the service says, locked until the transaction ends; a first time is version 0."""
    row = ForProfessionals.objects.select_for_update().filter(listing=listing).first()
    return row or ForProfessionals(listing=listing, version=0)


def _store(
    row: ForProfessionals, version: int, values: dict[str, object], verb: str, actor: Actor, now: datetime
) -> ForProfessionals:
    if row.version != version:
        raise Conflict(row)
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Conflict(ForProfessionals.objects.get(listing=row.listing_id)) from error
    audit.record(verb=verb, now=now, actor=actor, detail={"listing": row.listing_id, "fields": [*values]})
    return row


def _audit(verb: str, hold: Hold, actor: Actor, now: datetime, **detail: object) -> None:
    about = {"hold": hold.pk, "listing": hold.listing_id, **detail}
    audit.record(verb=verb, now=now, actor=actor, child_id=hold.child_id, detail=about)
