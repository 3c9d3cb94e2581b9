"""`wraparound restore FILE`: put a backup in place and verify it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from wraparound.site.backup import BackupError, restore


class Command(BaseCommand):
    help = "Put a backup in place of this installation's database, and verify every table."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="Replace what the database here holds.")

    def handle(self, *args: Any, file: Path, replace: bool, **options: Any) -> None:
        try:
            rows = restore(file, replace=replace)
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Restored {len(rows)} tables, {sum(rows.values()):,} rows, as they were.")
