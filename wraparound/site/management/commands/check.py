"""`wraparound check`: say in words what is wrong with this installation."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from wraparound.site.installation import look_over


class Command(BaseCommand):
    help = "Look the installation over and say in words what is wrong and what to do."
    requires_system_checks = "__all__"

    def handle(self, *args: Any, **options: Any) -> None:
        findings = look_over(timezone.now())
        for finding in findings:
            sign = "well   " if finding.well else "WRONG  " if finding.serious else "mind   "
            self.stdout.write(f"{sign} {finding.what}")
            if not finding.well:
                self.stdout.write(f"        {finding.way_out}")
        wrong = sum(not finding.well and finding.serious for finding in findings)
        if wrong:
            raise CommandError(f"{wrong} of {len(findings)} things are wrong.")
        self.stdout.write("Nothing is wrong.")
