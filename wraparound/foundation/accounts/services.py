"""Writing what accounts keep: how often a system asked."""

from datetime import datetime

from django.db.models import Case, F, Value, When

from wraparound.foundation.accounts.models import Token

MINUTE = 60


def count_request(*, token: Token, now: datetime) -> int:
    """Count one more request of an agency's system; return how many it made in this minute, exactly."""
    minute = int(now.timestamp()) // MINUTE
    row = Token.objects.filter(pk=token.pk)
    one_more = Case(When(asked_minute=minute, then=F("asked") + 1), default=Value(1))
    row.update(asked=one_more, asked_minute=minute)
    return row.values_list("asked", flat=True).get()
