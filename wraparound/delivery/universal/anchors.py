"""The days that items are counted from, for many children at once: what most agencies say of each birth.

`children.rules.birth_in_use` says it of one child; a test holds the two to each other.
"""

from datetime import timedelta
from typing import Any

from django.db.models import Count, DateField, Max, OuterRef, Q, QuerySet, Subquery

from wraparound.delivery.universal.models import Arrival
from wraparound.delivery.universal.schedule import EARLIEST, LATEST, From, Item, Stretch
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


EVER = Stretch(EARLIEST, LATEST)
ByDay = Any
"""A `QuerySet[Child]` of which each child has its `day`."""


def with_day(children: QuerySet[Child], item: Item, team_id: int, stretch: Stretch = EVER) -> ByDay:
    """Add the `day` that an item is counted from to each child for whom that lies in a stretch.

    Whoever is expected is born of no source; whoever arrived came into the team's population new here. The
    database works the day out once for each child: `BETWEEN` asks for it once.
    """
    said = _said()
    births = _most_said(said.filter(date__isnull=False), "date")
    first, last = stretch.after + timedelta(days=1), stretch.last
    if item.counted_from == From.ARRIVAL:
        arrivals = Arrival.objects.filter(child=OuterRef("pk"), team=team_id, kind=Arrival.Kind.NEW)
        if item.born_from:
            children = children.annotate(born=births).filter(born__gte=item.born_from)
        days = Subquery(arrivals.order_by("-arrived_on").values("arrived_on")[:1])
        return children.annotate(day=days).filter(day__range=(first, last))
    first = max(first, item.born_from or first)
    if item.counted_from == From.EXPECTED:
        children = children.exclude(pk__in=_born())
        births = _most_said(said.filter(expected_date__isnull=False), "expected_date")
    return children.annotate(day=births).filter(day__range=(first, last))


def _born() -> QuerySet[Birth, int]:
    born = Birth.objects.filter(Q(date__isnull=False) | Q(year__isnull=False), superseded_at__isnull=True)
    return born.values_list("source__child", flat=True)
