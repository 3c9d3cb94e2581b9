"""Agencies of every kind, their services and teams, and what became of them."""

from django.db import models
from django.db.models import F, Q

from wraparound.foundation.area.models import Footprint, Versioned


class Holder(models.Model):
    """One key for whoever can hold a grant: a post, a team or a family link."""

    class Kind(models.TextChoices):
        """Who stands behind the key."""

        POST = "post", "Post"
        TEAM = "team", "Team"
        FAMILY = "family", "Family link"
        TOKEN = "token", "An agency's own system"

    kind = models.CharField(max_length=8, choices=Kind.choices)

    def __str__(self) -> str:
        return f"{self.kind} holder {self.pk}"


class Dated(models.Model):
    """Something that holds from a day, until a day (the last day that it holds) or without an end."""

    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_ends_after_it_starts",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
            ),
        ]


class Agency(Versioned, Dated):
    """A body that works with children: it employs, it answers, it says facts."""

    class Kind(models.TextChoices):
        """The kinds of body that the reports name."""

        COUNCIL = "council", "Council"
        HEALTH = "health", "Health"
        PRACTICE = "practice", "General practice"
        SCHOOL = "school", "School"
        POLICE = "police", "Police"
        YOUTH_OFFENDING = "youth_offending", "Youth offending"
        CONNEXIONS = "connexions", "Connexions"
        VOLUNTARY = "voluntary", "Voluntary"
        FAITH = "faith", "Faith"
        UMBRELLA = "umbrella", "Umbrella body"
        OTHER = "other", "Other"

    class Sector(models.TextChoices):
        """Whose identifiers a viewer sees: health sees NHS numbers, education sees UPNs."""

        HEALTH = "health", "Health"
        EDUCATION = "education", "Education"
        SOCIAL_CARE = "social_care", "Social care"
        JUSTICE = "justice", "Police and justice"
        COMMUNITY = "community", "Voluntary and faith"

    code = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    sector = models.CharField(max_length=20, choices=Sector.choices)
    telephone = models.CharField(max_length=30, blank=True)
    population_team = models.ForeignKey(
        "Team", models.PROTECT, null=True, blank=True, related_name="+",
        help_text="The team that a child on this agency's roll or list is in the population of.",
    )  # fmt: skip

    class Meta(Dated.Meta):
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class AgencyCode(models.Model):
    """Another code or name that an agency, service or team is known by in the feeds (URN, ODS code)."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="codes")
    scheme = models.CharField(max_length=20)
    value = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_agency_of_a_code", fields=["scheme", "value"]),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.value}"


class AgencyFootprint(Dated):
    """Where an agency serves; one that serves two areas has two."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="footprints")
    footprint = models.ForeignKey(Footprint, models.PROTECT, related_name="+")

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                name="an_agency_starts_in_a_place_once_a_day", fields=["agency", "footprint", "valid_from"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} in {self.footprint}"


class Succession(models.Model):
    """What became of an agency: its successor from a day, and whether what it held follows."""

    class Kind(models.TextChoices):
        """How one agency became another."""

        MERGED = "merged", "Merged into"
        SPLIT = "split", "Split into"
        RENAMED = "renamed", "Renamed as"
        MOVED = "moved", "Work moved to"

    class Holdings(models.TextChoices):
        """What somebody decided about what the predecessor held."""

        UNDECIDED = "undecided", "Not decided yet"
        FOLLOW = "follow", "Follow to the successor"
        LAPSE = "lapse", "Lapse on the day"

    predecessor = models.ForeignKey(Agency, models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Agency, models.PROTECT, related_name="precessions")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    effective_on = models.DateField()
    holdings = models.CharField(max_length=10, choices=Holdings.choices, default=Holdings.UNDECIDED)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.BigIntegerField(null=True, help_text="The user who decided.")
    applied_at = models.DateTimeField(null=True, help_text="When what was held did follow or lapse.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="nobody_succeeds_themselves", condition=~Q(predecessor=F("successor"))
            ),
            models.UniqueConstraint(
                name="one_succession_of_a_pair_a_day", fields=["predecessor", "successor", "effective_on"]
            ),
            models.CheckConstraint(
                name="what_is_decided_says_when",
                condition=Q(holdings="undecided", decided_at__isnull=True)
                | (~Q(holdings="undecided") & Q(decided_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} {self.get_kind_display().lower()} {self.successor}"


class TeamSuccession(models.Model):
    """Which team takes up what a team of the predecessor held, when it follows."""

    succession = models.ForeignKey(Succession, models.CASCADE, related_name="teams")
    predecessor = models.ForeignKey("Team", models.PROTECT, related_name="+")
    successor = models.ForeignKey("Team", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_successor_of_a_team", fields=["succession", "predecessor"]),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} to {self.successor}"


class Membership(Dated):
    """A member of an umbrella body, by dated accession."""

    umbrella = models.ForeignKey(Agency, models.PROTECT, related_name="members")
    member = models.ForeignKey(Agency, models.PROTECT, related_name="memberships")

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(name="nobody_is_their_own_member", condition=~Q(umbrella=F("member"))),
            models.UniqueConstraint(
                name="a_member_joins_once_a_day", fields=["umbrella", "member", "valid_from"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} in {self.umbrella}"


class Service(Versioned, Dated):
    """Something that an agency does for children; how far it is seen hangs on its kind."""

    class Population(models.TextChoices):
        """How a universal service comes by the children that it serves."""

        NONE = "none", "Not universal"
        ROLL = "roll", "A roll"
        LIST = "list", "A list"
        AREA = "area", "An area"

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="services")
    code = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=60, help_text="Health visiting, social care, youth work …")
    is_sensitive = models.BooleanField(
        default=False, help_text="Sexual health, mental health or substance misuse."
    )
    population = models.CharField(max_length=4, choices=Population.choices, default=Population.NONE)
    sees_expected = models.BooleanField(
        default=False, help_text="Maternity, health visiting and safeguarding find expected children."
    )

    class Meta(Dated.Meta):
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Team(Versioned, Dated):
    """People of one or several agencies who work as one; the agency named leads it."""

    holder = models.OneToOneField(Holder, models.PROTECT, related_name="team")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="teams")
    service = models.ForeignKey(Service, models.PROTECT, null=True, blank=True, related_name="teams")
    code = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=200)
    telephone = models.CharField(max_length=30, blank=True, help_text="When a worker cannot be reached.")
    cover_telephone = models.CharField(max_length=30, blank=True)
    is_front_door = models.BooleanField(default=False)
    holds_adoptions = models.BooleanField(default=False)
    holds_safeguarding = models.BooleanField(default=False)
    holds_sensitive = models.BooleanField(default=False)

    class Meta(Dated.Meta):
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
