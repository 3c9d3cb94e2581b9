"""What a child is filed by: current facts, parted into what everyone may find it by and what they may not."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from wraparound.outcomes.access.models import Adoption, Shield
from wraparound.outcomes.access.queries import hidden_by_any_siblings_shield, live_shields
from wraparound.outcomes.children.models import (
    Address,
    Birth,
    Carer,
    Child,
    Fact,
    Identifier,
    Name,
    SourceRecord,
    Telephone,
)
from wraparound.outcomes.children.queries import children_sharing_a_home
from wraparound.outcomes.finding.engine.entry import EXPECTED, OPEN, SHIELDED, Entry

KINDS: tuple[type[Fact], ...] = (Name, Birth, Address, Telephone, Identifier, Carer)
LEFT_BY_A_SHIELD: tuple[type[Fact], ...] = (Name, Birth)
"""What a shield that hides where a child is leaves to be found by (access.md section 4.1)."""

_COLUMNS: dict[type[Fact], tuple[str, ...]] = {
    Name: ("kind", "given_names", "family_name"),
    Birth: ("date", "year", "expected_date", "sex", "status"),
    Address: ("kind", "lines", "postcode"),
    Telephone: ("number",),
    Identifier: ("scheme", "value"),
    Carer: ("given_names", "family_name", "telephone"),
}

Row = dict[str, Any]
Facts = dict[type[Fact], list[Row]]


def entries_of(child_ids: Sequence[int], *, now: datetime) -> list[Entry]:
    """Return what the index should hold of children now; nothing for one that is not live.

    A child hidden by a shield, an identity before adoption, and what would tell where a shielded child lives
    are filed in the shielded compartment; a child who is only expected in the expected one.
    """
    live = set(Child.objects.filter(pk__in=child_ids, state=Child.State.LIVE).values_list("pk", flat=True))
    facts = _facts_of(live)
    numbers = _own_numbers(live)
    shields = dict(live_shields(now).values_list("child_id", "level"))
    before = set(Adoption.objects.filter(before__in=live).values_list("before", flat=True))
    beside = set(children_sharing_a_home(shields).filter(pk__in=live).values_list("pk", flat=True))
    entries = []
    for child in sorted(live):
        everything = facts[child]
        whole = _entry(child, everything, numbers[child])
        if child in before or shields.get(child) == Shield.Level.FULL:
            entries.append(replace(whole, compartment=SHIELDED))
        elif child in shields:
            left = {kind: everything[kind] for kind in LEFT_BY_A_SHIELD if kind in everything}
            entries += [_entry(child, left, []), replace(whole, compartment=SHIELDED)]
        elif child in beside and (hidden := hidden_by_any_siblings_shield(child, now=now)):
            entries += [
                _entry(child, _without(everything, hidden), numbers[child]),
                replace(whole, compartment=SHIELDED),
            ]
        else:
            entries.append(whole)
    return entries


def _facts_of(live: set[int]) -> defaultdict[int, Facts]:
    facts: defaultdict[int, Facts] = defaultdict(lambda: defaultdict(list))
    for kind in KINDS:
        said = kind._default_manager.filter(source__child__in=live)
        if kind is not Address:
            said = said.filter(superseded_at__isnull=True)
        for row in said.order_by("pk").values("pk", "source__child", "superseded_at", *_COLUMNS[kind]):
            facts[row["source__child"]][kind].append(row)
    return facts


def _homes(rows: Iterable[Row]) -> list[Row]:
    """Return the addresses that a child is filed by: the current ones, home first, and the last one left."""
    current = [row for row in rows if row["superseded_at"] is None]
    left = [row for row in rows if row["superseded_at"] is not None]
    current.sort(key=lambda row: row["kind"] != Address.Kind.HOME)
    return current + sorted(left, key=lambda row: row["superseded_at"])[-1:]


def _own_numbers(live: set[int]) -> defaultdict[int, list[str]]:
    numbers: defaultdict[int, list[str]] = defaultdict(list)
    for child, number in SourceRecord.objects.filter(child__in=live).values_list("child", "source_id"):
        numbers[child].append(number)
    return numbers


def _without(facts: Facts, hidden: dict[type[Fact], set[int]]) -> Facts:
    return {
        kind: [row for row in rows if row["pk"] not in hidden.get(kind, ())] for kind, rows in facts.items()
    }


def _entry(child: int, facts: Facts, numbers: Iterable[str]) -> Entry:
    names = sorted(facts.get(Name, []), key=lambda row: row["kind"] != Name.Kind.LEGAL)
    births = facts.get(Birth, [])
    born = any(row["date"] or row["year"] for row in births)
    expected = [row["expected_date"] for row in births if row["expected_date"]]
    homes = _homes(facts.get(Address, []))
    carers = facts.get(Carer, [])
    identifiers = facts.get(Identifier, [])
    return Entry(
        child=child,
        compartment=OPEN if born or not expected else EXPECTED,
        names=tuple((row["given_names"], row["family_name"]) for row in names),
        births=tuple(row["date"] for row in births if row["date"]) if born else tuple(expected),
        years=tuple(row["year"] for row in births if row["year"]),
        sexes=frozenset(row["sex"] for row in births),
        homes=tuple((row["lines"], row["postcode"]) for row in homes),
        nhs=tuple(row["value"] for row in identifiers if row["scheme"] == Identifier.Scheme.NHS),
        upn=tuple(row["value"] for row in identifiers if row["scheme"] == Identifier.Scheme.UPN),
        own=tuple(numbers),
        telephones=(
            *(row["number"] for row in facts.get(Telephone, [])),
            *(row["telephone"] for row in carers if row["telephone"]),
        ),
        carers=tuple((row["given_names"], row["family_name"]) for row in carers),
    )
