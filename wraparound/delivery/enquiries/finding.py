"""Finding services as professionals and the desk do: the directory's search, narrowed by what they see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils import timezone

from wraparound.delivery.directory.models import Listing
from wraparound.delivery.directory.queries import find, whole
from wraparound.delivery.directory.rules import Asked, Found, Hit
from wraparound.delivery.enquiries import queries
from wraparound.delivery.enquiries.models import Enquiry, ForProfessionals
from wraparound.delivery.enquiries.rules import places_left
from wraparound.delivery.enquiries.showing import (
    Said,
    ages_words,
    cost_words,
    place_words,
    said_of,
    session_words,
)
from wraparound.outcomes.children.rules import Label

A_PAGE, OLDEST = 20, 25


@dataclass(frozen=True)
class Wanted:
    """What is wanted: what everybody can ask of the directory, and what only professionals can."""

    asked: Asked
    level: str = ""
    wait_at_most: Decimal | None = None
    free_now: bool = False

    @property
    def narrows_more(self) -> bool:
        """Say whether something is asked that the public does not see."""
        return bool(self.level or self.free_now or self.wait_at_most is not None)


@dataclass(frozen=True)
class Row:
    """One service that was found, with what it says to professionals and why it fits."""

    listing: Listing
    said: Said
    why: str


@dataclass(frozen=True)
class Answer:
    """What was found, a page of it, and what was made of the words."""

    page: Page[Hit]
    rows: list[Row]
    problem: str
    understood: str


def wanted_by(enquiry: Enquiry) -> Wanted:
    """Return what is looked for first on behalf of whoever asked the desk."""
    place = enquiry.footprint.code if enquiry.footprint and not enquiry.postcode else ""
    return Wanted(
        Asked(
            words="" if enquiry.kind or enquiry.need else enquiry.asked, postcode=enquiry.postcode,
            locality=place, age=enquiry.age, kind=enquiry.kind.code if enquiry.kind else "",
            need=enquiry.need.code if enquiry.need else "", professional=True,
        )
    )  # fmt: skip


def wanted_for(label: Label, *, today: date) -> Wanted:
    """Return what is looked for first on behalf of a child: a place left now, for the child's age."""
    age = Decimal(0) if label.expected and not label.born else None
    if isinstance(label.born, date):
        age = (Decimal((today - label.born).days) / Decimal("365.25")).quantize(Decimal("0.1"))
    fits = age if age is not None and age <= OLDEST else None
    return Wanted(Asked(age=fits, professional=True), free_now=True)


def answer(wanted: Wanted, *, page: str | None, now: datetime) -> Answer:
    """Return a page of the services that fit, the best first: also those that only professionals find."""
    today = timezone.localdate(now)
    found: Found = find(wanted.asked, today=today)
    hits = list(found.hits)
    if wanted.narrows_more:
        fitting = _fitting(wanted, today)
        hits = [hit for hit in hits if hit.listing_id in fitting]
    shown = Paginator(hits, A_PAGE).get_page(page)
    return Answer(shown, _rows(shown, today), found.problem, _understood(found))


def _understood(found: Found) -> str:
    respelt = [f"“{found.respelt}”"] if found.respelt else []
    return ", ".join([*respelt, *found.understood])


def _fitting(wanted: Wanted, today: date) -> set[int]:
    """Return the services that serve the level, have a place left and say a wait that is short enough."""
    rows = list(ForProfessionals.objects.all())
    held = queries.held_of([row.listing_id for row in rows], today=today) if wanted.free_now else {}
    return {
        row.listing_id
        for row in rows
        if (not wanted.level or wanted.level in row.levels)
        and (not wanted.free_now or places_left(row.places_free, held.get(row.listing_id, 0)))
        and (
            wanted.wait_at_most is None
            or (row.wait_weeks is not None and row.wait_weeks <= wanted.wait_at_most)
        )
    }


def _rows(hits: Iterable[Hit], today: date) -> list[Row]:
    shown = list(hits)
    found = {row.pk: row for row in whole(Listing.objects.filter(pk__in=[hit.listing_id for hit in shown]))}
    said = said_of(found.values(), today=today)
    return [
        Row(found[hit.listing_id], said[hit.listing_id], _why(hit))
        for hit in shown
        if hit.listing_id in found
    ]


def _why(hit: Hit) -> str:
    far = [] if hit.metres is None else [f"{hit.metres / 1609.344:.1f} miles away"]
    return ", ".join([*far, *hit.why]).capitalize()


def shown(listing: Listing) -> dict[str, Any]:
    """Return in words what a service's page says to everyone; of a confidential one never a place."""
    row = whole(Listing.objects.filter(pk=listing.pk)).get()
    return {
        "ages": ages_words(row),
        "sessions": [session_words(each) for each in row.sessions.all()],
        "places": [] if row.is_confidential else [place_words(at) for at in row.at_places.all()],
        "telephones": list(row.telephones.all()),
        "costs": [cost_words(each) for each in row.costs.all()],
        "languages": ", ".join(each.name for each in row.languages.all()),
    }
