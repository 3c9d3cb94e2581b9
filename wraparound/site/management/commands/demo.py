"""`wraparound demo`: the product with a made-up area, from nothing to a page, saying what it does."""

import os
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from wraparound.site.sample.loading import CHILDREN, PASSWORD, NotASample, is_loaded, load_sample, read_posts
from wraparound.site.serving import is_free, web_command, worker_command
from wraparound.site.static_files import lay_out


class Command(BaseCommand):
    help = "Make a made-up area if there is none, and serve it on this machine with a worker beside it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--children", type=int, default=CHILDREN)
        parser.add_argument("--no-serve", action="store_true", help="only make the area")

    def handle(self, *args: Any, port: int, children: int, no_serve: bool, **options: Any) -> None:
        self.began = time.monotonic()
        if not no_serve and not is_free(port):
            raise CommandError(
                f"Something is served at port {port} already. Stop it, or: make run PORT={port + 1}"
            )
        try:
            self._prepare(children)
        except NotASample as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            raise CommandError("Stopped. Run it again: it goes on where it stopped.") from None
        if not no_serve:
            self._serve(port)

    def _prepare(self, children: int) -> None:
        """Bring the tables and styles up to this version, and load the sample area where it is missing."""
        self._tell("Bringing the tables up to date")
        call_command("migrate", verbosity=0)
        self._tell("Laying out styles and scripts")
        lay_out()
        if not is_loaded():
            load_sample(now=timezone.now(), tell=self._tell, children=children)

    def _tell(self, words: str) -> None:
        self.stdout.write(f"[{time.monotonic() - self.began:5.1f} s] {words}")
        self.stdout.flush()

    def _serve(self, port: int) -> None:
        """Run the worker and the web server until they are told to stop; stop one when the other ends.

        What they log goes to a file, so that the sign-ins stay in sight.
        """
        environment = {**os.environ, "BASE_URL": f"http://127.0.0.1:{port}"}
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        path = Path(settings.DATA_DIR) / "demo.log"
        with path.open("ab") as log:
            processes = [
                subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)  # noqa: S603
                for command in (web_command(port), worker_command())
            ]
        try:
            self._tell("Starting the web server and the worker")
            while all(each.poll() is None for each in processes) and not _answers(port):
                time.sleep(0.1)
            if all(each.poll() is None for each in processes):
                self._print_sign_ins(port)
                self.stdout.write(f"What it does meanwhile is in {path}\nStop with Ctrl+C.\n")
                self.stdout.flush()
            while all(each.poll() is None for each in processes):
                time.sleep(0.5)
            raise CommandError(f"The web server or the worker ended. Why is at the end of {path}")
        except KeyboardInterrupt:
            self.stdout.write("\nStopped.")
        finally:
            _stop(*processes)

    def _print_sign_ins(self, port: int) -> None:
        self._tell(f"Wraparound is at http://127.0.0.1:{port}")
        self.stdout.write(f"\nSign in as any of these, with the password: {PASSWORD}\n")
        for post in read_posts():
            self.stdout.write(f"  {post['who']:<26} {post['email']}")
        self.stdout.write(
            "\nThen it asks for a code. In another window: make code\n"
            f"A passkey can be set up as well, at http://localhost:{port}: "
            "browsers keep none for an address of numbers.\n"
        )


def _answers(port: int) -> bool:
    with socket.socket() as asked:
        return asked.connect_ex(("127.0.0.1", port)) == 0


def _stop(*processes: subprocess.Popen[bytes]) -> None:
    """End processes, and by force all that they started when they take their time: it would hold the port."""
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
