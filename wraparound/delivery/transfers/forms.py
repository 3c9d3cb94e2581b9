"""What is asked when a service moves."""

from typing import Any

from wraparound.delivery.transfers.models import CaseMove
from wraparound.foundation.accounts.models import Post
from wraparound.foundation.agencies.models import Service, Team
from wraparound.foundation.agencies.queries import services, teams
from wraparound.foundation.ui import fields


class ServicesForm(fields.Form):
    """Which service moves to which: the first of two steps, since its teams hang on it."""

    predecessor = fields.ModelSelect("Which service moves?", queryset=Service.objects.none())
    successor = fields.ModelSelect("Which service takes it over?", queryset=Service.objects.none())

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("predecessor", "successor"):
            self.fields[name].queryset = services()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a service that would take itself over."""
        values = super().clean() or {}
        if values.get("predecessor") and values.get("predecessor") == values.get("successor"):
            self.add_error("successor", "Choose another service than the one that moves")
        return values


class PlanForm(fields.Form):
    """When it moves, why, and which team takes up the work of which."""

    why = fields.LongText(
        "Why does it move?",
        hint="For example, the contract was won by another provider",
        max_length=1000,
        rows=3,
    )
    transition_on = fields.Date(
        "First day of the transition", hint="From this day the new teams see who comes, and no notes"
    )
    moves_on = fields.Date("Day of the move")
    needs_yes = fields.Confirm(
        "Each family must say yes", required=False,
        hint="Always so for a sensitive service. Otherwise a case moves unless the family says no",
    )  # fmt: skip
    key = fields.SubmissionKey()

    def __init__(self, *args: Any, working: list[Team], successor: Service, **options: Any) -> None:
        super().__init__(*args, **options)
        self.working = working
        for team in working:
            self.fields[self.name_of(team)] = fields.ModelSelect(
                f"Who takes up the work of {team.name}?", queryset=teams().filter(service=successor)
            )

    @staticmethod
    def name_of(team: Team) -> str:
        """Return the name of the question about a team."""
        return f"team_{team.code.lower()}"

    def pairs(self) -> dict[Team, Team]:
        """Return which team takes up what each team has."""
        return {team: self.cleaned_data[self.name_of(team)] for team in self.working}


class AgreeForm(fields.Form):
    """The second person's word."""

    agreed = fields.Confirm("I have read the plan and agree that the service moves on that day")


class StopForm(fields.Form):
    """Why a move is stopped."""

    why = fields.LongText("Why is the move stopped?", max_length=1000, rows=3)


class AnswerForm(fields.Form):
    """What a family said of the move."""

    answer = fields.Radios("What did the family say?", choices=CaseMove.Answer.choices)
    words = fields.Text(
        "Who said it, and how?",
        hint="For example, the mother, on the telephone",
        max_length=400,
        required=False,
    )
    version = fields.Hidden()

    def clean(self) -> dict[str, Any]:
        """Ask who said it where somebody said something."""
        values = super().clean() or {}
        said = values.get("answer") in {CaseMove.Answer.YES, CaseMove.Answer.NO}
        if said and not (values.get("words") or "").strip():
            self.add_error("words", "Say who said it, and how")
        return values


class PostForm(fields.Form):
    """Who of the new team is to have a case."""

    post = fields.ModelSelect(
        "Who is to have the case?", queryset=Post.objects.none(), required=False,
        hint="Leave it empty and the case waits on your team's screen",
    )  # fmt: skip
    version = fields.Hidden()

    def __init__(self, *args: Any, posts: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["post"].queryset = posts  # type: ignore[attr-defined]
        self.fields["post"].label_from_instance = lambda post: f"{post.user.full_name}, {post.title}"  # type: ignore[attr-defined]
