"""Places as locations of the standard, with their one address and what disabled people can count on there."""

from collections.abc import Iterable
from typing import Any

from wraparound.delivery.directory.models import Access, AtPlace, Listing, Place
from wraparound.delivery.directory.rules import ACCESS
from wraparound.delivery.openreferral.giving.identity import derived
from wraparound.delivery.openreferral.giving.soundness import kept, number


def brief_location(place: Place) -> dict[str, Any]:
    """Return a place without what lies in it."""
    return kept(
        {
            "id": str(place.public_id),
            "location_type": place.kind,
            "name": place.name,
            "description": place.getting_there,
            "latitude": number(place.latitude),
            "longitude": number(place.longitude),
        }
    )


def location(place: Place, also: Iterable[Access] = ()) -> dict[str, Any]:
    """Return a place with its address and access; `also` is what a service offers wherever it is."""
    found = [_access(access, place) for access in [*place.access.all(), *also]]
    own = address(place)
    return brief_location(place) | kept({"addresses": [own] if own else [], "accessibility": found})


def address(place: Place) -> dict[str, Any] | None:
    """Return the address of a place; None when it lacks what the standard requires of one.

    The standard requires a county too. It is seldom known and sent empty then: England's post does without.
    """
    if not (place.lines and place.town and place.postcode):
        return None
    return {
        "id": derived(place.public_id, "address"),
        "location_id": str(place.public_id),
        "address_1": place.lines,
        "city": place.town,
        "state_province": place.county,
        "postal_code": place.postcode,
        "country": "GB",
        "address_type": place.kind,
    }


def link(at: AtPlace, listing: Listing) -> dict[str, Any]:
    """Return a service at a place as it stands inside its service."""
    return {
        "id": str(at.public_id),
        "service_id": str(listing.public_id),
        "location_id": str(at.place.public_id),
        **kept({"description": at.words}),
        "location": location(at.place, listing.access.all()),
    }


def links(listing: Listing) -> list[dict[str, Any]]:
    """Return the places of a service; of a confidential one none, whatever is stored."""
    return [] if listing.is_confidential else [link(at, listing) for at in listing.at_places.all()]


def _access(access: Access, place: Place) -> dict[str, Any]:
    own = access.place_id == place.pk
    label = ACCESS.get(access.code) or access.words or access.code.replace("_", " ").capitalize()
    return kept(
        {
            "id": str(access.public_id) if own else derived(access.public_id, "access", place.public_id),
            "location_id": str(place.public_id),
            "accessibility": label,
            "description": access.words if access.words != label else "",
        }
    )
