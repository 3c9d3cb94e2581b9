"""Asking why: one of five presses, and words if they help."""

from typing import Any

from wraparound.foundation.ui import fields
from wraparound.outcomes.access.models import Reason


class ReasonForm(fields.Form):
    """The reason, given by the button that is pressed; never chosen beforehand."""

    mark_optional = False
    words = fields.Text("Anything to add, in a few words (optional)", required=False, max_length=400)
    reason = fields.Radios(
        "Why are you looking?", choices=Reason.choices, missing="Press one of the five reasons"
    )


class WordsForm(fields.Form):
    """The reason and the words that an emergency, or reading closed records, cannot do without.

    `asks_related`: whoever has a surname and a postcode in common with the child says whether they are kin.
    """

    related = fields.Radios(
        "Are you related to this child?",
        choices=[("yes", "Yes"), ("no", "No")],
        hint="You have a surname and a postcode in common. Former partners count as family.",
        missing="Say whether you are related",
    )
    words = fields.Text("What is happening?", max_length=400, missing="Say in a few words what is happening")
    reason = fields.Radios(
        "Why are you looking?", choices=Reason.choices, missing="Choose one of the five reasons"
    )

    def __init__(self, *args: Any, asks_related: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if not asks_related:
            del self.fields["related"]
