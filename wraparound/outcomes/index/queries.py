"""Reading the index: the queue of pairs as each post may see it, what records say, what was joined."""

import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from wraparound.foundation.accounts.rules import Actor, May
from wraparound.foundation.agencies.queries import quiet_agencies
from wraparound.foundation.ui.public_ids import made_id
from wraparound.foundation.ui.rules import date_words
from wraparound.outcomes.access.models import Adoption
from wraparound.outcomes.access.queries import (
    NOBODY,
    blocked_from,
    live_shields,
    shielded_from,
    sight,
)
from wraparound.outcomes.access.rules import Category
from wraparound.outcomes.card.rules import ANOTHER
from wraparound.outcomes.children.models import (
    Banner,
    Child,
    FamilyLink,
    Involvement,
    Name,
    SourceRecord,
    Standing,
)
from wraparound.outcomes.children.queries import SENSITIVE_WORK
from wraparound.outcomes.index.models import Merge, Pair
from wraparound.outcomes.index.rules import UNSETTLED, Stakes

AS_WRITTEN = str.maketrans({" ": None, "-": None, "O": "0", "I": "1", "L": "1"})
"""How an index number is read whatever was heard or typed for its signs."""
WAITING = (Child.State.LIVE, Child.State.WAITING)


def pairs_for(actor: Actor) -> QuerySet[Pair]:
    """Return the pairs that a post may settle, worst first: those of its own queue alone.

    A pair with an identity before an adoption is the adoption team's; every other is the data manager's.
    Children whom this person may not see at all are in neither queue.
    """
    of_adoption = Q(kind=Pair.Kind.ADOPTION) | Exists(_adoptions_of_a_pair())
    mine: Any = Q(pk__isnull=True)
    if May.SETTLE in actor.may:
        mine |= ~of_adoption
    if actor.holds_adoptions:
        mine |= of_adoption & Exists(_adoptions_of_a_pair().filter(team_id=actor.team_id or NOBODY))
    blocked = blocked_from(actor)
    return (
        Pair.objects.filter(mine)
        .exclude(Q(child_a__in=blocked) | Q(child_b__in=blocked))
        .select_related("child_a", "child_b", "source_record__agency", "asked", "decided_by")
        .order_by("-harm", "created_at", "pk")
    )


def waiting_pairs(actor: Actor) -> QuerySet[Pair]:
    """Return the pairs that wait for this post now: an agency that was asked has until the day given."""
    today = timezone.localdate(actor.now)
    return pairs_for(actor).filter(
        Q(state=Pair.State.OPEN) | Q(state=Pair.State.ASKED, asked_until__lte=today),
        child_a__state__in=WAITING,
        child_b__state__in=WAITING,
    )


def pair(actor: Actor, key: uuid.UUID) -> Pair | None:
    """Return one pair that the actor may settle, or settled, or None: missing and denied are alike."""
    return pairs_for(actor).filter(key=key).first()


def adoption_of(child_ids: Iterable[int], *, actor: Actor) -> tuple[bool, bool]:
    """Say whether one of them is an identity before an adoption, and whether the actor's team holds it."""
    teams = Adoption.objects.filter(before__in=list(child_ids), placed_at__lte=actor.now).values_list(
        "team_id"
    )
    found = [team for (team,) in teams]
    return bool(found), bool(found) and actor.holds_adoptions and all(t == actor.team_id for t in found)


def is_in_an_adoption(child_id: int) -> bool:
    """Say whether the child is an identity before or after an adoption."""
    return Adoption.objects.filter(Q(before=child_id) | Q(after=child_id)).exists()


def made_by_facts_of(sources: Sequence[SourceRecord]) -> Q:
    """Return the condition on grants that facts of these source records made."""
    return Q(source_kind="source_record", source_id__in=[source.pk for source in sources])


def is_held(child: Child, *, beside: Child, now: datetime) -> bool:
    """Say whether a record waits because it resembles a hidden child other than `beside`.

    Beside a record that is shielded itself it stays hidden whatever the other pairs come to.
    """
    if child.state != Child.State.WAITING:
        return False
    kinds = [Pair.Kind.SHIELDED, Pair.Kind.ADOPTION]
    if live_shields(now).filter(child=beside).exists():
        kinds = [Pair.Kind.ADOPTION]
    waiting = Pair.objects.filter(Q(child_a=child) | Q(child_b=child), state__in=UNSETTLED, kind__in=kinds)
    return waiting.exclude(Q(child_a=beside) | Q(child_b=beside)).exists()


def said_to_be_siblings(one: int, other: int) -> bool:
    """Say whether a source says that the two are twins or siblings."""
    return FamilyLink.objects.filter(
        Q(source__child=one, other__child=other) | Q(source__child=other, other__child=one),
        superseded_at__isnull=True,
    ).exists()


def stakes_of(child_ids: Iterable[int], *, now: datetime) -> Stakes:
    """Return what stands on any of the children that makes a mistake worse."""
    ids = list(child_ids)
    return together(ids, stakes_by_child(ids, now=now))


def together(child_ids: Iterable[int], stakes: Mapping[int, Stakes]) -> Stakes:
    """Return what stands on any of some children, given what stands on each."""
    each = [stakes[child] for child in child_ids]
    names = [field.name for field in fields(Stakes) if field.name != "involvements"]
    return Stakes(
        **{name: any(getattr(one, name) for one in each) for name in names},
        involvements=sum(one.involvements for one in each),
    )


def stakes_by_child(child_ids: Iterable[int], *, now: datetime) -> dict[int, Stakes]:
    """Return what stands on each child, in as many statements for one as for a thousand."""
    ids = list(child_ids)
    today = timezone.localdate(now)
    stands = Q(superseded_at__isnull=True) & (Q(holds_until__isnull=True) | Q(holds_until__gte=today))
    standing = set(
        Standing.objects.filter(stands, source__child__in=ids).values_list("source__child", "kind")
    )
    orders = Banner.objects.filter(stands, source__child__in=ids, kind="court_order")
    ordered = set(orders.values_list("source__child", flat=True))
    shielded = set(live_shields(now).filter(child__in=ids).values_list("child_id", flat=True))
    adoptions = Adoption.objects.filter(Q(before__in=ids) | Q(after__in=ids)).values_list("before", "after")
    adopted = {child for both in adoptions for child in both}
    work = Involvement.objects.filter(source__child__in=ids, superseded_at__isnull=True)
    counted = Counter(work.values_list("source__child", flat=True))
    sensitive = set(work.filter(SENSITIVE_WORK).values_list("source__child", flat=True))
    return {
        child: Stakes(
            shield=child in shielded, adoption=child in adopted, court_order=child in ordered,
            protection_plan=(child, Standing.Kind.PROTECTION_PLAN) in standing,
            looked_after=(child, Standing.Kind.LOOKED_AFTER) in standing,
            sensitive_service=child in sensitive, involvements=counted[child],
        )
        for child in ids
    }  # fmt: skip


def merges_for(actor: Actor) -> QuerySet[Merge]:
    """Return what was joined and parted that this post may undo, the latest first."""
    blocked = blocked_from(actor)
    before = Adoption.objects.values("before")
    merges = Merge.objects.exclude(Q(kept__in=blocked) | Q(other__in=blocked))
    merges = merges.exclude(Q(kept__in=before) | Q(other__in=before))
    if May.SETTLE not in actor.may:
        merges = merges.none()
    return merges.select_related("kept", "other", "by", "undone_by", "pair").order_by("-at", "-pk")


def identities_of(child_id: int) -> set[int]:
    """Return the key of the child and of all that was ever joined into it: their looks are its looks."""
    found, new = {child_id}, {child_id}
    while new:
        joined = Merge.objects.filter(kept__in=new, kind=Merge.Kind.JOINED).values_list("other_id", flat=True)
        new = set(joined) - found
        found |= new
    return found


def _adoptions_of_a_pair() -> QuerySet[Adoption]:
    return Adoption.objects.filter(
        Q(before=OuterRef("child_a")) | Q(before=OuterRef("child_b")),
    )


def merge(actor: Actor, key: uuid.UUID) -> Merge | None:
    """Return one merge or split that the actor may see and undo, or None."""
    found = merges_for(actor).filter(key=key).first()
    if found is None and actor.holds_adoptions:
        mine = Adoption.objects.filter(team_id=actor.team_id or NOBODY).values("before")
        of_mine = Merge.objects.filter(Q(kept__in=mine) | Q(other__in=mine), key=key)
        found = of_mine.select_related("kept", "other", "by", "undone_by", "pair").first()
    return found


def merge_of_pair(pair: Pair) -> Merge | None:
    """Return the merge that a pair led to, or None."""
    return pair.merges.order_by("-at").first()


MOVED = {
    "access.grant": ("right to see the child", "rights to see the child"),
    "children.sourcerecord": ("agency's record", "agencies' records"),
    "journey.event": ("line of the journey", "lines of the journey"),
}
"""What people call the rows of some tables, one and many."""


def moved_words(merge: Merge, *, actor: Actor) -> list[str]:
    """Return in words what a merge moved: how many rows of each kind; nothing where a shield hides them."""
    found: list[str] = []
    if shielded_from(actor, [merge.kept_id, merge.other_id]):
        return found
    for step in merge.steps.order_by("table"):
        table = step.table.rsplit(".", 1)[0]
        meta = apps.get_model(table)._meta
        one, many = MOVED.get(table, (str(meta.verbose_name), str(meta.verbose_name_plural)))
        found.append(f"{len(step.rows)} {one if len(step.rows) == 1 else many}")
    return found


def child_seen(actor: Actor, public_id: uuid.UUID) -> Child | None:
    """Return a child of whom the actor sees the identity now, or None: missing and denied are alike."""
    seen = sight(actor, public_id)
    return Child.objects.get(pk=seen.child_id) if seen and seen.sees(Category.IDENTITY) else None


def child_of_number(number: str, *, actor: Actor) -> Child | None:
    """Return the child of an index number, however it is written, if the actor sees them; else None."""
    said = number.upper().translate(AS_WRITTEN)
    public_id = Child.objects.filter(number=said).values_list("public_id", flat=True).first()
    return child_seen(actor, public_id or uuid.uuid4())


def sources_in_words(child: Child, *, actor: Actor) -> list[tuple[str, str]]:
    """Return the source records of a child as choices: the agency, the names it says, and since when.

    The agency is not named where a shield hides it, for its name tells where the child is, nor one that does
    only what is sensitive.
    """
    quiet = set(quiet_agencies()) - {actor.agency_id}
    is_hidden = bool(shielded_from(actor, [child.pk]))
    names: dict[int, dict[str, None]] = {}
    for name in Name.objects.filter(source__child=child, superseded_at__isnull=True).order_by("pk"):
        names.setdefault(name.source_id, {})[str(name)] = None
    found = []
    for source in child.sources.select_related("agency").order_by("first_said_at", "pk"):
        agency = ANOTHER if is_hidden or source.agency_id in quiet else source.agency
        said = ", ".join(names.get(source.pk, ())) or "no name"
        found.append((str(made_id(source)), f"{agency}: {said}, since {date_words(source.first_said_at)}"))
    return found


def sources_of(child: Child, chosen: Collection[str]) -> list[SourceRecord]:
    """Return the source records of a child that were chosen of `sources_in_words`."""
    return [source for source in child.sources.order_by("pk") if str(made_id(source)) in chosen]
