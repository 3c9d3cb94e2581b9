"""The pages of families: what a town has of it, and who goes to which address."""

from datetime import time
from typing import Any
from uuid import uuid4

from tests.pages.town import Town
from tests.pages.visits import MANAGER, NOBODY, Visit, of
from wraparound.delivery.directory import searching
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
from wraparound.delivery.families.models import Correction
from wraparound.delivery.families.rules import write_ids
from wraparound.delivery.families.sealed import Wish, seal
from wraparound.delivery.taxonomy.models import Term
from wraparound.delivery.taxonomy.services import keep_terms
from wraparound.foundation.area.models import Postcode

ENTRY = of("public_entry", "public_id")
PAGES: dict[str, Visit] = {
    "families:start": Visit(NOBODY),
    "families:results": Visit(NOBODY),
    "families:map": Visit(NOBODY),
    "families:timetable": Visit(NOBODY),
    "families:service": Visit(NOBODY, ENTRY),
    "families:wrong": Visit(NOBODY, ENTRY),
    "families:received": Visit(NOBODY, ENTRY),
    "families:shortlist": Visit(NOBODY),
    "families:shared": Visit(NOBODY, lambda town: [town.has.shared_list]),
    "families:list_timetable": Visit(NOBODY, lambda town: [town.has.shared_list]),
    "families:young": Visit(NOBODY),
    "families:young_found": Visit(NOBODY, lambda town: [seal(Wish())]),
    "families:young_service": Visit(NOBODY, ENTRY),
    "families:private": Visit(NOBODY),
    "families:private_found": Visit(NOBODY, lambda town: [seal(Wish())]),
    "families:private_service": Visit(NOBODY, ENTRY),
    "families:corrections": Visit(MANAGER),
    "families:correction": Visit(MANAGER, of("correction_of_entry", "public_id")),
}
_SENT = "takes a form that another page sends, and leads to a page"
ELSEWHERE: dict[str, str] = {"families:add": _SENT, "families:remove": _SENT}
"""Address name to why it is not walked."""


def make(town: Town) -> None:
    """Give the town services with everything that a page says of one, and what people say is wrong."""
    keep_terms(on=town.today)
    organisation = Organisation.objects.create(
        name=town.name("Eastmere Play Association"), modified_at=town.now, website="https://play.example/"
    )
    for number in range(town.crowd):
        listing = _listing(town, organisation, number)
        for at in range(town.crowd):
            _parts(town, listing, organisation, at)
        town.has.public_entry = listing
        town.has.correction_of_entry = Correction.objects.create(
            listing=listing, key=uuid4(), what="times", words=town.name("It is on Tuesdays now"),
            contact="07700 900111", told_at=town.now,
        )  # fmt: skip
    searching.forget()
    if town.crowd:
        ids = Listing.objects.values_list("public_id", flat=True)
        town.has.shared_list = write_ids(ids)


def _listing(town: Town, organisation: Organisation, number: int) -> Listing:
    listing = Listing.objects.create(
        organisation=organisation, owner=town.has.care, name=town.name(f"Saturday play {number}"),
        summary=town.name("Play for small children"), description=town.name("Come and play.\n\nBring a coat."),
        how_to="Just turn up.", alert=town.name("No play on the fifth") if town.crowd > 1 else "",
        minimum_age=0, maximum_age=5, for_young_people=True, is_help_now=number % 2 == 0,
        is_confidential=False, email="play@eastmere.example", website="https://play.example/saturday",
        confirmed_on=town.today, confirmed_by=town.name("The play association"), modified_at=town.now,
    )  # fmt: skip
    terms: Any = Term.objects.filter(code__in=["parent-and-toddler", "autism", "do"])
    listing.terms.set(terms)
    Translation.objects.create(listing=listing, language="pl", name=town.name("Zabawa w sobotę"))
    return listing


def _parts(town: Town, listing: Listing, organisation: Organisation, at: int) -> None:
    """Give a service one more of everything that it can have several of."""
    place = Place.objects.create(
        organisation=organisation, name=town.name(f"Hall {at}"), lines="1 Mill Lane", town="Eastmere",
        postcode="WB1 2AB", easting=400_000 + 900 * at, northing=300_000 + 500 * (listing.pk % 7),
        footprint=town.has.footprint, getting_there=town.name("Bus 7 stops outside"),
    )  # fmt: skip
    Postcode.objects.get_or_create(
        postcode="WB1 2AB",
        defaults={
            "authority": "E09000099",
            "footprint": town.has.footprint,
            "easting": 400_100,
            "northing": 300_100,
        },
    )
    where = AtPlace.objects.create(listing=listing, place=place, words=town.name("The blue door"))
    Session.objects.create(
        listing=listing, at_place=where, days="SA,SU", opens_at=time(10), closes_at=time(11, 30), terms="term",
        words=town.name("Please book"),
    )  # fmt: skip
    Telephone.objects.create(listing=listing, number=f"01632 960{at:03}", words=town.name("Office hours"))
    Cost.objects.create(listing=listing, option=town.name("A family"), amount="2.50")
    Spoken.objects.create(
        listing=listing, code=["pl", "ur", "en", "so", "ro", "ar", "fa", "tr"][at % 8], name=f"Language {at}"
    )
    Access.objects.create(place=place, code="step_free")
    Access.objects.create(listing=listing, code="quiet_room", words=town.name("Ask for it"))
    Coverage.objects.create(listing=listing, footprint=town.has.footprint)
