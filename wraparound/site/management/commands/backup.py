"""`wraparound backup FILE`: write a backup and verify it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from wraparound.site.backup import BackupError, back_up


class Command(BaseCommand):
    help = "Write a backup of this installation to one file, and read it back to verify it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            manifest = back_up(file, now=timezone.now())
        except BackupError as error:
            raise CommandError(str(error)) from error
        rows = sum(manifest["rows"].values())
        self.stdout.write(f"{file}: {len(manifest['rows'])} tables, {rows:,} rows, read back and the same.")
