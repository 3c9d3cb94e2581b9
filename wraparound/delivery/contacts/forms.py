"""What is asked of a contact: one page, filled in as far as it is known."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from wraparound.delivery.contacts.models import Contact, Note
from wraparound.delivery.contacts.rules import HAPPENED, LATE, MOST_WORDS, Said, clock_words
from wraparound.foundation.accounts.models import Post
from wraparound.foundation.ui import fields
from wraparound.foundation.ui.rules import date_words

State = Note.State
CAME_OF_IT = [(state, State(state).label) for state in (State.HELD, State.NOT_BROUGHT, State.NO_ACCESS)]
SEEN = [
    ("child_seen", "The child"),
    ("seen_alone", "The child, alone"),
    ("saw_mother", "Mother"),
    ("saw_father", "Father"),
    ("saw_carer", "Another carer"),
]
KEPT_AT_MOST = timedelta(days=60)
"""How long a note may wait on a device."""
CLOCK = re.compile(r"(?i)^(\d{1,2})(?:[:.h ]?([0-5]\d))?\s*([ap])?\.?m?\.?$")


class TimeOfDay(fields.Text):
    """A time of day as people write it: "14:35", "2.35pm", "9"."""

    def __init__(self, label: str = "Time", **options: Any) -> None:
        options.setdefault("width", 5)
        super().__init__(label, max_length=12, **options)

    def clean(self, value: Any) -> Any:
        """Return the `time` that was written; None where it may be left empty and was."""
        written = super().clean(value)
        if not written:
            return None
        match = CLOCK.match(written.strip())
        hour = int(match[1]) if match else 99
        half = (match[3] or "").lower() if match else ""
        if half and not 1 <= hour <= 12:
            hour = 99
        hour = hour % 12 + (12 if half == "p" else 0) if half and hour != 99 else hour
        if not match or hour > 23:
            raise ValidationError(f"{self.label} must be like 14:35 or 2:35pm", code="invalid")
        return time(hour, int(match[2] or 0))


class VersionRead(forms.IntegerField):
    """The version that the page showed, carried by the page: a change of another one is refused."""

    widget = forms.HiddenInput
    empty_value = None

    def __init__(self) -> None:
        super().__init__(required=False, min_value=0, max_value=2**31 - 1)


class WriteForm(fields.Form):
    """One contact that happened, or should have.

    `cases`: the work that it may belong to, by public id. `on`: the day on which it was written, from which
    "today" and "next Tuesday" count, where it was kept on a device and is sent later.
    """

    key = fields.SubmissionKey()
    version = VersionRead()
    state = fields.Radios("What came of it?", choices=CAME_OF_IT)
    kind = fields.Select("How did you meet?", choices=Note.Kind.choices)
    day = fields.DateInWords("Day", hint="Like “today”, “yesterday” or 3 March", width=10)
    at = TimeOfDay("Time")
    seen_by = fields.Checkboxes("Who did you see?", choices=SEEN, required=False)
    seen = fields.Text("Anybody else you saw", required=False, max_length=300)
    words = fields.LongText("What happened", rows=4, max_length=MOST_WORDS, missing="Write what happened")
    next_words = fields.Text("What next", required=False, max_length=400)
    next_on = fields.DateInWords(
        "By when", required=False, hint="Like “next Tuesday” or “in 3 weeks”", width=10
    )
    minutes = fields.Integer("Minutes it took", required=False, min_value=1, max_value=1440, width=3)
    more = fields.Checkboxes(
        "Is it a significant event?", choices=[("yes", "Mark it into the chronology")], required=False,
        reveals={"yes": ["significant", "shared"]},
    )  # fmt: skip
    significant = fields.Text(
        "The line of the chronology", max_length=200, missing="Write the line of the chronology",
        hint="Your note itself is never copied there",
    )  # fmt: skip
    shared = fields.Checkboxes(
        "Who reads the line?", required=False,
        choices=[("yes", "Everybody who sees the record, not our service alone")],
    )  # fmt: skip
    case = fields.Select("Which work is it part of?", required=False, empty="Not part of a case")

    def __init__(
        self, *args: Any, cases: Sequence[tuple[str, str]] = (), on: date | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        if cases:
            self.fields["case"].choices = [("", "Not part of a case"), *cases]  # type: ignore[attr-defined]
        else:
            del self.fields["case"]
        for name in ("day", "next_on") if on else ():
            self.fields[name].today = lambda: on  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for words only where something happened, and put day and time together."""
        cleaned = super().clean() or {}
        if cleaned.get("state") in (State.NOT_BROUGHT, State.NO_ACCESS) and not self["words"].data:
            self.errors.pop("words", None)
            cleaned["words"] = ""
        day, at = cleaned.get("day"), cleaned.get("at")
        if day and at:
            cleaned["happened_at"] = moment = _moment(day, at)
            if moment > timezone.now() + LATE:
                self.add_error("day", "Day and time must not be later than now")
        return cleaned

    def said(self) -> Said:
        """Return what was written; call it when the form is valid."""
        got, seen = self.cleaned_data, set(self.cleaned_data["seen_by"] or [])
        is_significant = "yes" in (got["more"] or [])
        return Said(
            kind=got["kind"], state=got["state"], happened_at=got["happened_at"], minutes=got["minutes"],
            child_seen=bool(seen & {"child_seen", "seen_alone"}), seen_alone="seen_alone" in seen,
            saw_mother="saw_mother" in seen, saw_father="saw_father" in seen, saw_carer="saw_carer" in seen,
            seen=got["seen"], words=got["words"], next_words=got["next_words"], next_on=got["next_on"],
            significant=got["significant"] if is_significant else "",
            is_shared=is_significant and "yes" in (got["shared"] or []),
        )  # fmt: skip


def written_on(typed: Mapping[str, Any] | None, today: date) -> date | None:
    """Return the day on which a note was written that was kept on a device; None for one written now.

    A clock that is far from ours is not believed.
    """
    try:
        day = date.fromisoformat((typed or {}).get("on", ""))
    except ValueError:
        return None
    return day if timedelta(0) <= today - day <= KEPT_AT_MOST else None


def filled_in(contact: Contact | None, now: datetime) -> dict[str, Any]:
    """Return what a page to write up begins with: it happened now, or when it was planned if that is past."""
    local = timezone.localtime(now)
    values: dict[str, Any] = {
        "state": State.HELD, "kind": Note.Kind.HOME_VISIT, "day": "today", "at": clock_words(local),
    }  # fmt: skip
    if contact is None:
        return values
    values |= {"kind": contact.kind, "version": contact.version}
    if contact.state not in HAPPENED:
        planned = timezone.localtime(contact.planned_for)
        if planned.date() < local.date():
            values |= {"day": date_words(planned), "at": clock_words(planned)}
        return values
    happened = timezone.localtime(contact.happened_at)
    return values | {
        "state": contact.state, "day": date_words(happened), "at": clock_words(happened),
        "seen_by": [name for name, _ in SEEN if getattr(contact, name)], "seen": contact.seen,
        "words": contact.words, "next_words": contact.next_words, "minutes": contact.minutes,
        "next_on": date_words(contact.next_on) if contact.next_on else "",
        "more": ["yes"] if contact.significant else [], "significant": contact.significant,
        "shared": ["yes"] if contact.is_shared else [],
    }  # fmt: skip


class MoveForm(fields.Form):
    """When and how a contact to come is planned."""

    key = fields.SubmissionKey()
    version = VersionRead()
    kind = fields.Select("How will you meet?", choices=Note.Kind.choices)
    day = fields.DateInWords("Day", width=10)
    at = TimeOfDay("Time", hint="Like 10:30 or 2pm")
    words = fields.LongText("What it is for", rows=3, max_length=1000, required=False)

    def clean(self) -> dict[str, Any]:
        """Put day and time together."""
        cleaned = super().clean() or {}
        if cleaned.get("day") and cleaned.get("at"):
            cleaned["planned_for"] = _moment(cleaned["day"], cleaned["at"])
        return cleaned


class PlanForm(MoveForm):
    """A contact to come, with whose it is and what it is part of."""

    post = fields.ModelSelect("Who goes?", queryset=Post.objects.none(), to_field_name="public_id")
    case = fields.Select("Which work is it part of?", required=False, empty="Not part of a case")

    def __init__(self, *args: Any, posts: Any, cases: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["post"].queryset = posts  # type: ignore[attr-defined]
        self.fields["post"].label_from_instance = _post_words  # type: ignore[attr-defined]
        if cases:
            self.fields["case"].choices = [("", "Not part of a case"), *cases]  # type: ignore[attr-defined]
        else:
            del self.fields["case"]


class CallOffForm(fields.Form):
    """Why a planned contact does not happen."""

    key = fields.SubmissionKey()
    version = VersionRead()
    who = fields.Radios("Who called it off?", choices=[("them", "The family"), ("us", "We did")], inline=True)
    words = fields.LongText("Why", rows=3, max_length=1000, missing="Write why in a few words")


class TeamFilter(fields.Form):
    """What narrows the list of a team's contacts."""

    mark_optional = False
    state = fields.Select("What came of it", choices=State.choices, required=False, empty="Anything")
    kind = fields.Select("How", choices=Note.Kind.choices, required=False, empty="Any way")
    post = fields.ModelSelect(
        "Whose",
        queryset=Post.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label="Anybody",
    )
    since = fields.DateInWords("Since", required=False, hint="Like “last Monday” or 3 March", width=10)

    def __init__(self, *args: Any, posts: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["post"].queryset = posts  # type: ignore[attr-defined]
        self.fields["post"].label_from_instance = _post_words  # type: ignore[attr-defined]


def _post_words(post: Post) -> str:
    return f"{post.user.full_name}, {post.title}"


def _moment(day: date, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, at))
