"""`wraparound area load FILE.toml | footprints FILE.csv | postcodes FILE.csv | configure KIND FILE.toml`."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from wraparound.foundation.area.documents import DocumentError, kinds
from wraparound.foundation.area.models import PostcodeLoad
from wraparound.foundation.audit.changes import Taken
from wraparound.foundation.partners.description import read_description
from wraparound.foundation.partners.loading import load_description
from wraparound.foundation.places.reading import load_file
from wraparound.foundation.places.services import Unreadable, configure, import_footprints


class Command(BaseCommand):
    help = "Describe the area: its agencies and places, its postcodes, what it has decided."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        for act, words in (
            ("load", "load a description of the area, its agencies, services and teams (TOML)"),
            ("footprints", "load footprints (CSV: code, name, level, parent, valid_from, valid_until)"),
            ("postcodes", "load a postcode directory (CSV in a published column layout)"),
        ):
            acts.add_parser(act, help=words).add_argument("file", type=Path)
        dated = acts.add_parser("configure", help="set a dated document (TOML)")
        dated.add_argument("kind", choices=sorted(kinds()))
        dated.add_argument("file", type=Path)
        dated.add_argument(
            "--from", dest="effective_from", type=date.fromisoformat, help="a day like 2026-04-01"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path = options["file"]
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        try:
            getattr(self, f"_{options['act']}")(path, options)
        except (DocumentError, Unreadable, Taken) as error:
            raise CommandError(f"{path} was not loaded; nothing was changed.\n{error}") from error
        except UnicodeDecodeError as error:
            raise CommandError(f"{path} is not text in UTF-8: save it as UTF-8 and try again.") from error

    def _load(self, path: Path, options: dict[str, Any]) -> None:
        counts = load_description(read_description(path.read_text(encoding="utf-8")), now=timezone.now())
        self.stdout.write(", ".join(f"{counts[word]:,} {word}" for word in ("added", "changed", "unchanged")))

    def _footprints(self, path: Path, options: dict[str, Any]) -> None:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
        counts = import_footprints(lines=lines, actor=None, now=timezone.now())
        self.stdout.write("{:,} added, {:,} changed, {:,} unchanged".format(*counts))

    def _postcodes(self, path: Path, options: dict[str, Any]) -> None:
        load = load_file(path, now=timezone.now(), tell=self._tell)
        words = ("added", "changed", "unchanged", "refused")
        self.stdout.write(", ".join(f"{getattr(load, word):,} {word}" for word in words))
        if load.words:
            self.stdout.write(load.words)
        if load.state == PostcodeLoad.State.FAILED:
            raise CommandError(f"{path} was not read.")

    def _configure(self, path: Path, options: dict[str, Any]) -> None:
        now = timezone.now()
        day = options["effective_from"] or timezone.localdate(now)
        configure(kind=options["kind"], text=path.read_text(), effective_from=day, actor=None, now=now)
        self.stdout.write(f"“{options['kind']}” holds from {day}.")

    def _tell(self, load: PostcodeLoad) -> None:
        percent = 100 * load.bytes_read // max(load.bytes_total, 1)
        read = load.added + load.changed + load.unchanged + load.refused
        self.stderr.write(f"\r{percent:3d}%  {read:,} lines", ending="")
