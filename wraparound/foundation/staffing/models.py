"""Changes to who may do what: each is kept with who asked and, where two are needed, who agreed."""

import uuid

from django.db import models
from django.db.models import F, Q

from wraparound.foundation.accounts.models import Post, User
from wraparound.foundation.agencies.models import Team


class Change(models.Model):
    """Something asked for about a post; in some teams it waits until a second person agrees."""

    class Kind(models.TextChoices):
        """What is asked for."""

        PLACE = "place", "A place in the team"
        LINE = "line", "A line of accountability"
        RESUME = "resume", "The end of a suspension"

    class Outcome(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", "Waits for a second person"
        DONE = "done", "Done"
        REFUSED = "refused", "Refused"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    submission = models.UUIDField(unique=True, help_text="The form it came by: sent twice, it is one change.")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    about = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    details = models.JSONField(help_text="What was asked for, by the keys of rows.")
    asked_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    outcome = models.CharField(max_length=7, choices=Outcome.choices)
    decided_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="a_decided_change_says_by_whom",
                condition=Q(outcome="waiting", decided_by__isnull=True, decided_at__isnull=True)
                | Q(~Q(outcome="waiting"), decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_change_is_decided_after_it_is_asked",
                condition=Q(decided_at__isnull=True) | Q(decided_at__gte=F("asked_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.team}"
