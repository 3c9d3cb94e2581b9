"""The area's own facts: who it is, whom to ring, its footprints and its dated configuration."""

from django.db import models
from django.db.models import Q


class Versioned(models.Model):
    """Something that two people may change at once: every change says which version it read."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


class Area(Versioned):
    """The one local area that this installation serves."""

    code = models.SlugField(unique=True, help_text="The authority's code in the postcode directory.")
    name = models.CharField(max_length=200)
    vocabulary = models.SlugField(default="every-child-matters")

    def __str__(self) -> str:
        return self.name


class DutyNumber(Versioned):
    """A number that anyone worried about a child can ring now."""

    area = models.ForeignKey(Area, models.CASCADE, related_name="duty_numbers")
    label = models.CharField(max_length=200)
    telephone = models.CharField(max_length=30)
    hours = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.label}: {self.telephone}"


class FootprintLevel(models.Model):
    """A level of the footprint tree, outermost first: borough, district, locality, ward."""

    name = models.CharField(max_length=50, unique=True)
    position = models.PositiveSmallIntegerField(unique=True)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name


class Footprint(Versioned):
    """A place that services are planned for, with the place that it lies in."""

    level = models.ForeignKey(FootprintLevel, models.PROTECT)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["level__position", "name"]
        constraints = [
            models.CheckConstraint(
                name="footprint_ends_after_it_starts",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=models.F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Postcode(models.Model):
    """Where a postcode lies: its smallest footprint here, or the code of another authority."""

    postcode = models.CharField(max_length=8, primary_key=True, help_text="Upper case with one space.")
    authority = models.CharField(max_length=12)
    footprint = models.ForeignKey(Footprint, models.PROTECT, null=True, related_name="+")
    easting = models.PositiveIntegerField(null=True)
    northing = models.PositiveIntegerField(null=True)
    terminated = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.postcode


class Configuration(models.Model):
    """One dated version of something that the area decides (terms of shields, closed days, baselines)."""

    kind = models.SlugField()
    document = models.JSONField()
    effective_from = models.DateField()
    footprint = models.ForeignKey(Footprint, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_configuration_of_a_kind_a_day_of_a_place",
                fields=["kind", "effective_from", "footprint"],
            ),
            models.UniqueConstraint(
                name="one_configuration_of_a_kind_a_day_of_the_area",
                fields=["kind", "effective_from"],
                condition=Q(footprint__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} from {self.effective_from}"


class PostcodeLoad(models.Model):
    """One reading of a postcode directory: how far it is, and what it found."""

    class State(models.TextChoices):
        """How a reading stands."""

        WAITING = "waiting", "Waiting to be read"
        READING = "reading", "Being read"
        DONE = "done", "Read"
        FAILED = "failed", "Could not be read"

    file_name = models.CharField(max_length=200)
    path = models.CharField(max_length=500, help_text="Where the file is kept until it is read.")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    bytes_total = models.BigIntegerField(default=0)
    bytes_read = models.BigIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    words = models.TextField(blank=True, help_text="What was wrong with which lines.")

    def __str__(self) -> str:
        return f"{self.file_name}: {self.get_state_display()}"
