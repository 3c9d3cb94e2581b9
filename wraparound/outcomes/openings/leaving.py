"""A child leaves a roll or a list: the old school or practice reads its own until the next one has the child.

That is 15 school days at most (access.md section 1); from the last of them a child whom no school has claimed
stands in the queue of children missing from view.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from wraparound.foundation.agencies.models import Service
from wraparound.foundation.area.queries import days_without_school
from wraparound.foundation.area.rules import add_working_days
from wraparound.outcomes.access.models import LEFT, Basis, Grant
from wraparound.outcomes.children.models import SourceRecord
from wraparound.outcomes.openings.rules import start_of

SCHOOL_DAYS = 15
LEFT_A_LIST = "left the list; no other service of the kind has said so yet"
LEAVING = (LEFT, LEFT_A_LIST)
"""Why a grant will end whose roll or list the child has left. What ends otherwise says otherwise."""
ARRIVED, TAKEN_UP = "another school has the child", "another service of the kind has the child"


def keep_for_a_while(*, ended: Sequence[int], now: datetime) -> set[int]:
    """Let the grants of services whose roll or list the child has left run on; return the keys of those.

    `ended` are grants that are about to end. One ends at once where the same team has the child by another
    list, or where the own list of the next one has the child already: of any school for a roll, of a service
    of the same kind for a list.
    """
    if not ended:
        return set()
    others = Grant.objects.filter(
        child=OuterRef("child"), basis=Basis.POPULATION, until__gt=now, ended_because=""
    )
    others = others.exclude(pk__in=ended)
    kept: set[int] = set()
    until = start_of(last_school_day(timezone.localdate(now)) + timedelta(days=1))
    for grants, because in ((of_rolls(), LEFT), (of_lists(), LEFT_A_LIST)):
        leaving = grants.filter(
            ~Exists(others.filter(holder=OuterRef("holder"))), ~Exists(_next_ones(others)), pk__in=ended,
            until__gt=now,
        )  # fmt: skip
        keys = set(leaving.values_list("pk", flat=True))
        Grant.objects.filter(pk__in=keys).update(until=until, ended_because=because)
        kept |= keys
    return kept


def _next_ones(others: QuerySet[Grant]) -> QuerySet[Grant]:
    """Return, for an outer query of grants, those among others by which the next school or service has it."""
    own_list = SourceRecord.objects.filter(pk=OuterRef("source_id"), agency=OuterRef("service__agency"))
    alike = Q(service__population=Service.Population.ROLL) | Q(service__kind=OuterRef("service__kind"))
    return others.filter(
        alike, Exists(own_list), service__population=OuterRef("service__population")
    ).exclude(holder=OuterRef("holder"))


def last_school_day(left: date) -> date:
    """Return the 15th school day after a child left."""
    return add_working_days(left, SCHOOL_DAYS, closed=days_without_school(on=left))


def end_leaving(*, child_ids: Iterable[int], now: datetime) -> int:
    """End what the schools that the children left still read: a school has them. Return how many ended."""
    left = leaving().filter(child__in=list(child_ids))
    return left.filter(until__gt=now).update(until=now, ended_because=ARRIVED) + left.update(
        ended_because=ARRIVED
    )


def end_leaving_of_lists(*, child_ids: Iterable[int], now: datetime) -> int:
    """End what services still read whose list the children left and whom the next one's own list has."""
    standing = Grant.objects.filter(
        child=OuterRef("child"), basis=Basis.POPULATION, starts_at__lte=now, until__gt=now, ended_because=""
    )
    left = of_lists().filter(
        Exists(_next_ones(standing)), child__in=list(child_ids), ended_because=LEFT_A_LIST, until__gt=now
    )
    keys = list(left.values_list("pk", flat=True))
    return Grant.objects.filter(pk__in=keys).update(until=now, ended_because=TAKEN_UP)


def leaving() -> QuerySet[Grant]:
    """Return the grants of schools whose roll a child has left and whom no school has claimed since."""
    return of_rolls().filter(ended_because=LEFT)


def of_rolls() -> QuerySet[Grant]:
    """Return the grants that a school has for being on its roll."""
    return Grant.objects.filter(basis=Basis.POPULATION, service__population=Service.Population.ROLL)


def of_lists() -> QuerySet[Grant]:
    """Return the grants that a universal service has for being on its list, such as a practice's."""
    return Grant.objects.filter(basis=Basis.POPULATION, service__population=Service.Population.LIST)
