"""Closing a service's work with a child: whoever did it last has some days to finish."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from wraparound.foundation.agencies.models import Holder
from wraparound.outcomes.access.categories import Category
from wraparound.outcomes.access.models import Basis, Grant
from wraparound.outcomes.access.services import NewGrant, write_grants
from wraparound.outcomes.openings.rules import finishing_ends


def begin_finishing(*, ended: Sequence[int], closed: frozenset[date], now: datetime) -> list[Grant]:
    """Leave the last workers of closed work 10 working days: their service's own records and notes.

    `ended` are the keys of grants that have just ended; those of posts by an involvement count. Where the
    service still works with the child, its worker only changed and nobody finishes; another provider that
    took work over and reads the service's records does not work for it. `closed` are the area's days without
    offices. Call it in the transaction of the closing, which puts it on record.
    """
    if not ended:
        return []
    grants = Grant.objects.annotate(works=F("categories").bitand(int(Category.INVOLVEMENT)))
    of_service = grants.filter(child=OuterRef("child"), service=OuterRef("service"), until__gt=now)
    with_records = of_service.filter(basis=Basis.INVOLVEMENT)
    last = grants.filter(
        Q(works__gt=0) | ~Exists(with_records),
        ~Exists(with_records.filter(works__gt=0)),
        ~Exists(of_service.filter(basis=Basis.FINISHING, holder=OuterRef("holder"))),
        pk__in=ended, basis=Basis.INVOLVEMENT, service__isnull=False, holder__kind=Holder.Kind.POST,
    )  # fmt: skip
    until = finishing_ends(timezone.localdate(now), closed=closed)
    new = [
        NewGrant(
            holder_id=holder, child_id=child, basis=Basis.FINISHING, source_kind="closing", source_id=pk,
            service_id=service, until=until,
        )
        for pk, holder, child, service in last.values_list("pk", "holder_id", "child_id", "service_id")
    ]  # fmt: skip
    return write_grants(new, now=now)
