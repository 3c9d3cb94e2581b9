"""What the pages of feeds ask: a list with its agency, and how many records may end."""

from typing import Any

from django.core.exceptions import ValidationError

from wraparound.foundation.agencies.models import Agency
from wraparound.foundation.ui import fields

TRY, LOAD = "try", "load"
PART, WHOLE = "part", "whole"
LONGEST_MAPPING = 100_000


class SendForm(fields.Form):
    """A list, whose it is, and whether it is tried first."""

    agency = fields.ModelSelect(
        "Whose list is it?", queryset=Agency.objects.none(), to_field_name="code", missing="Choose the agency"
    )
    file = fields.Upload(
        "The list", hint="CSV, XML or JSON Lines, as the agency exported it.", missing="Choose the file"
    )
    mapping = fields.Upload(
        "A mapping file", hint="Only where the columns are not those that we know.", required=False
    )
    reach = fields.Radios(
        "Is it the agency’s whole list?",
        choices=[(PART, "No, only what changed"), (WHOLE, "Yes, all of it")],
        hints={WHOLE: "Who is not in it any more is ended, after a check of how many. Nobody is deleted."},
        missing="Say whether it is the whole list",
    )
    way = fields.Radios(
        "What should happen now?",
        choices=[(TRY, "Try it first: nothing is written"), (LOAD, "Load it")],
        initial=TRY,
        missing="Say what should happen",
    )

    def __init__(self, *args: Any, agencies: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]

    def clean_mapping(self) -> str:
        """Return the text of the mapping file, or an empty text."""
        sent = self.cleaned_data["mapping"]
        if not sent:
            return ""
        if sent.size > LONGEST_MAPPING:
            raise ValidationError(f"The mapping file must be smaller than {LONGEST_MAPPING:,} bytes")
        try:
            return str(sent.read().decode("utf-8"))
        except UnicodeDecodeError:
            raise ValidationError("The mapping file must be text in UTF-8") from None


class EndingsForm(fields.Form):
    """How many records the reader was told would end."""

    number = fields.Hidden()

    def clean_number(self) -> int:
        """Return the number that the page carried."""
        try:
            return int(self.cleaned_data["number"])
        except ValueError:
            raise ValidationError("Look at the load again") from None
