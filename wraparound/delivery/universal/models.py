"""What every child of a population gets: who serves whom, what was declined, who moved, skills and effort."""

import uuid

from django.db import models
from django.db.models import F, Q

from wraparound.foundation.accounts.models import Post
from wraparound.foundation.agencies.models import Agency, Dated, Service, Team
from wraparound.foundation.area.models import Footprint, Versioned
from wraparound.outcomes.children.models import Child


class Cluster(Versioned, Dated):
    """Schools that plan together, such as a secondary school with the primary schools that feed it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=200, unique=True)

    class Meta(Dated.Meta):
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ClusterSchool(Dated):
    """A school that is in a cluster, from a day."""

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="schools")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                name="a_school_joins_a_cluster_once_a_day", fields=["cluster", "agency", "valid_from"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} in {self.cluster}"


class TeamLink(Versioned, Dated):
    """A team serves the children of a practice, a school, a cluster of schools or a place, from a day.

    From it the team has its population, and by it children whom no team serves are found.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    cluster = models.ForeignKey(Cluster, models.PROTECT, null=True, blank=True, related_name="links")
    footprint = models.ForeignKey(Footprint, models.PROTECT, null=True, blank=True, related_name="+")
    filled_at = models.DateTimeField(
        null=True, help_text="When the team first had its children by this link: later ones are arrivals."
    )

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                name="a_team_link_is_to_one_thing",
                condition=Q(agency__isnull=False, cluster__isnull=True, footprint__isnull=True)
                | Q(agency__isnull=True, cluster__isnull=False, footprint__isnull=True)
                | Q(agency__isnull=True, cluster__isnull=True, footprint__isnull=False),
            ),
            *(
                models.UniqueConstraint(
                    name=f"a_team_is_linked_to_a_{what}_once_a_day", fields=["team", what, "valid_from"]
                )
                for what in ("agency", "cluster", "footprint")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team} for {self.agency or self.cluster or self.footprint}"


class Arrival(models.Model):
    """A child who came into a team's population after it was first filled; the team takes the child up."""

    class Kind(models.TextChoices):
        """From where."""

        NEW = "new", "New here"
        MOVED = "moved", "Served by another team before"
        OF_AGE = "of_age", "Of the age for this service now"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    child = models.ForeignKey(Child, models.PROTECT, related_name="+", db_index=False)
    team = models.ForeignKey(Team, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=6, choices=Kind.choices)
    arrived_on = models.DateField()
    taken_up_at = models.DateTimeField(null=True, blank=True)
    taken_up_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(name="arrivals_of_a_team", fields=["team", "taken_up_at", "arrived_on"]),
            models.Index(name="arrivals_of_a_child", fields=["child", "team"]),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} on {self.arrived_on}"


class Departure(models.Model):
    """A child who left a team's population: watched until another takes them up (access.md section 1)."""

    class Why(models.TextChoices):
        """What changed."""

        MOVED = "moved", "Another practice, school or address"
        AGE = "age", "Too old for this service"
        LINK = "link", "The team serves that practice, school or place no longer"

    class Ending(models.TextChoices):
        """How it was settled."""

        TAKEN_UP = "taken_up", "Another team has taken the child up"
        RETURNED = "returned", "The child came back to us"
        KNOWN = "known", "We know where the child is and who serves them there"
        LEFT = "left", "The family left the country"
        REPORTED = "reported", "Reported as missing to those who search"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    child = models.ForeignKey(Child, models.PROTECT, related_name="+", db_index=False)
    team = models.ForeignKey(Team, models.PROTECT, related_name="+", db_index=False)
    why = models.CharField(max_length=6, choices=Why.choices)
    left_at = models.DateTimeField()
    seen_until = models.DateTimeField(help_text="Until when the team sees all that it saw: 15 school days.")
    ended_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=8, choices=Ending.choices, blank=True)
    words = models.CharField(max_length=1000, blank=True)
    ended_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(name="departures_of_a_team", fields=["team", "ended_at", "seen_until"]),
            models.Index(name="departures_of_a_child", fields=["child", "ended_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_departure_that_ended_says_how",
                condition=Q(ended_at__isnull=True, ending="") | (Q(ended_at__isnull=False) & ~Q(ending="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_why_display()}, {self.left_at:%Y-%m-%d}"


class Mark(models.Model):
    """Why a child does not get an item of the schedule: declined, done elsewhere, not needed; who said so."""

    class Kind(models.TextChoices):
        """What it comes to."""

        DECLINED = "declined", "The family declined it"
        ELSEWHERE = "elsewhere", "It was done elsewhere"
        NOT_NEEDED = "not_needed", "It does not apply to this child"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.UUIDField(default=uuid.uuid4, unique=True, help_text="Of the form: sent twice is one mark.")
    child = models.ForeignKey(Child, models.PROTECT, related_name="+", db_index=False)
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    code = models.CharField(max_length=30, help_text="Of the item of the schedule.")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    said_by = models.CharField(max_length=200, blank=True, help_text="Who declined: mother, young person.")
    why = models.CharField(max_length=1000)
    at = models.DateTimeField()
    by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [models.Index(name="marks_of_a_child", fields=["child", "service", "code"])]

    def __str__(self) -> str:
        return f"{self.code}: {self.get_kind_display()}"


class PostSkill(Dated):
    """What a post is trained and graded for, in the words of the schedule, from a day."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    skill = models.CharField(max_length=30, help_text="Code of a skill of the schedule.")
    by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(name="one_skill_of_a_post_a_day", fields=["post", "valid_from"]),
        ]

    def __str__(self) -> str:
        return f"{self.skill} of {self.post_id}"


class EffortPlan(Versioned):
    """How a team means to share its time in a period, by level of need or by locality."""

    class By(models.TextChoices):
        """What the time is shared by."""

        LEVEL = "level", "Level of need"
        LOCALITY = "locality", "Place"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.UUIDField(default=uuid.uuid4, unique=True, help_text="Of the form: sent twice is one plan.")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    by_what = models.CharField(max_length=8, choices=By.choices)
    first_day = models.DateField()
    last_day = models.DateField()
    why = models.CharField(max_length=1000, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-first_day", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="an_effort_plan_ends_after_it_starts", condition=Q(last_day__gte=F("first_day"))
            ),
            models.UniqueConstraint(
                name="one_effort_plan_of_a_team_from_a_day", fields=["team", "by_what", "first_day"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team} from {self.first_day}"


class EffortShare(models.Model):
    """The share of its time that a team means to give to one level or place, in per cent."""

    plan = models.ForeignKey(EffortPlan, models.CASCADE, related_name="shares")
    code = models.CharField(max_length=20, help_text="Of the level or the footprint.")
    per_cent = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_share_of_a_level_or_place", fields=["plan", "code"]),
            models.CheckConstraint(name="a_share_is_at_most_all", condition=Q(per_cent__lte=100)),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.per_cent} %"


class Keeping(models.Model):
    """One round of keeping populations in step with the links: what it looked at and what it changed."""

    class Kind(models.TextChoices):
        """Whom it looked at."""

        ALL = "all", "Every child"
        CHANGED = "changed", "Children of whom something was said since the round before"
        LINK = "link", "Children of one link"

    kind = models.CharField(max_length=7, choices=Kind.choices)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    last_setting = models.BigIntegerField(help_text="The last fact of a school or practice before it began.")
    children = models.PositiveIntegerField(default=0)
    given = models.PositiveIntegerField(default=0)
    left = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"Round of {self.started_at:%Y-%m-%d %H:%M}"
