"""What a complete list leaves out has ended: the record, its services and what they let people see."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from wraparound.outcomes.access.rules import Category
from wraparound.outcomes.children.models import Child, SourceRecord
from wraparound.outcomes.children.rules import BY_HAND
from wraparound.outcomes.children.services import CONTENT, KINDS, Change, write_changes
from wraparound.outcomes.feeds.writing import grants
from wraparound.outcomes.feeds.writing.chunk import Run, finish, take
from wraparound.outcomes.feeds.writing.prepare import ROWS
from wraparound.outcomes.finding.refiling import refile
from wraparound.outcomes.journey.services import NewEvent, add_events


def gone(run: Run, sent: set[str]) -> list[int]:
    """Return the keys of the agency's standing records that a complete list leaves out, in order.

    What an agency keeps here alone is on no list of its system, so a list does not end it.
    """
    return sorted(
        known.pk
        for number, known in run.known.items()
        if number not in sent and not known.has_ended and not number.startswith(BY_HAND)
    )


def parts_of(keys: list[int]) -> Iterator[list[int]]:
    """Yield the keys in parts of the size of a chunk."""
    for at in range(0, len(keys), ROWS):
        yield keys[at : at + ROWS]


@transaction.atomic
def write_endings(run: Run, number: int, keys: list[int], *, now: datetime) -> None:
    """End some records unless that is done. Nothing is deleted."""
    chunk = take(run, number)
    if chunk is None:
        return
    ending = SourceRecord.objects.filter(pk__in=keys, ended_at__isnull=True)
    children = dict(ending.values_list("pk", "child_id"))
    ending.update(ended_at=run.said_at)
    _end_services(run, list(children))
    grants.end(list(children), closed=run.holders.closed, now=run.said_at)
    Child.objects.filter(pk__in=set(children.values())).update(version=F("version") + 1)
    line = f"No longer on the list of {run.agency.name}."
    add_events(
        (NewEvent(child, run.today, "feed.ended", line, Category.WHEREABOUTS, True, run.agency.pk)
         for child in children.values()),
        now=run.said_at,
    )  # fmt: skip
    refile(set(children.values()), now=run.said_at)
    finish(run, chunk, [], Counter(endings=len(children)), now=now)


def _end_services(run: Run, sources: list[int]) -> None:
    """Supersede each service that still ran by one that ended on the day of the list."""
    fields = CONTENT["involvement"]
    running = KINDS["involvement"]._default_manager.filter(
        Q(involved_until__isnull=True) | Q(involved_until__gt=run.today),
        source__in=sources, superseded_at__isnull=True,
    )  # fmt: skip
    found = []
    for pk, source, *content in running.values_list("pk", "source_id", *fields):
        first = content[fields.index("involved_from")]
        content[fields.index("involved_until")] = max(first, run.today) if first else run.today
        found.append(Change(source, {"involvement": [pk]}, {"involvement": [tuple(content)]}, {}))
    write_changes(found, said_at=run.said_at, load_id=run.load.pk)
