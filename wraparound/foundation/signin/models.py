"""What signing in keeps: how often a try failed, what expires, and children that another system named."""

import uuid

from django.db import models
from django.db.models import F, Q

from wraparound.foundation.accounts.models import Post, Token


class Throttle(models.Model):
    """Failed tries under one key: an account, a known device of an account, or an address.

    The key is a keyed digest, so that the table names nobody, also not who has no account.
    """

    key = models.CharField(max_length=64, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    failed_at = models.DateTimeField()
    blocked_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.failures} failures"


class CachedEntry(models.Model):
    """One entry of the cache that all processes share; the columns are those of Django's database cache."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "signin_cache"

    def __str__(self) -> str:
        return self.cache_key


class LinkOpening(models.Model):
    """A signed link that was brought once; the child it names waits here, never in an address."""

    class Kind(models.TextChoices):
        """How the other system names the child."""

        CHILD = "child", "Our public id"
        NUMBER = "number", "The agency's own number"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    token = models.ForeignKey(Token, models.PROTECT, related_name="+")
    nonce = models.CharField(max_length=64)
    kind = models.CharField(max_length=6, choices=Kind.choices)
    reference = models.CharField(max_length=100)
    purpose = models.CharField(max_length=40, blank=True)
    brought_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_link_is_brought_once", fields=["token", "nonce"]),
            models.CheckConstraint(
                name="a_taken_link_says_by_whom",
                condition=Q(taken_at__isnull=True, taken_by__isnull=True)
                | Q(taken_at__isnull=False, taken_by__isnull=False),
            ),
            models.CheckConstraint(name="a_link_expires", condition=Q(expires_at__gt=F("brought_at"))),
        ]

    def __str__(self) -> str:
        return f"Link of {self.token} at {self.brought_at:%d %b %H:%M}"
