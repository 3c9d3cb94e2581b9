"""What the pages of the index ask: a decision with its reason, a new child, a fact put right."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError

from wraparound.foundation.agencies.models import Agency
from wraparound.foundation.ui import fields
from wraparound.foundation.ui.rules import PartialDate
from wraparound.outcomes.access.models import Reason
from wraparound.outcomes.children.models import Birth, Identifier, Name
from wraparound.outcomes.finding.engine import numbers, places
from wraparound.outcomes.index.models import Pair

SAME, DIFFERENT, ASK = "same", "different", "ask"
WHY_HINT = "Whoever reads it later understands from these words alone."


class PairFilter(fields.Form):
    """What narrows the queue."""

    mark_optional = False
    kind = fields.Select("Kind", choices=Pair.Kind.choices, required=False, empty="Any")


class DecisionForm(fields.Form):
    """One child, two children, or ask the agency; with the versions that the page showed."""

    answer = fields.Radios(
        "What are they?",
        choices=[(SAME, "One child"), (DIFFERENT, "Two children"), (ASK, "I cannot tell yet: ask an agency")],
        hints={
            SAME: "The two records are joined. You can undo it.",
            DIFFERENT: "You are not asked again unless what they say changes.",
        },
        reveals={ASK: ["agency", "until"]},
        missing="Choose what they are",
    )
    agency = fields.ModelSelect(
        "Which agency is asked?", queryset=Agency.objects.none(), to_field_name="code",
        missing="Choose the agency that is asked",
    )  # fmt: skip
    until = fields.DateInWords(
        "Come back to it on", hint="For example, next Tuesday", missing="Say on which day"
    )
    reason = fields.LongText("Why?", rows=3, max_length=1000, hint=WHY_HINT, missing="Say in a few words why")
    version = fields.Hidden()
    versions = fields.Hidden()
    key = fields.SubmissionKey()

    def __init__(self, *args: Any, agencies: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Read the versions; a page whose hidden values were changed is shown again."""
        data = super().clean() or self.cleaned_data
        try:
            data["version"] = int(data.get("version", ""))
            one, other = str(data.get("versions", "")).split(",")
            data["versions"] = (int(one), int(other))
        except ValueError as error:
            raise ValidationError("This page lost what it carries. Load it again.") from error
        return data


class ReasonForm(fields.Form):
    """Why something is undone or parted."""

    reason = fields.LongText("Why?", rows=3, max_length=1000, hint=WHY_HINT, missing="Say in a few words why")


class SplitForm(ReasonForm):
    """Which agencies' records are of the other child."""

    sources = fields.Checkboxes(
        "Which records are of the other child?", choices=(), missing="Choose at least one record"
    )
    version = fields.Hidden()
    key = fields.SubmissionKey()
    field_order = ["sources", "reason"]

    def __init__(self, *args: Any, sources: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["sources"].choices = sources  # type: ignore[attr-defined]

    def clean_version(self) -> int:
        """Read the version that the page showed."""
        try:
            return int(self.cleaned_data["version"])
        except ValueError as error:
            raise ValidationError("This page lost what it carries. Load it again.") from error


class ProposeForm(fields.Form):
    """Two records that somebody thinks are one child, by their index numbers."""

    one = fields.Text("Index number of the first record", width=10, max_length=14)
    other = fields.Text("Index number of the second record", width=10, max_length=14)


def _nhs(value: str) -> None:
    if not numbers.nhs(value):
        raise ValidationError("An NHS number has 10 digits, like 943 476 5919")


def _upn(value: str) -> None:
    if not numbers.upn(value):
        raise ValidationError("A pupil number has a letter, 11 digits and a letter or digit")


def _postcode(value: str) -> None:
    if not places.postcode(value):
        raise ValidationError("Enter a whole postcode, like SK9 1AB")


class CreateForm(fields.Form):
    """What is known of a child who is not in the index, and why the record is needed."""

    mark_optional = False
    given_names = fields.Text("Given names", required=False)
    family_name = fields.Text("Family name", required=False)
    date_of_birth = fields.PartDate("Date of birth", hint="The year alone will do", required=False)
    expected_date = fields.Date("Or, for a child not born yet, the day expected", required=False)
    sex = fields.Radios("Sex", choices=Birth.Sex.choices, inline=True, required=False)
    address = fields.Text("House and street", required=False, max_length=400)
    postcode = fields.Text("Postcode", width=10, max_length=10, required=False, validators=[_postcode])
    telephone = fields.Telephone("Telephone of the family", required=False)
    nhs_number = fields.Text("NHS number", width=20, required=False, validators=[_nhs])
    upn = fields.Text("Pupil number (UPN)", width=20, required=False, validators=[_upn])
    carer_given_names = fields.Text("Given names of who cares for the child", required=False)
    carer_family_name = fields.Text("Family name of who cares for the child", required=False)
    carer_relation = fields.Text("Who they are to the child", required=False, max_length=60, width=20)
    reason = fields.Radios("Why is the record needed?", choices=Reason.choices,
                           missing="Choose one of the five reasons")  # fmt: skip
    words = fields.Text("Anything to add about why", required=False, max_length=400)
    key = fields.SubmissionKey()

    def __init__(self, *args: Any, sees_expected: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not sees_expected:
            del self.fields["expected_date"]

    def clean(self) -> dict[str, Any]:
        """Ask for a name, and for a birth date or an expected one."""
        data = super().clean() or self.cleaned_data
        if self.errors:
            return data
        if not data["given_names"] and not data["family_name"]:
            self.add_error("given_names", "Enter a given name or a family name")
        if not data["date_of_birth"] and not data.get("expected_date"):
            self.add_error("date_of_birth", "Enter the date of birth, or the year alone")
        return data

    def facts(self) -> dict[str, list[Mapping[str, Any]]]:
        """Return what was typed as facts by kind; call it when the form is valid."""
        data = self.cleaned_data
        found: dict[str, list[Mapping[str, Any]]] = {"birth": [birth_of(data)]}
        if data["given_names"] or data["family_name"]:
            found["name"] = [{"given_names": data["given_names"], "family_name": data["family_name"]}]
        if data["address"] or data["postcode"]:
            found["address"] = [{"lines": data["address"], "postcode": data["postcode"]}]
        if data["telephone"]:
            found["telephone"] = [{"number": data["telephone"]}]
        if data["carer_given_names"] or data["carer_family_name"]:
            names = ("given_names", "family_name", "relation")
            found["carer"] = [{name: data[f"carer_{name}"] for name in names}]
        found["identifier"] = [
            {"scheme": scheme, "value": read(data[name])}
            for scheme, name, read in (("nhs", "nhs_number", numbers.nhs), ("upn", "upn", numbers.upn))
            if data[name]
        ]
        return found


def birth_of(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return a birth as its columns: a whole date, a year alone, or the day on which a child is expected."""
    born: PartialDate | None = data["date_of_birth"]
    whole = born is not None and born.day is not None
    expected = None if born else data.get("expected_date")
    return {
        "date": born.first if born is not None and whole else None,
        "year": born.year if born is not None and not whole else None,
        "expected_date": expected,
        "status": Birth.Status.EXPECTED if expected else Birth.Status.CLAIMED,
        "sex": data.get("sex") or Birth.Sex.UNKNOWN,
    }


class NameForm(fields.Form):
    """A name as it should be."""

    kind = fields.Radios("Kind of name", choices=Name.Kind.choices, inline=True)
    given_names = fields.Text("Given names", required=False)
    family_name = fields.Text("Family name", required=False)


class BirthForm(fields.Form):
    """A birth as it should be."""

    date_of_birth = fields.PartDate("Date of birth", hint="The year alone will do")
    sex = fields.Radios("Sex", choices=Birth.Sex.choices, inline=True)


class AddressForm(fields.Form):
    """An address as it should be."""

    lines = fields.Text("House and street", max_length=400)
    postcode = fields.Text("Postcode", width=10, max_length=10, validators=[_postcode])


class TelephoneForm(fields.Form):
    """A telephone number as it should be."""

    number = fields.Telephone("Telephone number", max_length=30)


class IdentifierForm(fields.Form):
    """A number as it should be."""

    scheme = fields.Radios("Which number", choices=Identifier.Scheme.choices, inline=True)
    value = fields.Text("Number", width=20, max_length=20)


class CarerForm(fields.Form):
    """Somebody who cares for the child, as it should be."""

    given_names = fields.Text("Given names", required=False)
    family_name = fields.Text("Family name", required=False)
    relation = fields.Text("Who they are to the child", required=False, max_length=60)


class LanguageForm(fields.Form):
    """The language of the family, as it should be."""

    first_language = fields.Text("First language", max_length=60)
    interpreter = fields.Text("Interpreter, if one is needed", required=False, max_length=60)


FACT_FORMS: dict[str, type[fields.Form]] = {
    "name": NameForm, "birth": BirthForm, "address": AddressForm, "telephone": TelephoneForm,
    "identifier": IdentifierForm, "carer": CarerForm, "language": LanguageForm,
}  # fmt: skip
"""The facts that a person can put right by hand."""


def content_of(kind: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was typed in the form of a kind as the columns of its fact."""
    if kind == "birth":
        birth = birth_of(data)
        return {name: birth[name] for name in ("date", "year", "sex")}
    return dict(data)
