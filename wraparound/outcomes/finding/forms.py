"""What a search asks: one box for everything, or separate fields; and why."""

from typing import Any

from django.core.exceptions import ValidationError

from wraparound.foundation.ui import fields
from wraparound.foundation.ui.rules import PartialDate
from wraparound.outcomes.access.models import Reason
from wraparound.outcomes.finding.asking import Asked, query_of
from wraparound.outcomes.finding.rules import TooBroad, check_query

SEXES = [("F", "Girl"), ("M", "Boy")]
FIELDS = [
    "given_names", "family_name", "date_of_birth", "age", "sex", "postcode", "address", "nhs_number",
    "upn", "own_number", "telephone", "carer_given_names", "carer_family_name",
]  # fmt: skip
"""The separate fields, in the order of the page."""


class SearchForm(fields.Form):
    """Everything that a child can be found by; the reason is the button that is pressed."""

    mark_optional = False
    box = fields.Text(
        "Who are you looking for?",
        hint="A name, an age or date of birth, a postcode, a number: in any order. "
        "For example: sam oneill 2019 sk9",
        required=False,
    )
    given_names = fields.Text("Given names", required=False, width=20)
    family_name = fields.Text("Family name", required=False, width=20)
    date_of_birth = fields.PartDate("Date of birth", required=False, hint="The year alone is enough")
    age = fields.Integer("Or age in years", required=False, min_value=0, max_value=25, width=2)
    sex = fields.Select("Sex", choices=SEXES, required=False, empty="Either, or not known")
    postcode = fields.Text("Postcode, or its first half", required=False, width=10, max_length=10)
    address = fields.Text("House and street", required=False, width=30)
    nhs_number = fields.Text("NHS number", required=False, width=20, max_length=20)
    upn = fields.Text("Pupil number (UPN)", required=False, width=20, max_length=20)
    own_number = fields.Text("An agency's own number", required=False, width=20, max_length=100)
    telephone = fields.Text("A telephone number of the family", required=False, width=20, max_length=40)
    carer_given_names = fields.Text("A carer's given names", required=False, width=20)
    carer_family_name = fields.Text("A carer's family name", required=False, width=20)
    words = fields.Text("Anything to add about why (optional)", required=False, max_length=400)
    reason = fields.Radios(
        "Why are you looking?", choices=Reason.choices, missing="Press one of the five reasons"
    )

    def __init__(self, *args: Any, today: Any, **options: Any) -> None:
        self.today = today
        super().__init__(*args, **options)

    @property
    def has_fields(self) -> bool:
        """Say whether anything stands in the separate fields, so that they are shown open."""
        return any(self[name].errors or any(self[name].value() or ()) if name == "date_of_birth"
                   else self[name].errors or self[name].value() for name in FIELDS)  # fmt: skip

    def asked(self) -> Asked:
        """Return the search as it was typed; call it when the form is valid."""
        said = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        born = said.pop("date_of_birth", None)
        return Asked(
            **{name: str(value) for name, value in said.items()},
            date_of_birth=_date_words(born) if born else "",
        )

    def clean(self) -> dict[str, Any]:
        """Refuse a search that would list strangers, saying what to add."""
        data = super().clean() or self.cleaned_data
        if set(self.errors) - {"reason"}:
            return data
        asked = self.asked()
        if not asked.typed():
            self.add_error("box", ValidationError("Type a name and one thing more, or a number"))
            return data
        try:
            check_query(query_of(asked, self.today))
        except TooBroad as broad:
            self.add_error("box", ValidationError(f"That could be many children. {broad.add}"))
        return data


def _date_words(born: PartialDate) -> str:
    return born.first.isoformat() if born.day else str(born.year)


class RelatedForm(fields.Form):
    """Whether the person is related to the child that they are about to open."""

    related = fields.Radios(
        "Are you related to this child?",
        choices=[("yes", "Yes"), ("no", "No")],
        hint="You have a surname and a postcode in common. Former partners count as family.",
        missing="Say whether you are related",
        heading=True,
    )
