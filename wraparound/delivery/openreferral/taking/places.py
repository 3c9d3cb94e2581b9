"""Where a service of a feed can be met. Pure."""

from typing import Any

from wraparound.delivery.directory.content import AccessContent, PlaceContent
from wraparound.delivery.openreferral.taking.ground import Ground
from wraparound.delivery.openreferral.taking.values import Reading

KINDS = ("physical", "postal", "virtual")
OTHER = "other"
"""The code of access that nobody has a name for: its words are shown."""


def read_places(
    reading: Reading, given: dict[str, Any], key: str, ground: Ground
) -> tuple[tuple[PlaceContent, ...], dict[str, int]]:
    """Return the places of a service, and for each id of a service at a location the position of its place.

    A place is of one service here, though a location of a feed may be of several: what a feed says of it
    with one service then never changes what it said with another.
    """
    found: dict[Any, PlaceContent] = {}
    positions: dict[str, int] = {}
    for at, each in enumerate(reading.parts(given, "service_at_locations")):
        location = reading.part(each, "location", path="service_at_locations.")
        if not location:
            reading.wrong("service_at_locations.location", "It names no location. It was left out.")
            continue
        own = location.get("id") or each.get("location_id") or f"{key} {at}"
        public_id = ground.key("location", key, own)
        if public_id not in found:
            found[public_id] = _place(reading, location, each, ground, public_id)
        if isinstance(each.get("id"), str):
            positions[each["id"]] = list(found).index(public_id)
    return tuple(found.values()), positions


def _place(
    reading: Reading, location: dict[str, Any], link: dict[str, Any], ground: Ground, public_id: Any
) -> PlaceContent:
    path = "location."
    addresses = reading.parts(location, "addresses", path=path)
    physical = [each for each in addresses if each.get("address_type") == "physical"]
    address = (physical or addresses or [{}])[0]
    lines = [reading.text(address, name, 200, path="address.") for name in ("address_1", "address_2")]
    latitude, longitude = _point(reading, location)
    town = reading.text(address, "city", 100, path="address.")
    name = reading.text(location, "name", 200, path=path)
    return PlaceContent(
        name=(name or lines[0] or town or "A place without a name")[:200],
        kind=_kind(reading, location),
        lines=", ".join(filter(None, lines))[:300],
        town=town,
        county=reading.text(address, "state_province", 100, path="address."),
        postcode=_postcode(reading, address),
        latitude=latitude,
        longitude=longitude,
        getting_there=reading.text(location, "description", 400, path=path),
        words=reading.text(link, "description", 300, path="service_at_locations."),
        access=_access(reading, location, ground, public_id),
        public_id=public_id,
        at_public_id=ground.key("service_at_location", public_id),
    )


def _kind(reading: Reading, location: dict[str, Any]) -> str:
    value = reading.text(location, "location_type", 20, path="location.").lower()
    if value and value not in KINDS:
        reading.wrong("location.location_type", f"“{value}” is not one of: {', '.join(KINDS)}.")
    return value if value in KINDS else "physical"


def _postcode(reading: Reading, address: dict[str, Any]) -> str:
    value = reading.text(address, "postal_code", 40, path="address.")
    if len("".join(value.split())) > 7:
        reading.wrong("address.postal_code", "It is no postcode. It was left out.")
        return ""
    return value


def _point(reading: Reading, location: dict[str, Any]) -> tuple[float | None, float | None]:
    found = []
    for name, most in (("latitude", 90), ("longitude", 180)):
        value = location.get(name)
        try:
            number = float(value) if value not in (None, "") and not isinstance(value, bool) else None
        except (TypeError, ValueError, OverflowError):
            number = None
        if value not in (None, "") and (number is None or not -most <= number <= most):
            reading.wrong(f"location.{name}", f"It is no number from -{most} to {most}. It was left out.")
            number = None
        found.append(number)
    return (found[0], found[1]) if None not in found else (None, None)


def _access(
    reading: Reading, location: dict[str, Any], ground: Ground, place: Any
) -> tuple[AccessContent, ...]:
    found: dict[str, AccessContent] = {}
    for each in reading.parts(location, "accessibility", path="location."):
        label = reading.text(each, "accessibility", 300, path="accessibility.")
        words = reading.text(each, "description", 300, path="accessibility.")
        code = ground.access.get(label.lower(), OTHER)
        if code == OTHER:
            words = (f"{label}. {words}" if label and words else label or words)[:300]
        if words or code != OTHER:
            own = code if code != OTHER else words
            found.setdefault(
                own, AccessContent(code=code, words=words, public_id=ground.key("access", place, own))
            )
    return tuple(found.values())
