"""Lists that the card's pages show: my children, and who can see a child. All read through the policy."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator
from django.db.models import Exists, F, Max, Min, OuterRef, Q, QuerySet
from django.utils import timezone

from wraparound.foundation.accounts.rules import Actor
from wraparound.outcomes.access.models import Basis, Grant
from wraparound.outcomes.access.queries import NOBODY, seen_by, shielded_from
from wraparound.outcomes.access.rules import Category, is_coming
from wraparound.outcomes.card.rules import age_of
from wraparound.outcomes.children.models import Child, Involvement, Name
from wraparound.outcomes.children.queries import labels_of
from wraparound.outcomes.children.rules import Label

NAME, YOUNGEST, OLDEST = "name", "youngest", "oldest"
PASSING = [Basis.OPENED, Basis.EMERGENCY, Basis.DUTY_DESK, Basis.CONSENT]
SPARE = 5
"""How many times as many of the latest grants are read: a child may have several, or be hidden."""
MOST_IN_ORDER = 25_000
"""Children above which a list is not laid in order: nobody turns a thousand pages, and laying it keeps others
waiting."""
COMING = "work with the child is to come to you"
ORDERS = {NAME: "Family name", YOUNGEST: "Youngest first", OLDEST: "Oldest first"}


@dataclass(frozen=True)
class Row:
    """One child of a list, and on which basis the reader sees it: since the work began, or the right did."""

    label: Label
    age: str
    basis: str
    since: date | None


def children_of(actor: Actor, *, part: str = "") -> QuerySet[Child]:
    """Return the children that `actor` sees, but those only opened with a reason; by visible fields alone.

    `part` keeps those of whom an agency says a name that holds it.
    """
    children = seen_by(actor, _lasting(actor))
    for word in part.split():
        named = Name.objects.filter(
            Q(given_names__icontains=word) | Q(family_name__icontains=word),
            source__child=OuterRef("pk"), superseded_at__isnull=True,
        )  # fmt: skip
        children = children.filter(Exists(named))
    return children


def pages_of(actor: Actor, *, part: str = "", order: str = NAME, size: int) -> Paginator[int] | None:
    """Return the pages of their keys in one of the `ORDERS`; None where they are too many for that.

    They are counted without sorting them.
    """
    children = children_of(actor, part=part)
    count = children.values("pk")[: MOST_IN_ORDER + 1].count()
    if count > MOST_IN_ORDER:
        return None
    pages = Paginator(_in_order(children, order), size)
    pages.count = count
    return pages


def latest_of(actor: Actor, most: int) -> list[int]:
    """Return the keys of the children whose grants were written last, the newest first."""
    newest: list[tuple[int, int]] = []
    for holder in actor.holders:
        of_holder = _lasting(actor).filter(holder=holder).order_by("-pk")
        newest += of_holder.values_list("pk", "child")[: most * SPARE]
    keys = list(dict.fromkeys(child for _, child in sorted(newest, reverse=True)))
    seen = set(seen_by(actor, _lasting(actor).filter(child__in=keys)).values_list("pk", flat=True))
    return [key for key in keys if key in seen][:most]


def _lasting(actor: Actor) -> QuerySet[Grant]:
    """Return the grants that make a child one's own: consent counts only beside another of them."""
    live = Grant.objects.filter(
        holder_id__in=actor.holders, starts_at__lte=actor.now, until__gt=actor.now, categories__gt=0
    )
    return live.exclude(basis__in=PASSING)


def _in_order(children: QuerySet[Child], order: str) -> QuerySet[Child, int]:
    """Return their keys in order. Grouped by the key alone: by every column takes twice as long."""
    keys = children.values("pk")
    if order == NAME:
        current = Q(sources__name_facts__superseded_at__isnull=True) & ~Q(
            sources__name_facts__kind=Name.Kind.FORMER
        )
        family = Min("sources__name_facts__family_name", filter=current)
        given = Min("sources__name_facts__given_names", filter=current)
        keys = keys.annotate(family=family, given=given).order_by("family", "given", "pk")
        return keys.values_list("pk", flat=True)
    born = Q(sources__birth_facts__superseded_at__isnull=True)
    if order == YOUNGEST:
        last = Max("sources__birth_facts__date", filter=born)
        keys = keys.annotate(born=last).order_by(F("born").desc(nulls_first=True), "pk")
    else:
        first = Min("sources__birth_facts__date", filter=born)
        keys = keys.annotate(born=first).order_by(F("born").asc(nulls_last=True), "pk")
    return keys.values_list("pk", flat=True)


def rows(actor: Actor, child_ids: Iterable[int]) -> list[Row]:
    """Return what a list says of each child: six statements, however many there are."""
    ids = list(child_ids)
    labels = labels_of(ids)
    held: dict[int, Grant] = {}
    for grant in _lasting(actor).filter(child__in=ids).order_by("-starts_at"):
        held[grant.child_id] = grant
    began = _began(actor, ids)
    today = timezone.localdate(actor.now)
    return [_row(labels[pk], held.get(pk), began.get(pk), today) for pk in ids]


def _began(actor: Actor, child_ids: Collection[int]) -> dict[int, date]:
    """Return since when the reader and their team work with each child, where it is said and not hidden."""
    today = timezone.localdate(actor.now)
    work = Involvement.objects.filter(
        Q(team__holder__in=actor.holders) | Q(worker_post_id=actor.post_id or NOBODY),
        Q(involved_until__isnull=True) | Q(involved_until__gte=today),
        source__child__in=set(child_ids) - shielded_from(actor, child_ids),
        superseded_at__isnull=True, involved_from__lte=today,
    )  # fmt: skip
    return dict(work.values_list("source__child").annotate(Min("involved_from")))


def _row(label: Label, grant: Grant | None, began: date | None, today: date) -> Row:
    age = age_of(label.born, label.expected, label.died_on, today)
    if grant is None:
        return Row(label, age, "", None)
    since = began if began and grant.basis == Basis.INVOLVEMENT else grant.starts_at
    coming = is_coming(Basis(grant.basis), Category(grant.categories))
    return Row(label, age, COMING if coming else Basis(grant.basis).label, since)
