"""The bus timetable that the area gave, as it is stored; a part of `models`."""

from django.db import models
from django.db.models import F, Q


class BusStop(models.Model):
    """Where buses stop, of the timetable that the area gave."""

    code = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=200)
    easting = models.PositiveIntegerField()
    northing = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.name


class BusRide(models.Model):
    """A bus from one stop to the next, on days of the week; minutes count from midnight."""

    trip = models.CharField(max_length=60)
    route = models.CharField(max_length=30, blank=True)
    days = models.CharField(max_length=20)
    from_stop = models.ForeignKey(BusStop, models.CASCADE, related_name="+", db_index=False)
    to_stop = models.ForeignKey(BusStop, models.CASCADE, related_name="+", db_index=False)
    departs = models.PositiveSmallIntegerField()
    arrives = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [models.Index(name="rides_by_departure", fields=["departs"])]
        constraints = [
            models.CheckConstraint(
                name="a_ride_arrives_after_it_departs", condition=Q(arrives__gte=F("departs"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.route} {self.departs}"
