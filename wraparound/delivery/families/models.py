"""What people say is wrong with an entry of the directory. Nothing else of the public is stored."""

import uuid

from django.db import models
from django.db.models import Q

from wraparound.delivery.directory.models import Listing
from wraparound.foundation.accounts.models import Post
from wraparound.foundation.area.models import Versioned


class Correction(Versioned):
    """One thing that somebody said is wrong; how to reach them is wiped when it is settled."""

    class What(models.TextChoices):
        """What is wrong, as the form offers it; the words of the page are those of the language."""

        CLOSED = "closed", "It has closed or moved"
        TELEPHONE = "telephone", "The telephone number, e-mail address or website"
        TIMES = "times", "The days or times"
        PLACE = "place", "Where it is"
        COST = "cost", "What it costs"
        WHO = "who", "Who it is for"
        OTHER = "other", "Something else"

    class Outcome(models.TextChoices):
        """What the owner made of it."""

        CHANGED = "changed", "It was wrong, and the entry is changed"
        RIGHT = "right", "The entry is right as it stands"
        UNCLEAR = "unclear", "It cannot be told what is meant"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    listing = models.ForeignKey(Listing, models.PROTECT, related_name="corrections", db_index=False)
    key = models.UUIDField(unique=True, help_text="Of the form: sent twice it is one correction.")
    what = models.CharField(max_length=9, choices=What.choices)
    words = models.TextField(blank=True)
    contact = models.CharField(
        max_length=200, blank=True, help_text="How to reach whoever said it, until settled."
    )
    told_at = models.DateTimeField()
    outcome = models.CharField(max_length=7, choices=Outcome.choices, blank=True)
    settled_words = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["told_at", "pk"]
        indexes = [
            models.Index(name="corrections_of_a_listing", fields=["listing", "told_at"]),
            models.Index(
                name="corrections_to_settle", fields=["told_at"], condition=Q(settled_at__isnull=True)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="settled_by_somebody_with_an_outcome",
                condition=Q(settled_at__isnull=True, settled_by__isnull=True, outcome="")
                | (Q(settled_at__isnull=False, settled_by__isnull=False, contact="") & ~Q(outcome="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()}: {self.listing_id}"
