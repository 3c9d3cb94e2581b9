"""`wraparound directory terms | timetable STOPS.csv TIMES.csv`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from wraparound.delivery.directory.rules import Refused
from wraparound.delivery.directory.travel import load_timetable
from wraparound.delivery.taxonomy.services import keep_terms


class Command(BaseCommand):
    help = "Look after the directory: its kinds of service, and the bus timetable."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("terms", help="make the kinds, needs and topics that the area decided")
        buses = acts.add_parser("timetable", help="replace the bus timetable (two CSV files)")
        buses.add_argument("stops", type=Path, help="code, name, easting, northing")
        buses.add_argument("times", type=Path, help="trip, route, days, stop, arrives, departs")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        if options["act"] == "terms":
            self.stdout.write(f"{keep_terms(on=timezone.localdate(now)):,} added")
            return
        lines = {name: _lines(options[name]) for name in ("stops", "times")}
        try:
            stops, rides = load_timetable(**lines, now=now)
        except Refused as error:
            raise CommandError(f"The timetable was not loaded; nothing was changed.\n{error}") from error
        self.stdout.write(f"{stops:,} stops, {rides:,} rides between them")


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path} cannot be read as text in UTF-8.") from error
