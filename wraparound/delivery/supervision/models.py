"""What a supervisor decides and looks at, who is away and who covers, what is handed over on leaving."""

import uuid

from django.db import models
from django.db.models import F, Q

from wraparound.delivery.caseloads.models import Allocation, Case
from wraparound.foundation.accounts.models import Post
from wraparound.foundation.area.models import Versioned


class Session(models.Model):
    """One supervision of a worker: the day, and when the next one is due. Decisions on cases stand there."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.UUIDField(
        default=uuid.uuid4, unique=True, help_text="Of the form: sent twice is one session."
    )
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", db_index=False)
    by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    on = models.DateField()
    next_on = models.DateField(null=True, blank=True, help_text="When the next one is due.")
    words = models.CharField(
        max_length=2000, blank=True, help_text="What was agreed; read by these two alone."
    )
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(name="sessions_of_a_post", fields=["post", "on"])]
        constraints = [
            models.CheckConstraint(
                name="the_next_session_is_later", condition=Q(next_on__isnull=True) | Q(next_on__gt=F("on"))
            ),
        ]

    def __str__(self) -> str:
        return f"Supervision of {self.post_id} on {self.on}"


class Decision(Versioned):
    """What a supervisor decided on a case, dated, with the reason and by when it is done."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.UUIDField(
        default=uuid.uuid4, unique=True, help_text="Of the form: sent twice is one decision."
    )
    case = models.ForeignKey(Case, models.PROTECT, related_name="decisions", db_index=False)
    at = models.DateTimeField()
    by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    what = models.CharField(max_length=1000)
    why = models.CharField(max_length=1000)
    due_on = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    done_words = models.CharField(max_length=1000, blank=True)

    class Meta:
        indexes = [models.Index(name="decisions_on_a_case", fields=["case", "done_at"])]
        constraints = [
            models.CheckConstraint(
                name="a_decision_is_done_after_it_is_taken",
                condition=Q(done_at__isnull=True) | Q(done_at__gte=F("at")),
            ),
        ]

    def __str__(self) -> str:
        return f"Decision {self.public_id}"


class QuietLook(models.Model):
    """That a supervisor looked at a quiet case, why it may be, and until when it is not brought again."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, help_text="Of the form: sent twice is one look.")
    case = models.ForeignKey(Case, models.PROTECT, related_name="quiet_looks", db_index=False)
    by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    because = models.CharField(max_length=1000)
    until = models.DateField(help_text="The last day on which it is not brought again.")

    class Meta:
        indexes = [models.Index(name="quiet_looks_at_a_case", fields=["case", "until"])]

    def __str__(self) -> str:
        return f"Looked at {self.case_id} until {self.until}"


class Absence(Versioned):
    """Days on which a post is away. Why is a code: nothing of anybody's health is kept."""

    class Why(models.TextChoices):
        """Why the post is away; read by the manager alone."""

        UNWELL = "unwell", "Unwell"
        LEAVE = "leave", "Leave"
        TRAINING = "training", "Training"
        COURT = "court", "Court"
        OTHER = "other", "Something else"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.UUIDField(
        default=uuid.uuid4, unique=True, help_text="Of the form: sent twice is one absence."
    )
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", db_index=False)
    why = models.CharField(max_length=8, choices=Why.choices)
    starts_on = models.DateField()
    until = models.DateField(help_text="The last day away, as far as is known.")
    by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True, help_text="Back before the last day.")

    class Meta:
        indexes = [models.Index(name="absences_of_a_post", fields=["post", "until"])]
        constraints = [
            models.CheckConstraint(name="an_absence_ends_later", condition=Q(until__gte=F("starts_on"))),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} away until {self.until}"


class Cover(models.Model):
    """An allocation that covers for an absence, and ends with it."""

    absence = models.ForeignKey(Absence, models.PROTECT, related_name="covers")
    allocation = models.OneToOneField(Allocation, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"Cover for {self.absence_id}"


class Handover(models.Model):
    """What whoever takes a case over must know, written before somebody leaves or is away."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, help_text="Of the form: sent twice is one note.")
    case = models.ForeignKey(Case, models.PROTECT, related_name="handovers")
    by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    words = models.CharField(max_length=2000)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"Hand-over of {self.case_id}"
