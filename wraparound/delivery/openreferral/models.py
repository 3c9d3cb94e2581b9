"""Feeds of other areas: where they are, each reading of one, and what became of every service in it."""

import uuid

from django.db import models
from django.db.models import Q

from wraparound.delivery.directory.models import Listing
from wraparound.foundation.accounts.models import Post
from wraparound.foundation.area.models import Versioned


class Feed(Versioned):
    """Another area's directory that is read in."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=200, unique=True)
    base_url = models.URLField(max_length=400, unique=True, help_text="What /services is put behind.")
    who = models.CharField(max_length=200, help_text="Who keeps it, as pages say it.")
    publishes = models.BooleanField(default=False, help_text="Its entries are shown at once.")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Import(models.Model):
    """One reading of a feed. `started_at` dates all that it writes, however often it is taken up."""

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", "Waiting to start"
        READING = "reading", "Reading the pages"
        WRITING = "writing", "Writing the entries"
        HELD = "held", "Waiting for your decision"
        DONE = "done", "Done"
        FAILED = "failed", "Could not be read"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    feed = models.ForeignKey(Feed, models.PROTECT, related_name="imports", db_index=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)
    step = models.PositiveIntegerField(
        default=0, help_text="Grows with each stretch of work: two runners never do the same one."
    )
    walk = models.PositiveSmallIntegerField(default=1, help_text="How often the pages were begun.")
    page = models.PositiveIntegerField(default=1, help_text="The page to read next.")
    asks_full = models.BooleanField(default=True, help_text="Whether the feed takes full=true.")
    claims = models.JSONField(default=list, help_text="What each page of this walk said of the whole.")
    remarks = models.JSONField(default=list, help_text="What was wrong with the pages.")
    is_whole = models.BooleanField(null=True, help_text="All that the feed says it has was seen.")
    endings = models.PositiveIntegerField(null=True, blank=True, help_text="How many are gone from it.")
    error = models.CharField(max_length=1000, blank=True)

    class Meta:
        indexes = [models.Index(name="imports_of_a_feed", fields=["feed", "-started_at"])]
        constraints = [
            models.UniqueConstraint(
                name="one_import_of_a_feed_at_a_time",
                fields=["feed"],
                condition=~Q(state__in=["done", "failed"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.feed_id}, {self.started_at}"


class Item(models.Model):
    """One thing that stood in a feed, and the one outcome that it had."""

    class Outcome(models.TextChoices):
        """What became of it; empty while nothing has."""

        CREATED = "created", "New"
        UPDATED = "updated", "Changed"
        UNCHANGED = "unchanged", "Said nothing new"
        PROPOSED = "proposed", "Waits for a person"
        REFUSED = "refused", "Refused"
        ENDED = "ended", "Gone from the feed"

    run = models.ForeignKey(Import, models.CASCADE, related_name="items", db_index=False)
    key = models.CharField(max_length=200, help_text="Its id, or where it stood when it has none.")
    occurrence = models.PositiveSmallIntegerField(default=1, help_text="2 for the second of the same id.")
    has_id = models.BooleanField(default=True)
    first_walk = models.PositiveSmallIntegerField(default=1)
    walk = models.PositiveSmallIntegerField(default=1, help_text="The last walk that it was seen in.")
    page = models.PositiveIntegerField(default=0)
    payload = models.JSONField(null=True, blank=True, help_text="What the list said, until it is written.")
    outcome = models.CharField(max_length=9, choices=Outcome.choices, blank=True)
    name = models.CharField(max_length=200, blank=True)
    problems = models.JSONField(default=list, help_text="Field and words of each thing that was wrong.")
    listing = models.ForeignKey(Listing, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["key", "occurrence"]
        indexes = [models.Index(name="items_by_outcome", fields=["run", "outcome"])]
        constraints = [models.UniqueConstraint(name="one_item_of_a_key", fields=["run", "key", "occurrence"])]

    def __str__(self) -> str:
        return f"{self.key} {self.outcome}"


class Known(models.Model):
    """A service of a feed that was seen before: which entry it is here, and what the feed last said.

    `digest` is of what was read from it; the same again changes nothing. `version` is that of the entry when
    the feed last wrote it: another one means that somebody changed the entry here since.
    """

    feed = models.ForeignKey(Feed, models.CASCADE, related_name="known", db_index=False)
    foreign_id = models.CharField(max_length=200)
    listing = models.ForeignKey(Listing, models.SET_NULL, null=True, blank=True, related_name="+")
    digest = models.CharField(max_length=64)
    version = models.PositiveIntegerField(default=0)
    gone_at = models.DateTimeField(null=True, blank=True, help_text="Since when the feed has it no more.")
    is_declined = models.BooleanField(default=False, help_text="A person said no to what it last said.")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_known_of_a_foreign_id", fields=["feed", "foreign_id"])
        ]

    def __str__(self) -> str:
        return self.foreign_id


class Proposal(models.Model):
    """What a feed says of a service, waiting for a person; the feed's next word takes its place."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    known = models.OneToOneField(Known, models.CASCADE, related_name="proposal")
    payload = models.JSONField(help_text="The service as the feed gave it.")
    name = models.CharField(max_length=200)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name
