"""What the pages of shields ask: who is named where and said yes, and what each later step must say."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError

from wraparound.foundation.accounts.models import Post
from wraparound.foundation.agencies.models import Team
from wraparound.foundation.ui import fields
from wraparound.outcomes.access.models import Reason, Shield
from wraparound.outcomes.shields.rules import Named

NOBODY = "nobody"
AT = "team_"


class SetForm(fields.Form):
    """The walk through every service that works with the child now, and the people named.

    `teams` are the services with the posts that can be named there; `clock` are the posts staffed at every
    hour. Who said yes is asked of those chosen so far.
    """

    mark_optional = False
    level = fields.Radios(
        "What must be hidden?",
        choices=Shield.Level.choices,
        hints={
            "whereabouts": "Names, birth date and sex stay visible.",
            "full": "The child is not found at all, but by those you name.",
        },
        missing="Choose what must be hidden",
    )
    why = fields.LongText("Who is the danger from, and what happened?", rows=3, max_length=1000,
                          missing="Say who the danger is from")  # fmt: skip
    clock = fields.Select("Which post that is staffed at every hour?", choices=(), required=False)
    others = fields.LongText(
        "Email addresses of others to name", rows=2, required=False,
        hint="One on each line. Two people are needed besides the post staffed at every hour.",
    )  # fmt: skip
    said_yes = fields.Checkboxes("Who was asked, and said yes?", choices=(), required=False)
    view_as = fields.Select("See it as", choices=(), required=False,
                            hint="What this person would see, before anything is saved")  # fmt: skip
    key = fields.SubmissionKey()

    def __init__(
        self, *args: Any, teams: Sequence[tuple[Team, Sequence[Post]]], clock: Sequence[Post],
        by_email: Any, **options: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **options)
        self.teams, self.by_email = teams, by_email
        every = [*(post for _, people in teams for post in people), *clock]
        self.posts = {str(post.public_id): post for post in every}
        for team, people in teams:
            self.fields[f"{AT}{team.pk}"] = fields.Select(
                f"Who at {team}?",
                choices=[*_people(people), (NOBODY, "Nobody there")],
                missing=f"Choose one person at {team}, or nobody",
            )
        asked = ["level", "why", *(f"{AT}{team.pk}" for team, _ in teams), "clock", "others", "said_yes"]
        self.order_fields([*asked, "view_as", "key"])
        _choices(self, "clock", [(str(post.public_id), f"{post.title}, {post.team}") for post in clock])
        _choices(self, "view_as", _people(self.posts.values()))
        if self.is_bound:
            chosen = _people(post for post, _ in self._chosen(self.data))
            _choices(self, "said_yes", chosen, first=False)
        if not self.is_bound or not self.fields["said_yes"].choices:  # type: ignore[attr-defined]
            del self.fields["said_yes"]

    def _chosen(self, data: Mapping[str, Any]) -> list[tuple[Post, int | None]]:
        """Return the posts chosen so far, each with the team that it was chosen at."""
        found: dict[Post, int | None] = {}
        for team, _ in self.teams:
            if post := self.posts.get(str(data.get(f"{AT}{team.pk}", ""))):
                found.setdefault(post, team.pk)
        if post := self.posts.get(str(data.get("clock", ""))):
            found.setdefault(post, None)
        for post in self.by_email(str(data.get("others", "")).split()):
            found.setdefault(post, None)
        return list(found.items())

    def clean_others(self) -> str:
        """Refuse an address that no live post has."""
        typed = self.cleaned_data["others"]
        known = {post.user.email.lower() for post in self.by_email(typed.split())}
        if unknown := [address for address in typed.split() if address.lower() not in known]:
            raise ValidationError(f"Nobody who can be named has this address: {', '.join(unknown)}")
        return typed

    def names(self) -> list[Named]:
        """Return who is named, and who of them said yes; call it when the form is valid."""
        yes = set(self.cleaned_data.get("said_yes") or ())
        chosen = self._chosen(self.cleaned_data)
        return [Named(post, team, str(post.public_id) in yes) for post, team in chosen]

    def answers(self) -> dict[int, int | None]:
        """Return for each team the post named there, or None for nobody."""
        said = {team.pk: self.cleaned_data.get(f"{AT}{team.pk}", "") for team, _ in self.teams}
        return {team: None if post == NOBODY else self.posts[post].pk for team, post in said.items() if post}

    def viewer(self) -> Post | None:
        """Return the post to see it as, or None."""
        return self.posts.get(self.cleaned_data.get("view_as", ""))


def _choices(form: fields.Form, name: str, choices: list[tuple[Any, str]], *, first: bool = True) -> None:
    form.fields[name].choices = [("", "Choose one"), *choices] if first else choices  # type: ignore[attr-defined]


def _people(posts: Iterable[Post]) -> list[tuple[str, str]]:
    return [(str(post.public_id), _person(post)) for post in posts]


def _person(post: Post) -> str:
    return f"{post.user.full_name}, {post.title}, {post.team}"


class VersionForm(fields.Form):
    """A step that needs the version that the page showed."""

    version = fields.Hidden()

    def clean_version(self) -> int:
        """Read the version; a page whose hidden values were changed is shown again."""
        try:
            return int(self.cleaned_data["version"])
        except ValueError as error:
            raise ValidationError("This page lost what it carries. Load it again.") from error


class ConfirmForm(VersionForm):
    """Confirming a provisional shield."""

    review_on = fields.DateInWords("Review it on", required=False, hint="At most 12 months from now")


class ExtendForm(fields.Form):
    """Keeping a provisional shield longer."""

    words = fields.Text("Why is it still needed?", max_length=400, missing="Say why it is still needed")


class NamesForm(VersionForm):
    """Who else sees through a shield, and who no longer does. `names` are the people named now."""

    mark_optional = False
    remove = fields.Checkboxes("Who no longer sees through it?", choices=(), required=False)
    others = fields.LongText(
        "Email addresses of those to name", rows=2, required=False, hint="One on each line"
    )
    asked = fields.Confirm("I asked each of them, and they said yes", required=False)

    def __init__(self, *args: Any, names: Sequence[Post], by_email: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.named, self.by_email = {str(post.public_id): post for post in names}, by_email
        _choices(self, "remove", _people(names), first=False)

    def clean(self) -> dict[str, Any]:
        """Find the people; ask that they were asked; refuse to change nothing."""
        data = super().clean() or self.cleaned_data
        typed = (data.get("others") or "").split()
        found = list(self.by_email(typed))
        known = {post.user.email.lower() for post in found}
        if unknown := [address for address in typed if address.lower() not in known]:
            self.add_error("others", f"Nobody who can be named has this address: {', '.join(unknown)}")
        elif typed and not data.get("asked"):
            self.add_error("asked", "Ask each of them first, then say so here")
        data["add"] = found
        data["gone"] = [self.named[key] for key in data.get("remove") or () if key in self.named]
        if not self.errors and not found and not data["gone"]:
            self.add_error("others", "Name somebody, or choose who no longer sees through it")
        return data


class HearingForm(fields.Form):
    """The day of a hearing."""

    on = fields.DateInWords("Day of the hearing", missing="Say on which day")


class ReviewForm(fields.Form):
    """A review that was done."""

    words = fields.LongText("What did you look at, and why does it stay?", rows=3, max_length=1000,
                            missing="Say what you looked at and why it stays")  # fmt: skip
    next_on = fields.DateInWords("Next review", required=False, hint="At most 12 months from now")


class LiftForm(VersionForm):
    """Asking to lift a shield."""

    parent_asked_on = fields.Date("When did you ask the protected parent?")
    words = fields.LongText("What did they say?", rows=3, max_length=1000,
                            missing="Say in a few words what they said")  # fmt: skip


class GlassForm(fields.Form):
    """Asking to break the glass: whom you mean, and why."""

    number = fields.Text("Index number, if you have it", required=False, width=10, max_length=14)
    given_names = fields.Text("Or given names", required=False)
    family_name = fields.Text("Family name", required=False)
    date_of_birth = fields.PartDate("Date of birth", required=False)
    reason = fields.Radios("Why?", choices=Reason.choices, missing="Choose one of the five reasons")
    words = fields.LongText("What happened, and what do you need to know?", rows=3, max_length=1000,
                            missing="Say what happened and what you need to know")  # fmt: skip
    key = fields.SubmissionKey()

    def clean(self) -> dict[str, Any]:
        """Ask for a number, or for a name and a birth date."""
        data = super().clean() or self.cleaned_data
        if self.errors or data["number"]:
            return data
        if not (data["given_names"] or data["family_name"]) or not data["date_of_birth"]:
            self.add_error("number", "Enter an index number, or a name and a date of birth")
        return data


class FindingForm(fields.Form):
    """What an investigation found."""

    finding = fields.LongText("What did you find?", rows=3, max_length=1000, missing="Say what you found")


class AdoptionForm(fields.Form):
    """Placing a child for adoption."""

    number = fields.Text("Index number under the new name, if there is one", required=False, width=10,
                         max_length=14)  # fmt: skip
    sure = fields.Confirm("The child is placed: only this team sees the record under the birth name")
