"""What editors and approvers are asked: an entry, a reason, a decision, a file."""

import re
import uuid
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError

from wraparound.delivery.directory.content import Content
from wraparound.delivery.directory.models import Listing
from wraparound.delivery.directory.rules import ACCESS
from wraparound.delivery.enquiries.rules import Referral
from wraparound.delivery.taxonomy.models import Taxonomy
from wraparound.delivery.taxonomy.queries import terms
from wraparound.delivery.upkeep.deciding import Chosen
from wraparound.delivery.upkeep.rules import APPROVE, REFUSE, SEND_BACK
from wraparound.foundation.agencies.queries import teams
from wraparound.foundation.places.editing import RecordForm
from wraparound.foundation.ui import fields
from wraparound.outcomes.framework.rules import Levels

RUNNING = [(value, label) for value, label in Listing.Status.choices if value != Listing.Status.DEFUNCT]
OFFERED = {"kinds": Taxonomy.Use.KIND, "needs": Taxonomy.Use.NEED, "topics": Taxonomy.Use.TOPIC}
"""Questions whose choices are the terms of lists of a use."""
TICKED = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) (\d{1,8}) (\d{0,8})", re.ASCII)
"""An edit that was ticked: its id, its version, and the version of what it would be written into."""
MOST_BYTES = 5 * 1024 * 1024
PLAIN = (
    "name", "summary", "description", "how_to", "status", "audience", "is_confidential",
    "for_young_people", "is_help_now", "is_free", "website", "email", "alert",
)  # fmt: skip
"""Questions that are fields of a content as they stand."""


def _age(text: str) -> Decimal | None:
    if not text.strip():
        return None
    whole, dot, part = text.strip().partition(".")
    if not (
        whole.isascii() and whole.isdigit() and len(whole) < 3 and (not dot or part in set("0123456789"))
    ):
        raise ValidationError("Enter an age in years, like 3 or 0.5")
    return Decimal(f"{whole}.{part or 0}")


class EditForm(RecordForm):
    """What is proposed: it carries the versions of the open edit and of what it would be written into."""

    key = fields.SubmissionKey()
    why = fields.Text("Why do you change it?", required=False, max_length=400, hint="For whoever approves it")

    def clean(self) -> dict[str, Any]:
        """Read which versions the page carried."""
        cleaned = super().clean()
        parts = str(self.data.get("version", "")).split()
        numbers = [int(part) if part.isascii() and part.isdigit() and len(part) < 9 else 0 for part in parts]
        cleaned["versions"] = (*numbers, 0, 0)[:2]
        return cleaned

    def carry(self, version: str) -> None:
        """Carry the versions that stand now: the next press saves over what was compared."""
        data = self.data.copy()  # type: ignore[attr-defined]
        data["version"] = version
        self.data = data


class ReferralForm(EditForm):
    """How to refer, whom the service takes, whom professionals ask."""

    field_order = ["key", "version", "route", "criteria", "levels", "contact", "why"]
    route = fields.LongText("How to refer", required=False, rows=4)
    criteria = fields.LongText("Whom it takes", required=False, rows=4)
    levels = fields.Checkboxes("Levels of need that it serves", required=False)
    contact = fields.Text(
        "Whom professionals ask", required=False, max_length=300,
        hint="A role, a number: families do not see it",
    )  # fmt: skip

    def __init__(self, *args: Any, scale: Levels, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["levels"].choices = scale.choices()  # type: ignore[attr-defined]

    def referral(self) -> Referral:
        """Return what was said."""
        asked = self.cleaned_data
        texts = {name: asked[name].strip() for name in ("route", "criteria", "contact")}
        return Referral(**texts, levels=tuple(asked["levels"]))


class EntryForm(EditForm):
    """What an entry says, but its places, times, numbers, costs and languages."""

    name = fields.Text("What is it called?", missing="Say what it is called")
    organisation = fields.Text("Who gives it?", missing="Say who gives it")
    summary = fields.Text("In one sentence", required=False, max_length=300)
    description = fields.LongText("What it is", required=False, rows=6)
    how_to = fields.LongText(
        "How does a family come by it?", required=False, rows=3, hint="Just turn up, ring, be referred"
    )
    status = fields.Radios("Is it running?", choices=RUNNING)
    audience = fields.Radios("Who finds it?", choices=Listing.Audience.choices)
    is_confidential = fields.Confirm(
        "It is confidential: nobody may learn where it is", required=False,
        hint="It then has no place and no address, anywhere",
    )  # fmt: skip
    for_young_people = fields.Confirm("Young people may come by themselves", required=False)
    is_help_now = fields.Confirm("It gives help at once", required=False)
    minimum_age = fields.Text("From what age?", required=False, width=5, hint="In years. 0.5 is six months")
    maximum_age = fields.Text("To what age?", required=False, width=5)
    is_free = fields.Confirm("It is free", required=False)
    website = fields.Text("Website", required=False, max_length=500, hint="It begins with https://")
    email = fields.Email("Email address for families", required=False)
    alert = fields.Text("What is different just now?", required=False, max_length=300)
    kinds = fields.Checkboxes("What kinds of service is it?", required=False)
    needs = fields.Checkboxes("Which needs is it for?", required=False)
    topics = fields.Checkboxes("Which of young people’s topics is it about?", required=False)
    access = fields.Checkboxes("Access", choices=list(ACCESS.items()), required=False)
    owner = fields.ModelSelect(
        "Who keeps this entry true?", queryset=teams(), to_field_name="code", required=False,
        empty_label="Nobody yet",
    )  # fmt: skip

    def __init__(self, *args: Any, asks_owner: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.order_fields([name for name in self.fields if name != "why"] + ["why"])
        known = list(terms())
        for name, use in OFFERED.items():
            choices = [
                (f"{each.taxonomy.slug} {each.code}", each.name) for each in known if each.taxonomy.use == use
            ]
            self.fields[name].choices = choices  # type: ignore[attr-defined]
            if not choices:
                del self.fields[name]
        if not asks_owner:
            del self.fields["owner"]

    def clean_minimum_age(self) -> Decimal | None:
        """Return the age in years."""
        return _age(self.cleaned_data["minimum_age"])

    def clean_maximum_age(self) -> Decimal | None:
        """Return the age in years."""
        return _age(self.cleaned_data["maximum_age"])


def as_initial(content: Content) -> dict[str, Any]:
    """Return what the form of an entry begins as."""
    ages = {
        name: "" if getattr(content, name) is None else f"{getattr(content, name).normalize():f}"
        for name in ("minimum_age", "maximum_age")
    }
    return {
        **{name: getattr(content, name) for name in PLAIN}, **ages,
        "organisation": content.organisation.name, "owner": content.owner,
        **{name: [f"{each.taxonomy} {each.code}" for each in content.terms] for name in OFFERED},
        "access": [each.code for each in content.access],
    }  # fmt: skip


class GoneForm(fields.Form):
    """Why a service has gone for good."""

    key = fields.SubmissionKey()
    why = fields.Text("How do you know?", max_length=400, missing="Say how you know that it has gone")


class AlertForm(RecordForm):
    """What is different just now."""

    alert = fields.Text(
        "What is different just now?", required=False, max_length=300,
        hint="Families see it at once. Leave it empty when all is as usual",
    )  # fmt: skip


class DecideForm(RecordForm):
    """What an approver decides."""

    listing_version = fields.Hidden(required=False)
    decision = fields.Radios(
        "What do you decide?",
        choices=[(APPROVE, "Approve it"), (SEND_BACK, "Send it back with words"), (REFUSE, "Refuse it")],
    )
    words = fields.LongText(
        "What do you say to the editor?", required=False, rows=3, max_length=2000,
        hint="Needed when you send it back or refuse it",
    )  # fmt: skip

    def clean_listing_version(self) -> int | None:
        """Return the version of the entry that was read."""
        typed = self.cleaned_data["listing_version"]
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else None

    def clean(self) -> dict[str, Any]:
        """Ask for words where the editor must know why."""
        cleaned = super().clean()
        if cleaned.get("decision") in (SEND_BACK, REFUSE) and not cleaned.get("words", "").strip():
            self.add_error("words", "Say to the editor what is wrong, so that they can put it right")
        return cleaned


class DecideSeveralForm(DecideForm):
    """What an approver decides on all the edits that were ticked."""

    nobody = "Tick in the list the edits that you decide on"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("version", "listing_version"):
            del self.fields[name]
        self.fields["words"].label = "What do you say to the editors?"
        decision: Any = self.fields["decision"]
        decision.choices = [
            (APPROVE, "Approve them"), (SEND_BACK, "Send them back with words"), (REFUSE, "Refuse them"),
        ]  # fmt: skip

    def ticked(self) -> list[Chosen]:
        """Return the edits that were ticked, as they were read; what no page sends is left out."""
        sent = self.data.getlist("edit") if self.is_bound else []  # type: ignore[attr-defined]
        found = [match for match in map(TICKED.fullmatch, sent) if match]
        return [Chosen(uuid.UUID(each[1]), int(each[2]), int(each[3]) if each[3] else None) for each in found]

    def clean(self) -> dict[str, Any]:
        """Ask for at least one."""
        cleaned = super().clean()
        if not self.ticked():
            self.add_error("decision", self.nobody)
        return cleaned


class FileForm(fields.Form):
    """A CSV of entries."""

    key = fields.SubmissionKey()
    file = fields.Upload("The file", hint="CSV, with the columns of the file that you can take out here")

    def clean_file(self) -> Any:
        """Refuse a file that is too large."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError("The file is larger than 5 MB. Send it in parts")
        return file


class ListForm(fields.Form):
    """What narrows the list of entries."""

    mark_optional = False
    words = fields.Text("Name", required=False, max_length=100)
    stale = fields.Confirm("Stale only", required=False)
