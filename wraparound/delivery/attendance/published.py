"""What everybody may read of attendance: counts by school, small numbers hidden and what would tell them."""

from datetime import date, datetime
from typing import Any

from django.db.models import F, Sum
from django.utils import timezone

from wraparound.delivery.attendance.models import Attendance
from wraparound.delivery.attendance.queries import terms
from wraparound.delivery.attendance.rules import school_year, year_words
from wraparound.foundation.figures.rules import Shown, table
from wraparound.outcomes.access.queries import live_shields
from wraparound.outcomes.children.models import Child

ENOUGH, PERSISTENT = "Attends enough", "Persistently absent"


def absence_by_school(*, now: datetime) -> Shown | None:
    """Return how many pupils of each school are persistently absent since September; None before any is sent.

    A pupil counts at each school that said something of the child. Shielded children are in no count.
    """
    today = timezone.localdate(now)
    counts: dict[str, dict[str, int]] = {}
    for school, is_below in _pupils(today, now):
        row = counts.setdefault(school, {ENOUGH: 0, PERSISTENT: 0})
        row[PERSISTENT if is_below else ENOUGH] += 1
    if not counts:
        return None
    title = f"Pupils since September, school year {year_words(school_year(today))}"
    return table(
        dict(sorted(counts.items())), title=title, heading="School", total="All schools", across="All pupils"
    )


def _pupils(today: date, now: datetime) -> list[tuple[str, bool]]:
    percent = terms(on=today).persistent_on(today)
    said = Attendance.objects.filter(
        superseded_at__isnull=True, first__gte=school_year(today), source__child__state=Child.State.LIVE
    ).exclude(source__child__in=live_shields(now).values("child_id"))
    sums = said.values("school", "source__child", name=F("school__name"), code=F("school__code")).annotate(
        of=Sum("possible"), there=Sum("attended")
    )
    names: dict[str, str] = {}
    found = []
    for row in sums.order_by("name", "school", "source__child"):
        name = row["name"] if names.setdefault(row["name"], row["code"]) == row["code"] else _also(row)
        found.append((name, 100 * (row["of"] - row["there"]) >= percent * row["of"]))
    return found


def _also(row: Any) -> str:
    """Return how a school is told from another of the same name."""
    return f"{row['name']} ({row['code']})"
