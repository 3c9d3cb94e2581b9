"""Keeping the list: a service with all its parts is written, confirmed or removed in one transaction."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from wraparound.delivery.directory.content import Confirmation, Content, OrganisationContent
from wraparound.delivery.directory.models import Edition, Listing, Organisation
from wraparound.delivery.directory.parts import checked
from wraparound.delivery.directory.places import store_places
from wraparound.delivery.directory.rules import Refused, check_content
from wraparound.delivery.directory.storing import check_names_no_place, columns_of, store_parts
from wraparound.foundation.accounts.rules import Actor, May
from wraparound.foundation.agencies.models import Agency
from wraparound.foundation.audit import services as audit
from wraparound.foundation.audit.changes import Conflict


@dataclass(frozen=True)
class Written:
    """What became of a service: `created`, `changed` (with the fields) or `unchanged`."""

    listing: Listing
    outcome: str
    fields: tuple[str, ...] = ()


@transaction.atomic
def write_listing(
    *, content: Content, actor: Actor | None, now: datetime, listing: Listing | None = None,
    version: int | None = None, came_from: str = "", confirmed: Confirmation | None = None,
) -> Written:  # fmt: skip
    """Create a service or change it to what `content` says, with all its parts; what is so already is left.

    The caller has checked whose entry it is; `actor` None is a file or feed. A later `confirmed` is kept.
    Raises `Refused` with the field named for what cannot be kept (and for whatever says where a confidential
    service is), `Conflict` when the service changed since `version`.
    """
    if actor:
        actor.check(May.EDIT_ENTRIES)
    check_content(content)
    check_names_no_place(content)
    is_new = listing is None
    if listing is None:
        _check_new(content)
        listing = Listing(public_id=content.public_id) if content.public_id else Listing()
    else:
        listing = locked(listing, version)
    organisation, fields = _organisation(content.organisation, now)
    values = {**columns_of(content), "organisation": organisation, **_later(listing, confirmed)}
    if came_from or is_new:
        values["came_from"] = came_from
    fields += _set_columns(listing, values)
    if is_new:
        listing.modified_at = now
    checked(listing, "")
    if is_new:
        listing.save()
    places, differ = store_places(listing, content)
    fields += ["places"] if differ else []
    fields += store_parts(listing, content, places, on=timezone.localdate(now))
    if not fields:
        return Written(listing, "unchanged")
    _changed(listing, is_new=is_new, now=now)
    verb = "entry.add" if is_new else "entry.change"
    detail = {"listing": listing.pk, "fields": sorted(set(fields))}
    audit.record(verb=verb, now=now, actor=actor, detail=detail)
    return Written(listing, "created" if is_new else "changed", tuple(dict.fromkeys(fields)))


@transaction.atomic
def confirm(*, listing: Listing, by_words: str, on: date, actor: Actor | None, now: datetime) -> Listing:
    """Note that somebody said on a day that the entry is true; `by_words` is shown."""
    if actor:
        actor.check(May.EDIT_ENTRIES)
    listing = locked(listing, None)
    listing.confirmed_on, listing.confirmed_by = on, by_words.strip()
    checked(listing, "")
    _changed(listing, is_new=False, now=now)
    audit.record(verb="entry.confirm", now=now, actor=actor, detail={"listing": listing.pk})
    return listing


@transaction.atomic
def remove_listing(*, listing: Listing, actor: Actor | None, now: datetime) -> None:
    """Take a service off the list for good, with places that no other service is at.

    One that ended is better kept as `defunct`: whoever looks for it is told. This is for what was never one.
    """
    if actor:
        actor.check(May.APPROVE_ENTRIES)
    listing = locked(listing, None)
    places = [row.place for row in listing.at_places.select_related("place")]
    audit.record(verb="entry.remove", now=now, actor=actor, detail={"listing": listing.pk})
    listing.delete()
    for place in places:
        if not place.at_places.exists():
            place.delete()
    bump_edition()


def locked(listing: Listing, version: int | None) -> Listing:
    """Return the service, locked for the transaction. Raises `Conflict` when it changed since `version`."""
    current = (
        Listing.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=listing.pk)
    )
    if version is not None and current.version != version:
        raise Conflict(current)
    return current


def _later(listing: Listing, confirmed: Confirmation | None) -> dict[str, Any]:
    """Return who confirmed a service and when, where that is later than what stands."""
    if confirmed is None or (listing.confirmed_on and listing.confirmed_on >= confirmed.on):
        return {}
    return {"confirmed_on": confirmed.on, "confirmed_by": confirmed.by}


def _set_columns(listing: Listing, values: dict[str, Any]) -> list[str]:
    """Give the service its columns, and return the names of those that differ."""
    differing = [name for name, value in values.items() if getattr(listing, name, None) != value]
    for name in differing:
        setattr(listing, name, values[name])
    return differing


def bump_edition() -> None:
    """Say that the list changed: every process that searches reads what is new.

    The time is that of the clock, for whoever keeps a copy of an answer: a feed may bring older times.
    """
    at = timezone.now()
    if not Edition.objects.filter(pk=1).update(number=F("number") + 1, changed_at=at):
        Edition.objects.get_or_create(pk=1, defaults={"number": 1, "changed_at": at})


def _changed(listing: Listing, *, is_new: bool, now: datetime) -> None:
    """Store the service under a new version; those that share a place with it are given out anew too."""
    listing.modified_at = now
    listing.version += not is_new
    listing.save()
    shared = Listing.objects.filter(at_places__place__at_places__listing=listing).exclude(pk=listing.pk)
    Listing.objects.filter(pk__in=shared.values("pk")).update(modified_at=now)
    bump_edition()


def _check_new(content: Content) -> None:
    if content.public_id and Listing.objects.filter(public_id=content.public_id).exists():
        raise Refused("public_id", "There is a service of this id already.")


def _organisation(said: OrganisationContent, now: datetime) -> tuple[Organisation, list[str]]:
    """Return the organisation that was said, made or changed, and which of its fields changed."""
    found: Organisation | None
    if said.public_id:
        found = Organisation.objects.filter(public_id=said.public_id).first()
    else:
        found = Organisation.objects.filter(name=said.name.strip()).order_by("pk").first()
    values: dict[str, Any] = {
        name: getattr(said, name).strip() for name in ("name", "description", "website", "email")
    }
    values = {name: value for name, value in values.items() if value}
    if said.agency:
        values["agency"] = Agency.objects.filter(code=said.agency).first()
        if values["agency"] is None:
            raise Refused("organisation.agency", f"There is no agency “{said.agency}”.")
    is_new = found is None
    if found is None:
        found = Organisation(**({"public_id": said.public_id} if said.public_id else {}))
    differing = [name for name, value in values.items() if getattr(found, name) != value]
    if not differing:
        return found, []
    for name in differing:
        setattr(found, name, values[name])
    found.modified_at, found.version = now, found.version + (not is_new)
    checked(found, "organisation")
    found.save()
    Listing.objects.filter(organisation=found).update(modified_at=now)
    return found, [f"organisation.{name}" for name in differing]
