"""Reading the area: who it is, where a postcode lies, and what it has configured."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django.db.models import Q, QuerySet

from wraparound.foundation.area.documents import Calendar, SchoolTerms, Shields
from wraparound.foundation.area.models import (
    Area,
    Configuration,
    DutyNumber,
    Footprint,
    FootprintLevel,
    Postcode,
    PostcodeLoad,
)
from wraparound.foundation.area.rules import normal_postcode


@dataclass
class Branch:
    """A footprint and those that lie in it, for a page that draws the tree."""

    footprint: Footprint
    inner: list["Branch"] = field(default_factory=list)


def the_area() -> Area | None:
    """Return the area that this installation serves, or None before it is set up."""
    return Area.objects.prefetch_related("duty_numbers").first()


def configuration(kind: str, *, on: date) -> dict[str, Any] | None:
    """Return what the whole area has configured of a kind for a day, or None when the default holds."""
    versions = Configuration.objects.filter(kind=kind, effective_from__lte=on, footprint__isnull=True)
    return versions.order_by("-effective_from").values_list("document", flat=True).first()


def closed_days(*, on: date) -> frozenset[date]:
    """Return the days on which the area's offices are closed beyond weekends and bank holidays."""
    return frozenset(Calendar.model_validate(configuration("calendar", on=on) or {}).closed)


def shield_terms(*, on: date) -> Shields:
    """Return how long a provisional shield lasts and when shields are reviewed, as the area decided."""
    return Shields.model_validate(configuration("shields", on=on) or {})


def school_terms(*, on: date) -> SchoolTerms:
    """Return the school terms as the area has decided them by a day, or those usual in England."""
    return SchoolTerms.model_validate(configuration("terms", on=on) or {})


def days_without_school(*, on: date) -> frozenset[date]:
    """Return the days that are no school days beyond weekends and bank holidays: holidays, and closed days.

    Past the last term that the area has said, every working day of its offices counts as a school day.
    """
    between = {
        one.last + timedelta(days=n)
        for one, following in pairwise(school_terms(on=on).terms)
        for n in range(1, (following.first - one.last).days)
    }
    return closed_days(on=on) | between


def configurations(kind: str) -> QuerySet[Configuration]:
    """Return every version of a kind, the newest first."""
    return (
        Configuration.objects.filter(kind=kind).select_related("footprint").order_by("-effective_from", "-pk")
    )


def duty_numbers() -> QuerySet[DutyNumber]:
    """Return the numbers to ring, in the order that pages show them."""
    return DutyNumber.objects.all()


def levels() -> QuerySet[FootprintLevel]:
    """Return the levels of the footprint tree, outermost first."""
    return FootprintLevel.objects.all()


def footprints(*, on: date | None = None) -> QuerySet[Footprint]:
    """Return the footprints, or those that hold on a day."""
    found = Footprint.objects.select_related("level", "parent")
    if on is None:
        return found
    return found.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=on), valid_from__lte=on)


def footprint_tree(*, on: date) -> list[Branch]:
    """Return the footprints of a day as a tree, in one query; one whose parent ended stands at the top."""
    branches = {footprint.pk: Branch(footprint) for footprint in footprints(on=on)}
    top: list[Branch] = []
    for branch in branches.values():
        parent = branches.get(branch.footprint.parent_id or 0)
        (parent.inner if parent else top).append(branch)
    return top


def place_of(postcode: str) -> Postcode | None:
    """Return what the directory says of a postcode, however it was typed, or None when it is unknown."""
    return Postcode.objects.select_related("footprint__level").filter(pk=normal_postcode(postcode)).first()


def chain_of(postcode: str) -> list[Footprint]:
    """Return the footprints that a postcode lies in, the outermost first; none when it lies elsewhere."""
    place = place_of(postcode)
    chain: list[Footprint] = []
    footprint = place.footprint if place else None
    while footprint and footprint not in chain:
        chain.insert(0, footprint)
        footprint = footprint.parent
    return chain


def postcode_loads() -> QuerySet[PostcodeLoad]:
    """Return the readings of the postcode directory, the newest first."""
    return PostcodeLoad.objects.order_by("-started_at", "-pk")


def postcode_count() -> int:
    """Return how many postcodes are known."""
    return Postcode.objects.count()
