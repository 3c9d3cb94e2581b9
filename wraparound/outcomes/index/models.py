"""Records that may be one child: what waits for a person, what was joined or parted, who must be told."""

import uuid

from django.db import models
from django.db.models import F, Q

from wraparound.foundation.accounts.models import Post
from wraparound.foundation.agencies.models import Agency
from wraparound.outcomes.children.models import Child, SourceRecord


class Pair(models.Model):
    """Two records that may be one child, waiting for a person to say.

    `child_a` is the record that came later (the row's), `child_b` the one that it resembles. `facts` is a
    digest of what both said when the question was put: a pair answered "different" is not asked again
    until it changes.
    """

    class Kind(models.TextChoices):
        """Why a person must look."""

        UNSURE = "unsure", "May be one child"
        SHIELDED = "shielded", "Resembles a protected child"
        ADOPTION = "adoption", "Resembles an identity before adoption"
        SAME_NUMBER = "same_number", "One number on two records"
        TWIN = "twin", "May be twins or siblings"

    class State(models.TextChoices):
        """What was decided."""

        OPEN = "open", "Waiting"
        ASKED = "asked", "The agency was asked"
        SAME = "same", "One child"
        DIFFERENT = "different", "Two children"
        UNDONE = "undone", "Joined, then parted again"

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    source_record = models.ForeignKey(
        SourceRecord, models.PROTECT, null=True, blank=True, related_name="+",
        help_text="The record that asked the question, where a feed did.",
    )  # fmt: skip
    child_a = models.ForeignKey(Child, models.PROTECT, related_name="+", db_index=False)
    child_b = models.ForeignKey(Child, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.UNSURE)
    probability = models.FloatField(null=True, blank=True)
    why = models.JSONField(default=list, help_text="Why the machine proposed it, in words.")
    harm = models.PositiveSmallIntegerField(default=0, help_text="What a mistake would do: rules.harm.")
    facts = models.CharField(max_length=32, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    reason = models.CharField(max_length=1000, blank=True)
    asked = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    asked_until = models.DateField(null=True, blank=True, help_text="Comes back to the queue on this day.")
    decided_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    load_id = models.BigIntegerField(null=True, blank=True, help_text="The feed load that found it.")
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(name="pairs_by_harm", fields=["state", "-harm", "created_at"]),
            models.Index(name="pairs_of_a_child", fields=["child_a", "child_b"]),
            models.Index(name="pairs_of_the_other_child", fields=["child_b"]),
        ]
        constraints = [
            models.CheckConstraint(name="a_pair_is_of_two", condition=~Q(child_a=F("child_b"))),
            models.UniqueConstraint(
                name="one_open_pair_of_two_children",
                fields=["child_a", "child_b"],
                condition=Q(state__in=["open", "asked"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.get_state_display().lower()})"


class Merge(models.Model):
    """Two records joined (`other` into `kept`) or one parted (out of `kept` into `other`), undone or not.

    Each step says which rows moved, so that undoing moves exactly those back.
    """

    class Kind(models.TextChoices):
        """Which way the rows went."""

        JOINED = "joined", "Joined"
        PARTED = "parted", "Parted"

    key = models.UUIDField(unique=True, default=uuid.uuid4, help_text="Of the form: sent twice is one merge.")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    kept = models.ForeignKey(Child, models.PROTECT, related_name="+", db_index=False)
    other = models.ForeignKey(Child, models.PROTECT, related_name="+", db_index=False)
    other_state = models.CharField(max_length=10, choices=Child.State.choices)
    pair = models.ForeignKey(Pair, models.PROTECT, null=True, blank=True, related_name="merges")
    by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=1000)
    undone_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undo_reason = models.CharField(max_length=1000, blank=True)

    class Meta:
        indexes = [
            models.Index(name="merges_of_a_child", fields=["kept", "at"]),
            models.Index(name="merges_of_the_other", fields=["other", "at"]),
        ]
        constraints = [
            models.CheckConstraint(name="a_merge_is_of_two", condition=~Q(kept=F("other"))),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.kept_id} and {self.other_id}"


class MergeStep(models.Model):
    """Rows of one table that a merge moved from one child to the other."""

    merge = models.ForeignKey(Merge, models.CASCADE, related_name="steps", db_index=False)
    table = models.CharField(max_length=80, help_text="app.model.field whose key was moved.")
    rows = models.JSONField(help_text="The keys of the rows.")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_step_of_a_table", fields=["merge", "table"]),
        ]

    def __str__(self) -> str:
        return f"{len(self.rows)} of {self.table}"


class Correction(models.Model):
    """Someone saw a record while it was wrong, and is told what is right."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    merge = models.ForeignKey(Merge, models.CASCADE, related_name="corrections", db_index=False)
    post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, help_text="Whose post, or whose own system, it was.")
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    told_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_post_is_told_once_of_a_merge", fields=["merge", "post", "agency"]
            ),
            models.UniqueConstraint(
                name="a_system_is_told_once_of_a_merge",
                fields=["merge", "agency"],
                condition=Q(post__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"Correction of {self.merge_id}"
