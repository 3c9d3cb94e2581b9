"""Telling owners before their entries go stale: each of each day once, a team's entries in one notice."""

from collections import defaultdict
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from wraparound.delivery.directory.freshness import stale_on, upkeep_terms
from wraparound.delivery.directory.models import Listing
from wraparound.delivery.upkeep import queries
from wraparound.delivery.upkeep.models import Reminder
from wraparound.foundation.agencies.models import Team
from wraparound.foundation.notifications.services import notify


@transaction.atomic
def remind(*, now: datetime) -> int:
    """Tell each owner team whose entries go stale within as many days as the area says, or did.

    Return how many teams were told. A reminder is given once for a day and a distance to it: run twice, it
    tells nobody twice. An entry that nobody ever confirmed is told of once.
    """
    today = timezone.localdate(now)
    terms = upkeep_terms(on=today)
    owned = Listing.objects.filter(owner__isnull=False).exclude(status=Listing.Status.DEFUNCT)
    rows = list(owned.select_related("owner").prefetch_related("terms"))
    told = queries.told_of(row.pk for row in rows)
    first: dict[Team, list[date]] = defaultdict(list)
    for row in rows:
        due = stale_on(row, terms) or date.min
        days = [each for each in (*terms.remind_days, 0) if due == date.min or due - timedelta(each) <= today]
        new = [each for each in days if (row.pk, due, each) not in told]
        for each in new:
            Reminder.objects.get_or_create(
                listing=row, due_on=due, days_before=each, defaults={"told_at": now}
            )  # fmt: skip
        if new and row.owner:
            first[row.owner].append(max(due, today))
    for team, dues in first.items():
        notify(to=team, kind="entry.stale", words=_words(dues, today), now=now, route="upkeep:entries")
    return len(first)


def _words(dues: list[date], today: date) -> str:
    count, due = len(dues), min(dues)
    what = "1 entry of the directory" if count == 1 else f"{count} entries of the directory"
    if due <= today:
        return f"Please confirm {what} that your team keeps: families see that nobody has, for long."
    return f"Please confirm {what} that your team keeps, the first by {due:%-d %B %Y}."
