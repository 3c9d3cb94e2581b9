"""The buses of the sample borough: six lines through its wards, as the two files that the directory loads."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from samples.places import borough
from samples.tables import write_csv

STOP_COLUMNS = ("code", "name", "easting", "northing")
TIME_COLUMNS = ("trip", "route", "days", "stop", "arrives", "departs")
LINES = {
    "1": (0, 1, 2, 3, 4),
    "2": (5, 6, 7, 8, 9),
    "3": (10, 11, 12, 13, 14),
    "4": (0, 5, 10, 15),
    "5": (2, 7, 12, 17),
    "6": (11, 16, 17, 18),
}
"""The wards that each line goes through, by their places in the borough's list."""
WEEKDAYS, SUNDAY = "MO,TU,WE,TH,FR,SA", "SU"
FIRST, LAST = 6 * 60 + 10, 22 * 60 + 30
"""Minutes after midnight within which a bus begins its way."""
EVERY = {WEEKDAYS: 20, SUNDAY: 60}
BETWEEN = 4
"""Minutes from one stop to the next, which is half-way to the next ward's."""


def stops() -> dict[str, tuple[str, int, int]]:
    """Return by code the name, easting and northing of each stop: of the wards and half-way between two."""
    middles = _middles()
    wards = borough(0, 0).wards
    found = {
        _code(place): (f"{ward.name}, by the shops", *middles[place]) for place, ward in enumerate(wards)
    }
    for places in LINES.values():
        for here, there in pairwise(places):
            east, north = ((a + b) // 2 for a, b in zip(middles[here], middles[there], strict=True))
            found[_between(here, there)] = (
                f"Between {wards[here].name} and {wards[there].name}",
                east,
                north,
            )
    return found


def times() -> Iterator[dict[str, object]]:
    """Yield a row for every call of every bus, the stops of a trip in order, both ways."""
    for route, places in LINES.items():
        for way, path in (("out", _path(places)), ("in", _path(places)[::-1])):
            for days, every in EVERY.items():
                for start in range(FIRST, LAST, every):
                    trip = f"{route}-{way}-{days[:2]}-{start}"
                    for step, stop in enumerate(path):
                        clock = _clock(start + step * BETWEEN)
                        yield dict(zip(TIME_COLUMNS, (trip, route, days, stop, clock, clock), strict=True))


def write_buses(folder: Path) -> None:
    """Write `bus-stops.csv` and `bus-times.csv`."""
    rows = (dict(zip(STOP_COLUMNS, (code, *said), strict=True)) for code, said in stops().items())
    write_csv(folder / "bus-stops.csv", STOP_COLUMNS, rows)
    write_csv(folder / "bus-times.csv", TIME_COLUMNS, times())


def _middles() -> list[tuple[int, int]]:
    """Return the easting and northing in the middle of each ward's postcodes."""
    place = borough(0, 0)
    by_ward = [[code for code in place.postcodes if code.ward == at] for at in range(len(place.wards))]
    return [
        (
            sum(code.easting for code in codes) // len(codes),
            sum(code.northing for code in codes) // len(codes),
        )
        for codes in by_ward
    ]


def _path(places: tuple[int, ...]) -> list[str]:
    path = [_code(places[0])]
    for here, there in pairwise(places):
        path += [_between(here, there), _code(there)]
    return path


def _code(place: int) -> str:
    return f"KM{place + 1:03}"


def _between(here: int, there: int) -> str:
    return f"{_code(here)}-{_code(there)}"


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
