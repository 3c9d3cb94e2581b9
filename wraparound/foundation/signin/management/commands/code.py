"""`wraparound code EMAIL`: the present one-time code of a sample account of a demonstration."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from wraparound.foundation.accounts.queries import user_of_email
from wraparound.foundation.signin.sample import NotASample, sample_code


class Command(BaseCommand):
    help = "Say the present one-time code of a sample account (only where DEMO is on)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="The sample account, as name@place.example")

    def handle(self, *args: Any, **options: Any) -> None:
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
