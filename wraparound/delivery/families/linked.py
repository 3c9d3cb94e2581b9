"""A service for machines, in the words of schema.org: what nobody knows is left out."""

import json
from typing import Any

from django.utils.safestring import SafeString

from wraparound.delivery.directory.models import Listing, Place, Session
from wraparound.delivery.families.hours import DAY
from wraparound.delivery.families.presenting import Card

WEEK = {
    "MO": "Monday", "TU": "Tuesday", "WE": "Wednesday", "TH": "Thursday", "FR": "Friday", "SA": "Saturday",
    "SU": "Sunday",
}  # fmt: skip

ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
"""Signs by which a text could end the block that it stands in."""


def linked_data(card: Card, url: str) -> SafeString:
    """Return the block of data that stands in the page of a service; browsers do not run it."""
    text = json.dumps(as_thing(card, url), ensure_ascii=False).translate(ESCAPES)
    return SafeString(f'<script type="application/ld+json">{text}</script>')


def as_thing(card: Card, url: str) -> dict[str, Any]:
    """Return a service as a thing of schema.org, in English; one that is confidential has no place."""
    listing = card.listing
    audience = {"suggestedMinAge": listing.minimum_age, "suggestedMaxAge": listing.maximum_age}
    ages = {name: float(age) for name, age in audience.items() if age is not None}
    return _known({
        "@context": "https://schema.org",
        "@type": "Service",
        "@id": url,
        "url": url,
        "name": listing.name,
        "description": listing.summary or listing.description,
        "serviceType": [term.name for term in listing.terms.all() if term.taxonomy.use == "kind"],
        "provider": _known({
            "@type": "Organization", "name": listing.organisation.name, "url": listing.organisation.website,
        }),
        "audience": {"@type": "PeopleAudience", **ages} if ages else None,
        "offers": _offers(listing),
        "areaServed": _areas(listing),
        "hoursAvailable": [each for session in listing.sessions.all() for each in _hours(session)],
        "availableChannel": _channels(listing),
    })  # fmt: skip


def _areas(listing: Listing) -> list[str]:
    said = (each.words or (each.footprint.name if each.footprint else "") for each in listing.coverage.all())
    return [area for area in said if area]


def _known(thing: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in thing.items() if value not in (None, "", [], {})}


def _offers(listing: Listing) -> list[dict[str, Any]]:
    if listing.is_free:
        return [{"@type": "Offer", "price": "0", "priceCurrency": "GBP"}]
    return [
        _known({"@type": "Offer", "price": str(cost.amount), "priceCurrency": "GBP", "name": cost.option})
        for cost in listing.costs.all()
        if cost.amount is not None
    ]


def _hours(session: Session) -> list[dict[str, Any]]:
    days = [WEEK[day] for which, day in DAY.findall(session.days) if not which]
    if not days or session.frequency != Session.Frequency.WEEKLY or session.interval != 1:
        return []
    times = {"opens": session.opens_at, "closes": session.closes_at}
    dates = {"validFrom": session.valid_from, "validThrough": session.valid_until}
    return [_known({
        "@type": "OpeningHoursSpecification", "dayOfWeek": days,
        **{name: f"{value:%H:%M}" for name, value in times.items() if value},
        **{name: value.isoformat() for name, value in dates.items() if value},
    })]  # fmt: skip


def _channels(listing: Listing) -> list[dict[str, Any]]:
    spoken = [each.code for each in listing.languages.all()]
    lines: list[dict[str, Any]] = [
        {"servicePhone": _known({"@type": "ContactPoint", "telephone": each.number, "name": each.words})}
        for each in listing.telephones.all()
        if each.kind != "text"
    ]
    online: list[dict[str, Any]] = [{"serviceUrl": listing.website}] if listing.website else []
    places = [] if listing.is_confidential else [at.place for at in listing.at_places.all()]
    met: list[dict[str, Any]] = [
        {"serviceLocation": _place(place)} for place in places if place.kind == Place.Kind.PHYSICAL
    ]
    return [
        _known({"@type": "ServiceChannel", "availableLanguage": spoken, **each})
        for each in (*met, *lines, *online)
    ]


def _place(place: Place) -> dict[str, Any]:
    at = place.latitude is not None and place.longitude is not None
    return _known({
        "@type": "Place",
        "name": place.name,
        "address": _known({
            "@type": "PostalAddress", "streetAddress": place.lines, "addressLocality": place.town,
            "addressRegion": place.county, "postalCode": place.postcode, "addressCountry": "GB",
        }),
        "geo": {"@type": "GeoCoordinates", "latitude": place.latitude, "longitude": place.longitude}
        if at else None,
    })  # fmt: skip
