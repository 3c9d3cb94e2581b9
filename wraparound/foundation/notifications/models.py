"""Telling a person that something waits for them. No notice holds a word about a child."""

import uuid

from django.db import models
from django.db.models import Q

from wraparound.foundation.accounts.models import Post, User
from wraparound.foundation.agencies.models import Team


class Notice(models.Model):
    """One thing told to a person, a post or a team: fixed words, and where to go.

    `child_id` is no key and is never shown: by it a loss or a death withdraws what waits about a child.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=60, help_text="What is told of: post.placed, clearance.lapses …")
    words = models.CharField(max_length=300)
    route = models.CharField(max_length=100, blank=True, help_text="The name of the address to go to.")
    key = models.CharField(max_length=40, blank=True, help_text="The random key that the address takes.")
    child_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    created_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="a_notice_is_for_one",
                condition=Q(user__isnull=False, post__isnull=True, team__isnull=True)
                | Q(user__isnull=True, post__isnull=False, team__isnull=True)
                | Q(user__isnull=True, post__isnull=True, team__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.words


class Reading(models.Model):
    """That one person read a notice; a team's notice is read by each for themselves."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="readings")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_notice_is_read_once", fields=["notice", "user"]),
        ]

    def __str__(self) -> str:
        return f"Read at {self.read_at:%d %b %H:%M}"
