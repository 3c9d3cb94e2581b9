"""Storing where a service can be met: places are shared by the services of one organisation."""

from collections.abc import Iterable
from math import hypot
from typing import Any

from wraparound.delivery.directory.content import Content, PlaceContent
from wraparound.delivery.directory.grid import to_degrees, to_grid
from wraparound.delivery.directory.models import AtPlace, Listing, Organisation, Place
from wraparound.delivery.directory.parts import Wanted, checked, plain, store, wanted
from wraparound.delivery.directory.rules import Refused
from wraparound.foundation.area.models import Postcode
from wraparound.foundation.area.rules import normal_postcode

POINT = ("latitude", "longitude", "easting", "northing")
ASTRAY = 5000
"""Metres from its postcode at which coordinates are taken as a mistake."""


def store_places(listing: Listing, content: Content) -> tuple[list[AtPlace], bool]:
    """Bring the places of a listing to what its content says; return them in that order, and if any changed.

    A place that no service is at any more is removed.
    """
    before = set(listing.at_places.values_list("place_id", flat=True))
    places, changed = [], False
    for at, said in enumerate(content.places):
        place, differs = _place(listing.organisation, said, f"places.{at}")
        if place in places:
            raise Refused(f"places.{at}", "This place stands here twice.")
        places.append(place)
        changed |= differs
    rows = [
        Wanted(f"places.{at}", said.at_public_id, {"place_id": place.pk, "words": said.words.strip()})
        for at, (said, place) in enumerate(zip(content.places, places, strict=True))
    ]
    changed |= store(listing.at_places, rows, key="place_id")
    Place.objects.filter(pk__in=before, at_places__isnull=True).delete()
    stands = {row.place_id: row for row in listing.at_places.all()}
    return [stands[place.pk] for place in places], changed


def located(said: Iterable[PlaceContent]) -> dict[str, Postcode]:
    """Return what the directory of postcodes knows of those of some places, by postcode."""
    codes = {normal_postcode(place.postcode) for place in said if place.postcode.strip()}
    return Postcode.objects.in_bulk(codes)


def columns(said: PlaceContent, known: dict[str, Postcode], standing: Place | None = None) -> dict[str, Any]:
    """Return the columns of a place; where it lies is filled in from its postcode where it was not said.

    Where the postcode changed and the point did not, the point is of the old address: it is forgotten.
    """
    values = plain(said, "words", "access", "at_public_id")
    values["postcode"] = normal_postcode(said.postcode) if said.postcode.strip() else ""
    moved = standing is not None and standing.postcode != values["postcode"]
    if moved and all(getattr(standing, name) == values[name] for name in POINT):
        values |= dict.fromkeys(POINT)
    code = known.get(values["postcode"])
    values["footprint_id"] = code.footprint_id if code else None
    if values["easting"] is None or values["northing"] is None:
        values["easting"], values["northing"] = _on_the_grid(values, code)
    if values["kind"] == Place.Kind.PHYSICAL and values["easting"] is not None and values["latitude"] is None:
        values["latitude"], values["longitude"] = to_degrees(values["easting"], values["northing"])
    return values


def _on_the_grid(values: dict[str, Any], code: Postcode | None) -> tuple[int | None, int | None]:
    """Return where a place lies by its coordinates, or by its postcode where they are missing or wrong."""
    latitude, longitude = values["latitude"], values["longitude"]
    point = to_grid(latitude, longitude) if latitude is not None and longitude is not None else None
    of_code = (code.easting, code.northing) if code else (None, None)
    if point is None or of_code[0] is None or of_code[1] is None:
        return point or of_code
    return point if hypot(point[0] - of_code[0], point[1] - of_code[1]) <= ASTRAY else of_code


def _place(organisation: Organisation, said: PlaceContent, path: str) -> tuple[Place, bool]:
    place = _standing(organisation, said, path)
    is_new = place is None
    values = columns(said, located([said]), place)
    if place is None:
        place = Place(organisation=organisation, **({"public_id": said.public_id} if said.public_id else {}))
    differing = [name for name, value in values.items() if getattr(place, name) != value]
    for name in differing:
        setattr(place, name, values[name])
    if differing or is_new:
        place.version += not is_new
        checked(place, path)
        place.save()
    access = wanted(f"{path}.access", said.access, lambda _, part: plain(part))
    return place, store(place.access, access, key="code") or bool(differing) or is_new


def _standing(organisation: Organisation, said: PlaceContent, path: str) -> Place | None:
    if said.public_id:
        place = Place.objects.filter(public_id=said.public_id).first()
        if place and place.organisation_id not in (None, organisation.pk):
            raise Refused(f"{path}.public_id", "Another organisation has a place of this id.")
        return place
    code = normal_postcode(said.postcode) if said.postcode.strip() else ""
    same = {"name": said.name.strip(), "kind": said.kind, "lines": said.lines.strip(), "postcode": code}
    return Place.objects.filter(organisation=organisation, **same).first()
