"""`wraparound audit seal | verify | resume`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from wraparound.foundation.audit import services
from wraparound.foundation.audit.chain.checkpoints import KeyMissing, NotWritten, known_key
from wraparound.foundation.audit.chain.verify import Report, verify


class Command(BaseCommand):
    help = "Seal the audit, check that nobody changed it, or resume it after a backup was restored."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("seal", help="chain every entry and send a checkpoint out now")
        check = acts.add_parser("verify", help="find any edit, deletion, reorder or cut")
        check.add_argument("--checkpoints", type=Path, action="append", help="a folder to check against")
        resume = acts.add_parser("resume", help="go on from where a restored backup stands")
        resume.add_argument("--because", required=True, help="which backup was restored, and why")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, f"_{options['act']}")(options)
        except KeyMissing as error:
            raise CommandError(str(error), returncode=2) from error
        except NotWritten as error:
            raise CommandError(f"{error} Make room there and run `wraparound audit seal`.") from error

    def _seal(self, options: dict[str, Any]) -> None:
        count = services.seal(now=timezone.now(), reach=None)
        self.stdout.write(f"{count:,} entries were chained; the checkpoint is outside the database.")

    def _resume(self, options: dict[str, Any]) -> None:
        services.send_checkpoint(now=timezone.now(), because=options["because"])
        self.stdout.write("The chain goes on from where the restored backup stands; the reason is on record.")

    def _verify(self, options: dict[str, Any]) -> None:
        folders = options["checkpoints"]
        for folder in folders or []:
            if not folder.is_dir():
                raise CommandError(f"{folder} is not a folder of checkpoints.")
        known_key()
        report = verify(folders=folders)
        services.record_check(report=report, now=timezone.now())
        self._tell(report)
        if report.alarms:
            raise CommandError(f"The audit was changed: {len(report.alarms)} findings, written above.")

    def _tell(self, report: Report) -> None:
        for words in report.alarms:
            self.stdout.write(f"CHANGED  {words}")
        for words in report.notices:
            self.stdout.write(f"Notice   {words}")
        self.stdout.write(
            f"{report.links:,} links and {report.checkpoints:,} checkpoints checked; "
            f"{report.waiting:,} entries wait for the next sealing."
        )
        if not report.alarms:
            self.stdout.write("Nothing was changed, deleted, moved or cut off.")
