"""Edits that wait for approval, reminders that were given, files that were sent with their receipts."""

import uuid

from django.db import models
from django.db.models import Q

from wraparound.delivery.directory.models import Listing
from wraparound.foundation.accounts.models import Post
from wraparound.foundation.agencies.models import Team
from wraparound.foundation.area.models import Versioned


class Edit(Versioned):
    """What somebody wants an entry to say: the whole content, beside what it said when the edit began.

    `base` and `proposed` are contents of the directory as plain data, or how to refer to a service. A new
    entry has no base.
    """

    class Kind(models.TextChoices):
        """What is proposed."""

        CHANGE = "change", "Change"
        NEW = "new", "New entry"
        GONE = "gone", "Gone for good"
        REFERRAL = "referral", "How to refer"

    class State(models.TextChoices):
        """How it stands."""

        WAITING = "waiting", "Waits for approval"
        SENT_BACK = "sent_back", "Sent back"
        APPROVED = "approved", "Approved"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "Withdrawn"

    OPEN = (State.WAITING, State.SENT_BACK)
    OF_ENTRY = (Kind.CHANGE, Kind.NEW, Kind.GONE)
    """What families read; how to refer is approved by itself."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Of the form.")
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.CHANGE)
    listing = models.ForeignKey(
        Listing, models.CASCADE, null=True, blank=True, related_name="edits", db_index=False
    )
    team = models.ForeignKey(Team, models.PROTECT, related_name="+", help_text="Whose edit it is.")
    by = models.ForeignKey(Post, models.PROTECT, related_name="+", help_text="Who wrote it last.")
    base = models.JSONField(default=dict, blank=True)
    proposed = models.JSONField()
    why = models.CharField(max_length=400, blank=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    words = models.TextField(blank=True, help_text="What the approver said.")

    class Meta:
        ordering = ["made_at", "pk"]
        indexes = [models.Index(name="edits_by_state", fields=["state", "made_at"])]
        constraints = [
            models.UniqueConstraint(
                name="an_entry_has_one_open_edit", fields=["listing"],
                condition=Q(state__in=["waiting", "sent_back"], kind__in=["change", "new", "gone"]),
            ),
            models.UniqueConstraint(
                name="how_to_refer_has_one_open_edit", fields=["listing"],
                condition=Q(state__in=["waiting", "sent_back"], kind="referral"),
            ),
            models.CheckConstraint(
                name="an_edit_is_of_an_entry_or_new", condition=Q(listing__isnull=False) | Q(kind="new")
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.proposed.get('name', '')}"


class Reminder(models.Model):
    """That the owner of an entry was told, so many days before it goes stale."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="+", db_index=False)
    due_on = models.DateField()
    days_before = models.PositiveSmallIntegerField()
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="an_owner_is_told_of_a_day_once", fields=["listing", "due_on", "days_before"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.listing_id} by {self.due_on}"


class File(models.Model):
    """A CSV that somebody sent, and how far it is."""

    class State(models.TextChoices):
        """How it stands."""

        WAITING = "waiting", "Waiting to be read"
        READING = "reading", "Being read"
        DONE = "done", "Read"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=200)
    by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    text = models.TextField(help_text="The file; emptied when it is read.")
    lines = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-sent_at", "-pk"]

    def __str__(self) -> str:
        return self.name


class Row(models.Model):
    """What became of one row of a file: the receipt."""

    class Outcome(models.TextChoices):
        """What became of it."""

        CREATED = "created", "Created"
        CHANGED = "changed", "Changed"
        UNCHANGED = "unchanged", "Unchanged"
        WAITING = "waiting", "Waits for approval"
        REFUSED = "refused", "Refused"

    file = models.ForeignKey(File, models.CASCADE, related_name="rows", db_index=False)
    line = models.PositiveIntegerField()
    name = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=9, choices=Outcome.choices)
    field = models.CharField(max_length=60, blank=True, help_text="Where it is wrong, or what changed.")
    words = models.CharField(max_length=400, blank=True)
    listing = models.ForeignKey(Listing, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["line"]
        constraints = [models.UniqueConstraint(name="a_row_of_a_file_once", fields=["file", "line"])]

    def __str__(self) -> str:
        return f"{self.line}: {self.outcome}"
