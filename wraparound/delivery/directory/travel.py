"""By bus, where the area gave a timetable: loading it, and how long it takes to places."""

import csv
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from wraparound.delivery.directory.engine.connections import Point, Ride, minutes_by_bus
from wraparound.delivery.directory.hours import WEEK
from wraparound.delivery.directory.models import BusRide, BusStop
from wraparound.delivery.directory.rules import Refused, Spot
from wraparound.foundation.audit import services as audit

AHEAD = 150
"""Minutes after leaving within which a bus must have been taken."""
CHUNK = 1000


@transaction.atomic
def load_timetable(*, stops: Iterable[str], times: Iterable[str], now: datetime) -> tuple[int, int]:
    """Replace the timetable by the lines of two CSV files; return how many stops and rides there are.

    `stops`: code, name, easting, northing. `times`: trip, route, days (`MO,TU`), stop, arrives, departs
    (`09:05`; after midnight `24:10`), the stops of a trip in order. Raises `Refused` naming file and line;
    nothing is changed then.
    """
    BusRide.objects.all().delete()
    BusStop.objects.all().delete()
    made = BusStop.objects.bulk_create(
        [_stop(row, f"stops line {at}") for at, row in enumerate(csv.DictReader(stops), 2)], batch_size=CHUNK
    )
    by_code = {stop.code: stop for stop in made}
    if len(by_code) < len(made):
        raise Refused("stops", "A code stands there twice.")
    rides, before = [], None
    for at, row in enumerate(csv.DictReader(times), 2):
        here = _call(row, by_code, f"times line {at}")
        if before and before[0]["trip"] == row["trip"]:
            rides.append(_ride(before, here, f"times line {at}"))
        before = here
    BusRide.objects.bulk_create(rides, batch_size=CHUNK)
    audit.record(verb="timetable.load", now=now, detail={"stops": len(made), "rides": len(rides)})
    return len(made), len(rides)


def by_bus(origin: Spot, places: Sequence[Point], *, leaving: datetime) -> list[int | None] | None:
    """Return for each place the minutes by bus from where somebody asks, leaving at a time of the clock here.

    None for all where the area gave no timetable; None for a place where no bus is of use.
    """
    if not places or not BusStop.objects.exists():
        return None
    at = leaving.hour * 60 + leaving.minute
    rows = BusRide.objects.filter(
        departs__gte=at, departs__lte=at + AHEAD, days__contains=WEEK[leaving.weekday()]
    ).order_by("departs", "arrives", "pk")
    rides = [
        Ride(*row) for row in rows.values_list("trip", "from_stop_id", "to_stop_id", "departs", "arrives")
    ]
    stops = {
        pk: (east, north) for pk, east, north in BusStop.objects.values_list("pk", "easting", "northing")
    }
    return minutes_by_bus(rides, stops, (origin.easting, origin.northing), at, places)


Call = tuple[dict[str, str], BusStop, int, int]
"""A row of the times with its stop, and when the bus is there and leaves."""


def _stop(row: dict[str, str], where: str) -> BusStop:
    try:
        return BusStop(
            code=row["code"].strip(), name=row["name"].strip(), easting=int(row["easting"]),
            northing=int(row["northing"]),
        )  # fmt: skip
    except (KeyError, ValueError, AttributeError, TypeError) as error:
        raise Refused(where, "Say code, name, easting and northing in whole metres.") from error


def _call(row: dict[str, str], stops: dict[str, BusStop], where: str) -> Call:
    try:
        stop = stops[row["stop"].strip()]
        days = row["days"].split(",")
        if not row["trip"] or not set(days) <= set(WEEK):
            raise ValueError(row["days"])
        return row, stop, _minute(row["arrives"]), _minute(row["departs"])
    except (KeyError, ValueError, AttributeError, TypeError) as error:
        raise Refused(
            where, "Say trip, route, days like MO,TU, a stop that there is, and times like 09:05."
        ) from error


def _ride(before: Call, here: Call, where: str) -> BusRide:
    if here[2] < before[3]:
        raise Refused(where, "The bus arrives before it left the stop above.")
    row = before[0]
    return BusRide(
        trip=row["trip"], route=row["route"] or "", days=row["days"], from_stop=before[1], to_stop=here[1],
        departs=before[3], arrives=here[2],
    )  # fmt: skip


def _minute(text: str) -> int:
    hours, minutes = text.strip().split(":")
    found = int(hours) * 60 + int(minutes)
    if not (0 <= int(minutes) < 60 and 0 <= found < 36 * 60):
        raise ValueError(text)
    return found
