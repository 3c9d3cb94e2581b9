"""One list of every service: who gives it, where and when, for whom, at what cost, and who said so.

A service of the directory is a `Listing`; an `agencies.Service` is what an agency does for known children.
"""

from django.db import models
from django.db.models import F, Q

from wraparound.delivery.directory.buses import BusRide, BusStop  # noqa: F401 - tables of this app
from wraparound.delivery.taxonomy.models import Named, Term
from wraparound.foundation.agencies.models import Agency, Service, Team
from wraparound.foundation.area.models import Footprint, Versioned


class Organisation(Named, Versioned):
    """A body that gives services; one that works with children here is an agency too."""

    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    website = models.URLField(max_length=500, blank=True)
    email = models.EmailField(blank=True)
    modified_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Listing(Named, Versioned):
    """One service as the directory shows it.

    `is_confidential`: a refuge. It has no place, no schedule at a place and no postal address, anywhere: none
    is stored (`services.py` refuses them), so none can leak.
    """

    class Status(models.TextChoices):
        """As Open Referral has it; only active ones and those closed for a time are found."""

        ACTIVE = "active", "Open"
        INACTIVE = "inactive", "Not running"
        DEFUNCT = "defunct", "Gone for good"
        PAUSED = "temporarily closed", "Closed for a time"

    class Audience(models.TextChoices):
        """Who finds it."""

        PUBLIC = "public", "Everyone"
        PROFESSIONAL = "professional", "Professionals only"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="listings")
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="+",
        help_text="The agency's service that this is, where its teams work here.",
    )  # fmt: skip
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="+", help_text="Who is asked for a place."
    )
    owner = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="+", help_text="Who keeps the entry true."
    )
    name = models.CharField(max_length=200)
    summary = models.CharField(max_length=300, blank=True, help_text="One sentence in plain words.")
    description = models.TextField(blank=True)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.ACTIVE)
    audience = models.CharField(max_length=12, choices=Audience.choices, default=Audience.PUBLIC)
    is_confidential = models.BooleanField(default=False)
    for_young_people = models.BooleanField(default=False, help_text="Young people may come by themselves.")
    is_help_now = models.BooleanField(default=False, help_text="A number for help at once.")
    minimum_age = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    maximum_age = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    is_free = models.BooleanField(default=False)
    website = models.URLField(max_length=500, blank=True)
    email = models.EmailField(blank=True)
    how_to = models.TextField(
        blank=True, help_text="How a family comes by it: just turn up, ring, be referred."
    )
    alert = models.CharField(max_length=300, blank=True, help_text="What is different just now.")
    outcomes = models.JSONField(default=list, blank=True, help_text="Codes of outcomes that it serves.")
    terms = models.ManyToManyField(Term, related_name="listings", blank=True)
    confirmed_on = models.DateField(null=True, blank=True)
    confirmed_by = models.CharField(max_length=200, blank=True, help_text="In words, as the page says it.")
    came_from = models.CharField(max_length=500, blank=True, help_text="The feed that it was taken from.")
    modified_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "pk"]
        indexes = [models.Index(name="listings_by_change", fields=["modified_at"])]
        constraints = [
            models.CheckConstraint(
                name="a_listing_is_for_ages_in_order",
                condition=Q(minimum_age__isnull=True)
                | Q(maximum_age__isnull=True)
                | Q(maximum_age__gte=F("minimum_age")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Place(Named, Versioned):
    """Where a service can be met: a building with a door, or by post, telephone or screen."""

    class Kind(models.TextChoices):
        """As Open Referral has it."""

        PHYSICAL = "physical", "A place to go to"
        POSTAL = "postal", "An address to write to"
        VIRTUAL = "virtual", "Online or by telephone"

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="places"
    )
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.PHYSICAL)
    name = models.CharField(max_length=200)
    lines = models.CharField(max_length=300, blank=True, help_text="Number and street.")
    town = models.CharField(max_length=100, blank=True)
    county = models.CharField(max_length=100, blank=True)
    postcode = models.CharField(max_length=8, blank=True, help_text="Upper case with one space.")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    easting = models.PositiveIntegerField(null=True, blank=True)
    northing = models.PositiveIntegerField(null=True, blank=True)
    footprint = models.ForeignKey(Footprint, models.PROTECT, null=True, blank=True, related_name="+")
    getting_there = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class AtPlace(Named):
    """A service at one of its places (Open Referral: service at location)."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="at_places", db_index=False)
    place = models.ForeignKey(Place, models.PROTECT, related_name="at_places")
    words = models.CharField(max_length=300, blank=True, help_text="Upstairs, the blue door.")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_listing_is_at_a_place_once", fields=["listing", "place"])
        ]

    def __str__(self) -> str:
        return f"{self.listing_id} at {self.place_id}"


class Session(Named):
    """When it runs: days of the week, from an hour until an hour, in term or in the holidays (schedule)."""

    class Terms(models.TextChoices):
        """In which part of the school year."""

        ALWAYS = "always", "All year"
        TERM = "term", "School terms only"
        HOLIDAYS = "holidays", "School holidays only"

    class Frequency(models.TextChoices):
        """How it comes back (RFC 5545)."""

        WEEKLY = "WEEKLY", "Every week"
        MONTHLY = "MONTHLY", "Every month"

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="sessions")
    at_place = models.ForeignKey(AtPlace, models.CASCADE, null=True, blank=True, related_name="sessions")
    frequency = models.CharField(max_length=8, choices=Frequency.choices, default=Frequency.WEEKLY)
    interval = models.PositiveSmallIntegerField(default=1)
    days = models.CharField(max_length=60, blank=True, help_text="MO,TU or for months 1SA,-1FR.")
    opens_at = models.TimeField(null=True, blank=True)
    closes_at = models.TimeField(null=True, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    terms = models.CharField(max_length=8, choices=Terms.choices, default=Terms.ALWAYS)
    words = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.days} {self.opens_at}"


class Telephone(Named):
    """A number of a service, for calls or texts."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="telephones")
    number = models.CharField(max_length=40)
    kind = models.CharField(max_length=20, default="voice", help_text="voice, text, textphone …")
    words = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.number


class Cost(Named):
    """What it costs whom."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="costs")
    option = models.CharField(max_length=200, blank=True, help_text="For whom, or for what.")
    amount = models.DecimalField(
        max_digits=9, decimal_places=2, null=True, blank=True, help_text="In pounds."
    )
    words = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.option} {self.amount}"


class Spoken(Named):
    """A language that the service can be had in."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="languages", db_index=False)
    code = models.CharField(max_length=20, help_text="ISO 639: en, pl, ur, bfi.")
    name = models.CharField(max_length=100)
    words = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_language_of_a_listing_once", fields=["listing", "code"])
        ]

    def __str__(self) -> str:
        return self.name


class Access(Named):
    """What a disabled child or parent can count on, at a place or with the service wherever it is."""

    listing = models.ForeignKey(Listing, models.CASCADE, null=True, blank=True, related_name="access")
    place = models.ForeignKey(Place, models.CASCADE, null=True, blank=True, related_name="access")
    code = models.CharField(max_length=30, help_text="step_free, hearing_loop, quiet_room, changing_place …")
    words = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="access_is_of_a_service_or_a_place",
                condition=Q(listing__isnull=False, place__isnull=True)
                | Q(listing__isnull=True, place__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Coverage(Named):
    """Where somebody must live to have it; none: everywhere."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="coverage")
    footprint = models.ForeignKey(Footprint, models.PROTECT, null=True, blank=True, related_name="+")
    words = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.words


class Translation(models.Model):
    """An entry in another language, as the area adds it."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="translations", db_index=False)
    language = models.CharField(max_length=20, help_text="ISO 639.")
    name = models.CharField(max_length=200)
    summary = models.CharField(max_length=300, blank=True)
    description = models.TextField(blank=True)
    how_to = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_translation_of_a_language", fields=["listing", "language"])
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.language})"


class Edition(models.Model):
    """One row: how often the list changed; a copy kept for searching is old when its number is lower."""

    number = models.PositiveBigIntegerField(default=0)
    changed_at = models.DateTimeField(null=True, help_text="When it changed last, by the clock.")

    def __str__(self) -> str:
        return str(self.number)
