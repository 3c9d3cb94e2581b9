"""From latitude and longitude to the national grid and back. Pure.

The formulas and constants are those that Ordnance Survey publishes ("A guide to coordinate systems in Great
Britain": transverse Mercator on Airy 1830, Helmert transformation to WGS84), true to about five metres.
"""

from dataclasses import dataclass
from math import atan2, cos, degrees, hypot, pi, radians, sin, sqrt, tan

EASTINGS, NORTHINGS = range(700_001), range(1_300_001)
"""What lies on the grid, in metres."""
SCALE, LATITUDE, LONGITUDE, EAST, NORTH = 0.9996012717, radians(49), radians(-2), 400_000.0, -100_000.0
SECOND = pi / (180 * 3600)
SHIFT = (-446.448, 125.157, -542.060)
TURN = (-0.1502 * SECOND, -0.2470 * SECOND, -0.8421 * SECOND)
STRETCH = 20.4894e-6


@dataclass(frozen=True)
class Ellipsoid:
    """A figure of the earth by its half axes in metres."""

    a: float
    b: float

    @property
    def e2(self) -> float:
        """Return the square of its eccentricity."""
        return 1 - (self.b / self.a) ** 2

    def radius(self, latitude: float) -> float:
        """Return the radius of curvature across the meridian."""
        return self.a / sqrt(1 - self.e2 * sin(latitude) ** 2)


AIRY = Ellipsoid(6_377_563.396, 6_356_256.909)
WGS84 = Ellipsoid(6_378_137.0, 6_356_752.3141)


def to_grid(latitude: float, longitude: float) -> tuple[int, int] | None:
    """Return easting and northing (metres) of a point in degrees (WGS84), or None off the grid."""
    if not (48 <= latitude <= 62 and -10 <= longitude <= 4):
        return None
    lat, lon = _moved(radians(latitude), radians(longitude), WGS84, AIRY, 1)
    east, north = _projected(lat, lon)
    return (round(east), round(north)) if round(east) in EASTINGS and round(north) in NORTHINGS else None


def to_degrees(easting: float, northing: float) -> tuple[float, float]:
    """Return latitude and longitude (WGS84, degrees, six places) of a point on the grid in metres."""
    lat, lon = _moved(*_unprojected(easting, northing), AIRY, WGS84, -1)
    return round(degrees(lat), 6), round(degrees(lon), 6)


def _moved(lat: float, lon: float, old: Ellipsoid, new: Ellipsoid, way: int) -> tuple[float, float]:
    """Return a point of one ellipsoid on another; `way` is 1 towards the grid and -1 from it."""
    radius = old.radius(lat)
    x, y, z = (
        radius * cos(lat) * cos(lon),
        radius * cos(lat) * sin(lon),
        radius * (1 - old.e2) * sin(lat),
    )
    rx, ry, rz = (way * turn for turn in TURN)
    tx, ty, tz = (way * shift for shift in SHIFT)
    scale = 1 + way * STRETCH
    x, y, z = (
        tx + scale * x - rz * y + ry * z,
        ty + rz * x + scale * y - rx * z,
        tz - ry * x + rx * y + scale * z,
    )
    flat = hypot(x, y)
    lat = atan2(z, flat * (1 - new.e2))
    for _ in range(6):
        lat = atan2(z + new.e2 * new.radius(lat) * sin(lat), flat)
    return lat, atan2(y, x)


def _arc(lat: float) -> float:
    """Return the length of the meridian from the true origin to a latitude."""
    n = (AIRY.a - AIRY.b) / (AIRY.a + AIRY.b)
    less, more = lat - LATITUDE, lat + LATITUDE
    return (
        AIRY.b
        * SCALE
        * (
            (1 + n + 5 / 4 * n**2 + 5 / 4 * n**3) * less
            - (3 * n + 3 * n**2 + 21 / 8 * n**3) * sin(less) * cos(more)
            + (15 / 8 * n**2 + 15 / 8 * n**3) * sin(2 * less) * cos(2 * more)
            - 35 / 24 * n**3 * sin(3 * less) * cos(3 * more)
        )
    )


def _radii(lat: float) -> tuple[float, float, float]:
    """Return the scaled radii of curvature across and along the meridian, and eta squared."""
    across = SCALE * AIRY.radius(lat)
    along = across * (1 - AIRY.e2) / (1 - AIRY.e2 * sin(lat) ** 2)
    return across, along, across / along - 1


def _projected(lat: float, lon: float) -> tuple[float, float]:
    v, p, eta = _radii(lat)
    t, c, s, d = tan(lat) ** 2, cos(lat), sin(lat), lon - LONGITUDE
    north = (
        _arc(lat) + NORTH + d**2 * v / 2 * s * c + d**4 * v / 24 * s * c**3 * (5 - t + 9 * eta)
        + d**6 * v / 720 * s * c**5 * (61 - 58 * t + t**2)
    )  # fmt: skip
    east = (
        EAST + d * v * c + d**3 * v / 6 * c**3 * (v / p - t)
        + d**5 * v / 120 * c**5 * (5 - 18 * t + t**2 + 14 * eta - 58 * t * eta)
    )  # fmt: skip
    return east, north


def _unprojected(easting: float, northing: float) -> tuple[float, float]:
    lat = LATITUDE
    for _ in range(12):
        lat += (northing - NORTH - _arc(lat)) / (AIRY.a * SCALE)
    v, p, eta = _radii(lat)
    t, c, d = tan(lat), cos(lat), easting - EAST
    latitude = (
        lat - d**2 * t / (2 * p * v) + d**4 * t / (24 * p * v**3) * (5 + 3 * t**2 + eta - 9 * t**2 * eta)
        - d**6 * t / (720 * p * v**5) * (61 + 90 * t**2 + 45 * t**4)
    )  # fmt: skip
    longitude = (
        LONGITUDE + d / (c * v) - d**3 / (6 * c * v**3) * (v / p + 2 * t**2)
        + d**5 / (120 * c * v**5) * (5 + 28 * t**2 + 24 * t**4)
        - d**7 / (5040 * c * v**7) * (61 + 662 * t**2 + 1320 * t**4 + 720 * t**6)
    )  # fmt: skip
    return latitude, longitude
