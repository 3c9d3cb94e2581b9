"""Writing what a known record says differently: its own earlier facts are superseded, nobody else's."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from django.db.models import F

from wraparound.outcomes.children.models import Child, Identifier, SourceRecord
from wraparound.outcomes.children.services import Change, Content, Facts, changes, write_changes
from wraparound.outcomes.feeds.reading.layout import Problem
from wraparound.outcomes.feeds.rules import Outcome
from wraparound.outcomes.feeds.writing import events, grants, pairs
from wraparound.outcomes.feeds.writing.prepare import Prepared
from wraparound.outcomes.finding.engine.sounds import sound
from wraparound.outcomes.finding.engine.words import name_words
from wraparound.outcomes.finding.refiling import refile
from wraparound.outcomes.journey.services import add_events

if TYPE_CHECKING:
    from wraparound.outcomes.feeds.writing.chunk import Run


def write(run: "Run", changed: Sequence[Prepared], figures: Counter[str]) -> dict[str, Outcome]:
    """Write what known records say now; return what became of each.

    A number that now tells of somebody else is refused: the facts of one child are never put on another.
    """
    if not changed:
        return {}
    by_source = {run.known[p.record.source_id].pk: p for p in changed}
    found, strangers = without_strangers(
        by_source, changes({source: p.record.facts for source, p in by_source.items()})
    )
    for source in strangers:
        del by_source[source]
    children = dict(SourceRecord.objects.filter(pk__in=by_source).values_list("pk", "child_id"))
    write_changes(found, said_at=run.said_at, load_id=run.load.pk)
    SourceRecord.objects.bulk_update(
        [SourceRecord(pk=source, digest=p.record.digest, last_said_at=run.said_at, ended_at=None)
         for source, p in by_source.items()],
        ["digest", "last_said_at", "ended_at"],
    )  # fmt: skip
    Child.objects.filter(pk__in=set(children.values())).update(version=F("version") + 1)
    dues = [
        (s, children[s], grants.due(p.record.facts, run.holders, run.today)) for s, p in by_source.items()
    ]
    grants.change(dues, closed=run.holders.closed, now=run.said_at)
    grants.arrived(children.values(), run.holders, now=run.said_at)
    _tell(run, found, children)
    refile(set(children.values()), now=run.said_at)
    pairs.put(run, list(_questions(found, children)))
    figures.update(figures_of(found))
    return {p.record.source_id: Outcome.MATCHED for p in by_source.values()}


def without_strangers(
    by_source: Mapping[int, Prepared], found: Iterable[Change]
) -> tuple[list[Change], list[int]]:
    """Return the changes of records that still tell of the same child, and the keys of the others.

    The rows of the others are marked as refused.
    """
    kept: list[Change] = []
    strangers: list[int] = []
    for change in found:
        record = by_source[change.source_id].record
        if not is_another_child(change, record.facts):
            kept.append(change)
            continue
        strangers.append(change.source_id)
        for row in record.rows:
            row.is_refused, row.problems = True, [ANOTHER]
    return kept, strangers


ANOTHER = Problem(
    "source_id", "Until now it told of another child: name and birth date both differ.",
    "Give another child a number of its own. To correct name and date of one child, send two lists.",
)  # fmt: skip


def is_another_child(change: Change, facts: Facts) -> bool:
    """Say whether it tells of somebody else: no name word heard before, another date, no number kept."""
    before, now = (_days(content) for content in (change.was.get("birth", ()), change.come.get("birth", ())))
    if not before or not now or before & now or "name" not in change.was:
        return False
    standing = [
        content for content in facts.get("identifier", ()) if content not in change.come.get("identifier", ())
    ]
    kept = [content for content in facts.get("name", ()) if content not in change.come.get("name", ())]
    return not standing and not kept and not _heard(change.was["name"]) & _heard(facts.get("name", ()))


def _days(births: Iterable[Content]) -> set[object]:
    return {birth[0] for birth in births if birth[0]}


def _heard(names: Iterable[Content]) -> set[str]:
    return {sound(word) for _, given, family in names for word in name_words(f"{given} {family}")}


def _questions(found: Sequence[Change], children: Mapping[int, int]) -> Iterator[pairs.Question]:
    """Yield a question for each number that a record now shares with another child."""
    come = [
        (change.source_id, scheme, value)
        for change in found
        for scheme, value, _ in change.come.get("identifier", ())
    ]
    values = [str(value) for _, _, value in come]
    same = Identifier.objects.filter(
        value__in=values, superseded_at__isnull=True, source__child__state=Child.State.LIVE
    )
    holders: dict[tuple[str, str], set[int]] = defaultdict(set)
    for held_scheme, held_value, child in same.values_list("scheme", "value", "source__child"):
        holders[held_scheme, held_value].add(child)
    for source, scheme, value in come:
        for other in sorted(holders[str(scheme), str(value)] - {children[source]}):
            why = ["Same NHS number." if scheme == "nhs" else "Same pupil number."]
            yield pairs.Question(source, children[source], other, "same_number", None, why)


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
