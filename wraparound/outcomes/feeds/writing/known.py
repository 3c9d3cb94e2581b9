"""Writing what a known record says differently: its own earlier facts are superseded, nobody else's."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db.models import F

from wraparound.outcomes.children.models import Child, SourceRecord
from wraparound.outcomes.children.services import Change, changes, write_changes
from wraparound.outcomes.feeds.rules import Outcome
from wraparound.outcomes.feeds.writing import events, grants
from wraparound.outcomes.feeds.writing.prepare import Prepared
from wraparound.outcomes.finding.refiling import refile
from wraparound.outcomes.journey.services import add_events

if TYPE_CHECKING:
    from wraparound.outcomes.feeds.writing.chunk import Run


def write(run: "Run", changed: Sequence[Prepared], figures: Counter[str]) -> dict[str, Outcome]:
    """Write what known records say now; return what became of each."""
    if not changed:
        return {}
    by_source = {run.known[p.record.source_id].pk: p for p in changed}
    children = dict(SourceRecord.objects.filter(pk__in=by_source).values_list("pk", "child_id"))
    found = changes({source: p.record.facts for source, p in by_source.items()})
    write_changes(found, said_at=run.said_at, load_id=run.load.pk)
    for source, p in by_source.items():
        SourceRecord.objects.filter(pk=source).update(
            digest=p.record.digest, last_said_at=run.said_at, ended_at=None
        )
    Child.objects.filter(pk__in=set(children.values())).update(version=F("version") + 1)
    grants.change(
        [
            (source, children[source], grants.due(p.record.facts, run.holders, run.today))
            for source, p in by_source.items()
        ],
        now=run.said_at,
    )
    _tell(run, found, children)
    refile(set(children.values()), now=run.said_at)
    figures.update(figures_of(found))
    return {p.record.source_id: Outcome.MATCHED for p in changed}


def figures_of(found: Sequence[Change]) -> Counter[str]:
    """Count the records in which each kind of fact differs from before."""
    return Counter(kind for change in found for kind in change.come.keys() | change.gone.keys())


def _tell(run: "Run", found: Sequence[Change], children: dict[int, int]) -> None:
    add_events(
        (
            event for change in found
            for event in events.of_change(
                children[change.source_id], change.come, change.was, run.agency, run.holders, run.today
            )
        ),
        now=run.said_at,
    )  # fmt: skip
