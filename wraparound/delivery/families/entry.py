"""What the page of one service shows, for families and for young people alike."""

from typing import Any
from uuid import UUID

from wraparound.delivery.directory import queries as directory
from wraparound.delivery.families.presenting import Card, freshness, worth_knowing
from wraparound.delivery.families.queries import help_now
from wraparound.delivery.families.showing import Frame


def service_context(frame: Frame, public_id: UUID) -> dict[str, Any] | None:
    """Return what the page of one service shows, or None for one that families may not find."""
    found = directory.listing(public_id, professional=False)
    if found is None:
        return None
    listing = directory.shown([found.pk], language=frame.language.code)[0].listing
    speaker = frame.speaker
    places, access = speaker.where(listing), worth_knowing(listing, speaker)
    return {
        "card": frame.card(listing, 1), "listing": listing, "places": places,
        "description": speaker.own(listing, "description"), "how_to": speaker.own(listing, "how_to"),
        "kinds": speaker.kinds(listing), "access": access,
        "has_access": bool(access or any(place.access for place in places)),
        "coverage": speaker.coverage(listing), "freshness": freshness(listing, frame.today),
        "confirmed_on": speaker.day(listing.confirmed_on) if listing.confirmed_on else "",
        "organisation": speaker.english(listing.organisation.name),
        "confirmed_by": speaker.english(listing.confirmed_by), "here": frame.address("service", public_id),
    }  # fmt: skip


def help_cards(frame: Frame) -> list[Card]:
    """Return the services that help at once, as lists show them."""
    shown = directory.shown(help_now(), language=frame.language.code)
    return [frame.card(each.listing, number) for number, each in enumerate(shown, start=1)]
