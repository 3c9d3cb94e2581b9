"""Filing children again after something about them changed: facts, shields, merges."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from wraparound.outcomes.access.models import Adoption
from wraparound.outcomes.access.queries import live_shields
from wraparound.outcomes.children.models import Child, SourceRecord
from wraparound.outcomes.children.services import CONTENT, KINDS

from .engine.entry import SHIELDED, Entry
from .filing import entry_of
from .services import put, remove

FILED = ("name", "birth", "address", "telephone", "identifier", "carer")
"""The kinds of fact by which a child is found."""


def refile(child_ids: Iterable[int], *, now: datetime) -> None:
    """Make the index hold what stands of these children now; one that is not live is taken out.

    Call it in the transaction of the change.
    """
    ids = list(dict.fromkeys(child_ids))
    entries = entries_of(ids, now=now)
    put(entries)
    filed = {entry.child for entry in entries}
    remove([child for child in ids if child not in filed])


def entries_of(child_ids: Iterable[int], *, now: datetime) -> list[Entry]:
    """Return the entries of the live ones among some children, from all that their sources say."""
    live = Child.objects.filter(pk__in=list(child_ids), state=Child.State.LIVE)
    children = list(live.values_list("pk", flat=True))
    sources = SourceRecord.objects.filter(child__in=children).order_by("pk")
    said: dict[int, dict[str, list[tuple[Any, ...]]]] = {}
    of: dict[int, list[tuple[str, dict[str, list[tuple[Any, ...]]]]]] = defaultdict(list)
    for pk, number, child in sources.values_list("pk", "source_id", "child_id"):
        said[pk] = defaultdict(list)
        of[child].append((number, said[pk]))
    for kind in FILED:
        facts = KINDS[kind]._default_manager.filter(source__in=list(said), superseded_at__isnull=True)
        for source, *content in facts.order_by("pk").values_list("source_id", *CONTENT[kind]):
            said[source][kind].append(tuple(content))
    hidden = _hidden(children, now)
    return [entry_of(child, of[child], SHIELDED if child in hidden else None) for child in children]


def _hidden(child_ids: list[int], now: datetime) -> set[int]:
    """Return which children only those named on their shield, or the adoption team, may find."""
    shielded = live_shields(now).filter(child__in=child_ids).values_list("child_id", flat=True)
    adopted = Adoption.objects.filter(before__in=child_ids, placed_at__lte=now).values_list(
        "before_id", flat=True
    )
    return {*shielded, *adopted}
