"""What the open interface may read of the directory, narrowed as the standard has it."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, FloatField, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Cast

from wraparound.delivery.directory.models import AtPlace, Edition, Listing, Organisation, Session
from wraparound.delivery.openreferral.giving.asked import Wrong
from wraparound.delivery.taxonomy.models import Taxonomy, Term
from wraparound.foundation.area.models import Postcode
from wraparound.foundation.area.queries import chain_of, place_of

FOUND = (Listing.Status.ACTIVE, Listing.Status.PAUSED)
"""What lists give; the others are given to whoever asks for them by id, or for what changed."""
BRIEF = ["organisation"]
WHOLE = [
    "at_places__place__access", "sessions", "telephones", "costs", "languages", "access",
    "coverage__footprint", "terms__taxonomy", "terms__parent",
]  # fmt: skip


def edition() -> int:
    """Return the number of the directory as it stands: it grows with every change."""
    return Edition.objects.aggregate(number=Max("number"))["number"] or 0


def changed_at() -> datetime | None:
    """Return when the directory last changed, an entry that was removed among it; None where nobody knows."""
    return Edition.objects.aggregate(at=Max("changed_at"))["at"]


def services() -> QuerySet[Listing]:
    """Return the entries that may be given out, ended ones too: none that professionals alone see."""
    return _public().select_related(*BRIEF).order_by("pk")


def whole_services() -> QuerySet[Listing]:
    """Return the same with all that belongs to them."""
    return services().prefetch_related(*WHOLE)


def links() -> QuerySet[AtPlace]:
    """Return services at their places; a confidential service has none, whatever is stored."""
    found = AtPlace.objects.filter(listing__audience=Listing.Audience.PUBLIC, listing__is_confidential=False)
    return found.select_related("listing__organisation", "place").order_by("pk")


def whole_links() -> QuerySet[AtPlace]:
    """Return the same with all that belongs to them."""
    return links().prefetch_related("place__access", *(f"listing__{name}" for name in WHOLE))


def organisations() -> QuerySet[Organisation]:
    """Return who gives a service that may be given out."""
    return Organisation.objects.filter(Exists(_public().filter(organisation=OuterRef("pk")))).order_by("pk")


def services_of(organisation: Organisation) -> QuerySet[Listing]:
    """Return the services of one organisation that lists give."""
    return services().filter(organisation=organisation, status__in=FOUND)


def taxonomies() -> QuerySet[Taxonomy]:
    """Return the lists of terms."""
    return Taxonomy.objects.order_by("pk")


def terms() -> QuerySet[Term]:
    """Return the terms of all lists."""
    return Term.objects.select_related("taxonomy", "parent").order_by("pk")


def narrowed_services(found: QuerySet[Listing], asked: dict[str, Any]) -> QuerySet[Listing]:
    """Return the services that are asked for. Raises `Wrong` for a postcode that we do not know."""
    found = found.filter(_of_entry(asked))
    if when := _of_session(asked):
        found = found.filter(Exists(Session.objects.filter(when, listing=OuterRef("pk"))))
    if "postcode" in asked:
        middle = _middle(asked["postcode"])
        found = found.filter(_serves(asked["postcode"]))
        if "proximity" in asked:
            near = _near(middle, asked["proximity"])
            found = found.filter(Exists(near.filter(listing=OuterRef("pk"))), is_confidential=False)
    return found


def narrowed_links(found: QuerySet[AtPlace], asked: dict[str, Any]) -> QuerySet[AtPlace]:
    """Return the services at places that are asked for: the session and the distance are those of the place.

    Raises `Wrong` for a postcode that we do not know.
    """
    # The keys are read first: as one statement PostgreSQL planned this so that it took minutes.
    found = found.filter(listing__in=_keys(_of_entry(asked)))
    if when := _of_session(asked):
        here = Q(at_place=OuterRef("pk")) | Q(at_place__isnull=True)
        found = found.filter(Exists(Session.objects.filter(when, here, listing=OuterRef("listing"))))
    if "postcode" in asked:
        middle = _middle(asked["postcode"])
        found = found.filter(listing__in=_keys(_serves(asked["postcode"])))
        if "proximity" in asked:
            found = found.filter(pk__in=_near(middle, asked["proximity"]).values("pk"))
    return found


def narrowed_organisations(found: QuerySet[Organisation], asked: dict[str, Any]) -> QuerySet[Organisation]:
    """Return the organisations that are asked for."""
    for word in asked.get("search", "").split():
        found = found.filter(_says(word, "name", "description"))
    if "modified_after" in asked:
        found = found.filter(modified_at__gte=asked["modified_after"])
    return found


def one(found: QuerySet[Any], key: str) -> Any | None:
    """Return the thing of a list with this id, or None; an id that is no UUID is nobody's."""
    try:
        return found.filter(public_id=UUID(key)).first()
    except ValueError:
        return None


def _keys(passes: Q) -> list[int]:
    return list(_public().filter(passes).values_list("pk", flat=True))


def _public() -> QuerySet[Listing]:
    return Listing.objects.filter(audience=Listing.Audience.PUBLIC)


def _of_entry(asked: dict[str, Any]) -> Q:
    """Pass the entries of which this is true without looking at sessions and places."""
    passes = Q()
    if "modified_after" in asked:
        passes &= Q(modified_at__gte=asked["modified_after"])
    else:
        passes &= Q(status__in=FOUND)
    for word in asked.get("search", "").split():
        passes &= _says(word, "name", "summary", "description", "organisation__name")
    if "organization_id" in asked:
        passes &= Q(organisation__public_id=asked["organization_id"])
    if "minimum_age" in asked:
        passes &= Q(minimum_age__gte=asked["minimum_age"])
    if "maximum_age" in asked:
        passes &= Q(maximum_age__lte=asked["maximum_age"])
    tagged = Listing.terms.through.objects.filter(listing=OuterRef("pk"))
    if "taxonomy_term_id" in asked:
        passes &= Q(Exists(tagged.filter(term__public_id=asked["taxonomy_term_id"])))
    if "taxonomy_id" in asked:
        passes &= Q(Exists(tagged.filter(term__taxonomy__public_id=asked["taxonomy_id"])))
    return passes


def _says(word: str, *fields: str) -> Q:
    """Pass what has a word in one of some fields, in small letters or large.

    SQLite compares the letters of English alone without their case: others are asked for as they are
    written in small letters, in large ones and at the beginning of a name.
    """
    ways = {word} if word.isascii() else {word, word.lower(), word.upper(), word.capitalize()}
    found = Q()
    for field in fields:
        for way in sorted(ways):
            found |= Q(**{f"{field}__icontains": way})
    return found


def _of_session(asked: dict[str, Any]) -> Q | None:
    """Pass the sessions of this day and these times; None when neither is asked for."""
    when = Q()
    if "day" in asked:
        when &= Q(days__contains=asked["day"])
    if "start_time" in asked:
        when &= Q(opens_at__gte=asked["start_time"])
    if "end_time" in asked:
        when &= Q(closes_at__lte=asked["end_time"])
    if not when:
        return None
    return when & (Q(listing__is_confidential=False) | Q(at_place__isnull=True))


def _middle(postcode: str) -> Postcode:
    place = place_of(postcode)
    if place is None or place.easting is None or place.northing is None:
        raise Wrong("We do not know where this postcode is.")
    return place


def _serves(postcode: str) -> Q:
    """Pass the entries that somebody of a postcode can have: served everywhere, here, or where words say."""
    own = Q(coverage__footprint__in=[footprint.pk for footprint in chain_of(postcode)])
    in_words = Q(coverage__footprint__isnull=True)
    served = Listing.objects.filter(Q(coverage__isnull=True) | own | in_words)
    return Q(pk__in=served.values("pk"))


def _near(middle: Postcode, metres: Decimal) -> QuerySet[AtPlace]:
    """Return the services at places that are this near as the crow flies."""
    east, north, far = middle.easting or 0, middle.northing or 0, float(metres)
    found = AtPlace.objects.filter(
        place__easting__gte=east - far, place__easting__lte=east + far,
        place__northing__gte=north - far, place__northing__lte=north + far,
    )  # fmt: skip
    across = Cast(F("place__easting"), FloatField()) - east
    along = Cast(F("place__northing"), FloatField()) - north
    return found.alias(square=across * across + along * along).filter(square__lte=far * far)
