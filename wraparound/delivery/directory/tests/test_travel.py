import random
from datetime import UTC, datetime
from itertools import pairwise
from math import inf
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from wraparound.delivery.directory.engine.connections import (
    CHANGE,
    Ride,
    earliest,
    minutes_by_bus,
    near,
    walk,
)
from wraparound.delivery.directory.models import BusRide, BusStop
from wraparound.delivery.directory.rules import Spot
from wraparound.delivery.directory.travel import by_bus, load_timetable

NOW = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
STOPS = [
    "code,name,easting,northing",
    "A,Market,300000,200000",
    "B,Station,303000,200000",
    "C,Hospital,306000,200000",
]
TIMES = [
    "trip,route,days,stop,arrives,departs",
    "1,7,MO,A,09:00,09:00", "1,7,MO,B,09:10,09:11", "1,7,MO,C,09:20,09:20",
    "2,7,SA,A,10:00,10:00", "2,7,SA,C,10:30,10:30",
]  # fmt: skip
MONDAY = datetime(2026, 11, 30, 8, 50, tzinfo=UTC)
HOME = Spot(300_000, 200_100, "home")


@pytest.mark.django_db
def test_the_time_by_bus_is_told_where_a_timetable_was_given_and_a_bus_is_of_use() -> None:
    places = [(306_000.0, 200_100.0), (300_200.0, 200_000.0), (320_000.0, 200_000.0)]
    assert by_bus(HOME, places, leaving=MONDAY) is None
    load_timetable(stops=STOPS, times=TIMES, now=NOW)
    assert by_bus(HOME, places, leaving=MONDAY) == [32, None, None]
    assert by_bus(HOME, places, leaving=MONDAY.replace(hour=9, minute=0)) == [None, None, None]


@pytest.mark.django_db
def test_a_timetable_with_a_mistake_is_refused_by_its_line_and_the_one_before_stays(tmp_path: Path) -> None:
    stops, times = tmp_path / "stops.csv", tmp_path / "times.csv"
    stops.write_text("\n".join(STOPS))
    times.write_text("\n".join(TIMES))
    call_command("directory", "timetable", stops, times)
    for wrong in (
        "1,7,MO,X,09:30,09:30",
        "1,7,XX,A,09:30,09:30",
        "2,7,SA,B,9.30,09:30",
        "2,7,SA,B,08:00,08:00",
    ):
        times.write_text("\n".join([*TIMES, wrong]))
        with pytest.raises(CommandError, match="times line 7"):
            call_command("directory", "timetable", stops, times)
    assert (BusStop.objects.count(), BusRide.objects.count()) == (3, 3)


def test_the_scan_finds_what_trying_every_way_finds() -> None:
    rng = random.Random("timetables")
    for _ in range(150):
        stops = {at: (rng.uniform(0, 6000), rng.uniform(0, 6000)) for at in range(8)}
        rides = sorted(_rides(rng), key=lambda ride: (ride.departs, ride.arrives))
        origin = (rng.uniform(0, 6000), rng.uniform(0, 6000))
        assert earliest(rides, stops, origin, 480) == _by_trying(rides, stops, origin, 480)
        for place, took in zip(
            stops.values(), minutes_by_bus(rides, stops, origin, 480, list(stops.values())), strict=True
        ):
            assert took is None or 0 < took < walk(origin, place) + 1


def _rides(rng: random.Random) -> list[Ride]:
    found = []
    for trip in range(rng.randrange(1, 7)):
        minute = rng.randrange(470, 540)
        for start, end in pairwise(rng.sample(range(8), rng.randrange(2, 6))):
            arrives = minute + rng.randrange(1, 12)
            found.append(Ride(str(trip), start, end, minute, arrives))
            minute = arrives + rng.randrange(0, 4)
    return found


def _by_trying(
    rides: list[Ride], stops: dict[int, tuple[float, float]], origin: tuple[float, float], at: float
) -> dict[int, float]:
    """Return the same by boarding every trip at every stop again and again, until nothing gets sooner."""
    on_foot = {stop: at + minutes for stop, minutes in near(origin, stops).items()}
    reached: dict[int, float] = {}
    while True:
        before = dict(reached)
        for trip in {ride.trip for ride in rides}:
            calls = [ride for ride in rides if ride.trip == trip]
            for first, ride in enumerate(calls):
                ready = min(on_foot.get(ride.start, inf), reached.get(ride.start, inf) + CHANGE)
                if ready <= ride.departs:
                    for later in calls[first:]:
                        reached[later.end] = min(reached.get(later.end, inf), later.arrives)
        if reached == before:
            return reached
