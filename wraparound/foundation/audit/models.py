"""What was done and seen: rows of ids, chained in commit order. Nothing here names a child in words."""

import uuid

from django.db import models


class Entry(models.Model):
    """One act, or one look at one child. Holds ids and codes, never content."""

    class Outcome(models.TextChoices):
        """How it ended."""

        DONE = "done", "Done"
        SEEN = "seen", "Seen"
        DENIED = "denied", "Refused"

    at = models.DateTimeField()
    verb = models.CharField(max_length=60, help_text="What was done: card.open, feed.load, shield.set …")
    user_id = models.BigIntegerField(null=True)
    post_id = models.BigIntegerField(null=True)
    agency_id = models.BigIntegerField(null=True)
    child_id = models.BigIntegerField(null=True)
    request = models.UUIDField(null=True, help_text="The request or job that this belongs to.")
    outcome = models.CharField(max_length=12, default=Outcome.DONE, choices=Outcome.choices)
    detail = models.JSONField(default=dict, help_text="Ids and codes only.")

    class Meta:
        indexes = [
            models.Index(name="audit_by_time", fields=["at"]),
            models.Index(name="audit_of_a_child", fields=["child_id", "at"]),
            models.Index(name="audit_of_a_post", fields=["post_id", "at"]),
            models.Index(name="audit_of_a_user", fields=["user_id", "at"]),
        ]

    def __str__(self) -> str:
        return f"{self.verb} at {self.at:%Y-%m-%d %H:%M}"


class Seal(models.Model):
    """The link of the chain that one entry is held by."""

    sequence = models.BigIntegerField(primary_key=True)
    entry_id = models.BigIntegerField(unique=True, help_text="Not a key: a deleted entry must be told.")
    digest = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"Seal {self.sequence}"


class Checkpoint(models.Model):
    """The database's own copy of a checkpoint that left it, so that a line cut from the files is told."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    sequence = models.BigIntegerField(help_text="How long the chain was.")
    signature = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"Checkpoint {self.number}"


class Sample(models.Model):
    """An entry of a data manager that a privacy officer drew by lot, and what they found."""

    class Finding(models.TextChoices):
        """What the privacy officer concluded."""

        EXPECTED = "expected", "As expected"
        ASKED = "asked", "I have asked about it"
        WRONG = "wrong", "It should not have happened"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()
    drawn_by = models.BigIntegerField(help_text="The user who drew it.")
    finding = models.CharField(max_length=8, choices=Finding.choices, blank=True)
    words = models.TextField(blank=True)
    found_by = models.BigIntegerField(null=True)
    found_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="findings_say_who_and_when",
                condition=models.Q(finding="") | models.Q(found_by__isnull=False, found_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Sample of entry {self.entry_id}"
