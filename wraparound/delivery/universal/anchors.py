"""The days that items are counted from, for many children at once: what most agencies say of each birth.

`children.rules.birth_in_use` says it of one child; a test holds the two to each other.
"""

from datetime import timedelta
from typing import Any

from django.db.models import Count, DateField, Exists, Max, OuterRef, Q, QuerySet, Subquery

from wraparound.delivery.universal.models import Arrival
from wraparound.delivery.universal.schedule import EARLIEST, From, Item, Stretch
from wraparound.outcomes.children.models import Birth, Child


def _said() -> QuerySet[Birth]:
    return Birth.objects.filter(source__child=OuterRef("pk"), superseded_at__isnull=True)


def _most_said(births: QuerySet[Birth], field: str) -> Subquery:
    most = (
        births.order_by()
        .values(field)
        .annotate(agencies=Count("source__agency", distinct=True), newest=Max("said_at"), last=Max("pk"))
    )
    ranked = most.order_by("-agencies", "-newest", "-last").values(field)[:1]
    return Subquery(ranked, output_field=DateField())


ByDay = Any
"""A `QuerySet[Child]` of which each child has its `day`."""


def with_day(children: QuerySet[Child], item: Item, team_id: int) -> ByDay:
    """Add to each child the `day` that an item is counted from, without those whom it does not apply to.

    Whoever is expected is born of no source; whoever arrived came into the team's population new here.
    """
    said = _said()
    births = _most_said(said.filter(date__isnull=False), "date")
    born_from = item.born_from or EARLIEST + timedelta(days=1)
    if item.counted_from == From.EXPECTED:
        born = Q(Exists(said.filter(Q(date__isnull=False) | Q(year__isnull=False))))
        days = _most_said(said.filter(expected_date__isnull=False), "expected_date")
        return children.filter(~born).annotate(day=days).filter(day__gte=born_from)
    if item.counted_from == From.ARRIVAL:
        arrivals = Arrival.objects.filter(child=OuterRef("pk"), team=team_id, kind=Arrival.Kind.NEW)
        latest = Subquery(arrivals.order_by("-arrived_on").values("arrived_on")[:1])
        if item.born_from:
            children = children.annotate(born=births).filter(born__gte=born_from)
        return children.annotate(day=latest).filter(day__isnull=False)
    return children.annotate(day=births).filter(day__gte=born_from)


def within(children: ByDay, stretch: Stretch) -> ByDay:
    """Keep the children whose `day` lies in a stretch."""
    return children.filter(day__gt=stretch.after, day__lte=stretch.last)
