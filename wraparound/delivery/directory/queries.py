"""Reading the list of services: what everyone may see, one, a page of rows, and what was asked for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from wraparound.delivery.directory.models import (
    AtPlace,
    Coverage,
    Listing,
    Place,
    Session,
    Spoken,
    Translation,
)
from wraparound.delivery.directory.rules import PUBLIC_STATUSES, Asked, Found
from wraparound.delivery.directory.searching import search
from wraparound.delivery.taxonomy.models import Taxonomy, Term


@dataclass(frozen=True)
class Shown:
    """One service with everything that a row or a page says of it; reading on asks no further statement."""

    listing: Listing
    """With organisation, service, team and all parts fetched: `at_places` (each with its place, footprint,
    access and sessions), `sessions`, `telephones`, `costs`, `languages`, `access`, `coverage`, `terms`."""
    language: str
    """The language that the words below are in: the one asked for where somebody translated, else `en`."""
    name: str
    summary: str
    description: str
    how_to: str

    @property
    def places(self) -> list[AtPlace]:
        """Return where it can be met; nowhere when it is confidential, whatever the tables hold."""
        return [] if self.listing.is_confidential else list(self.listing.at_places.all())

    @property
    def sessions_anywhere(self) -> list[Session]:
        """Return the sessions that are of no place in particular."""
        return [each for each in self.listing.sessions.all() if each.at_place_id is None]

    @property
    def kinds(self) -> list[Term]:
        """Return what kinds of service it is."""
        return [each for each in self.listing.terms.all() if each.taxonomy.use == Taxonomy.Use.KIND]


def public_listings() -> QuerySet[Listing]:
    """Return the services that everyone may find: every public reader starts here."""
    return Listing.objects.filter(status__in=PUBLIC_STATUSES, audience=Listing.Audience.PUBLIC)


def professional_listings() -> QuerySet[Listing]:
    """Return the services that somebody signed in as a professional may find."""
    return Listing.objects.filter(status__in=PUBLIC_STATUSES)


def listings_for(*, professional: bool) -> QuerySet[Listing]:
    """Return the services that a reader may find."""
    return professional_listings() if professional else public_listings()


def listing(public_id: UUID, *, professional: bool) -> Listing | None:
    """Return one service that a reader may find, or None: missing, gone and not for them are alike."""
    found = listings_for(professional=professional).select_related("organisation", "service", "team")
    return found.filter(public_id=public_id).first()


def find(asked: Asked, *, today: date) -> Found:
    """Return every service that answers what was asked, the best first. Nothing asked: all, by name.

    What the words say about age, day, time, cost or language moves services up and down and hides none;
    what the other fields say narrows. Services that somebody comes to from anywhere (telephone, online,
    confidential) stay, whatever the place asked, and have no distance.
    """
    return search(asked, today=today)


def shown(listing_ids: Sequence[int], *, language: str = "en", professional: bool = False) -> list[Shown]:
    """Return services as they are shown, in the order of the ids, without those not for the reader.

    The number of statements does not depend on how many there are.
    """
    rows = listings_for(professional=professional).filter(pk__in=listing_ids)
    held = {row.pk: row for row in whole(rows, language=language)}
    return [_shown(held[pk], language) for pk in listing_ids if pk in held]


def whole(rows: QuerySet[Listing], *, language: str = "") -> QuerySet[Listing]:
    """Return services with every part in a fixed number of statements; `language` limits translations."""
    translations = Translation.objects.filter(language=language) if language else Translation.objects.all()
    places = AtPlace.objects.select_related("place__footprint").prefetch_related("place__access", "sessions")
    return rows.select_related("organisation__agency", "service__agency", "team", "owner").prefetch_related(
        Prefetch("at_places", places.order_by("pk")),
        Prefetch("sessions", Session.objects.order_by("pk")),
        "telephones",
        "costs",
        Prefetch("languages", Spoken.objects.order_by("name")),
        "access",
        Prefetch("coverage", Coverage.objects.select_related("footprint")),
        Prefetch("terms", Term.objects.select_related("taxonomy")),
        Prefetch("translations", translations),
    )


def languages(*, professional: bool = False) -> list[tuple[str, str]]:
    """Return the languages that services can be had in (code, name), without English, by name."""
    rows = Spoken.objects.filter(listing__in=listings_for(professional=professional)).exclude(code="en")
    return sorted(dict(rows.values_list("code", "name")).items(), key=lambda row: row[1])


def translated() -> list[str]:
    """Return the languages that entries are translated into."""
    rows = Translation.objects.filter(listing__in=public_listings())
    return sorted(set(rows.values_list("language", flat=True)))


def kinds(*, use: str = Taxonomy.Use.KIND, professional: bool = False) -> QuerySet[Term]:
    """Return the terms of a use that services bear, with `services`: how many, by name."""
    found = Q(listings__in=listings_for(professional=professional).values("pk"))
    terms = (
        Term.objects.filter(taxonomy__use=use)
        .select_related("taxonomy")
        .annotate(services=Count("listings", filter=found, distinct=True))
    )
    return terms.filter(services__gt=0).order_by("name")


def places_of(listing_ids: Iterable[int]) -> QuerySet[AtPlace]:
    """Return where services can be met, for a map: never one of a confidential service."""
    open_ones = AtPlace.objects.filter(listing__in=list(listing_ids), listing__is_confidential=False)
    return open_ones.filter(place__kind=Place.Kind.PHYSICAL).select_related("place", "listing")


def _shown(row: Listing, language: str) -> Shown:
    words: Listing | Translation = next(iter(row.translations.all()), row)
    return Shown(
        listing=row, language=language if words is not row else "en", name=words.name,
        summary=words.summary or row.summary, description=words.description or row.description,
        how_to=words.how_to or row.how_to,
    )  # fmt: skip
