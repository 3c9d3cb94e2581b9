"""What the public does not see of a service, places held for families, and what was asked for."""

from django.db import models

from wraparound.delivery.directory.models import Listing
from wraparound.foundation.area.models import Versioned


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
    contact = models.CharField(max_length=300, blank=True, help_text="For professionals only.")

    def __str__(self) -> str:
        return f"For professionals: {self.listing_id}"
