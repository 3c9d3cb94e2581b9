"""Loads of agencies' lists: what was sent, how far it is, and what became of every row."""

import secrets
import uuid

from django.db import models
from django.db.models import F, Q

from wraparound.foundation.accounts.models import Post, Token
from wraparound.foundation.agencies.models import Agency


def new_secret() -> bytes:
    """Return what a load draws its children's numbers from: taken up again it draws the same."""
    return secrets.token_bytes(32)


class Load(models.Model):
    """One list of one agency, sent once."""

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", "Waiting to start"
        READING = "reading", "Reading the file"
        LINKING = "linking", "Looking for the children"
        WRITING = "writing", "Writing"
        HELD = "held", "Waiting for your decision"
        DONE = "done", "Done"
        FAILED = "failed", "Could not be loaded"
        STOPPED = "stopped", "Stopped"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=200, help_text="What the sender called the file.")
    file = models.CharField(max_length=200, blank=True, help_text="Where it is kept until it is done.")
    digest = models.CharField(max_length=64, help_text="Of the file and the mapping.")
    mapping = models.TextField(blank=True)
    is_complete = models.BooleanField(default=False, help_text="The file is the agency's whole list.")
    is_dry_run = models.BooleanField(default=False)
    sent_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    sent_by_system = models.ForeignKey(Token, models.PROTECT, null=True, blank=True, related_name="+")
    asked_key = models.CharField(
        max_length=100, blank=True, help_text="By which a system that sends a list again says that it is one."
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    secret = models.BinaryField(max_length=32, default=new_secret)
    started_at = models.DateTimeField(help_text="What its facts are dated by, however often it is taken up.")
    finished_at = models.DateTimeField(null=True, blank=True)
    rows = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    is_planned = models.BooleanField(default=False)
    endings = models.PositiveIntegerField(null=True, blank=True, help_text="Records gone from the list.")
    endings_of = models.PositiveIntegerField(default=0, help_text="How many the agency has.")
    endings_accepted = models.PositiveIntegerField(null=True, blank=True)
    figures = models.JSONField(default=dict, help_text="Counts of what changed, by kind.")
    error = models.CharField(max_length=1000, blank=True)

    class Meta:
        indexes = [models.Index(name="loads_of_an_agency", fields=["agency", "-started_at"])]
        constraints = [
            models.CheckConstraint(name="rows_done_are_rows", condition=Q(rows_done__lte=F("rows"))),
            models.UniqueConstraint(
                name="one_load_of_a_key", fields=["sent_by_system", "asked_key"], condition=~Q(asked_key="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.agency}"


class Chunk(models.Model):
    """Rows written in one transaction: the ledger by which a load is taken up where it stopped."""

    load = models.ForeignKey(Load, models.CASCADE, related_name="chunks", db_index=False)
    number = models.PositiveIntegerField()
    is_endings = models.BooleanField(default=False)
    plan = models.BinaryField(default=b"", help_text="Which children its new records are, compressed JSON.")
    done_at = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(default=dict)
    receipt = models.BinaryField(default=b"", help_text="A line a row, compressed JSON.")

    class Meta:
        ordering = ["load", "number"]
        constraints = [models.UniqueConstraint(name="one_chunk_of_a_number", fields=["load", "number"])]

    def __str__(self) -> str:
        return f"{self.load_id}, {self.number}"
