"""What is asked about agencies' own systems."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from wraparound.foundation.accounts.models import Token
from wraparound.foundation.staffing import queries
from wraparound.foundation.staffing.forms import offer
from wraparound.foundation.ui import fields


class NewToken(fields.Form):
    """A system of an agency, what it may do, and until when."""

    agency = fields.Select("Agency")
    name = fields.Text("Name of the system")
    scopes = fields.Checkboxes(
        "What may it do?", missing="Select what it may do", choices=Token.Scope.choices
    )
    last_day = fields.Date("Last day", hint="A year at most")

    def __init__(self, *args: Any, now: datetime, **given: Any) -> None:
        super().__init__(*args, **given)
        self.now = now
        self.agencies = {agency.code: agency for agency in queries.employers(now=now)}
        offer(self, "agency", ((code, agency.name) for code, agency in self.agencies.items()))

    def clean_last_day(self) -> date:
        """Return the day; refuse one that is over or more than a year away."""
        return _within_a_year(self.cleaned_data["last_day"], self.now)


class RenewToken(fields.Form):
    """Until when the new secret holds."""

    last_day = fields.Date("Last day", hint="A year at most")

    def __init__(self, *args: Any, now: datetime, **given: Any) -> None:
        super().__init__(*args, **given)
        self.now = now

    def clean_last_day(self) -> date:
        """Return the day; refuse one that is over or more than a year away."""
        return _within_a_year(self.cleaned_data["last_day"], self.now)


def _within_a_year(day: date, now: datetime) -> date:
    today = timezone.localdate(now)
    if not today < day <= today.replace(year=today.year + 1, day=min(today.day, 28)):
        raise ValidationError("The last day must lie ahead, within a year from today")
    return day
