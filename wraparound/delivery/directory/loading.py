"""Filling the list at once: hundreds or thousands of services that are not there yet, in a few statements."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from wraparound.delivery.directory.content import Content, PlaceContent, TermContent
from wraparound.delivery.directory.models import (
    Access,
    AtPlace,
    Cost,
    Coverage,
    Listing,
    Organisation,
    Place,
    Session,
    Spoken,
    Telephone,
    Translation,
)
from wraparound.delivery.directory.parts import plain
from wraparound.delivery.directory.places import columns, located
from wraparound.delivery.directory.reading import from_data
from wraparound.delivery.directory.rules import check_content
from wraparound.delivery.directory.services import bump_edition
from wraparound.delivery.directory.storing import PLAIN, check_names_no_place, session_columns, terms_of
from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.agencies.models import Agency, Service, Team
from wraparound.foundation.area.models import Footprint
from wraparound.foundation.audit import services as audit

CHUNK = 500


@dataclass(frozen=True)
class Loaded:
    """A service to fill in: its content (with its own id) and when and by whom it was confirmed."""

    content: Content
    confirmed_on: date | None = None
    confirmed_by: str = ""


def loaded(row: dict[str, Any]) -> Loaded:
    """Return a service of a file: `content`, and `confirmed_on` and `confirmed_by` where it was."""
    on = row.get("confirmed_on")
    return Loaded(
        from_data(row["content"]), date.fromisoformat(on) if on else None, row.get("confirmed_by", "")
    )


@transaction.atomic
def fill(*, services: Sequence[Loaded], actor: Actor | None, now: datetime) -> int:
    """Add the services that are not there yet, by their ids, and return how many; the rest are left alone.

    For what was checked before it came: columns are trusted to hold it. Raises `Refused` as `write_listing`.
    """
    there = set(Listing.objects.values_list("public_id", flat=True))
    new = [each for each in services if each.content.public_id not in there]
    for each in new:
        check_content(each.content)
    if not new:
        return 0
    check_names_no_place(*(each.content for each in new))
    terms = _terms(new, timezone.localdate(now))
    organisations = _organisations(new, now)
    listings = Listing.objects.bulk_create(_listings(new, organisations, now), batch_size=CHUNK)
    at_places = _places(new, listings, organisations)
    _parts(new, listings, at_places)
    Listing.terms.through.objects.bulk_create(
        Listing.terms.through(listing_id=listing.pk, term_id=terms[term])
        for each, listing in zip(new, listings, strict=True)
        for term in dict.fromkeys(each.content.terms)
    )
    bump_edition()
    audit.record(verb="entry.load", now=now, actor=actor, detail={"services": len(new)})
    return len(new)


def _terms(new: Sequence[Loaded], on: date) -> dict[TermContent, int]:
    said = tuple(dict.fromkeys(term for each in new for term in each.content.terms))
    return {term: row.pk for term, row in zip(said, terms_of(said, on=on), strict=True)}


def _organisations(new: Sequence[Loaded], now: datetime) -> dict[str, Organisation]:
    """Return the organisations by name, those made that were not there."""
    said = {each.content.organisation.name: each.content.organisation for each in new}
    held = {row.name: row for row in Organisation.objects.filter(name__in=said).order_by("-pk")}
    agencies = _by_code(Agency, {each.agency for each in said.values()})
    missing = [each for name, each in said.items() if name not in held]
    made = Organisation.objects.bulk_create(
        Organisation(**plain(each, "agency"), agency=agencies.get(each.agency), modified_at=now)
        for each in missing
    )
    return held | {row.name: row for row in made}


def _listings(
    new: Sequence[Loaded], organisations: dict[str, Organisation], now: datetime
) -> Iterator[Listing]:
    services = _by_code(Service, {each.content.service for each in new})
    teams = _by_code(Team, {code for each in new for code in (each.content.team, each.content.owner)})
    for each in new:
        said = each.content
        own = {"public_id": said.public_id} if said.public_id else {}
        yield Listing(
            **{name: getattr(said, name) for name in PLAIN}, **own, outcomes=list(said.outcomes),
            organisation=organisations[said.organisation.name], service=services.get(said.service),
            team=teams.get(said.team), owner=teams.get(said.owner), confirmed_on=each.confirmed_on,
            confirmed_by=each.confirmed_by, modified_at=now,
        )  # fmt: skip


def _places(
    new: Sequence[Loaded], listings: list[Listing], organisations: dict[str, Organisation]
) -> list[list[AtPlace]]:
    """Make the places, one for what an organisation says alike, and return each service's rows there."""
    said = [place for each in new for place in each.content.places]
    known = located(said)
    rows: dict[tuple[int, PlaceContent], Place] = {}
    for each in new:
        organisation = organisations[each.content.organisation.name]
        for place in each.content.places:
            key = (organisation.pk, _bare(place))
            rows.setdefault(key, Place(organisation=organisation, **columns(place, known)))
    made = Place.objects.bulk_create(rows.values(), batch_size=CHUNK)
    where = dict(zip(rows, made, strict=True))
    Access.objects.bulk_create(
        Access(place=place, code=each.code, words=each.words)
        for (_, said_place), place in where.items()
        for each in said_place.access
    )
    found = [
        [
            AtPlace(listing=listing, place=where[listing.organisation_id, _bare(place)], words=place.words)
            for place in each.content.places
        ]
        for each, listing in zip(new, listings, strict=True)
    ]
    AtPlace.objects.bulk_create([row for rows in found for row in rows], batch_size=CHUNK)
    return found


def _bare(place: PlaceContent) -> PlaceContent:
    """Return what is said of the place itself and not of the service there."""
    return replace(place, words="", public_id=None, at_public_id=None)


def _parts(new: Sequence[Loaded], listings: list[Listing], at_places: list[list[AtPlace]]) -> None:
    footprints = _by_code(Footprint, {part.footprint for each in new for part in each.content.coverage})
    rows: dict[type[Any], list[Any]] = {}
    for each, listing, places in zip(new, listings, at_places, strict=True):
        said = each.content
        made: list[Any] = [
            Session(listing=listing, **session_columns(part, places)) for part in said.sessions
        ]
        made += [
            Telephone(listing=listing, position=at, **plain(part)) for at, part in enumerate(said.telephones)
        ]
        made += [
            Coverage(listing=listing, footprint=footprints.get(part.footprint), words=part.words)
            for part in said.coverage
        ]
        for model, parts in (
            (Cost, said.costs), (Spoken, said.languages), (Access, said.access),
            (Translation, said.translations),
        ):  # fmt: skip
            made += [model(listing=listing, **plain(part)) for part in parts]
        for row in made:
            rows.setdefault(type(row), []).append(row)
    for kind, found in rows.items():
        kind._default_manager.bulk_create(found, batch_size=CHUNK)


def _by_code(model: type[Any], codes: set[str]) -> dict[str, Any]:
    return {row.code: row for row in model._default_manager.filter(code__in=codes - {""})}
