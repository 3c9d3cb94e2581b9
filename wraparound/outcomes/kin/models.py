"""What staff say of their own homes and families, so that nobody works with their own by mistake."""

from django.db import models

from wraparound.foundation.accounts.models import User
from wraparound.outcomes.children.models import Child


class StaffHome(models.Model):
    """Where somebody who signs in lives: compared with a child's home, shown to nobody but them."""

    user = models.OneToOneField(User, models.PROTECT, related_name="+")
    postcode = models.CharField(max_length=8, help_text="Upper case with one space.")
    said_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Home of {self.user_id}"


class KinAnswer(models.Model):
    """What a person answered when asked whether they are related to a child."""

    user = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    child = models.ForeignKey(Child, models.PROTECT, related_name="+")
    is_related = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="asked_once", fields=["user", "child"])]

    def __str__(self) -> str:
        return f"{self.user_id} and {self.child_id}"
