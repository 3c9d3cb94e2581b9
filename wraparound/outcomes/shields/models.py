"""What goes with a shield: how it was walked through, warned of, reviewed; and glass that was broken."""

import uuid

from django.db import models
from django.db.models import F, Q

from wraparound.foundation.accounts.models import Post
from wraparound.outcomes.access.models import Opening, Reason, Shield
from wraparound.outcomes.children.models import Child


class Walk(models.Model):
    """How a shield was set: who was named at each service; each said yes before it was saved."""

    key = models.UUIDField(unique=True, help_text="Of the form: sent twice is one shield.")
    shield = models.OneToOneField(Shield, models.CASCADE, related_name="walk")
    answers = models.JSONField(help_text="For each team: the post named there, or null for nobody.")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Walk of {self.shield_id}"


class Extension(models.Model):
    """A provisional shield kept as long again, once, by a second person."""

    shield = models.OneToOneField(Shield, models.CASCADE, related_name="extension")
    by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    until = models.DateTimeField()
    words = models.CharField(max_length=400)

    def __str__(self) -> str:
        return f"Extension of {self.shield_id}"


class Warning(models.Model):
    """That people were told that a provisional shield will lapse, or lapsed: each hour mark once."""

    shield = models.ForeignKey(Shield, models.CASCADE, related_name="warnings", db_index=False)
    mark = models.CharField(max_length=30, help_text="How long before its end, and which end.")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="warned_once", fields=["shield", "mark"])]

    def __str__(self) -> str:
        return f"{self.mark} of {self.shield_id}"


class Review(models.Model):
    """A shield looked at again: every 12 months, and at every move, order or hearing."""

    class Because(models.TextChoices):
        """What calls for it."""

        TIME = "time", "12 months"
        MOVE = "move", "The child moved"
        ORDER = "order", "A court order"
        HEARING = "hearing", "A hearing"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    shield = models.ForeignKey(Shield, models.CASCADE, related_name="reviews", db_index=False)
    because = models.CharField(max_length=8, choices=Because.choices)
    due_on = models.DateField()
    found_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    words = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_review_of_a_cause_a_day", fields=["shield", "because", "due_on"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_because_display()} by {self.due_on}"


class GlassBreak(models.Model):
    """Two people, one a manager, opening what a shield hides; investigated whatever was found."""

    key = models.UUIDField(unique=True, default=uuid.uuid4)
    child = models.ForeignKey(
        Child,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty when nobody was found.",
    )
    reason = models.CharField(max_length=20, choices=Reason.choices)
    words = models.CharField(max_length=1000)
    asked_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    agreed_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    opening = models.OneToOneField(Opening, models.PROTECT, null=True, blank=True, related_name="+")
    finding = models.CharField(max_length=1000, blank=True)
    investigated_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    investigated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="two_people_break_the_glass",
                condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("asked_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"Glass {self.pk}"
