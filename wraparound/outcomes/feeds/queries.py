"""Reading loads: the history, how far one is, its receipt, and what it says in words."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from wraparound.foundation.accounts.queries import actor_of, actor_of_token
from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.agencies.models import Agency
from wraparound.outcomes.feeds.models import Chunk, Load
from wraparound.outcomes.feeds.rules import Outcome, is_unusual, say, usual
from wraparound.outcomes.feeds.writing import receipts

MOST_WRONG = 50
"""Kinds of mistakes that the page shows; the receipt has all."""
PAST = 10
"""Loads of the same agency by which the usual is known."""


def loads() -> QuerySet[Load]:
    """Return the loads, the latest first."""
    return Load.objects.select_related("agency", "sent_by").order_by("-started_at", "-pk")


def loads_of(actor: Actor) -> QuerySet[Load]:
    """Return the loads of the actor's own agency, which is all that its system may know of."""
    return loads().filter(agency=actor.agency_id)


def load_of(actor: Actor, public_id: UUID) -> Load | None:
    """Return one load of the actor's own agency; None for another's as for none."""
    return loads_of(actor).filter(public_id=public_id).first()


def sender_of(load: Load, *, now: datetime) -> Actor | None:
    """Return who sent a load, as they are now, or None for one that the command line took."""
    if load.sent_by:
        return actor_of(load.sent_by, now=now)
    return actor_of_token(load.sent_by_system, now=now) if load.sent_by_system else None


def counts_of(load: Load) -> dict[str, int]:
    """Return how many rows had each outcome, as the receipt tells them."""
    return counts_of_each([load])[load.pk]


def counts_of_each(loads: Iterable[Load]) -> dict[int, dict[str, int]]:
    """Return the same for several loads, by their keys, in one statement."""
    counted: dict[int, Counter[str]] = {load.pk: Counter() for load in loads}
    done = Chunk.objects.filter(load__in=counted, done_at__isnull=False, is_endings=False)
    for load_id, counts in done.values_list("load_id", "counts"):
        counted[load_id].update(counts.get("rows", {}))
    return {pk: {outcome: counts[outcome] for outcome in Outcome} for pk, counts in counted.items()}


def lines_of(load: Load) -> list[receipts.Line]:
    """Return the receipt's lines in the order of the file."""
    packed = Chunk.objects.filter(load=load, is_endings=False).values_list("receipt", flat=True)
    return sorted((line for part in packed for line in receipts.unpack(part)), key=lambda line: line[0])


def receipt_of(load: Load) -> Iterator[str]:
    """Yield the receipt as CSV."""
    return receipts.as_csv(lines_of(load))


def rows_done(load: Load) -> int:
    """Return how many rows of a load that is under way are written, or rehearsed."""
    return sum(counts_of(load).values())


@dataclass(frozen=True)
class Wrong:
    """Something that was wrong in some rows of a list."""

    field: str
    what: str
    way_out: str
    rows: int
    first: int


def what_was_wrong(load: Load) -> list[Wrong]:
    """Return what was wrong in a list, the most frequent first; words about one value are counted alike."""
    found: dict[tuple[str, str], list[tuple[int, str, str]]] = {}
    for number, _, _, problems in lines_of(load):
        for field, what, way_out in problems:
            alike = re.sub(r"“[^”]*”|\d[\d-]*", "…", what)
            found.setdefault((field, alike), []).append((number, what, way_out))
    wrong = [
        Wrong(field, rows[0][1], rows[0][2], len(rows), rows[0][0]) for (field, _), rows in found.items()
    ]
    return sorted(wrong, key=lambda line: (-line.rows, line.first))[:MOST_WRONG]


def senders(*, now: datetime) -> QuerySet[Agency]:
    """Return the agencies whose list may be sent: those that stand."""
    today = timezone.localdate(now)
    return Agency.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=today), valid_from__lte=today
    ).order_by("name")


def past_figures(load: Load) -> list[dict[str, int]]:
    """Return the figures of the loads that the agency sent before, the latest first."""
    done = Load.objects.filter(
        agency=load.agency, state=Load.State.DONE, is_dry_run=False, started_at__lt=load.started_at
    )
    return list(done.order_by("-started_at").values_list("figures", flat=True)[:PAST])


def summary_of(load: Load) -> list[str]:
    """Return in words what a load did, or would do."""
    if load.is_dry_run:
        return rehearsed(load)
    if load.state == Load.State.HELD:
        return [f"{load.rows:,} rows were read and wait for your word: nothing is written yet"]
    counts = counts_of(load)
    lines = [f"{load.rows:,} rows: " + ", ".join(f"{count:,} {outcome}" for outcome, count in counts.items())]
    if load.endings and load.state == Load.State.DONE:
        lines.append(f"{load.endings:,} records were not in the list and ended")
    return lines


def rehearsed(load: Load) -> list[str]:
    """Return in words what a dry run found; what is far from usual comes first and says so."""
    past = past_figures(load)
    lines = []
    for figure, count in load.figures.items():
        if not count:
            continue
        habit = usual(past, figure)
        unusual = is_unusual(count, habit, load.rows)
        lines.append((not unusual, ("UNUSUAL: " if unusual else "") + say(figure, count, habit)))
    return [line for _, line in sorted(lines, key=lambda pair: pair[0])]
