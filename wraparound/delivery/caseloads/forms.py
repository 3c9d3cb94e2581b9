"""What is asked about cases: they validate, never save."""

from collections.abc import Iterable
from typing import Any

from wraparound.delivery.caseloads.carrying import Person
from wraparound.delivery.caseloads.models import Allocation, Case
from wraparound.delivery.caseloads.rules import WHY
from wraparound.delivery.caseloads.weights import Weights
from wraparound.foundation.ui import fields
from wraparound.outcomes.children.models import Involvement
from wraparound.outcomes.framework.rules import Levels

NOT_SAID = [("", "Not said yet")]


class CaseFilter(fields.Form):
    """What narrows a list of cases, kept in the address."""

    mark_optional = False
    level = fields.Select("Level of need", required=False, empty="Any")
    kind = fields.Select("Sort of work", choices=Case.Kind.choices, required=False, empty="Any")
    due = fields.Select(
        "What happens next", choices=[("late", "Past its day"), ("none", "No day set")], required=False,
        empty="Any",
    )  # fmt: skip

    def __init__(self, *args: Any, levels: Levels, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["level"].choices = [("", "Any"), *levels.choices()]  # type: ignore[attr-defined]


class VersionForm(fields.Form):
    """A form about one case, which carries the version that the page was made from."""

    version = fields.Hidden(required=False)

    def clean_version(self) -> int:
        """Read the version; anything else than a number is one that never was."""
        typed = self.cleaned_data["version"] or "0"
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 0


class OpenForm(fields.Form):
    """Work that begins with a child."""

    kind = fields.Radios("What sort of work it is", choices=Case.Kind.choices, initial=Case.Kind.SUPPORT)
    why = fields.LongText("Why the work begins", max_length=1000, rows=3, missing="Write why the work begins")
    level = fields.Radios(
        "Level of need", required=False, hint="As you judge it now. It can be judged anew at any time."
    )
    next_on = fields.DateInWords("By when something happens next", required=False)
    ground = fields.Radios(
        "Why others may know that your service works with the child", choices=Involvement.Ground.choices,
        hint="Your service is sensitive. Without one of the reasons nobody else sees it on the card.",
    )  # fmt: skip
    key = fields.SubmissionKey()

    def __init__(self, *args: Any, levels: Levels, is_sensitive: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["level"].choices = NOT_SAID + levels.choices()  # type: ignore[attr-defined]
        if not is_sensitive:
            self.fields.pop("ground")


class AllocateForm(VersionForm):
    """Who takes a case, and why."""

    post = fields.Select("Who takes the case", missing="Choose who takes the case")
    part = fields.Radios(
        "What they have to do with it", choices=Allocation.Part.choices, initial=Allocation.Part.LEAD,
        reveals={Allocation.Part.COVER: ["until"]},
        hints={
            Allocation.Part.LEAD: "One person has a case. Whoever has it now has it no longer.",
            Allocation.Part.COVER: "For a time, beside whoever has it",
        },
    )  # fmt: skip
    until = fields.DateInWords("The last day of the cover")
    reason = fields.Radios("Why this person", choices=WHY)
    words = fields.LongText("Anything to add", max_length=400, rows=2, required=False)
    seen = fields.Hidden(required=False)

    def __init__(self, *args: Any, people: Iterable[Person], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(str(person.post.public_id), person.words) for person in people]
        self.fields["post"].choices = [("", "Choose one"), *choices]  # type: ignore[attr-defined]


class JudgeForm(VersionForm):
    """A level of need as somebody judges it."""

    level = fields.Radios("Level of need", missing="Choose the level of need")
    extras = fields.Checkboxes("What makes it more work", required=False)
    reason = fields.LongText(
        "Why you judge it so", max_length=1000, rows=4, missing="Write why you judge it so",
        hint="What you saw and heard, and what has changed",
    )  # fmt: skip

    def __init__(self, *args: Any, levels: Levels, weights: Weights, **options: Any) -> None:
        super().__init__(*args, **options)
        level: Any = self.fields["level"]
        level.choices, level.hints = levels.choices(), {each.code: each.words for each in levels.levels}
        self.fields["extras"].choices = weights.choices()  # type: ignore[attr-defined]
        if not weights.extras:
            self.fields.pop("extras")


class PlanForm(VersionForm):
    """By when something happens next."""

    next_on = fields.DateInWords("By when something happens next", required=False)


class CloseForm(VersionForm):
    """Why the work ends."""

    closing = fields.Radios("Why the work ends", choices=Case.Closing.choices)
    words = fields.LongText("What was reached, and what the family was told", max_length=1000, rows=4)


class TakeBackForm(VersionForm):
    """Why a case is taken back from somebody."""

    because = fields.Text("Why you take it back", max_length=200, missing="Write why you take it back")


class CapacityForm(fields.Form):
    """How much a post can carry."""

    points = fields.Integer("Points they can carry", min_value=0, max_value=1000)
    valid_from = fields.DateInWords("From which day")
    reason = fields.Text(
        "Why", required=False, hint="For example, works three days a week. Do not write about health."
    )
