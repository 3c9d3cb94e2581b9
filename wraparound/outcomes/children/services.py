"""Writing what sources say of children, many at a time. A fact supersedes only one of its own source."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from wraparound.outcomes.children import bulk
from wraparound.outcomes.children.models import (
    Address,
    Birth,
    Carer,
    Fact,
    Identifier,
    Involvement,
    Language,
    Name,
    Setting,
    Telephone,
)

Content = tuple[object, ...]
"""The values of one fact, in the order of `CONTENT`."""
Facts = Mapping[str, Sequence[Content]]
"""What one source says of one child: kind of fact to contents."""

KINDS: dict[str, type[Fact]] = {
    "name": Name, "birth": Birth, "address": Address, "telephone": Telephone, "identifier": Identifier,
    "carer": Carer, "language": Language, "setting": Setting, "involvement": Involvement,
}  # fmt: skip
"""The kinds of fact that a list can say; the others are said by people alone."""

CONTENT: dict[str, tuple[str, ...]] = {
    "name": ("kind", "given_names", "family_name"),
    "birth": ("date", "year", "status", "expected_date", "sex", "died_on"),
    "address": ("kind", "lines", "postcode", "household"),
    "telephone": ("number",),
    "identifier": ("scheme", "value", "passes_check"),
    "carer": ("given_names", "family_name", "relation", "telephone"),
    "language": ("first_language", "interpreter"),
    "setting": ("kind", "agency_id", "as_written"),
    "involvement": (
        "team_id", "as_written", "is_sensitive", "ground", "worker", "worker_telephone", "worker_post_id",
        "involved_from", "involved_until",
    ),
}  # fmt: skip
"""What makes two facts of a kind the same fact."""

UNSAID: dict[str, tuple[str, ...]] = {
    "address": ("lived_from", "lived_until"), "carer": ("has_responsibility",),
}  # fmt: skip
"""Columns that a list never says; they stay empty."""


@dataclass(frozen=True)
class Change:
    """How what a source says differs from what it said before, kind by kind."""

    source_id: int
    gone: dict[str, list[int]]
    """Keys of facts that it says no longer."""
    come: dict[str, list[Content]]
    """Contents that it did not say before."""
    was: dict[str, list[Content]]
    """Contents of the facts that are gone."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not self.gone and not self.come


def write_facts(said: Iterable[tuple[int, Facts]], *, said_at: datetime, load_id: int | None) -> None:
    """Write what sources say for the first time: pairs of a source's key and its facts."""
    rows: dict[str, list[Content]] = defaultdict(list)
    for source_id, facts in said:
        for kind, contents in facts.items():
            empty = (None,) * len(UNSAID.get(kind, ()))
            rows[kind].extend((source_id, said_at, load_id, *content, *empty) for content in contents)
    for kind, contents in rows.items():
        fields = ("source", "said_at", "load_id", *CONTENT[kind], *UNSAID.get(kind, ()))
        bulk.insert(KINDS[kind], fields, contents)


def changes(said: Mapping[int, Facts]) -> list[Change]:
    """Compare what sources say now with what stands of theirs; return a change for each, perhaps empty."""
    standing: dict[int, dict[str, dict[Content, int]]] = {source: defaultdict(dict) for source in said}
    for kind, model in KINDS.items():
        facts = model._default_manager.filter(source__in=list(said), superseded_at__isnull=True)
        for pk, source_id, *content in facts.values_list("pk", "source_id", *CONTENT[kind]):
            standing[source_id][kind][tuple(content)] = pk
    return [_change(source, facts, standing[source]) for source, facts in said.items()]


def write_changes(found: Sequence[Change], *, said_at: datetime, load_id: int | None) -> None:
    """Supersede the facts that are gone and write those that have come."""
    gone: dict[str, list[int]] = defaultdict(list)
    for change in found:
        for kind, keys in change.gone.items():
            gone[kind].extend(keys)
    for kind, keys in gone.items():
        KINDS[kind]._default_manager.filter(pk__in=keys).update(superseded_at=said_at)
    write_facts(((change.source_id, change.come) for change in found), said_at=said_at, load_id=load_id)


def _change(source: int, facts: Facts, standing: Mapping[str, Mapping[Content, int]]) -> Change:
    gone: dict[str, list[int]] = {}
    come: dict[str, list[Content]] = {}
    was: dict[str, list[Content]] = {}
    for kind in KINDS:
        now, before = dict.fromkeys(facts.get(kind, ())), standing.get(kind, {})
        if new := [content for content in now if content not in before]:
            come[kind] = new
        if lost := [content for content in before if content not in now]:
            gone[kind] = [before[content] for content in lost]
            was[kind] = lost
    return Change(source, gone, come, was)
