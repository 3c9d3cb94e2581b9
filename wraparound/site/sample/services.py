"""The services of the sample area: every kind of them in the directory, and what professionals see."""

import json
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from wraparound.delivery.directory.loading import fill, loaded
from wraparound.delivery.directory.models import BusStop, Listing
from wraparound.delivery.directory.travel import load_timetable
from wraparound.delivery.enquiries.models import ForProfessionals


@transaction.atomic
def fill_directory(path: Path, *, now: datetime) -> int:
    """Add the services of a file, a row of JSON each, that are not there yet; return how many were added."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    added = fill(services=[loaded(row) for row in rows], actor=None, now=now)
    said = {row["content"]["public_id"]: row["professional"] for row in rows if "professional" in row}
    listings = Listing.objects.filter(public_id__in=said, for_professionals__isnull=True)
    ForProfessionals.objects.bulk_create(
        _for_professionals(listing, said[str(listing.public_id)], now) for listing in listings
    )
    return added


def load_buses(folder: Path, *, now: datetime) -> None:
    """Load the timetable of the sample area, once."""
    if not BusStop.objects.exists():
        stops, times = ((folder / f"bus-{name}.csv").read_text().splitlines() for name in ("stops", "times"))
        load_timetable(stops=stops, times=times, now=now)


def _for_professionals(listing: Listing, said: dict[str, Any], now: datetime) -> ForProfessionals:
    return ForProfessionals(
        listing=listing, route=said["route"], criteria=said["criteria"], levels=said["levels"],
        wait_weeks=Decimal(said["wait"]), places=said.get("places"), places_free=said.get("free"),
        said_on=timezone.localdate(now) - timedelta(days=9),
    )  # fmt: skip
