"""What the open interface leaves out of entries because it is not in order: for those who keep them true."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from wraparound.delivery.directory.models import AtPlace, Listing
from wraparound.delivery.directory.queries import public_listings
from wraparound.delivery.openreferral.giving import soundness
from wraparound.delivery.openreferral.giving.places import address
from wraparound.foundation.accounts.rules import Actor, May


@dataclass(frozen=True)
class Gap:
    """One thing of one entry that is left out, and why."""

    name: str
    owner: str
    field: str
    words: str


def gaps(*, actor: Actor) -> list[Gap]:
    """Return what is left out of the entries that the actor's team keeps, or of all for who approves them."""
    listings = public_listings().select_related("organisation", "owner")
    if May.APPROVE_ENTRIES not in actor.may:
        listings = listings.filter(owner_id=actor.team_id, owner__isnull=False)
    return [gap for listing in listings.order_by("name", "pk") for gap in _of_entry(listing)] + [
        gap for at in _places(listings) for gap in _of_place(at)
    ]


def _places(listings: QuerySet[Listing]) -> QuerySet[AtPlace]:
    found = AtPlace.objects.filter(listing__in=listings, listing__is_confidential=False)
    return found.select_related("place", "listing__owner").order_by("listing__name", "pk")


def _of_entry(listing: Listing) -> Iterator[Gap]:
    owner = listing.owner.name if listing.owner else ""
    for field, value, sound in (
        ("Website", listing.website, soundness.web),
        ("E-mail", listing.email, soundness.mail),
        ("Website of the organisation", listing.organisation.website, soundness.web),
        ("E-mail of the organisation", listing.organisation.email, soundness.mail),
    ):
        if value and not sound(value):
            kind = "web address" if "Website" in field else "e-mail address"
            yield Gap(listing.name, owner, field, f"“{value}” is no {kind}.")


def _of_place(at: AtPlace) -> Iterator[Gap]:
    place = at.place
    if place.kind != place.Kind.VIRTUAL and address(place) is None:
        parts = {"street": place.lines, "town": place.town, "postcode": place.postcode}
        missing = " and ".join(name for name, value in parts.items() if not value)
        owner = at.listing.owner.name if at.listing.owner else ""
        yield Gap(at.listing.name, owner, f"Address of {place.name}", f"It has no {missing}.")
