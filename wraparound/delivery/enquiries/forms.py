"""What professionals and the desk are asked: places said and held, what is asked for, what came of it."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError

from wraparound.delivery.enquiries import queries
from wraparound.delivery.enquiries.models import Enquiry, Step
from wraparound.delivery.enquiries.rules import BANDS, read_age
from wraparound.delivery.taxonomy.models import Term
from wraparound.foundation.accounts.models import Post
from wraparound.foundation.area.models import Footprint
from wraparound.foundation.places.editing import RecordForm
from wraparound.foundation.ui import fields

NO_TERMS = Term.objects.none()
STATES = [*Enquiry.State.choices, ("any", "Any")]
MONTHS = {f"{number:02}" for number in range(1, 13)}


def read_age_of(form: fields.Form) -> Decimal | None:
    """Return the age that a form was told. Raises ValidationError in words."""
    try:
        return read_age(str(form.cleaned_data["age"]))
    except ValueError as error:
        raise ValidationError(str(error)) from error


class SayForm(RecordForm):
    """How long families wait, and how many places are free."""

    wait_weeks = fields.Text(
        "How many weeks do families wait now?",
        required=False,
        width=5,
        hint="For example 6 or 2.5. 0 is no wait",
    )
    places = fields.Integer("Places in all", required=False, min_value=0, max_value=9999)
    places_free = fields.Integer(
        "Places free now", required=False, min_value=0, max_value=9999,
        hint="Count the places that are held for families as free: they are taken off by themselves",
    )  # fmt: skip

    def clean_wait_weeks(self) -> Decimal | None:
        """Return weeks to a tenth."""
        typed = self.cleaned_data["wait_weeks"].strip()
        if not typed:
            return None
        whole, _, part = typed.partition(".")
        if not (
            whole.isascii() and whole.isdigit() and len(whole) < 4 and (part == "" or part in "0123456789")
        ):
            raise ValidationError("Enter weeks as a number, like 6 or 2.5")
        return Decimal(f"{whole}.{part or 0}")

    def clean(self) -> dict[str, Any]:
        """Refuse more free places than there are."""
        cleaned = super().clean()
        places, free = cleaned.get("places"), cleaned.get("places_free")
        if places is not None and free is not None and free > places:
            self.add_error("places_free", "There cannot be more free places than places in all")
        return cleaned


class HoldForm(fields.Form):
    """A place to be held."""

    key = fields.SubmissionKey()
    until = fields.DateInWords("Until which day?", missing="Say until which day the place is held")
    places = fields.Integer("How many places?", initial=1, min_value=1, max_value=6)


class EndHoldForm(fields.Form):
    """What became of a place that was held."""

    outcome = fields.Hidden()


class RecordEnquiryForm(RecordForm):
    """What somebody asks the desk for: one fast page, no names."""

    key = fields.SubmissionKey(required=False)
    asked = fields.LongText(
        "What are they asking for?", rows=3, max_length=2000, missing="Write what was asked for",
        hint="In their words. No names: you do not need them",
    )  # fmt: skip
    channel = fields.Radios("How did they ask?", choices=Enquiry.Channel.choices, inline=True)
    age = fields.Text("How old is the child?", required=False, width=10, hint="3, 2.5, 8 months or expected")
    postcode = fields.Text("Postcode", required=False, width=10, max_length=10)
    footprint = fields.ModelSelect(
        "Or the locality", queryset=Footprint.objects.none(), to_field_name="code", required=False,
        hint="When they do not say the postcode",
    )  # fmt: skip
    need = fields.ModelSelect(
        "Need",
        queryset=Term.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label="Not said",
    )
    kind = fields.ModelSelect(
        "Kind of service", queryset=Term.objects.none(), to_field_name="public_id", required=False,
        empty_label="Not said",
    )  # fmt: skip
    call_back = fields.Telephone(
        "A number to ring them back", required=False, hint="Only if they want it. It is deleted afterwards"
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["footprint"].queryset = queries.localities()  # type: ignore[attr-defined]
        self.fields["need"].queryset = queries.needs()  # type: ignore[attr-defined]
        self.fields["kind"].queryset = queries.kinds()  # type: ignore[attr-defined]

    def clean_age(self) -> Decimal | None:
        """Return the age in years."""
        return read_age_of(self)


class OfferForm(fields.Form):
    """What came of offering a service."""

    key = fields.SubmissionKey()
    result = fields.Radios("What came of it?", choices=Step.Result.choices)
    words = fields.LongText("Anything to remember", required=False, rows=2, max_length=1000, hint="No names")


class FollowUpForm(RecordForm):
    """How an enquiry stands, whose it is, when the desk is next in touch."""

    key = fields.SubmissionKey()
    state = fields.Radios(
        "How does it stand?", choices=Enquiry.State.choices,
        hints={"nothing": "What they need is not there: it is counted for those who plan services"},
    )  # fmt: skip
    owner = fields.ModelSelect("Whose is it?", queryset=Post.objects.none(), to_field_name="public_id")
    next_on = fields.DateInWords("When are you next in touch?", required=False)
    words = fields.LongText("What was done", required=False, rows=3, max_length=2000, hint="No names")


class ListForm(fields.Form):
    """What narrows the list of enquiries."""

    mark_optional = False
    whose = fields.Select("Whose", choices=[("team", "All of my team")], required=False, empty="Mine")
    state = fields.Select(
        "How it stands",
        choices=[*Enquiry.State.choices, ("any", "Any")],
        required=False,
        empty="Not finished",
    )
    need = fields.ModelSelect(
        "Need", queryset=Term.objects.none(), to_field_name="code", required=False, empty_label="Any"
    )
    kind = fields.ModelSelect(
        "Kind of service", queryset=NO_TERMS, to_field_name="code", required=False, empty_label="Any"
    )
    place = fields.ModelSelect(
        "Locality", queryset=Footprint.objects.none(), to_field_name="code", required=False, empty_label="Any"
    )
    band = fields.Select("Age", choices=[(name, name) for name, _, _ in BANDS], required=False, empty="Any")
    month = fields.Text("Month", required=False, width=10, hint="Like 2026-03", max_length=7)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["need"].queryset = queries.needs()  # type: ignore[attr-defined]
        self.fields["kind"].queryset = queries.kinds()  # type: ignore[attr-defined]
        self.fields["place"].queryset = queries.localities()  # type: ignore[attr-defined]

    def clean_month(self) -> str:
        """Pass a month, or nothing."""
        month = str(self.cleaned_data["month"])
        year, dash, number = month.partition("-")
        ok = year.isascii() and year.isdigit() and len(year) == 4 and dash and number in MONTHS
        if month and not ok:
            raise ValidationError("Enter a month like 2026-03")
        return month


class NameForm(fields.Form):
    """Part of a name that narrows a list of children."""

    mark_optional = False
    name = fields.Text("Part of a name", required=False, max_length=100)
