"""What the public does not see of a service, places held for families, and what was asked for."""

import uuid

from django.db import models
from django.db.models import Q

from wraparound.delivery.directory.models import Listing
from wraparound.delivery.taxonomy.models import Term
from wraparound.foundation.accounts.models import Post
from wraparound.foundation.agencies.models import Team
from wraparound.foundation.area.models import Footprint, Versioned
from wraparound.outcomes.children.models import Child


class ForProfessionals(Versioned):
    """What the public does not see of a service: how to refer, whom it takes, how long they wait."""

    listing = models.OneToOneField(Listing, models.CASCADE, related_name="for_professionals")
    route = models.TextField(blank=True, help_text="How to refer.")
    criteria = models.TextField(blank=True)
    levels = models.JSONField(default=list, blank=True, help_text="Codes of the area's scale of need.")
    wait_weeks = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    places = models.PositiveIntegerField(null=True, blank=True, help_text="How many there are in all.")
    places_free = models.PositiveIntegerField(
        null=True, blank=True, help_text="As last said, holds not counted."
    )
    said_on = models.DateField(null=True, blank=True, help_text="When wait and places were last said.")
    said_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    contact = models.CharField(max_length=300, blank=True, help_text="For professionals only.")
    referral_version = models.PositiveIntegerField(
        default=0, help_text="Counts what is approved: route, criteria, levels, contact."
    )

    def __str__(self) -> str:
        return f"For professionals: {self.listing_id}"


class Enquiry(Versioned):
    """What somebody asked the desk for, until a place is found or it is plain that there is none.

    It has no name. `call_back` and `postcode` are personal and kept until it is finished and some days more.
    """

    class Channel(models.TextChoices):
        """How it was asked."""

        TELEPHONE = "telephone", "By telephone"
        WALK_IN = "walk_in", "Walked in"
        TEXT = "text", "By text"
        EMAIL = "email", "By email"

    class State(models.TextChoices):
        """How it stands."""

        OPEN = "open", "Open"
        BROKERING = "brokering", "Looking for a place"
        FOUND = "found", "Place found"
        NOTHING = "nothing", "Nothing there"
        CLOSED = "closed", "Closed"

    FINISHED = (State.FOUND, State.NOTHING, State.CLOSED)

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Of the form.")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+", db_index=False)
    owner = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    taken_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", db_index=False)
    taken_at = models.DateTimeField()
    channel = models.CharField(max_length=9, choices=Channel.choices)
    asked = models.TextField(help_text="In words, without names.")
    age = models.DecimalField(
        max_digits=4, decimal_places=1, null=True, blank=True, help_text="The child's, in years."
    )
    kind = models.ForeignKey(Term, models.PROTECT, null=True, blank=True, related_name="+")
    need = models.ForeignKey(Term, models.PROTECT, null=True, blank=True, related_name="+")
    footprint = models.ForeignKey(Footprint, models.PROTECT, null=True, blank=True, related_name="+")
    postcode = models.CharField(max_length=8, blank=True)
    call_back = models.CharField(max_length=40, blank=True, help_text="A number to ring.")
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    next_on = models.DateField(null=True, blank=True, help_text="When the desk is next in touch.")
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "enquiries"
        ordering = ["-taken_at", "-pk"]
        indexes = [
            models.Index(name="enquiries_of_a_team", fields=["team", "state", "next_on"]),
            models.Index(name="enquiries_by_when", fields=["state", "taken_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_finished_enquiry_says_when",
                condition=Q(state__in=["open", "brokering"], finished_at__isnull=True)
                | Q(state__in=["found", "nothing", "closed"], finished_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.asked[:60]


class Step(models.Model):
    """One thing that was done about an enquiry: a service offered and what came of it, or words; for good."""

    class Result(models.TextChoices):
        """What came of offering a service."""

        FAMILY = "family", "The family will get in touch"
        CONTACTED = "contacted", "We got in touch for them"
        HELD = "held", "A place is held"
        FULL = "full", "Full"
        REFUSED = "refused", "It refused"
        NOT_SUITABLE = "not_suitable", "Not suitable"
        TOOK = "took", "They took the place"

    enquiry = models.ForeignKey(Enquiry, models.CASCADE, related_name="steps", db_index=False)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    at = models.DateTimeField()
    by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", db_index=False)
    listing = models.ForeignKey(Listing, models.PROTECT, null=True, blank=True, related_name="+")
    result = models.CharField(max_length=12, choices=Result.choices, blank=True)
    state = models.CharField(max_length=9, choices=Enquiry.State.choices, blank=True)
    words = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(name="steps_of_an_enquiry", fields=["enquiry", "at"])]
        constraints = [
            models.CheckConstraint(
                name="a_service_offered_has_a_result",
                condition=Q(listing__isnull=True, result="") | (Q(listing__isnull=False) & ~Q(result="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_result_display() or self.get_state_display() or self.words}"


class Hold(Versioned):
    """A place kept for a family until a day; past it, the hold is over without anybody's doing.

    `code` is what the family and the service say to each other; a hold names a child or nobody.
    """

    class Outcome(models.TextChoices):
        """How a hold was ended by somebody."""

        TAKEN = "taken", "Taken up"
        RELEASED = "released", "Given back"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    listing = models.ForeignKey(Listing, models.PROTECT, related_name="+", db_index=False)
    child = models.ForeignKey(Child, models.PROTECT, null=True, blank=True, related_name="+")
    enquiry = models.ForeignKey(Enquiry, models.PROTECT, null=True, blank=True, related_name="+")
    code = models.CharField(max_length=12, unique=True)
    places = models.PositiveSmallIntegerField(default=1)
    team = models.ForeignKey(Team, models.PROTECT, related_name="+", help_text="Whose post holds it.")
    by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    until = models.DateField(help_text="The last day on which it is held.")
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", db_index=False)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["until", "pk"]
        indexes = [
            models.Index(name="holds_of_a_listing", fields=["listing", "until"]),
            models.Index(name="holds_by_day", fields=["until"], condition=Q(ended_at__isnull=True)),
        ]
        constraints = [
            models.CheckConstraint(name="a_hold_is_of_a_place", condition=Q(places__gte=1)),
            models.CheckConstraint(
                name="an_ended_hold_says_how",
                condition=Q(ended_at__isnull=True, outcome="") | (Q(ended_at__isnull=False) & ~Q(outcome="")),
            ),
        ]

    def __str__(self) -> str:
        return self.code
