"""What the pages of attendance ask."""

from typing import Any

from wraparound.delivery.attendance.conflicts import of_entry, of_search
from wraparound.delivery.attendance.models import Enquiry, HomeEducation, MissingEnding
from wraparound.delivery.caseloads.models import Case
from wraparound.foundation.agencies.models import Agency, Team
from wraparound.foundation.ui import fields
from wraparound.foundation.ui.parts import Compared


class SendForm(fields.Form):
    """A file of attendance, and whose it is."""

    school = fields.ModelSelect(
        "Which school?", queryset=Agency.objects.none(), to_field_name="code", missing="Choose the school"
    )
    file = fields.Upload(
        "The file",
        hint="CSV with the columns upn, from, until, possible, attended, authorised, unauthorised, late.",
        missing="Choose the file",
    )

    def __init__(self, *args: Any, schools: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["school"].queryset = schools  # type: ignore[attr-defined]


class AskForm(fields.Form):
    """Why welfare is asked, and which team."""

    why = fields.LongText(
        "Why do you ask?", rows=3, max_length=1000, hint="What you have tried, and what the family says.",
        missing="Say why you ask",
    )  # fmt: skip
    team = fields.ModelSelect(
        "Which team?", queryset=Team.objects.none(), to_field_name="code", missing="Choose the team"
    )
    key = fields.SubmissionKey()

    def __init__(self, *args: Any, teams: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]
        if len(teams) == 1:
            self.fields["team"].initial = teams[0].code


class SearchForm(fields.Form):
    """Why somebody begins to look for a child."""

    why = fields.LongText(
        "What is known?", rows=3, max_length=1000, required=False,
        hint="Where the child was last, and whom you have asked.",
    )  # fmt: skip
    key = fields.SubmissionKey()


class ChangeForm(fields.Form):
    """A change of what a page showed: it carries the version, and knows both texts when another was first."""

    version = fields.Hidden(required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.theirs: list[Compared] = []
        self.has_ended = False

    def clean_version(self) -> int | None:
        """Return the version that the page showed."""
        said = self.cleaned_data["version"]
        return int(said) if said.isdecimal() and len(said) < 9 else None

    def lost_to(self, current: Any) -> None:
        """Set both texts side by side; the next press goes over what stands now."""
        self.theirs, self.has_ended = self.both(current)
        data = self.data.copy()  # type: ignore[attr-defined]
        data["version"] = str(current.version)
        self.data = data

    def both(self, current: Any) -> tuple[list[Compared], bool]:
        """Return both texts, and whether what the form is of has ended."""
        raise NotImplementedError


class EndSearchForm(ChangeForm):
    """What became of a child that was looked for."""

    outcome = fields.Radios(
        "What became of the child?", choices=MissingEnding.Outcome.choices, missing="Choose what became"
    )
    words = fields.LongText(
        "Who confirmed it, and when?", rows=3, max_length=1000, required=False,
        hint="Needed when the child moved away or abroad, or was handed on.",
    )  # fmt: skip

    def both(self, current: Case) -> tuple[list[Compared], bool]:
        """Return how the search ended, or how the case stands, beside what was typed."""
        return of_search(current, self.cleaned_data), current.closed_at is not None


class HomeForm(fields.Form):
    """Since when a child is educated at home."""

    starts_on = fields.Date("Since when is the child educated at home?", missing="Say since when")
    words = fields.LongText("What does the family say of it?", rows=3, max_length=1000, required=False)
    key = fields.SubmissionKey()


class EnquiryForm(fields.Form):
    """What an enquiry found."""

    on = fields.Date("When did you hear from the family, or ask?", missing="Say when")
    outcome = fields.Radios(
        "What did you find?", choices=Enquiry.Outcome.choices, missing="Choose what you found"
    )
    words = fields.LongText(
        "In a few words", rows=3, max_length=1000, required=False,
        hint="Needed when the education does not seem suitable.",
    )  # fmt: skip
    key = fields.SubmissionKey()


class EndHomeForm(ChangeForm):
    """Why a child is educated at home no longer."""

    ends_on = fields.Date("What was the last day?", missing="Say the last day")
    ending = fields.Radios(
        "Why did it end?", choices=HomeEducation.Ending.choices, missing="Choose why it ended"
    )

    def both(self, current: HomeEducation) -> tuple[list[Compared], bool]:
        """Return how the entry stands beside what was typed."""
        return of_entry(current, self.cleaned_data), current.ends_on is not None
