"""Filing children for finding: what everyone who searches may find them by, and what only a few may."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.db.models import Q

from wraparound.outcomes.access.models import Adoption, Shield
from wraparound.outcomes.access.queries import hidden_by_any_siblings_shield, live_shields
from wraparound.outcomes.children.models import Address, Birth, Child, SourceRecord, Telephone
from wraparound.outcomes.children.queries import children_sharing_a_home
from wraparound.outcomes.finding import services as finding
from wraparound.outcomes.finding.engine.entry import EXPECTED, OPEN, SHIELDED, Entry
from wraparound.outcomes.index import queries
from wraparound.outcomes.index.evidence import Said


def refile(child_ids: Iterable[int], *, now: datetime) -> None:
    """Write the finding records of children anew from their facts, in the caller's transaction.

    Call it after anything that changes what a child is, what stands above it, or a shield of somebody who
    shares or shared their home.
    """
    ids = sorted(set(child_ids))
    finding.remove([key for child in ids for key in (child, -child)])
    finding.put(entries_of(ids, now=now))


def refile_with_home(child_id: int, *, now: datetime) -> None:
    """File a child anew with everyone who shares or shared a home: a shield hides what theirs tell."""
    refile([child_id, *children_sharing_a_home([child_id]).values_list("pk", flat=True)], now=now)


def entries_of(child_ids: Iterable[int], *, now: datetime) -> list[Entry]:
    """Return how children are filed; one who is not in the index, or waits for a person, is not filed at all.

    A shielded child has two entries: an open one of identity, and under its negative key one of everything
    in the shielded compartment. A full shield and an identity before an adoption leave only the latter.
    """
    live = Child.objects.filter(pk__in=list(child_ids), state=Child.State.LIVE)
    ids = list(live.values_list("pk", flat=True))
    said, own = queries.said_of(ids), _own_numbers(ids)
    unborn = _unborn(ids)
    levels = dict(live_shields(now).filter(child__in=ids).order_by("-level").values_list("child_id", "level"))
    kept = set(
        Adoption.objects.filter(before__in=ids, placed_at__lte=now).values_list("before_id", flat=True)
    )
    shared = _sharing_with_a_shielded(ids, now)
    entries = []
    for child in ids:
        whole = _entry(child, said[child], own.get(child, ()))
        if child in kept or levels.get(child) == Shield.Level.FULL:
            entries.append(_hidden(whole))
        elif child in levels:
            entries += [_identity(whole), _hidden(whole)]
        elif child in shared:
            entries += [_without_shared(whole, now), _hidden(whole)]
        else:
            entries.append(replace(whole, compartment=EXPECTED) if child in unborn else whole)
    return entries


def _entry(child: int, said: Said, own: tuple[str, ...]) -> Entry:
    return Entry(
        child=child, compartment=OPEN, names=said.names, births=said.births, years=said.years,
        sexes=frozenset(said.sexes), homes=tuple((lines, code) for lines, code, _ in said.homes),
        nhs=said.nhs, upn=said.upn, own=own, telephones=said.telephones, carers=said.carers,
    )  # fmt: skip


def _hidden(entry: Entry) -> Entry:
    """Return the entry that only those named can find, under the negative key."""
    return replace(entry, child=-entry.child, compartment=SHIELDED)


def _identity(entry: Entry) -> Entry:
    """Return what a shield leaves: names, birth and sex."""
    return replace(entry, homes=(), nhs=(), upn=(), own=(), telephones=(), carers=())


def _without_shared(entry: Entry, now: datetime) -> Entry:
    """Return the entry without the homes and telephones that tell where a shielded child lives."""
    hidden = hidden_by_any_siblings_shield(entry.child, now=now)
    homes = Address.objects.filter(source__child=entry.child).exclude(pk__in=hidden.get(Address, ()))
    numbers = Telephone.objects.filter(source__child=entry.child).exclude(pk__in=hidden.get(Telephone, ()))
    return replace(
        entry,
        homes=tuple(homes.order_by("-said_at", "-pk").values_list("lines", "postcode")),
        telephones=tuple(numbers.values_list("number", flat=True)),
        carers=(),
    )


def _sharing_with_a_shielded(ids: list[int], now: datetime) -> set[int]:
    """Return which of the children share or shared a home with a shielded one."""
    shielded = live_shields(now).values("child")
    homes = Address.objects.filter(source__child__in=shielded, household__isnull=False).values("household")
    shared = Address.objects.filter(source__child__in=ids, household__in=homes)
    return set(shared.values_list("source__child", flat=True))


def _own_numbers(ids: list[int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for child, number in SourceRecord.objects.filter(child__in=ids).values_list("child", "source_id"):
        found[child] = (*found.get(child, ()), number)
    return found


def _unborn(ids: list[int]) -> set[int]:
    """Return the children of whom nothing but an expected date is said."""
    births = Birth.objects.filter(source__child__in=ids, superseded_at__isnull=True)
    born = births.filter(Q(date__isnull=False) | Q(year__isnull=False)).values("source__child")
    expected = births.filter(expected_date__isnull=False).exclude(source__child__in=born)
    return set(expected.values_list("source__child", flat=True))
