"""How soon a bus gets somebody somewhere, by a scan of connections (Dibbelt and others, 2013). Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import hypot, inf

METRES_A_MINUTE = 80 / 1.3
"""Somebody walks 4.8 km an hour, and streets are about 1.3 times the straight line."""
TO_STOP = 800
"""How far in metres, in a straight line, somebody walks to a bus or from it."""
CHANGE = 2
"""Minutes that changing from one bus to another takes at least."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Ride:
    """A bus from one stop to the next; minutes count from midnight of the day that is asked about."""

    trip: str
    start: int
    end: int
    departs: int
    arrives: int


def walk(one: Point, other: Point) -> float:
    """Return the minutes that it takes to walk between two points of the grid."""
    return hypot(one[0] - other[0], one[1] - other[1]) / METRES_A_MINUTE


def near(point: Point, stops: Mapping[int, Point]) -> dict[int, float]:
    """Return the stops that somebody walks to from a point, with the minutes."""
    reach = TO_STOP / METRES_A_MINUTE
    return {stop: minutes for stop, at in stops.items() if (minutes := walk(point, at)) <= reach}


def earliest(rides: Sequence[Ride], stops: Mapping[int, Point], origin: Point, at: float) -> dict[int, float]:
    """Return the minute at which each stop is reached by bus, leaving a point at a minute.

    `rides` are in order of departure. A stop that no bus reaches is left out.
    """
    ready = {stop: at + minutes for stop, minutes in near(origin, stops).items()}
    reached: dict[int, float] = {}
    aboard: set[str] = set()
    for ride in rides:
        if ride.trip not in aboard and ready.get(ride.start, inf) <= ride.departs:
            aboard.add(ride.trip)
        if ride.trip in aboard and ride.arrives < reached.get(ride.end, inf):
            reached[ride.end] = ride.arrives
            ready[ride.end] = min(ready.get(ride.end, inf), ride.arrives + CHANGE)
    return reached


def minutes_by_bus(
    rides: Sequence[Ride], stops: Mapping[int, Point], origin: Point, at: float, places: Sequence[Point]
) -> list[int | None]:
    """Return for each place the minutes from leaving `origin` until being there by bus.

    None where no bus goes that is of use: nowhere near, or not sooner than on foot.
    """
    reached = earliest(rides, stops, origin, at)
    within = {stop: stops[stop] for stop in reached}
    found: list[int | None] = []
    for place in places:
        took = min((reached[stop] + foot - at for stop, foot in near(place, within).items()), default=inf)
        found.append(round(took) if took < walk(origin, place) else None)
    return found
