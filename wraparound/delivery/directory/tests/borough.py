"""The sample borough with its services, for tests and measures of searching."""

from datetime import UTC, date, datetime
from typing import Any

from samples.directory import LEVELS, footprint_rows
from samples.places import borough
from samples.services import crowd_of_services, sample_services
from wraparound.delivery.directory.loading import fill, loaded
from wraparound.foundation.area.models import Area, Footprint, FootprintLevel, Postcode

NOW = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)


def fill_borough(services: int = 300) -> int:
    """Store the footprints, the postcodes and so many services of the sample borough; return how many."""
    _footprints()
    rows = sample_services() if services <= 300 else crowd_of_services(services)
    return fill(services=[loaded(_unlinked(row)) for row in rows[:services]], actor=None, now=NOW)


def _unlinked(row: dict[str, Any]) -> dict[str, Any]:
    """Return a service without its agency's team: these tests describe no agencies."""
    kept = {key: value for key, value in row["content"].items() if key not in ("service", "team", "owner")}
    return {**row, "content": kept}


def _footprints() -> None:
    levels = {name: FootprintLevel.objects.create(name=name, position=at) for at, name in enumerate(LEVELS)}
    made: dict[str, Footprint] = {}
    for row in footprint_rows():
        made[str(row["code"])] = Footprint.objects.create(
            code=row["code"], name=row["name"], level=levels[str(row["level"])], valid_from=date(2000, 1, 1),
            parent=made.get(str(row["parent"])),
        )  # fmt: skip
    place = borough(0, 0)
    Area.objects.create(code=place.code, name=place.name)
    Postcode.objects.bulk_create(
        Postcode(
            postcode=code.text, authority=place.code, footprint=made[place.wards[code.ward].code],
            easting=code.easting, northing=code.northing,
        )
        for code in place.postcodes
    )  # fmt: skip
