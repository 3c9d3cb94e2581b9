"""Filing children again after something about them changed: facts, shields, merges."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from wraparound.outcomes.access.models import Adoption, Shield
from wraparound.outcomes.access.queries import hidden_by_any_siblings_shield, live_shields
from wraparound.outcomes.children import bulk
from wraparound.outcomes.children.models import Address, Child, SourceRecord, Telephone
from wraparound.outcomes.children.queries import children_sharing_a_home
from wraparound.outcomes.children.services import CONTENT, KINDS

from .engine.entry import SHIELDED, Entry
from .filing import Facts, entry_of
from .services import put, remove

FILED = ("name", "birth", "address", "telephone", "identifier", "carer")
"""The kinds of fact by which a child is found."""


def refile(child_ids: Iterable[int], *, now: datetime) -> None:
    """Make the index hold what stands of these children now; one that is not live is taken out.

    Call it in the transaction of the change.
    """
    ids = sorted(set(child_ids))
    if not ids:
        return
    entries = entries_of(ids, now=now)
    put(entries)
    filed = {abs(entry.child) for entry in entries}
    remove([child for child in ids if child not in filed])


def refile_with_home(child_id: int, *, now: datetime) -> None:
    """File a child anew with everyone who shares or shared a home: a shield hides what theirs tell."""
    refile([child_id, *children_sharing_a_home([child_id]).values_list("pk", flat=True)], now=now)


def entries_of(child_ids: Iterable[int], *, now: datetime) -> list[Entry]:
    """Return the entries of the live ones among some children, from all that their sources say.

    A shielded child has two: an open one of what the shield leaves, and under its negative key one of
    everything in the shielded compartment. A full shield and an identity before an adoption leave only the
    latter. Who shares or shared a home with a shielded child is found openly without what they shared.
    """
    said = said_by(child_ids)
    children = list(said)
    whole = [entry_of(child, sources) for child, sources in said.items()]
    kept = _kept_from_everyone(children, now)
    shielded = set(live_shields(now).filter(child__in=children).values_list("child_id", flat=True))
    shared = _sharing_with_a_shielded(children, now)
    entries = []
    for entry in whole:
        if entry.child in kept | shielded | shared:
            entries.append(replace(entry, child=-entry.child, compartment=SHIELDED))
        if entry.child in shielded - kept:
            entries.append(_identity(entry))
        elif entry.child in shared - kept:
            entries.append(_without_shared(entry, now))
        elif entry.child not in kept:
            entries.append(entry)
    return entries


def are_hidden_in_part(child_ids: Iterable[int], *, now: datetime) -> set[int]:
    """Return which of some children are filed otherwise than by all that their sources say."""
    adopted = Adoption.objects.filter(placed_at__lte=now).values_list("before_id", flat=True)
    shielded = live_shields(now).values("child")
    homes = Address.objects.filter(source__child__in=shielded, household__isnull=False).values("household")
    sharing = Address.objects.filter(household__in=homes).values_list("source__child", flat=True)
    return {*child_ids} & {*adopted, *shielded.values_list("child_id", flat=True), *sharing}


def said_by(child_ids: Iterable[int]) -> dict[int, list[tuple[str, Facts]]]:
    """Return what each source says by which the live ones among some children are found, by child."""
    live = bulk.read(Child, ["id"], by="id", keys=list(child_ids), where=f"state = '{Child.State.LIVE}'")
    said: dict[int, dict[str, list[tuple[Any, ...]]]] = {}
    of: dict[int, list[tuple[str, Facts]]] = {child: [] for (child,) in live}
    for pk, number, child in bulk.read(SourceRecord, ["id", "source_id", "child"], by="child", keys=list(of)):
        said[pk] = defaultdict(list)
        of[child].append((number, said[pk]))
    for kind in FILED:
        fields = ["source", *CONTENT[kind]]
        for source, *content in bulk.read(
            KINDS[kind], fields, by="source", keys=list(said), where="superseded_at IS NULL"
        ):
            said[source][kind].append(tuple(content))
    for source, *left in _homes_left(list(said)):
        said[source]["address"].append((Address.Kind.PREVIOUS, *left, None))
    return of


def _homes_left(sources: list[int]) -> list[tuple[Any, ...]]:
    """Return the address that each source said last before its present one: people search by the old one."""
    fields = ["superseded_at", "source", "lines", "postcode"]
    left = bulk.read(Address, fields, by="source", keys=sources, where="superseded_at IS NOT NULL")
    last = {row[1]: row[1:] for row in sorted(left, key=lambda row: row[0])}
    return list(last.values())


def _kept_from_everyone(child_ids: list[int], now: datetime) -> set[int]:
    """Return which children are not found at all but by those named, or by the adoption team."""
    full = live_shields(now).filter(child__in=child_ids, level=Shield.Level.FULL)
    adopted = Adoption.objects.filter(before__in=child_ids, placed_at__lte=now)
    return {*full.values_list("child_id", flat=True), *adopted.values_list("before_id", flat=True)}


def _sharing_with_a_shielded(child_ids: list[int], now: datetime) -> set[int]:
    """Return which of the children share or shared a home with a shielded one."""
    shielded = live_shields(now).values("child")
    homes = Address.objects.filter(source__child__in=shielded, household__isnull=False).values("household")
    shared = Address.objects.filter(source__child__in=child_ids, household__in=homes)
    return set(shared.values_list("source__child", flat=True))


def _identity(entry: Entry) -> Entry:
    """Return what a shield leaves: names, birth and sex."""
    return replace(entry, homes=(), nhs=(), upn=(), own=(), telephones=(), carers=())


def _without_shared(entry: Entry, now: datetime) -> Entry:
    """Return the entry without the homes and telephones that tell where a shielded child lives."""
    hidden = hidden_by_any_siblings_shield(entry.child, now=now)
    of_child = {"source__child": entry.child, "superseded_at__isnull": True}
    homes = Address.objects.filter(**of_child).exclude(pk__in=hidden.get(Address, ()))
    numbers = Telephone.objects.filter(**of_child).exclude(pk__in=hidden.get(Telephone, ()))
    return replace(
        entry,
        homes=tuple(homes.order_by("pk").values_list("lines", "postcode")),
        telephones=tuple(numbers.order_by("pk").values_list("number", flat=True)),
        carers=(),
    )
