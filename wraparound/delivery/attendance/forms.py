"""What the pages of attendance ask."""

from typing import Any

from wraparound.foundation.agencies.models import Agency, Team
from wraparound.foundation.ui import fields


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
