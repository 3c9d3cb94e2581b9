"""What is asked in supervision: they validate, never save."""

from collections.abc import Iterable
from typing import Any

from wraparound.delivery.supervision.models import Absence
from wraparound.foundation.accounts.models import Post
from wraparound.foundation.ui import fields


class DecisionForm(fields.Form):
    """What was decided on a case."""

    what = fields.LongText("What was decided", max_length=1000, rows=3, missing="Write what was decided")
    why = fields.LongText("Why", max_length=1000, rows=3, missing="Write why")
    due_on = fields.DateInWords("By when it is done", required=False)
    key = fields.SubmissionKey()


class DoneForm(fields.Form):
    """What came of a decision."""

    words = fields.LongText("What was done, and what came of it", max_length=1000, rows=3)
    version = fields.Hidden(required=False)

    def clean_version(self) -> int:
        """Read the version; anything else than a number is one that never was."""
        typed = self.cleaned_data["version"] or "0"
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 0


class LookForm(fields.Form):
    """Why a quiet case may be quiet, and until when."""

    because = fields.LongText(
        "Why it may be quiet", max_length=1000, rows=3, missing="Write why it may be quiet",
        hint="What the worker and you know, and what happens next",
    )  # fmt: skip
    until = fields.DateInWords("Until when", hint="It is brought to you again after this day.")
    key = fields.SubmissionKey()


class SessionForm(fields.Form):
    """A supervision that was."""

    on = fields.DateInWords("When it was", hint="For example, today or 3 March 2026")
    next_on = fields.DateInWords("When the next one is due", required=False)
    words = fields.LongText(
        "What you agreed", max_length=2000, rows=4, required=False,
        hint="Only the two of you read it. Write what you decide on a case on the page of the case.",
    )  # fmt: skip
    key = fields.SubmissionKey()


class AbsenceForm(fields.Form):
    """Who is away, and until when."""

    post = fields.Select("Who is away", missing="Choose who is away")
    why = fields.Radios("Why", choices=Absence.Why.choices, hint="Only managers of the team see it.")
    starts_on = fields.DateInWords("The first day away")
    until = fields.DateInWords("The last day away, as far as you know")
    key = fields.SubmissionKey()

    def __init__(self, *args: Any, posts: Iterable[Post], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(str(post.public_id), f"{post.user.full_name}, {post.title}") for post in posts]
        self.fields["post"].choices = [("", "Choose one"), *choices]  # type: ignore[attr-defined]


class HandoverForm(fields.Form):
    """What whoever takes a case over must know."""

    words = fields.LongText(
        "What whoever takes it over must know", max_length=2000, rows=6,
        missing="Write what whoever takes it over must know",
        hint="What was promised, whom the family trusts, what to take care of, what happens next",
    )  # fmt: skip
    key = fields.SubmissionKey()
