"""What happened to a child: one dated line an event, pointing back at the page that has the whole."""

from django.db import models

from wraparound.foundation.agencies.models import Agency, Service
from wraparound.outcomes.children.models import Child


class Event(models.Model):
    """One line of a child's journey, seen by holders of its category (access.rules.Category)."""

    child = models.ForeignKey(Child, models.PROTECT, related_name="+", db_index=False)
    on = models.DateField()
    at = models.DateTimeField(help_text="When it was written; orders events of one day.")
    kind = models.CharField(max_length=40)
    line = models.CharField(max_length=300)
    category = models.PositiveSmallIntegerField()
    is_whereabouts = models.BooleanField(default=False)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    service = models.ForeignKey(Service, models.PROTECT, null=True, blank=True, related_name="+")
    route = models.CharField(max_length=60, blank=True, help_text="The address that has the whole.")
    route_key = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["-on", "-at", "-pk"]
        indexes = [models.Index(name="journey_of_a_child", fields=["child", "-on", "-at"])]

    def __str__(self) -> str:
        return f"{self.on}: {self.kind}"
