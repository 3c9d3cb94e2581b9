"""`wraparound feed load FILE --agency CODE`: load an agency's list."""

import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from wraparound.foundation.accounts.rules import Denied
from wraparound.foundation.agencies.models import Agency
from wraparound.foundation.area.jobs import give_way
from wraparound.outcomes.feeds import queries, services
from wraparound.outcomes.feeds.models import Load
from wraparound.outcomes.feeds.reading.layout import FileUnreadable
from wraparound.outcomes.feeds.writing.turn import Busy


class Command(BaseCommand):
    help = "Load the list of children that an agency sent. Stopped at any point, the same command goes on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        load = verbs.add_parser("load", help="Load a file.")
        load.add_argument("file", type=Path)
        load.add_argument("--agency", required=True, help="The code of the agency whose list it is.")
        load.add_argument("--mapping", type=Path, help="A mapping file for another layout.")
        load.add_argument("--complete", action="store_true", help="The file is the agency's whole list.")
        load.add_argument("--dry-run", action="store_true", help="Say what would happen and write nothing.")
        load.add_argument("--accept-endings", type=int, metavar="N", help="Let this many records end.")
        load.add_argument("--receipt", type=Path, help="Write the receipt here.")

    def run_from_argv(self, argv: list[str]) -> None:
        """Run it as a process of its own, behind those that serve people."""
        give_way()
        super().run_from_argv(argv)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            load = self._load(options)
        except (FileUnreadable, Denied) as error:
            raise CommandError(str(error)) from error
        except Busy as error:
            raise CommandError(
                "Another list is being loaded. Run the same command when it is done."
            ) from error
        except UnicodeDecodeError as error:
            raise CommandError(f"{options['mapping']} is not text in UTF-8. Save it as UTF-8.") from error
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}.") from error
        self._report(load, options)

    def _load(self, options: dict[str, Any]) -> Load:
        agency = Agency.objects.filter(code=options["agency"]).first()
        if agency is None:
            raise CommandError(f"There is no agency with the code {options['agency']!r}.")
        mapping = options["mapping"].read_text(encoding="utf-8") if options["mapping"] else ""
        now = timezone.now()
        with options["file"].open("rb") as stream:
            load = services.receive(
                file=stream, name=options["file"].name, agency=agency, now=now, mapping=mapping,
                is_complete=options["complete"], is_dry_run=options["dry_run"],
            )  # fmt: skip
        load = services.run_load(load=load, now=now, tell=self._tell)
        accepted = options["accept_endings"]
        if load.state == Load.State.HELD and accepted is not None and accepted >= (load.endings or 0):
            services.accept_endings(load=load, number=load.endings or 0, now=now)
            load = services.run_load(load=load, now=now, tell=self._tell)
        return load

    def _report(self, load: Load, options: dict[str, Any]) -> None:
        self._end_line()
        for line in queries.summary_of(load):
            self.stdout.write(line)
        if options["receipt"] and load.state == Load.State.DONE:
            options["receipt"].write_text("".join(queries.receipt_of(load)), encoding="utf-8", newline="")
        if load.state == Load.State.FAILED:
            raise CommandError(load.error)
        if load.state == Load.State.HELD:
            raise CommandError(
                f"{load.endings:,} of {load.endings_of:,} records are not in the file and would end. "
                f"If that is right, run it again with --accept-endings {load.endings}."
            )

    _told = 0.0

    def _tell(self, doing: str, done: int, of: int) -> None:
        """Show progress: on a terminal in one line, elsewhere a line every five seconds."""
        often = 0.2 if sys.stdout.isatty() else 5.0
        if time.monotonic() - self._told < often and done < of:
            return
        self._told = time.monotonic()
        line = f"{doing}: {done:,} of {of:,}" if of else doing
        if sys.stdout.isatty():
            self.stdout.write(f"\r{line:<60}", ending="")
            self.stdout.flush()
        else:
            self.stdout.write(line)

    def _end_line(self) -> None:
        if sys.stdout.isatty():
            self.stdout.write("")
