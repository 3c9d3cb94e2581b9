"""Entries of the directory as services, organisations and terms of the standard."""

from collections.abc import Iterable
from typing import Any

from wraparound.delivery.directory.models import AtPlace, Cost, Coverage, Listing, Organisation, Session
from wraparound.delivery.openreferral.giving import places
from wraparound.delivery.openreferral.giving.identity import derived
from wraparound.delivery.openreferral.giving.soundness import clock, instant, kept, mail, number, web
from wraparound.delivery.taxonomy.models import Taxonomy, Term

TERMS_WORDS = {
    Session.Terms.TERM: "In school terms only.",
    Session.Terms.HOLIDAYS: "In school holidays only.",
}
"""How a session says what the standard has no field for; the importer reads it back."""
LINK_TYPES = {
    Taxonomy.Use.KIND: "service_type",
    Taxonomy.Use.NEED: "need",
    Taxonomy.Use.TOPIC: "topic",
}


def taxonomy(found: Taxonomy) -> dict[str, Any]:
    """Return a list of terms, without the terms."""
    return {
        "id": str(found.public_id),
        "name": found.name,
        "description": found.description or found.name,
    }


def term(found: Term) -> dict[str, Any]:
    """Return a term with the list that it is of."""
    return kept(
        {
            "id": str(found.public_id),
            "code": found.code,
            "name": found.name,
            "description": found.description or found.name,
            "parent_id": str(found.parent.public_id) if found.parent else None,
            "taxonomy": found.taxonomy.name,
            "taxonomy_id": str(found.taxonomy.public_id),
            "term": found.name,
        }
    )


def organisation(found: Organisation) -> dict[str, Any]:
    """Return who gives services."""
    return kept(
        {
            "id": str(found.public_id),
            "name": found.name,
            "description": found.description or found.name,
            "email": mail(found.email),
            "website": web(found.website),
        }
    )


def full_organisation(found: Organisation, listings: Iterable[Listing], *, nested: bool) -> dict[str, Any]:
    """Return who gives services with the services; `nested` gives each of these whole."""
    shape = full_service if nested else service
    return organisation(found) | kept({"services": [shape(each) for each in listings]})


def service(listing: Listing) -> dict[str, Any]:
    """Return an entry with what it has one of: as lists give it."""
    words = [listing.summary, listing.description]
    return kept(
        {
            "id": str(listing.public_id),
            "organization_id": str(listing.organisation.public_id),
            "name": listing.name,
            "description": "\n\n".join(filter(None, dict.fromkeys(words))),
            "url": web(listing.website),
            "email": mail(listing.email),
            "status": listing.status,
            "application_process": listing.how_to,
            "minimum_age": number(listing.minimum_age),
            "maximum_age": number(listing.maximum_age),
            "assured_date": listing.confirmed_on.isoformat() if listing.confirmed_on else None,
            "alert": listing.alert,
            "last_modified": instant(listing.modified_at),
            "organization": organisation(listing.organisation),
        }
    )


def full_service(listing: Listing) -> dict[str, Any]:
    """Return an entry with all that belongs to it."""
    telephones = list(listing.telephones.all())
    if listing.is_confidential:
        telephones = telephones[:1]
    return service(listing) | kept(
        {
            "phones": [_phone(each, listing) for each in telephones],
            "schedules": _schedules(listing),
            "service_areas": [_area(each, listing) for each in listing.coverage.all() if _area_name(each)],
            "service_at_locations": places.links(listing),
            "languages": [_language(each, listing) for each in listing.languages.all()],
            "cost_options": _costs(listing),
            "attributes": [_attribute(each, listing) for each in listing.terms.all()],
        }
    )


def brief_link(at: AtPlace) -> dict[str, Any]:
    """Return a service at a place with what it has one of: as lists give it."""
    return {
        "id": str(at.public_id),
        "service_id": str(at.listing.public_id),
        "location_id": str(at.place.public_id),
        "location": places.brief_location(at.place),
        "service": service(at.listing),
    }


def full_link(at: AtPlace) -> dict[str, Any]:
    """Return a service at a place with all that belongs to both.

    The published description asks for the shape of a service at this address, the published text for that of
    a service at a location. With the service's name and status beside the rest it is both.
    """
    whole = full_service(at.listing)
    whole.pop("service_at_locations", None)
    return places.link(at, at.listing) | {"name": whole["name"], "status": whole["status"], "service": whole}


def minimal(found: Listing | AtPlace | Organisation) -> dict[str, Any]:
    """Return an id and when it last changed, by the name that schemas have and by the one that HSDS says."""
    changed = found.listing.modified_at if isinstance(found, AtPlace) else found.modified_at
    return {
        "id": str(found.public_id),
        "last_modified": instant(changed),
        "modified_date": instant(changed),
    }


def _phone(found: Any, listing: Listing) -> dict[str, Any]:
    return kept(
        {
            "id": str(found.public_id),
            "service_id": str(listing.public_id),
            "number": found.number,
            "type": found.kind,
            "description": found.words,
        }
    )


def _schedules(listing: Listing) -> list[dict[str, Any]]:
    places_of = {at.pk: str(at.public_id) for at in listing.at_places.all()}
    sessions = [each for each in listing.sessions.all() if not (listing.is_confidential and each.at_place_id)]
    return [_schedule(each, listing, places_of.get(each.at_place_id or 0)) for each in sessions]


def _schedule(session: Session, listing: Listing, at: str | None) -> dict[str, Any]:
    starts = session.valid_from.isoformat() if session.valid_from else None
    words = [TERMS_WORDS.get(Session.Terms(session.terms)), session.words]
    return kept(
        {
            "id": str(session.public_id),
            "service_id": str(listing.public_id),
            "service_at_location_id": at,
            "valid_from": starts,
            "valid_to": session.valid_until.isoformat() if session.valid_until else None,
            "dtstart": starts if session.interval > 1 else None,
            "freq": session.frequency,
            "interval": session.interval,
            "byday": session.days,
            "opens_at": clock(session.opens_at),
            "closes_at": clock(session.closes_at),
            "description": " ".join(filter(None, words)),
        }
    )


def _area(found: Coverage, listing: Listing) -> dict[str, Any]:
    return kept(
        {
            "id": str(found.public_id),
            "service_id": str(listing.public_id),
            "name": _area_name(found),
        }
    )


def _area_name(found: Coverage) -> str:
    return found.words or (found.footprint.name if found.footprint else "")


def _language(found: Any, listing: Listing) -> dict[str, Any]:
    return kept(
        {
            "id": str(found.public_id),
            "service_id": str(listing.public_id),
            "code": found.code,
            "name": found.name,
            "note": found.words,
        }
    )


def _costs(listing: Listing) -> list[dict[str, Any]]:
    said = [each for each in listing.costs.all() if each.option or each.words or each.amount is not None]
    found = [_cost(each, listing) for each in said]
    if listing.is_free and not found:
        free = {"id": derived(listing.public_id, "free"), "service_id": str(listing.public_id)}
        return [free | {"option": "Free", "amount": 0}]
    return found


def _cost(found: Cost, listing: Listing) -> dict[str, Any]:
    values = {
        "id": str(found.public_id),
        "service_id": str(listing.public_id),
        "option": found.option,
        "amount_description": found.words,
    }
    amount = number(found.amount)
    return kept(values) | ({} if amount is None else {"amount": amount})


def _attribute(found: Term, listing: Listing) -> dict[str, Any]:
    return kept(
        {
            "id": derived(listing.public_id, "attribute", found.public_id),
            "link_id": str(listing.public_id),
            "taxonomy_term_id": str(found.public_id),
            "link_type": LINK_TYPES.get(Taxonomy.Use(found.taxonomy.use)),
            "taxonomy_term": term(found),
        }
    )
