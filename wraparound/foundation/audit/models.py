"""What was done and seen: rows of ids, chained in commit order. Nothing here names a child in words."""

from django.db import models


class Entry(models.Model):
    """One act, or one look at one child. Holds ids and codes, never content."""

    at = models.DateTimeField()
    verb = models.CharField(max_length=60, help_text="What was done: card.open, feed.load, shield.set …")
    user_id = models.BigIntegerField(null=True)
    post_id = models.BigIntegerField(null=True)
    agency_id = models.BigIntegerField(null=True)
    child_id = models.BigIntegerField(null=True)
    request = models.UUIDField(null=True, help_text="The request or job that this belongs to.")
    outcome = models.CharField(max_length=12, default="done", help_text="done, seen or denied.")
    detail = models.JSONField(default=dict, help_text="Ids and codes only.")

    class Meta:
        indexes = [
            models.Index(name="audit_of_a_child", fields=["child_id", "at"]),
            models.Index(name="audit_of_a_post", fields=["post_id", "at"]),
            models.Index(name="audit_of_a_user", fields=["user_id", "at"]),
        ]

    def __str__(self) -> str:
        return f"{self.verb} at {self.at:%Y-%m-%d %H:%M}"


class Seal(models.Model):
    """The link of the chain that one entry is held by."""

    sequence = models.BigIntegerField(primary_key=True)
    entry_id = models.BigIntegerField(unique=True, help_text="Not a key: a deleted entry must be told.")
    digest = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"Seal {self.sequence}"
