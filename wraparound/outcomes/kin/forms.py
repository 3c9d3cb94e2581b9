"""What is asked about families and people kept out."""

import re
from typing import Any

from django.core.exceptions import ValidationError

from wraparound.foundation.agencies.models import Team
from wraparound.foundation.ui import fields
from wraparound.outcomes.access.models import Block
from wraparound.outcomes.kin.queries import person_of
from wraparound.outcomes.kin.rules import tidy_postcode


class HomeForm(fields.Form):
    """Where the person lives."""

    postcode = fields.Text("Your home postcode", width=10, max_length=10, autocomplete="postal-code")

    def clean_postcode(self) -> str:
        """Return the postcode as addresses keep it."""
        tidy = tidy_postcode(self.cleaned_data["postcode"])
        if not re.fullmatch(r"[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}", tidy):
            raise ValidationError("Enter a whole postcode, like WA8 7QF")
        return tidy


class KeepOutForm(fields.Form):
    """Whom to keep from a record, and why; or the one team that it is kept to."""

    kind = fields.Radios(
        "Why?",
        choices=Block.Kind.choices,
        hints={Block.Kind.STAFF_FAMILY: "Everyone but one team is kept out."},
    )
    email = fields.Email(
        "Their email address",
        required=False,
        hint="Of the person who is kept out, or whose family it is. They are not told.",
    )
    team = fields.ModelSelect(
        "The one team that keeps the record",
        queryset=Team.objects.all(),
        required=False,
        hint="For a colleague's family. It is then missing for you too, unless you are in that team.",
    )

    def clean(self) -> dict[str, Any]:
        """Find the person; ask for what the choice cannot do without."""
        data = super().clean() or self.cleaned_data
        if data.get("kind") == Block.Kind.STAFF_FAMILY and not data.get("team"):
            self.add_error("team", "Choose the team that keeps the record")
        if data.get("kind"):
            data["user"] = person_of(data.get("email") or "")
            if data["user"] is None and not self.errors.get("email"):
                self.add_error("email", "Nobody signs in with that email address: check the spelling")
        return data


class LetInForm(fields.Form):
    """Ending what keeps a record to one team."""

    sure = fields.Confirm(
        "I have asked: nobody in the family works where the record would be seen",
        missing="Ask first, then say so here",
    )
