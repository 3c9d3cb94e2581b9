"""A team's work: cases, who has them and why, how much need each is, how much each post can carry."""

import uuid

from django.db import models
from django.db.models import F, Q

from wraparound.foundation.accounts.models import Post
from wraparound.foundation.agencies.models import Dated, Team
from wraparound.foundation.area.models import Versioned
from wraparound.outcomes.children.models import Child, Involvement


class Case(Versioned):
    """One team's open work with one child, from the day that it starts until it is closed.

    A case without a live `Allocation` is unallocated work: it waits on the team's screen. `involvement` is
    the fact on the child's card that the case wrote, or that a list had said before.
    """

    class Kind(models.TextChoices):
        """What sort of work it is."""

        UNIVERSAL = "universal", "Universal service"
        SUPPORT = "support", "Support"
        WELFARE = "welfare", "School attendance and welfare"
        MISSING_EDUCATION = "missing_education", "Missing education"
        HOME_EDUCATED = "home_educated", "Educated at home"

    class Origin(models.TextChoices):
        """How the work came to the team."""

        OWN = "own", "Our own decision"
        REFERRAL = "referral", "A request for help"
        POPULATION = "population", "A child of the population that we serve"
        TRANSFER = "transfer", "The service moved to us"
        LIST = "list", "A list said that we work with the child"

    class Closing(models.TextChoices):
        """Why the work ended."""

        DONE = "done", "What was agreed is done"
        MOVED_ON = "moved_on", "Another service has taken over"
        MOVED_AWAY = "moved_away", "The family moved away"
        DECLINED = "declined", "The family did not want it"
        NOT_REACHED = "not_reached", "We could not reach the family"
        AGE = "age", "Too old for the service"
        TRANSFERRED = "transferred", "The service moved to another provider"
        MISTAKE = "mistake", "Opened by mistake"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.UUIDField(default=uuid.uuid4, unique=True, help_text="Of the form: sent twice is one case.")
    child = models.ForeignKey(Child, models.PROTECT, related_name="+", db_index=False)
    team = models.ForeignKey(Team, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.SUPPORT)
    origin = models.CharField(max_length=12, choices=Origin.choices, default=Origin.OWN)
    why = models.CharField(max_length=1000, blank=True, help_text="Why the work starts, in words.")
    level = models.CharField(
        max_length=10, blank=True, help_text="Code of the area's scale; empty: not said."
    )
    extras = models.JSONField(
        default=list,
        blank=True,
        help_text="Codes of what makes it more work, as the area's weights name them.",
    )
    next_on = models.DateField(null=True, blank=True, help_text="By when the plan says something happens.")
    asked_at = models.DateTimeField(help_text="Since when the family waits; kept when the service moves.")
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by",
        help_text="The case that this one goes on from: opened again, or with the provider before.",
    )  # fmt: skip
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    closing = models.CharField(max_length=12, choices=Closing.choices, blank=True)
    closing_words = models.CharField(max_length=1000, blank=True)
    involvement = models.ForeignKey(Involvement, models.PROTECT, null=True, blank=True, related_name="+")
    whose_said_at = models.DateTimeField(
        null=True, blank=True,
        help_text="When a manager said, of a record that was parted, that it is of this child.",
    )  # fmt: skip

    class Meta:
        indexes = [
            models.Index(name="cases_of_a_team", fields=["team", "closed_at", "asked_at"]),
            models.Index(name="cases_of_a_child", fields=["child", "team"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_closed_case_says_why",
                condition=Q(closed_at__isnull=True, closing="")
                | (Q(closed_at__isnull=False) & ~Q(closing="")),
            ),
            models.CheckConstraint(
                name="a_case_closes_after_it_opens",
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.public_id}"


class Allocation(models.Model):
    """A post that has a case, from an instant until another; the first holder leads, others help or cover."""

    class Part(models.TextChoices):
        """What the post has to do with the case."""

        LEAD = "lead", "Has the case"
        SECOND = "second", "Works alongside"
        COVER = "cover", "Covers for now"

    class Reason(models.TextChoices):
        """Why this post."""

        KNOWS = "knows", "Knows the family"
        SKILL = "skill", "Has the skill that is needed"
        ROOM = "room", "Has room"
        PLACE = "place", "Works where the family lives"
        FAMILY = "family", "The family asked"
        LANGUAGE = "language", "Speaks the family's language"
        HANDOVER = "handover", "Takes over from someone who leaves or is away"
        TRANSFER = "transfer", "The service moved"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="allocations", db_index=False)
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", db_index=False)
    part = models.CharField(max_length=6, choices=Part.choices, default=Part.LEAD)
    reason = models.CharField(max_length=10, choices=Reason.choices)
    words = models.CharField(max_length=400, blank=True)
    starts_at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    ended_because = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(name="allocations_of_a_case", fields=["case", "until"]),
            models.Index(name="allocations_of_a_post", fields=["post", "until"]),
        ]
        constraints = [
            models.UniqueConstraint(
                name="one_lead_of_a_case", fields=["case"], condition=Q(part="lead", until__isnull=True)
            ),
            models.UniqueConstraint(
                name="a_post_has_a_case_once", fields=["case", "post"], condition=Q(until__isnull=True)
            ),
            models.CheckConstraint(
                name="an_allocation_ends_after_it_starts",
                condition=Q(until__isnull=True) | Q(until__gte=F("starts_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_part_display()}: {self.post_id}"


class Judgement(models.Model):
    """A level of need that somebody judged, on a day, for a reason; the newest of a case counts."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="judgements")
    level = models.CharField(max_length=10, help_text="Code of the area's scale on that day.")
    at = models.DateTimeField()
    by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=1000)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"Level {self.level}"


class Capacity(Dated):
    """How much a post can carry, in points of the area's weights, from a day."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    points = models.DecimalField(max_digits=6, decimal_places=1)
    reason = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(name="one_capacity_of_a_post_a_day", fields=["post", "valid_from"]),
        ]

    def __str__(self) -> str:
        return f"{self.points} of {self.post_id}"
