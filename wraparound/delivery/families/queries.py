"""Reading what the public pages need beside the directory: languages, words, what people said is wrong."""

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Avg, QuerySet
from pydantic import BaseModel, ValidationError

from wraparound.delivery.directory.models import Place
from wraparound.delivery.directory.queries import public_listings
from wraparound.delivery.families.documents import (
    ENGLISH,
    Language,
    Young,
    mended,
    shipped_languages,
    shipped_young_words,
)
from wraparound.delivery.families.models import Correction
from wraparound.delivery.families.presenting import Point
from wraparound.delivery.taxonomy.models import Taxonomy, Term
from wraparound.delivery.taxonomy.queries import terms
from wraparound.foundation.accounts.rules import Actor, May
from wraparound.foundation.area.queries import configurations, footprints

Read = TypeVar("Read", bound=BaseModel)
LANGUAGE, YOUNG = "directory-language", "directory-young"
"""The kinds of document by which an area adds a language and says its young people's words."""


def languages(*, on: date) -> dict[str, Language]:
    """Return the languages that the public pages are offered in on a day, by code; English comes first.

    A language is the newest document of its code, or the one that is shipped. One that was stored before
    the pages used a new word says that word in English.
    """
    found = dict(shipped_languages())
    for document in _documents(LANGUAGE, on):
        if language := _read(Language, mended(document)):
            found[language.code] = language
    return {code: each for code, each in found.items() if each.offered or code == ENGLISH}


def young_words(*, on: date, language: str) -> Young:
    """Return the words of the first page of young people: in a language, or else in English."""
    found = dict(shipped_young_words())
    for document in _documents(YOUNG, on):
        if young := _read(Young, document):
            found[young.language] = young
    return found.get(language, found[ENGLISH])


def corrections_of(actor: Actor) -> QuerySet[Correction]:
    """Return what people said is wrong with the entries that the actor answers for, the oldest first."""
    found = Correction.objects.select_related("listing__organisation", "listing__owner", "settled_by__user")
    if May.APPROVE_ENTRIES in actor.may:
        return found
    if May.EDIT_ENTRIES not in actor.may or actor.team_id is None:
        return found.none()
    return found.filter(listing__owner=actor.team_id)


def to_settle(actor: Actor) -> QuerySet[Correction]:
    """Return those that nobody has settled yet."""
    return corrections_of(actor).filter(settled_at__isnull=True)


def settled(actor: Actor) -> QuerySet[Correction]:
    """Return those that are settled, the last one first."""
    return corrections_of(actor).filter(settled_at__isnull=False).order_by("-settled_at", "-pk")


def correction_of(actor: Actor, public_id: UUID) -> Correction | None:
    """Return one of them, or None: one of another owner is not there."""
    return corrections_of(actor).filter(public_id=public_id).first()


def help_now() -> list[int]:
    """Return the services that help at once, by name: those for young people first."""
    found = public_listings().filter(is_help_now=True).order_by("-for_young_people", "name", "pk")
    return list(found.values_list("pk", flat=True))


def ids_of(public_ids: Iterable[UUID]) -> list[int]:
    """Return the keys of services that families may find, in the order given; others are left out."""
    wanted = list(public_ids)
    held = dict(public_listings().filter(public_id__in=wanted).values_list("public_id", "pk"))
    return [held[one] for one in wanted if one in held]


def topics() -> list[Term]:
    """Return the topics that young people chose, in the order in which they said them."""
    return list(terms(Taxonomy.Use.TOPIC).order_by("pk"))


def localities(*, on: date) -> list[tuple[str, str]]:
    """Return the parts of the area in which something can be met, as a form offers them."""
    found = Place.objects.filter(
        at_places__listing__in=public_listings(), at_places__listing__is_confidential=False
    )
    parts = {
        part.code: part.name
        for smallest in footprints(on=on).filter(pk__in=found.values("footprint"))
        for part in (smallest, smallest.parent)
        if part is not None and part.parent_id
    }
    return sorted(parts.items(), key=lambda part: part[1])


def place_names() -> list[Point]:
    """Return the names of the parts of the area, each in the middle of what can be met there, for the map."""
    met = Place.objects.filter(
        at_places__listing__in=public_listings(), at_places__listing__is_confidential=False,
        kind=Place.Kind.PHYSICAL, easting__isnull=False, northing__isnull=False, footprint__isnull=False,
    )  # fmt: skip
    middles = met.values("footprint__name").annotate(east=Avg("easting"), north=Avg("northing"))
    return [
        Point(round(each["east"]), round(each["north"]), each["footprint__name"])
        for each in middles.order_by("footprint__name")
    ]


def _documents(kind: str, on: date) -> list[dict[str, Any]]:
    dated = configurations(kind).filter(effective_from__lte=on, footprint__isnull=True)
    return list(dated.order_by("effective_from", "pk").values_list("document", flat=True))


def _read(model: type[Read], document: dict[str, Any]) -> Read | None:
    try:
        return model.model_validate(document)
    except ValidationError:
        return None
