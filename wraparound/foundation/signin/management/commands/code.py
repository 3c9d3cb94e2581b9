"""`wraparound code [EMAIL]`: the present one-time codes of the sample accounts of a demonstration."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from wraparound.foundation.accounts.queries import user_of_email
from wraparound.foundation.signin.sample import NotASample, sample_code, sample_codes


class Command(BaseCommand):
    help = "Say the present one-time code of a sample account (only where DEMO is on)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", nargs="?", help="One sample account; without it, all of them")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["email"]:
            self._all()
            return
        user = user_of_email(options["email"])
        try:
            if user is None:
                raise NotASample
            code, seconds = sample_code(user=user)
        except NotASample as error:
            raise CommandError(
                "No code: it works for sample accounts (…@….example) while DEMO=1 is set, for no others."
            ) from error
        self.stdout.write(f"{code} (for {seconds} more seconds)")

    def _all(self) -> None:
        codes = sample_codes()
        if not codes:
            raise CommandError("There are no sample accounts here: `make run` makes them.")
        for email, (code, seconds) in codes.items():
            self.stdout.write(f"{code}  {email:<44} for {seconds} more seconds")
