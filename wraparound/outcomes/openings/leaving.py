"""A child leaves a roll: the old school reads its own until the next one says that it has the child.

That is 15 school days at most (access.md section 1); from the last of them a child whom no school has claimed
stands in the queue of children missing from view.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from wraparound.foundation.agencies.models import Service
from wraparound.foundation.area.queries import days_without_school
from wraparound.foundation.area.rules import add_working_days
from wraparound.outcomes.access.models import LEFT, Basis, Grant
from wraparound.outcomes.children.models import SourceRecord
from wraparound.outcomes.openings.rules import start_of

SCHOOL_DAYS = 15
ARRIVED = "another school has the child"


def keep_for_a_while(*, ended: Sequence[int], now: datetime) -> set[int]:
    """Let the grants of schools whose roll the child has left run on; return the keys of those that do.

    `ended` are grants that are about to end. One ends at once where the same school has the child by another
    list, or where another school's own list has the child already.
    """
    if not ended:
        return set()
    others = Grant.objects.filter(
        child=OuterRef("child"), basis=Basis.POPULATION, until__gt=now, ended_because=""
    )
    own_list = SourceRecord.objects.filter(pk=OuterRef("source_id"), agency=OuterRef("service__agency"))
    leaving = of_rolls().filter(
        ~Exists(others.filter(holder=OuterRef("holder")).exclude(pk__in=ended)),
        ~Exists(
            others.filter(Exists(own_list), service__population=Service.Population.ROLL)
            .exclude(holder=OuterRef("holder"))
            .exclude(pk__in=ended)
        ),
        pk__in=ended, until__gt=now,
    )  # fmt: skip
    keys = set(leaving.values_list("pk", flat=True))
    until = start_of(last_school_day(timezone.localdate(now)) + timedelta(days=1))
    Grant.objects.filter(pk__in=keys).update(until=until, ended_because=LEFT)
    return keys


def last_school_day(left: date) -> date:
    """Return the 15th school day after a child left."""
    return add_working_days(left, SCHOOL_DAYS, closed=days_without_school(on=left))


def end_leaving(*, child_ids: Iterable[int], now: datetime) -> int:
    """End what the schools that the children left still read: a school has them. Return how many ended."""
    left = leaving().filter(child__in=list(child_ids))
    return left.filter(until__gt=now).update(until=now, ended_because=ARRIVED) + left.update(
        ended_because=ARRIVED
    )


def leaving() -> QuerySet[Grant]:
    """Return the grants of schools whose roll a child has left and whom no school has claimed since."""
    return of_rolls().filter(ended_because=LEFT)


def of_rolls() -> QuerySet[Grant]:
    """Return the grants that a school has for being on its roll."""
    return Grant.objects.filter(basis=Basis.POPULATION, service__population=Service.Population.ROLL)
