"""What is asked about schedules, caseloads, moves and links: they validate, never save."""

import re
from collections.abc import Sequence
from datetime import time
from typing import Any

from django.core.exceptions import ValidationError

from wraparound.delivery.caseloads.models import Case
from wraparound.delivery.contacts.models import Note
from wraparound.delivery.universal.lists import Narrowed
from wraparound.delivery.universal.models import Cluster, Departure, Mark
from wraparound.delivery.universal.rules import SETTLED_BY_HAND
from wraparound.foundation.accounts.models import Post
from wraparound.foundation.agencies.models import Agency, Team
from wraparound.foundation.area.models import Footprint
from wraparound.foundation.places.editing import RecordForm
from wraparound.foundation.ui import fields

CLOCK = re.compile(r"^([01]?\d|2[0-3])[:.]([0-5]\d)$")
CASELOADS = [("active", "In the active caseload"), ("inactive", "Not in it")]


class NarrowForm(fields.Form):
    """What narrows a list: the practice or school, the cluster, the caseload."""

    mark_optional = False
    practice = fields.ModelSelect(
        "Practice or school", queryset=Agency.objects.none(), to_field_name="code", required=False,
        empty_label="Any",
    )  # fmt: skip
    cluster = fields.ModelSelect(
        "Cluster of schools", queryset=Cluster.objects.none(), to_field_name="public_id", required=False,
        empty_label="Any",
    )  # fmt: skip
    caseload = fields.Select("Caseload", choices=CASELOADS, required=False, empty="Any")

    def __init__(self, *args: Any, places: Any, clusters: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["practice"].queryset = places  # type: ignore[attr-defined]
        self.fields["cluster"].queryset = clusters  # type: ignore[attr-defined]
        if not clusters:
            del self.fields["cluster"]

    @property
    def narrowed(self) -> Narrowed:
        """What was asked, as far as it could be read."""
        asked = getattr(self, "cleaned_data", {}) if self.is_bound and self.is_valid() else {}
        practice, cluster = asked.get("practice"), asked.get("cluster")
        return Narrowed(
            practice.pk if practice else None, cluster.pk if cluster else None, asked.get("caseload", "")
        )


class PlanForm(fields.Form):
    """When, how and by whom contacts with the chosen children are planned, one after the other."""

    key = fields.SubmissionKey()
    kind = fields.Radios(
        "How",
        choices=[(kind, Note.Kind(kind).label) for kind in ("home_visit", "clinic", "school", "call")],
    )
    day = fields.Date("Day")
    at = fields.Text("Time of the first", hint="Like 9:30 or 14:00", max_length=5, width=5)
    minutes = fields.Integer("Minutes from one to the next", min_value=5, max_value=240, initial=30, width=3)
    post = fields.ModelSelect("Who", queryset=Post.objects.none(), to_field_name="public_id")

    def __init__(self, *args: Any, posts: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["post"].queryset = posts  # type: ignore[attr-defined]
        self.fields["post"].label_from_instance = lambda post: f"{post.user.full_name}, {post.title}"  # type: ignore[attr-defined]

    def clean_at(self) -> time:
        """Return the time; refuse what is none."""
        match = CLOCK.match(self.cleaned_data["at"].strip())
        if not match:
            raise ValidationError("Time of the first must be like 9:30 or 14:00")
        return time(int(match[1]), int(match[2]))


class MarkForm(fields.Form):
    """Why a child does not get an item."""

    key = fields.SubmissionKey()
    kind = fields.Radios(
        "Why will it not be done?", choices=Mark.Kind.choices, reveals={Mark.Kind.DECLINED: ["said_by"]}
    )
    said_by = fields.Text("Who declined?", hint="For example: mother, father, the young person")
    why = fields.LongText("What was said, and what you did about it", max_length=1000, rows=3)


class ActiveForm(fields.Form):
    """Why a child comes into the active caseload, and how much need there is."""

    key = fields.SubmissionKey()
    why = fields.LongText("Why does this child need more than every child gets?", max_length=1000, rows=3)
    level = fields.Select("Level of need", required=False, empty="Not said")

    def __init__(self, *args: Any, levels: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["level"].choices = [("", "Not said"), *levels]  # type: ignore[attr-defined]


class InactiveForm(fields.Form):
    """Why the extra work ends."""

    closing = fields.Radios("Why does the work end?", choices=Case.Closing.choices)
    words = fields.LongText("In words", max_length=1000, rows=3)


class SettleForm(fields.Form):
    """What became of a child who left."""

    ending = fields.Radios(
        "What became of the child?", choices=[(e, Departure.Ending(e).label) for e in SETTLED_BY_HAND]
    )
    words = fields.LongText("What do you know, and how?", max_length=1000, rows=3)


class LinkForm(fields.Form):
    """Whom a team serves, from a day."""

    team = fields.ModelSelect("Team", queryset=Team.objects.none())
    what = fields.Radios(
        "Whom does it serve?",
        choices=[
            ("agency", "A practice or school"),
            ("cluster", "A cluster of schools"),
            ("place", "A place"),
        ],
        reveals={"agency": ["agency"], "cluster": ["cluster"], "place": ["footprint"]},
    )
    agency = fields.ModelSelect("Practice or school", queryset=Agency.objects.none())
    cluster = fields.ModelSelect("Cluster", queryset=Cluster.objects.none(), to_field_name="public_id")
    footprint = fields.ModelSelect("Place", queryset=Footprint.objects.none())
    valid_from = fields.Date("First day")
    valid_until = fields.Date("Last day", required=False, hint="Leave it empty while there is no end")

    def __init__(
        self, *args: Any, teams: Any, agencies: Any, clusters: Any, places: Any, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        given = {"team": teams, "agency": agencies, "cluster": clusters, "footprint": places}
        for name, rows in given.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the start."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("valid_from"), cleaned.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", "The last day must not be before the first day")
        return cleaned


class EndLinkForm(RecordForm):
    """The last day of a link."""

    valid_until = fields.Date("Last day")


class ClusterForm(fields.Form):
    """A cluster of schools."""

    name = fields.Text("Name of the cluster")
    schools = fields.ModelCheckboxes("Its schools", queryset=Agency.objects.none(), to_field_name="code")
    valid_from = fields.Date("From which day?")

    def __init__(self, *args: Any, schools: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["schools"].queryset = schools  # type: ignore[attr-defined]


class SkillForm(fields.Form):
    """What a post is trained and graded for."""

    post = fields.ModelSelect("Who", queryset=Post.objects.none(), to_field_name="public_id")
    skill = fields.Select("Trained and graded as")
    valid_from = fields.Date("From which day?")

    def __init__(self, *args: Any, posts: Any, skills: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["post"].queryset = posts  # type: ignore[attr-defined]
        self.fields["post"].label_from_instance = lambda post: f"{post.user.full_name}, {post.title}"  # type: ignore[attr-defined]
        self.fields["skill"].choices = [("", "Choose one"), *skills]  # type: ignore[attr-defined]


class EffortForm(fields.Form):
    """How a team means to share its time in a period: a share for each level or place."""

    key = fields.SubmissionKey()
    first_day = fields.Date("First day")
    last_day = fields.Date("Last day")
    why = fields.LongText("What is to change, and why?", max_length=1000, rows=3, required=False)

    def __init__(self, *args: Any, codes: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.codes = {f"share_{place}": code for place, (code, _) in enumerate(codes)}
        for place, (_, name) in enumerate(codes):
            self.fields[f"share_{place}"] = fields.Integer(
                f"{name}, per cent", min_value=0, max_value=100, initial=0, width=3
            )

    @property
    def shares(self) -> dict[str, int]:
        """The share of each level or place."""
        return {code: self.cleaned_data[name] for name, code in self.codes.items()}

    def clean(self) -> dict[str, Any]:
        """Refuse shares that do not come to the whole, and an end before the start."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", "The last day must not be before the first day")
        if all(name in cleaned for name in self.codes) and sum(cleaned[name] for name in self.codes) != 100:
            total = sum(cleaned[name] for name in self.codes)
            raise ValidationError(f"The shares must come to 100 per cent: they come to {total}")
        return cleaned
