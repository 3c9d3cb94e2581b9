"""Reading what searching keeps of services: a fixed number of statements for however many."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import time
from typing import Any

from django.db.models import Model, QuerySet

from wraparound.delivery.directory.engine.entry import Entry, Hours, Spotted
from wraparound.delivery.directory.models import (
    Access,
    AtPlace,
    Cost,
    Coverage,
    Listing,
    Session,
    Spoken,
    Translation,
)
from wraparound.delivery.directory.rules import PUBLIC_STATUSES
from wraparound.foundation.area.models import Footprint

STAMP = ("pk", "version", "modified_at", "confirmed_on")
COLUMNS = (
    "name", "summary", "description", "how_to", "organisation__name", "status", "audience", "is_confidential",
    "for_young_people", "is_help_now", "is_free", "minimum_age", "maximum_age",
)  # fmt: skip
SESSION = ("days", "opens_at", "closes_at", "terms", "frequency", "interval", "valid_from", "valid_until")
CHUNK = 900
"""Ids in one statement: fewer than SQLite takes."""
MIDNIGHT = 24 * 60


def stamps() -> dict[int, tuple[object, ...]]:
    """Return what tells whether a service is still as it was read, of all that can be found."""
    return {row[0]: row for row in _findable().values_list(*STAMP)}


def parents() -> dict[str, str]:
    """Return for each footprint the one that it lies in, by their codes."""
    return {code: parent or "" for code, parent in Footprint.objects.values_list("code", "parent__code")}


def gathered(ids: Iterable[int], above: dict[str, str]) -> dict[int, Entry]:
    """Return the entries of services, by their keys. `above` is what `parents` returned."""
    wanted = list(ids)
    found: dict[int, Entry] = {}
    for at in range(0, len(wanted), CHUNK):
        found |= _gathered(wanted[at : at + CHUNK], above)
    return found


def _findable() -> QuerySet[Listing]:
    return Listing.objects.filter(status__in=PUBLIC_STATUSES)


def _gathered(ids: list[int], above: dict[str, str]) -> dict[int, Entry]:
    terms = _grouped(
        Listing.terms.through.objects.filter(listing__in=ids),
        "listing_id", "term__taxonomy__use", "term__code", "term__name",
    )  # fmt: skip
    sessions = _by_listing(Session, ids, *SESSION)
    spots = _by_listing(
        AtPlace,
        ids,
        "place__name",
        "place__town",
        "place__easting",
        "place__northing",
        "place__footprint__code",
    )
    access = _by_listing(Access, ids, "code")
    at_place = _grouped(
        Access.objects.filter(place__at_places__listing__in=ids), "place__at_places__listing_id", "code"
    )
    languages = _by_listing(Spoken, ids, "code", "name")
    covers = _by_listing(Coverage, ids, "footprint__code")
    costs = _by_listing(Cost, ids, "words", "amount")
    translations = _by_listing(Translation, ids, "name", "summary", "description")
    found = {}
    for row in _findable().filter(pk__in=ids).values(*STAMP, *COLUMNS):
        pk = row["pk"]
        own = terms[pk]
        texts = _texts(row, own, spots[pk], languages[pk], costs[pk], translations[pk])
        entry = _plain(row, texts, _cheapest(row["is_free"], costs[pk]))
        entry.kinds, entry.needs, entry.topics = (
            tuple(sorted(code for use, code, _ in own if use == wanted))
            for wanted in ("kind", "need", "topic")
        )
        entry.hours = tuple(_hours(*each) for each in sessions[pk])
        entry.spots = tuple(_spot(each[2:], above) for each in spots[pk])
        entry.covers = tuple(code for (code,) in covers[pk] if code)
        entry.languages = tuple(code for code, _ in languages[pk])
        entry.access = frozenset(code for (code,) in (*access[pk], *at_place[pk]))
        found[pk] = entry
    return found


def _cheapest(is_free: bool, costs: list[Any]) -> float | None:
    """Return the least that a service costs; one that is free costs nothing, whatever its extras do."""
    amounts = [float(amount) for _, amount in costs if amount is not None]
    return 0.0 if is_free else min(amounts, default=None)


def _plain(row: dict[str, Any], texts: tuple[str, str, str], cheapest: float | None) -> Entry:
    low, high = row["minimum_age"], row["maximum_age"]
    return Entry(
        pk=row["pk"], stamp=tuple(row[name] for name in STAMP), name=row["name"], texts=texts,
        is_public=row["audience"] == Listing.Audience.PUBLIC, is_confidential=row["is_confidential"],
        is_paused=row["status"] == Listing.Status.PAUSED, for_young_people=row["for_young_people"],
        is_help_now=row["is_help_now"], is_free=row["is_free"], confirmed_on=row["confirmed_on"],
        cheapest=cheapest,
        ages=(None if low is None else float(low), None if high is None else float(high)),
    )  # fmt: skip


def _texts(
    row: dict[str, Any], terms: list[Any], spots: list[Any], languages: list[Any], costs: list[Any],
    translations: list[Any],
) -> tuple[str, str, str]:  # fmt: skip
    """Return the words of a service: those of its place only where it is not confidential."""
    places = [] if row["is_confidential"] else [text for spot in spots for text in spot[:2]]
    gist = [row["summary"], *(name for _, _, name in terms), *(t for each in translations for t in each[:2])]
    rest = [row["description"], row["how_to"], row["organisation__name"], *places]
    rest += [name for _, name in languages] + [words for words, _ in costs]
    rest += [each[2] for each in translations]
    return row["name"], " ".join(gist), " ".join(rest)


def _hours(days: str, opens: time | None, closes: time | None, *more: Any) -> Hours:
    return Hours(days, _minute(opens, 0), _minute(closes, MIDNIGHT), *more)


def _minute(at: time | None, unsaid: int) -> int:
    return unsaid if at is None else at.hour * 60 + at.minute


def _spot(row: tuple[Any, ...], above: dict[str, str]) -> Spotted:
    easting, northing, code = row
    chain: list[str] = []
    while code and code not in chain:
        chain.append(code)
        code = above.get(code, "")
    return Spotted(easting, northing, tuple(chain))


def _by_listing(model: type[Model], ids: list[int], *names: str) -> dict[int, list[Any]]:
    rows = model._default_manager.filter(listing__in=ids).order_by("pk")
    return _grouped(rows, "listing_id", *names)


def _grouped(rows: QuerySet[Any], key: str, *names: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for first, *rest in rows.values_list(key, *names):
        found[first].append(tuple(rest))
    return found
