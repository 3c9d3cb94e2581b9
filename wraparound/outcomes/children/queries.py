"""Reading stored facts: who shares a home, and what a shared time leaves on another child's record."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from wraparound.outcomes.children.models import (
    Address,
    Birth,
    Child,
    Fact,
    Involvement,
    Name,
    Setting,
    SourceRecord,
    Telephone,
)
from wraparound.outcomes.children.rules import (
    F,
    Label,
    birth_in_use,
    born_words,
    name_in_use,
    other_names,
    sex_in_use,
    years_before,
)

ALWAYS, NEVER = date.min, date.max
SENSITIVE_WORK = Q(is_sensitive=True) | Q(team__isnull=False, team__service__is_sensitive=True)
"""Involvements of a sensitive service, as `rules.is_quiet` says of one that is loaded."""


@dataclass(frozen=True)
class Span:
    """The days on which something is taken to have held; an end that nobody said is open."""

    first: date
    last: date

    def overlaps(self, other: "Span") -> bool:
        """Say whether the two have a day in common."""
        return self.first <= other.last and other.first <= self.last


def labels_of(child_ids: Iterable[int]) -> dict[int, Label]:
    """Return the label of each child by its key, in three statements however many there are."""
    children = {child.pk: child for child in Child.objects.filter(pk__in=list(child_ids))}
    names, births = said_of(Name, children), said_of(Birth, children)
    return {pk: _label(child, names.get(pk, []), births.get(pk, [])) for pk, child in children.items()}


def said_of(kind: type[F], child_ids: Iterable[int]) -> dict[int, list[F]]:
    """Return what sources say now, of one kind of fact, by child."""
    facts = kind._default_manager.filter(source__child__in=list(child_ids), superseded_at__isnull=True)
    by_child: dict[int, list[F]] = {}
    for fact in facts.select_related("source"):
        by_child.setdefault(fact.source.child_id, []).append(fact)
    return by_child


def _label(child: Child, names: list[Name], births: list[Birth]) -> Label:
    name, birth = name_in_use(names), birth_in_use(births)
    return Label(
        child_id=child.pk,
        public_id=child.public_id,
        number=child.number,
        name=name,
        other_names=other_names(names, name),
        born=born_words(birth),
        expected=birth.expected_date if birth and not born_words(birth) else None,
        sex=sex_in_use(births),
        died_on=next((b.died_on for b in births if b.died_on), None),
    )


def record_of(agency_id: int, source_id: str) -> SourceRecord | None:
    """Return the record that an agency keeps under a number of its own, or None."""
    return SourceRecord.objects.filter(agency_id=agency_id, source_id=source_id).first()


def may_be_under(age: int, today: date) -> Q:
    """Pass children who may be younger than `age` by any source, by a disputed date, or by none."""
    born = Birth.objects.filter(source__child=OuterRef("pk"), superseded_at__isnull=True)
    known = born.filter(Q(date__isnull=False) | Q(year__isnull=False))
    younger = (
        Q(date__gt=years_before(today, age))
        | Q(date__isnull=True, year__gte=today.year - age)
        | Q(status=Birth.Status.DISPUTED)
    )
    return Q(Exists(born.filter(younger))) | ~Q(Exists(known))


def is_only_expected() -> Q:
    """Pass children who are expected and of whom no source says that they were born."""
    births = Birth.objects.filter(source__child=OuterRef("pk"), superseded_at__isnull=True)
    born = births.filter(Q(date__isnull=False) | Q(year__isnull=False))
    return Q(Exists(births.filter(status=Birth.Status.EXPECTED))) & ~Q(Exists(born))


def has_open_work(today: date) -> Exists:
    """Pass children with whom a service works today."""
    involvements = Involvement.objects.filter(
        Q(involved_until__isnull=True) | Q(involved_until__gte=today),
        source__child=OuterRef("pk"),
        superseded_at__isnull=True,
    )
    return Exists(involvements)


def children_sharing_a_home(child_ids: Iterable[int]) -> QuerySet[Child]:
    """Return the other children whose addresses, now or ever, name a dwelling of one of these."""
    ids = list(child_ids)
    homes = Address.objects.filter(source__child__in=ids, household__isnull=False).values("household")
    return Child.objects.filter(
        pk__in=Address.objects.filter(household__in=homes).values("source__child")
    ).exclude(pk__in=ids)


def facts_of_a_shared_home(child_id: int, others: Iterable[int]) -> dict[type[Fact], set[int]]:
    """Return the child's facts that tell where any of `others` lives or lived with them (access.md case 12).

    These are the addresses of a dwelling that they shared, and the schools, practices and telephones of that
    time, and the services that ended in it. Days that nobody said count as shared: the doubt protects.
    """
    mine = list(Address.objects.filter(source__child=child_id, household__isnull=False))
    theirs = list(
        Address.objects.filter(source__child__in=list(others), household__in={a.household for a in mine})
    )
    shared = [
        (home, _lived(other))
        for home in mine
        for other in theirs
        if home.household == other.household and _lived(home).overlaps(_lived(other))
    ]
    if not shared:
        return {}
    times = [_both(_lived(home), other) for home, other in shared]
    postcodes = {home.postcode for home, _ in shared}
    part_addresses = Address.objects.filter(
        source__child=child_id, household__isnull=True, postcode__in=postcodes - {""}
    )
    hidden: dict[type[Fact], set[int]] = {
        Address: {home.pk for home, _ in shared} | {home.pk for home in part_addresses}
    }
    for kind in (Setting, Telephone):
        facts = kind.objects.filter(source__child=child_id)
        hidden[kind] = {fact.pk for fact in facts if any(_said(fact).overlaps(time) for time in times)}
    ended = Involvement.objects.filter(
        Q(involved_until__isnull=False) | Q(superseded_at__isnull=False), source__child=child_id
    )
    hidden[Involvement] = {fact.pk for fact in ended if any(_worked(fact).overlaps(time) for time in times)}
    return hidden


def _lived(home: Address) -> Span:
    """Return when the child is taken to have lived there: as far back as nobody says otherwise."""
    left = home.lived_until or _day(home.superseded_at)
    return Span(home.lived_from or ALWAYS, left or NEVER)


def _said(fact: Fact) -> Span:
    """Return when a fact without dates of its own is taken to have held: until something superseded it.

    A fact that replaced an earlier one of the same source began when it was said; a first one at any time.
    """
    earlier = type(fact)._default_manager.filter(source=fact.source_id, superseded_at__lte=fact.said_at)
    if isinstance(fact, Setting):
        earlier = earlier.filter(kind=fact.kind)  # type: ignore[misc]
    first = _day(fact.said_at) if earlier.exists() else ALWAYS
    return Span(first or ALWAYS, _day(fact.superseded_at) or NEVER)


def _worked(fact: Involvement) -> Span:
    return Span(fact.involved_from or ALWAYS, fact.involved_until or _day(fact.superseded_at) or NEVER)


def _both(one: Span, other: Span) -> Span:
    return Span(max(one.first, other.first), min(one.last, other.last))


def _day(at: datetime | None) -> date | None:
    return timezone.localdate(at) if at else None


def where_it_went(public_id: uuid.UUID) -> uuid.UUID | None:
    """Return the public id of the record that one is part of now, through as many merges as there were."""
    child = Child.objects.filter(public_id=public_id).select_related("merged_into").first()
    while child is not None and child.merged_into is not None:
        child = child.merged_into
    return child.public_id if child else None
