"""A whole service moves to another provider: what was planned, what each family said, what became of it."""

import uuid

from django.db import models
from django.db.models import F, Q

from wraparound.delivery.caseloads.models import Case
from wraparound.foundation.accounts.models import Post
from wraparound.foundation.agencies.models import Service, Team
from wraparound.foundation.area.models import Versioned


class Transfer(Versioned):
    """A contract that moves on a day, after a transition in which the new provider sees little.

    Two people decide it: one plans, another agrees. `needs_yes`: a family's case moves only when they said
    yes; otherwise it moves unless they said no.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.UUIDField(default=uuid.uuid4, unique=True, help_text="Of the form: sent twice is one.")
    predecessor = models.ForeignKey(Service, models.PROTECT, related_name="+")
    successor = models.ForeignKey(Service, models.PROTECT, related_name="+")
    why = models.CharField(max_length=1000)
    transition_on = models.DateField(help_text="From this day the new provider sees whom it will take over.")
    moves_on = models.DateField()
    needs_yes = models.BooleanField(default=False)
    planned_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    agreed_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    moved_at = models.DateTimeField(null=True, blank=True, help_text="When every case had been dealt with.")
    stopped_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_why = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["-moves_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="a_service_moves_to_another", condition=~Q(predecessor=F("successor"))
            ),
            models.CheckConstraint(
                name="the_transition_comes_first", condition=Q(moves_on__gte=F("transition_on"))
            ),
            models.CheckConstraint(
                name="two_people_move_a_service",
                condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("planned_by")),
            ),
            models.UniqueConstraint(
                name="a_service_moves_once_at_a_time",
                fields=["predecessor"],
                condition=Q(stopped_at__isnull=True, moved_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} to {self.successor}"


class TeamMove(models.Model):
    """Which team of the new provider takes up what a team of the old one has."""

    transfer = models.ForeignKey(Transfer, models.CASCADE, related_name="teams", db_index=False)
    predecessor = models.ForeignKey(Team, models.PROTECT, related_name="+")
    successor = models.ForeignKey(Team, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_team_moves_to_one", fields=["transfer", "predecessor"]),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} to {self.successor}"


class CaseMove(Versioned):
    """One case of a transfer: what the family said, who is to have it, and what became of it, once."""

    class Answer(models.TextChoices):
        """What the family said."""

        NOT_ASKED = "not_asked", "Not asked yet"
        YES = "yes", "Yes"
        NO = "no", "No"

    class Outcome(models.TextChoices):
        """What became of the case on the day."""

        WAITING = "waiting", "Not dealt with yet"
        MOVED = "moved", "Moved"
        STAYED = "stayed", "Stayed: the family did not say yes"
        CLOSED = "closed", "Closed before"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    transfer = models.ForeignKey(Transfer, models.PROTECT, related_name="cases", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    answer = models.CharField(max_length=9, choices=Answer.choices, default=Answer.NOT_ASKED)
    answer_words = models.CharField(max_length=400, blank=True, help_text="Who said it, and how.")
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", help_text="Who is to have it."
    )
    came_later = models.BooleanField(default=False, help_text="Opened after the transfer was agreed.")
    is_shown = models.BooleanField(default=False, help_text="The new provider's team sees the child coming.")
    outcome = models.CharField(max_length=7, choices=Outcome.choices, default=Outcome.WAITING)
    dealt_at = models.DateTimeField(null=True, blank=True)
    new_case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+")
    contacts_moved = models.PositiveIntegerField(default=0, help_text="Planned contacts that went along.")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_case_is_in_a_transfer_once", fields=["transfer", "case"]),
            models.CheckConstraint(
                name="what_moved_says_where_to",
                condition=~Q(outcome="moved") | Q(new_case__isnull=False, dealt_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.get_outcome_display()}"
