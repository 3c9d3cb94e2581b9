"""What the pages of feeds ask."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from wraparound.delivery.openreferral.deciding import Chosen
from wraparound.delivery.openreferral.models import Feed, Item
from wraparound.foundation.places.editing import RecordForm
from wraparound.foundation.ui import fields

ASK, AT_ONCE = "ask", "at_once"


class FeedForm(RecordForm):
    """Another area's directory."""

    fixed = ("base_url",)
    base_url = fields.Text(
        "Its address", hint="What /services is put behind, such as https://directory.example/api",
        max_length=400, missing="Enter the address of the feed",
    )  # fmt: skip
    name = fields.Text("What we call it", hint="For example, Eastbrook family directory")
    who = fields.Text("Who keeps it", hint="Said with its entries, for example Eastbrook Council")
    way = fields.Radios(
        "What happens with its entries?",
        choices=[(ASK, "They wait until a person lets them in"), (AT_ONCE, "They are shown at once")],
        hints={AT_ONCE: "Choose this for a directory that you trust as your own."},
        initial=ASK,
        missing="Say what happens with its entries",
    )

    def __init__(self, *args: Any, record: Feed | None = None, **options: Any) -> None:
        if record is not None:
            options["initial"] = {"way": AT_ONCE if record.publishes else ASK} | options.get("initial", {})
        super().__init__(*args, record=record, **options)

    def clean_base_url(self) -> str:
        """Pass an address on the web."""
        value = str(self.cleaned_data["base_url"]).rstrip("/")
        try:
            URLValidator(schemes=["http", "https"])(value)
        except ValidationError:
            raise ValidationError("Enter an address that begins with https:// or http://") from None
        return value

    def clean(self) -> dict[str, Any]:
        """Say in one word of the model what happens with its entries."""
        cleaned = super().clean()
        cleaned["publishes"] = cleaned.pop("way", ASK) == AT_ONCE
        return cleaned


class OutcomeForm(fields.Form):
    """What to narrow the things of an import by."""

    mark_optional = False
    outcome = fields.Select("What became of it", choices=Item.Outcome.choices, required=False, empty="Any")
    wrong = fields.Confirm("Only what something was wrong with", required=False)


class EndingsForm(fields.Form):
    """How many entries the reader was told would end."""

    number = fields.Hidden()

    def clean_number(self) -> int:
        """Return the number that the page carried."""
        value = str(self.cleaned_data["number"])
        if not (value.isascii() and value.isdigit() and len(value) < 10):
            raise ValidationError("Look at the import again")
        return int(value)


def ticked(values: Iterable[str]) -> list[Chosen]:
    """Return what was ticked on the list of what waits; what no page sends is left out."""
    found = []
    for value in values:
        key, _, made = value.partition(" ")
        try:
            made_at = datetime.fromisoformat(made)
            found.append(Chosen(UUID(key), made_at if made_at.tzinfo else made_at.replace(tzinfo=UTC)))
        except ValueError:
            continue
    return found
