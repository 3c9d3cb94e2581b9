from math import hypot, radians

import pytest

from wraparound.delivery.directory import grid


def test_the_worked_example_of_ordnance_survey_comes_out_on_the_grid() -> None:
    """Caister water tower, on Airy 1830: 52° 39' 27.2531" N, 1° 43' 4.5177" E."""
    latitude, longitude = radians(52 + 39 / 60 + 27.2531 / 3600), radians(1 + 43 / 60 + 4.5177 / 3600)
    east, north = grid._projected(latitude, longitude)
    assert east == pytest.approx(651_409.903, abs=0.01) and north == pytest.approx(313_177.270, abs=0.01)
    assert grid._unprojected(east, north) == pytest.approx((latitude, longitude), abs=1e-9)


def test_the_same_point_as_a_satellite_says_it_lies_within_metres_of_there() -> None:
    found = grid.to_grid(52.657977, 1.716074)
    assert found and hypot(found[0] - 651_410, found[1] - 313_177) < 10


@pytest.mark.parametrize(("easting", "northing"), [(301_234, 204_321), (651_410, 313_177), (90_000, 10_500)])
def test_there_and_back_is_the_same_point(easting: int, northing: int) -> None:
    found = grid.to_grid(*grid.to_degrees(easting, northing))
    assert found and hypot(found[0] - easting, found[1] - northing) < 1.5


@pytest.mark.parametrize(("latitude", "longitude"), [(0.0, 0.0), (48.85, 2.35), (90.0, 180.0), (-51.5, 0.1)])
def test_what_is_not_on_the_grid_has_no_place_on_it(latitude: float, longitude: float) -> None:
    assert grid.to_grid(latitude, longitude) is None
