"""`wraparound openreferral import URL`: read another area's directory in."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import URLValidator
from django.utils import timezone

from wraparound.delivery.openreferral import feed_queries, services
from wraparound.delivery.openreferral.models import Feed, Import
from wraparound.delivery.openreferral.taking.steps import Overtaken
from wraparound.foundation.area.jobs import give_way
from wraparound.foundation.audit.changes import Taken


class Command(BaseCommand):
    help = "Take in another area's services in Open Referral UK. Cut at any point, it goes on when run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        take = verbs.add_parser("import", help="Read a feed from its start, or go on where it stopped.")
        take.add_argument("url", help="What /services is put behind.")
        take.add_argument("--name", help="What pages call the feed; the name of its server when not said.")
        take.add_argument("--who", help="Who keeps it.")
        take.add_argument("--publish", action="store_true", help="A new feed's entries are shown at once.")
        take.add_argument("--accept-endings", type=int, metavar="N", help="Let this many entries end.")
        take.add_argument("--receipt", type=Path, help="Write the receipt here.")

    def run_from_argv(self, argv: list[str]) -> None:
        """Run it as a process of its own, behind those that serve people."""
        give_way()
        super().run_from_argv(argv)

    def handle(self, *args: Any, **options: Any) -> None:
        feed = self._feed(options)
        run = services.begin_import(feed=feed, actor=None, now=timezone.now())
        try:
            run = services.run_import(run=run, now=timezone.now(), clock=timezone.now)
            accepted = options["accept_endings"]
            if run.state == Import.State.HELD and accepted == run.endings:
                services.accept_endings(run=run, number=accepted, actor=None, now=timezone.now())
                run.refresh_from_db()
                run = services.run_import(run=run, now=timezone.now(), clock=timezone.now)
        except Overtaken as error:
            raise CommandError("Another process reads this feed. Look again when it is done.") from error
        self._report(run, options)

    def _feed(self, options: dict[str, Any]) -> Feed:
        url = options["url"].rstrip("/")
        try:
            URLValidator(schemes=["http", "https"])(url)
        except ValidationError as error:
            raise CommandError(f"{url} is no address on the web.") from error
        if feed := feed_queries.feeds().filter(base_url=url).first():
            return feed
        name = options["name"] or urlsplit(url).netloc
        values = {
            "base_url": url,
            "name": name,
            "who": options["who"] or name,
            "publishes": options["publish"],
        }
        try:
            return services.save_feed(feed=None, version=0, values=values, actor=None, now=timezone.now())
        except Taken as error:
            raise CommandError(f"Another feed is called {name}. Give this one another --name.") from error

    def _report(self, run: Import, options: dict[str, Any]) -> None:
        counts = feed_queries.counts_of(run)
        self.stdout.write(", ".join(f"{count:,} {outcome}" for outcome, count in counts.items()))
        for remark in run.remarks:
            where = f"Page {remark['page']}: " if remark["page"] else ""
            self.stdout.write(f"{where}{remark['problem']}")
        if options["receipt"] and run.state == Import.State.DONE:
            options["receipt"].write_text("".join(feed_queries.receipt_of(run)), encoding="utf-8", newline="")
        if run.state == Import.State.FAILED:
            raise CommandError(run.error)
        if run.state == Import.State.HELD:
            raise CommandError(
                f"{run.endings:,} entries are gone from the feed and would stop running. "
                f"If that is right, run it again with --accept-endings {run.endings}."
            )
