"""Rows of diaries and lists of contacts: who, where if one may know, and what to know before one goes."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from wraparound.delivery.contacts.models import Contact, Note
from wraparound.delivery.contacts.rules import clock_words
from wraparound.foundation.accounts.rules import Actor
from wraparound.outcomes.access.queries import (
    hidden_by_a_siblings_shield,
    own_grants,
    seen_by,
    shielded_from,
)
from wraparound.outcomes.access.rules import Category
from wraparound.outcomes.card.rules import age_of
from wraparound.outcomes.children.models import Address, Banner
from wraparound.outcomes.children.queries import labels_of
from wraparound.outcomes.children.rules import Label

AT_HOME = frozenset({Note.Kind.HOME_VISIT, Note.Kind.ELSEWHERE})
"""The kinds of contact whose place is where the child lives."""
WARNINGS = {
    Banner.Kind.COURT_ORDER: ("Court order", "bad"),
    Banner.Kind.VISIT_SAFETY: ("Before you visit", "bad"),
    Banner.Kind.SAFE_CONTACT: ("Safe contact", "watch"),
}
"""What is said beside a row of each kind of banner, and how grave the mark is."""


@dataclass(frozen=True)
class Warned:
    """One thing to know first: its mark, and its words."""

    title: str
    kind: str
    words: str


@dataclass(frozen=True)
class Row:
    """One contact of a list."""

    contact: Contact
    label: Label
    age: str
    where: str
    warnings: tuple[Warned, ...]

    @property
    def clock(self) -> str:
        """The time of day that it is planned for, in words."""
        planned = self.contact.planned_for
        return clock_words(timezone.localtime(planned)) if planned else ""


def rows(actor: Actor, contacts: Iterable[Contact]) -> list[Row]:
    """Return what a list says of each contact: as many statements however many there are."""
    found = list(contacts)
    ids = {contact.child_id for contact in found}
    labels, today = labels_of(ids), timezone.localdate(actor.now)
    homes = _homes(actor, {c.child_id for c in found if c.kind in AT_HOME}, today)
    warned = _warnings(actor, ids, today)
    return [
        Row(
            contact=contact, label=labels[contact.child_id],
            age=_age(labels[contact.child_id], today),
            where=homes.get(contact.child_id, "") if contact.kind in AT_HOME else "",
            warnings=tuple(warned.get(contact.child_id, ())),
        )
        for contact in found
    ]  # fmt: skip


def by_day(rows: Sequence[Row], days: Sequence[date]) -> list[tuple[date, list[Row]]]:
    """Return the rows of each day, by when they are planned for."""
    found: dict[date, list[Row]] = {day: [] for day in days}
    for row in rows:
        day = timezone.localdate(row.contact.planned_for) if row.contact.planned_for else None
        if day in found:
            found[day].append(row)
    return list(found.items())


def _age(label: Label, today: date) -> str:
    return age_of(label.born, label.expected, label.died_on, today)


def _homes(actor: Actor, child_ids: Collection[int], today: date) -> dict[int, str]:
    """Return where each child lives, to whoever sees that; not where it would tell of a shielded one."""
    seeing = seen_by(actor, own_grants(actor, Category.WHEREABOUTS).filter(child__in=child_ids))
    ids = set(seeing.values_list("pk", flat=True)) - shielded_from(actor, child_ids)
    homes = Address.objects.filter(
        Q(lived_until__isnull=True) | Q(lived_until__gte=today), source__child__in=ids,
        source__ended_at__isnull=True, superseded_at__isnull=True, kind=Address.Kind.HOME,
    )  # fmt: skip
    shared = Address.objects.filter(household__in=homes.values("household"))
    protected = shielded_from(actor, set(shared.values_list("source__child", flat=True)) | ids)
    hidden: set[int] = set()
    if protected:
        for child_id in ids:
            hidden |= hidden_by_a_siblings_shield(actor, child_id).get(Address, set())
    found = {}
    for home in homes.select_related("source").order_by("said_at", "pk"):
        if home.pk not in hidden:
            found[home.source.child_id] = ", ".join(part for part in (home.lines, home.postcode) if part)
    return found


def _warnings(actor: Actor, child_ids: Collection[int], today: date) -> dict[int, list[Warned]]:
    """Return what anybody must know first of each child, each once, the gravest first."""
    seeing = seen_by(actor, own_grants(actor, Category.PARTICULARS).filter(child__in=child_ids))
    ids = set(seeing.values_list("pk", flat=True)) - shielded_from(actor, child_ids)
    banners = Banner.objects.filter(
        Q(holds_until__isnull=True) | Q(holds_until__gte=today), source__child__in=ids,
        superseded_at__isnull=True,
    )  # fmt: skip
    order = list(WARNINGS)
    found: dict[int, dict[Warned, None]] = {}
    for banner in sorted(
        banners.select_related("source"), key=lambda b: (order.index(Banner.Kind(b.kind)), b.pk)
    ):
        warned = Warned(*WARNINGS[Banner.Kind(banner.kind)], banner.words)
        found.setdefault(banner.source.child_id, {})[warned] = None
    return {child_id: list(each) for child_id, each in found.items()}
