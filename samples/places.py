"""Boroughs that are on no map: wards, streets, homes and postcodes, the same from the same seed."""

import random
from dataclasses import dataclass
from functools import lru_cache
from string import ascii_uppercase

from samples.vocabulary import read_lists

BOROUGH_CHILDREN = 20_000
"""Children of one borough; a larger population fills more boroughs."""

_WORDS = read_lists("places.txt")
REAL_AREAS = set(_WORDS["real_areas"])
AREAS = [
    area for first in "WYKHTSDFCLPNMBGREAUOJ" for second in ascii_uppercase
    if second not in "IJZ" and (area := first + second) not in REAL_AREAS
]  # fmt: skip
"""Letters that begin no postcode of the Royal Mail: no home here is anybody's."""

UNIT_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"

SAMPLE_BOROUGH = "Kestermere"
SAMPLE_DISTRICTS = {
    "Kestermere Town": {
        "Old Town": ["Castlegate", "Minster", "Weavers' Quarter"],
        "Northmoor": ["Northmoor Park", "Fellside", "Larkhill Rise"],
        "Eastbrook": ["Eastbrook", "Millfield Rise", "Quarry Bank"],
    },
    "Wharnby": {
        "Wharnby Riverside": ["Ferrygate", "Dockside", "Saltmarsh"],
        "Wharnby New Town": ["Beechcroft", "Hallwood", "Murdle Brook", "Windmill Down"],
        "The Villages": ["Great Ottering", "Hale Ottering", "Priors Mere"],
    },
}
"""The sample borough: district, locality, wards."""

STARTS = _WORDS["starts"]
ENDS = _WORDS["ends"]
STREETS = _WORDS["streets"]
TYPES = _WORDS["types"]
HOUSES = _WORDS["houses"]


@dataclass(slots=True)
class Ward:
    """A ward with its code and the names of the locality and district that it lies in."""

    code: str
    name: str
    locality: str
    district: str

    @property
    def town(self) -> str:
        """Return the town or village that stands in an address of this ward."""
        return self.name if self.locality == "The Villages" else self.district.removesuffix(" Town")


@dataclass(slots=True)
class Postcode:
    """A postcode with its ward's place in the list, its small area and its grid reference in metres."""

    text: str
    ward: int
    lsoa: str
    easting: int
    northing: int


@dataclass(slots=True)
class Borough:
    """A borough: its code, wards, postcodes and streets (name, town, its postcodes)."""

    code: str
    name: str
    wards: list[Ward]
    postcodes: list[Postcode]
    streets: list[tuple[str, str, int, int]]

    def home(self, rng: random.Random) -> tuple[str, str]:
        """Return the address and the postcode of a home drawn by chance."""
        street, town, first, count = self.streets[int(rng.random() * len(self.streets))]
        step = int(rng.random() * count)
        house = step * 30 + 1 + int(rng.random() * 30)
        chance = rng.random()
        where = f"{house} {street}, {town}"
        if chance < 0.16:
            where = f"Flat {1 + int(rng.random() * 24)}, {where}"
        elif chance < 0.18:
            where = f"{house}A {street}, {town}"
        elif chance < 0.22:
            block = f"{STREETS[house * 7 % len(STREETS)]} {HOUSES[house % len(HOUSES)]}"
            where = f"{1 + int(rng.random() * 60)} {block}, {street}, {town}"
        return where, self.postcodes[first + step].text


def _place_name(rng: random.Random) -> str:
    return rng.choice(STARTS) + rng.choice(ENDS)


def _wards(number: int, rng: random.Random) -> tuple[str, list[Ward]]:
    code = f"E{5999000 + number * 100:08}"
    if number == 0:
        found = [
            (name, locality, district)
            for district, localities in SAMPLE_DISTRICTS.items()
            for locality, names in localities.items() for name in names
        ]  # fmt: skip
        name = SAMPLE_BOROUGH
    else:
        name = _place_name(rng)
        towns = [name, _place_name(rng), _place_name(rng)]
        found = [
            (f"{rng.choice(STREETS)} {rng.choice(['Park', 'Hill', 'Moor', 'End', 'Vale'])}",
             f"{towns[place % 3]} {'North' if place % 2 else 'South'}", towns[place % 3])
            for place in range(18)
        ]  # fmt: skip
    wards = [Ward(f"E05{9000 + number:05}{place:02}"[:9] if number > 999 else f"{code[:6]}{place:03}", *parts)
             for place, parts in enumerate(found, 1)]  # fmt: skip
    return name, wards


@lru_cache(maxsize=64)
def borough(number: int, seed: int) -> Borough:
    """Return the borough of a number; number 0 is the sample area, whatever the seed draws elsewhere."""
    rng = random.Random(f"borough {number} of {seed if number else 'the sample'}")
    name, wards = _wards(number, rng)
    area = AREAS[number % len(AREAS)]
    base = number // len(AREAS) * 8 + 1
    codes = _postcodes(rng, area, base)
    streets: list[tuple[str, str, int, int]] = []
    postcodes: list[Postcode] = []
    used: set[tuple[str, str]] = set()
    east, north = 300_000 + number % 25 * 12_000, 200_000 + number // 25 * 12_000
    while len(postcodes) < len(codes) - 6:
        street = f"{rng.choice(STREETS)} {rng.choice(TYPES)}"
        place = rng.randrange(len(wards))
        town = wards[place].town
        if (street, town) in used:
            continue
        used.add((street, town))
        count = min(1 + int(rng.expovariate(0.45)), 6)
        streets.append((street, town, len(postcodes), count))
        x, y = rng.randrange(1000), rng.randrange(1000)
        for step in range(count):
            lsoa = f"E01{(900_000 + number * 60 + place * 3 + step % 3) % 1_000_000:06}"
            easting, northing = east + place % 5 * 2000 + x + step * 40, north + place // 5 * 2000 + y
            postcodes.append(Postcode(codes[len(postcodes)], place, lsoa, easting, northing))
    return Borough(f"E08{900 + number:06}"[:9], name, wards, postcodes, streets)


def _postcodes(rng: random.Random, area: str, base: int) -> list[str]:
    codes = []
    for district in range(base, base + 4):
        for sector in range(10):
            for unit in sorted(rng.sample(range(400), 62)):
                codes.append(f"{area}{district} {sector}{UNIT_LETTERS[unit // 20]}{UNIT_LETTERS[unit % 20]}")
    return codes
