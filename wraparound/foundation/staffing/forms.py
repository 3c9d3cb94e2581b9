"""What is asked about posts. People are named by their e-mail address: nobody scrolls a list of thousands."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.forms import ChoiceField
from django.utils import timezone

from wraparound.foundation.accounts.models import Accountability, Clearance, Post, Role
from wraparound.foundation.accounts.queries import user_of_email
from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.agencies.models import Team
from wraparound.foundation.staffing import queries
from wraparound.foundation.staffing.rules import END_REASONS, SUSPEND_REASONS, Place, roles_given_by
from wraparound.foundation.ui import fields

NOT_FOUND = "Nobody with this address works here at present. Check it, or give them a post first"


def offer(form: fields.Form, name: str, choices: Iterable[tuple[Any, Any]], none: str = "Choose one") -> None:
    """Give a select of `form` its choices, under a first line that chooses nothing."""
    cast(ChoiceField, form.fields[name]).choices = [("", none), *choices]


class Find(fields.Form):
    """What narrows the list of people and posts."""

    mark_optional = False
    words = fields.Text("Name, email address or title", required=False)
    team = fields.Select("Team", required=False)
    role = fields.Select("Role", required=False)
    state = fields.Select("State", required=False)

    def __init__(self, *args: Any, actor: Actor, now: datetime, **given: Any) -> None:
        super().__init__(*args, **given)
        teams = queries.teams_looked_after(actor, now=now)
        offer(self, "team", ((team.code, team.name) for team in teams), none="Any")
        offer(self, "role", Role.choices, none="Any")
        offer(self, "state", queries.STATES.items(), none="Any")


class PostByEmail(fields.Form):
    """One of somebody's posts, by their e-mail address; who has several is asked which."""

    which_label = "Which of their posts?"

    def __init__(self, *args: Any, now: datetime, **given: Any) -> None:
        super().__init__(*args, **given)
        self.now = now
        email = str(self.data.get(self.add_prefix("colleague"), ""))
        self.found = queries.live_posts_of_email(email, now=now) if email.strip() else []
        if len(self.found) > 1:
            choices = [(str(post.public_id), f"{post.title}, {post.team}") for post in self.found]
            self.fields["which"] = fields.Radios(self.which_label, choices=choices)

    def clean_colleague(self) -> str:
        """Return the address; refuse one of nobody at work here."""
        if self.cleaned_data["colleague"] and not self.found:
            raise ValidationError(NOT_FOUND)
        return self.cleaned_data["colleague"]

    def colleague_post(self) -> Post | None:
        """Return the post that was named."""
        chosen = self.cleaned_data.get("which")
        return next((post for post in self.found if not chosen or str(post.public_id) == chosen), None)


class NewPlace(PostByEmail):
    """Who is placed where, as what, from when."""

    which_label = "Which of the supervisor's posts?"
    email = fields.Email("Their work email address")
    full_name = fields.Text("Full name", required=False, hint="Needed for somebody who is new here")
    role = fields.Select("Role", missing="Select their role")
    title = fields.Text(
        "What is their job called?",
        hint="For example: health visitor, pastoral worker",
        missing="Enter what their job is called",
    )
    agency = fields.Select("Who employs them?", missing="Select who employs them")
    team = fields.Select("Team", missing="Select their team")
    telephone = fields.Telephone("Work telephone number", required=False)
    valid_from = fields.Date("First day", initial=timezone.localdate)
    valid_until = fields.Date("Last day", required=False, hint="Leave empty when there is none yet")
    is_round_the_clock = fields.Confirm("This post is staffed at every hour, by turns", required=False)
    is_time_boxed = fields.Confirm(
        "They are a student, locum or bank staff", required=False,
        hint="They see the children they are given, do not search, and a colleague countersigns",
    )  # fmt: skip
    colleague = fields.Email(
        "Email address of their supervisor", required=False, hint="For a student, locum or bank staff"
    )
    submission = fields.SubmissionKey()

    def __init__(
        self, *args: Any, actor: Actor, now: datetime, ends: Post | None = None, **given: Any
    ) -> None:
        super().__init__(*args, now=now, **given)
        self.ends = ends
        teams = list(queries.teams_looked_after(actor, now=now))
        self.teams = {team.code: team for team in teams}
        self.agencies = {agency.code: agency for agency in queries.employers(now=now)}
        offer(self, "team", ((t.code, f"{t.name}, {t.agency}") for t in teams))
        offer(self, "agency", ((c, a.name) for c, a in self.agencies.items()))
        offer(self, "role", ((r.value, r.label) for r in roles_given_by(actor)))

    def clean(self) -> dict[str, Any]:
        """Refuse what a place cannot be, at the question that is wrong."""
        said = super().clean() or self.cleaned_data
        email = said.get("email")
        if email and not said.get("full_name") and user_of_email(email) is None:
            self.add_error("full_name", "Enter their full name: nobody with this address has an account yet")
        if said.get("is_time_boxed"):
            if "valid_until" not in self.errors and not said.get("valid_until"):
                self.add_error("valid_until", "Enter a last day: a student, locum or bank worker has one")
            if "colleague" not in self.errors and not said.get("colleague"):
                self.add_error("colleague", "Enter the email address of their supervisor")
        first, last = said.get("valid_from"), said.get("valid_until")
        if first and last and last < max(first, timezone.localdate(self.now)):
            self.add_error("valid_until", "The last day must be today or later, and not before the first day")
        return said

    def place(self) -> Place:
        """Return the place that was asked for."""
        said = self.cleaned_data
        supervisor = self.colleague_post() if said["colleague"] else None
        return Place(
            email=said["email"],
            full_name=said["full_name"],
            role=said["role"],
            title=said["title"],
            agency_id=self.agencies[said["agency"]].pk,
            team_id=self.teams[said["team"]].pk,
            valid_from=said["valid_from"],
            valid_until=said["valid_until"],
            telephone=said["telephone"],
            is_time_boxed=said["is_time_boxed"],
            supervisor_id=supervisor.pk if supervisor else None,
            is_round_the_clock=said["is_round_the_clock"],
            ends_post_id=self.ends.pk if self.ends else None,
        )


class LastDay(fields.Form):
    """When something ends, and why."""

    when = fields.Radios(
        "When?",
        missing="Select when",
        choices=[("now", "Now"), ("later", "After a last day")],
        reveals={"later": ["last_day"]},
    )
    last_day = fields.Date("Last day")
    reason = fields.Radios("Why?", missing="Select why", choices=list(END_REASONS.items()))

    def __init__(self, *args: Any, today: date, **given: Any) -> None:
        super().__init__(*args, **given)
        self.today = today

    def clean_last_day(self) -> date:
        """Return the day; refuse one that is over."""
        if self.cleaned_data["last_day"] < self.today:
            raise ValidationError("The last day must be today or later. To end it at once, choose “Now”")
        return self.cleaned_data["last_day"]


class Suspend(fields.Form):
    """Why a post is suspended."""

    reason = fields.Radios("Why?", missing="Select why", choices=list(SUSPEND_REASONS.items()))


class Again(fields.Form):
    """Nothing but that it is one press."""

    submission = fields.SubmissionKey()


class SeenThem(fields.Form):
    """That whoever sends a new link made sure whom it is for."""

    sure = fields.Confirm("I have seen them or rung them on a number that I knew before")


class NewClearance(fields.Form):
    """A check or a training that somebody has."""

    kind = fields.Radios("What is it?", missing="Select what it is", choices=Clearance.Kind.choices)
    reference = fields.Text("Reference", required=False, max_length=50, hint="The number of the certificate")
    valid_from = fields.Date("It holds from")
    lapses_on = fields.Date("It lapses on", hint="The first day that it does not hold any more")

    def clean(self) -> dict[str, Any]:
        """Refuse a check that lapses before it begins."""
        said = super().clean() or self.cleaned_data
        first, lapses = said.get("valid_from"), said.get("lapses_on")
        if first and lapses and lapses <= first:
            self.add_error("lapses_on", "It must lapse later than it begins")
        return said


class NewLine(PostByEmail):
    """To whom a post answers, for which subject."""

    subject = fields.Radios("For what?", missing="Select for what", choices=Accountability.Subject.choices)
    colleague = fields.Email("Email address of whom they answer to")
    valid_from = fields.Date("From", initial=timezone.localdate)
    valid_until = fields.Date("Until", required=False)
    submission = fields.SubmissionKey()

    def clean(self) -> dict[str, Any]:
        """Refuse a line that ends before it begins."""
        said = super().clean() or self.cleaned_data
        first, last = said.get("valid_from"), said.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", "The last day must not be before the first")
        return said


class NewShift(fields.Form):
    """One turn of a duty post."""

    post = fields.Select("Who?", missing="Select who")
    day = fields.Date("Day", initial=timezone.localdate)
    starts = fields.Text("From", hint="For example 17:00", width=5, max_length=5)
    ends = fields.Text("To", hint="A time before the start means the next morning", width=5, max_length=5)

    def __init__(self, *args: Any, team: Team, now: datetime, **given: Any) -> None:
        super().__init__(*args, **given)
        self.posts = {str(post.public_id): post for post in queries.duty_posts(team, now=now)}
        choices = [(key, f"{post.user}, {post.title}") for key, post in self.posts.items()]
        offer(self, "post", choices)

    def clean_starts(self) -> time:
        """Return the time of day."""
        return _time(self.cleaned_data["starts"])

    def clean_ends(self) -> time:
        """Return the time of day."""
        return _time(self.cleaned_data["ends"])


class Decide(fields.Form):
    """What the second person says."""

    agree = fields.Radios(
        "Do you agree?",
        missing="Select whether you agree",
        choices=[("yes", "Yes, do it"), ("no", "No")],
        inline=True,
    )
    reason = fields.Text("Why?", required=False, max_length=500)


class TakeUp(fields.Form):
    """The password that somebody chooses with their invitation."""

    password = fields.Password(
        "Choose a password",
        autocomplete="new-password",
        hint="At least 12 characters. Three words that do not belong together are easy to remember.",
        missing="Choose a password",
    )


def _time(text: str) -> time:
    try:
        return time.fromisoformat(text.strip().replace(".", ":").zfill(5))
    except ValueError as error:
        raise ValidationError("Enter a time like 17:00") from error
