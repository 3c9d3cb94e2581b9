"""`wraparound administrator EMAIL NAME --team CODE`: the first person, who gives all other posts on pages."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from wraparound.foundation.accounts.models import Role
from wraparound.foundation.accounts.rules import Denied
from wraparound.foundation.staffing import queries, services
from wraparound.foundation.staffing.rules import Place


class Command(BaseCommand):
    help = "Place the first area administrator and say the link by which they take up their post."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name")
        parser.add_argument("--team", required=True, help="The code of the team where they work")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        team = queries.team_of_code(options["team"])
        if team is None:
            raise CommandError(f"There is no team with the code {options['team']}.")
        wanted = Place(
            email=options["email"],
            full_name=options["name"],
            role=Role.AREA_ADMINISTRATOR,
            title="Area administrator",
            agency_id=team.agency_id,
            team_id=team.pk,
            valid_from=timezone.localdate(now),
        )
        try:
            link = services.place_first_administrator(wanted=wanted, now=now)
        except Denied as error:
            raise CommandError(error.reason) from error
        self.stdout.write(f"Open this link within seven days, once: {link}")
