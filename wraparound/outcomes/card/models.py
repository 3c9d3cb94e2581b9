"""What is kept of a child's pages themselves: who asked whom to ring."""

import uuid

from django.db import models
from django.db.models import Q

from wraparound.foundation.accounts.models import Post
from wraparound.foundation.agencies.models import Team
from wraparound.outcomes.children.models import Child


class RingRequest(models.Model):
    """One worker asks another to ring. Neither sees a name in it; what came of it is one shared line."""

    class Outcome(models.TextChoices):
        """What came of it."""

        SPOKE = "spoke", "We spoke"
        MESSAGE = "message", "I left a message"
        NOT_REACHED = "not_reached", "Nobody could be reached"
        NOT_NEEDED = "not_needed", "It is not needed any more"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    child = models.ForeignKey(Child, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+", db_index=False)
    post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+",
        help_text="The worker, when they are known; otherwise the whole team is asked.",
    )  # fmt: skip
    telephone = models.CharField(max_length=30, help_text="Where to ring.")
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_open_request_of_a_pair", fields=["child", "asked_by", "team"],
                condition=Q(done_at__isnull=True),
            ),
            models.CheckConstraint(
                name="done_requests_say_what_came_of_it",
                condition=Q(done_at__isnull=True, outcome="")
                | (Q(done_at__isnull=False, done_by__isnull=False) & ~Q(outcome="")),
            ),
        ]  # fmt: skip
        indexes = [models.Index(name="requests_of_a_team", fields=["team", "done_at"])]

    def __str__(self) -> str:
        return f"Request {self.pk}"
