"""Reading through the policy: lists take a set of children, a decision pushes the child's key inward."""

import uuid
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, Model, OuterRef, Q, QuerySet
from django.utils import timezone

from wraparound.foundation.accounts.rules import Actor
from wraparound.outcomes.access.joined import agreed_with, supervised_holders
from wraparound.outcomes.access.models import (
    Adoption,
    Basis,
    Block,
    Consent,
    Grant,
    Opening,
    Shield,
    ShieldName,
)
from wraparound.outcomes.access.rules import (
    LINE_BASES,
    LINE_SECTORS,
    NO_CHILD,
    PLACELESS,
    Above,
    Category,
    Held,
    Sight,
    sight_of,
)
from wraparound.outcomes.children.models import Child, Fact
from wraparound.outcomes.children.queries import (
    children_sharing_a_home,
    facts_of_a_shared_home,
    has_open_work,
    is_only_expected,
    may_be_under,
)
from wraparound.outcomes.children.rules import ADULT_AGE, LAST_AGE

Row = TypeVar("Row", bound=Model)
NOBODY = 0
"""A key that no child has: a missing child goes through the same statements as a denied one."""


def sight(actor: Actor, public_id: uuid.UUID) -> Sight | None:
    """Return what `actor` may see of one child now, or None: missing and denied are the same answer.

    Runs the same statements whatever the answer, so that its time tells nothing.
    """
    child = Child.objects.filter(public_id=public_id).values_list("pk", "state").first()
    child_id, state = child or (NOBODY, Child.State.DESTROYED)
    above = replace(_above(actor, child_id), missing=state != Child.State.LIVE)
    return sight_of(actor, child_id, held(actor, child_id), above)


def may_be_found(actor: Actor, child_id: int) -> bool:
    """Say whether a search of `actor` may show the child at all."""
    return child_id in findable(actor, [child_id])


def findable(actor: Actor, child_ids: Iterable[int]) -> set[int]:
    """Return which of the children a search of `actor` may show: nothing above grants hides them.

    An expected child is found by the services that may; an adult to 25 while work is open or they consent.
    """
    today = timezone.localdate(actor.now)
    children = Child.objects.filter(pk__in=[NOBODY, *child_ids], state=Child.State.LIVE)
    if not actor.sees_expected:
        children = children.exclude(is_only_expected())
    agrees = Exists(
        Consent.objects.filter(
            child=OuterRef("pk"), capacity=Consent.Capacity.YOUNG_PERSON, withdrawn_at__isnull=True
        )
    )
    still_known = may_be_under(LAST_AGE, today) & (Q(has_open_work(today)) | Q(agrees))
    children = children.filter(may_be_under(ADULT_AGE, today) | still_known)
    return set(without_hidden(actor, children).values_list("pk", flat=True))


def is_hidden(actor: Actor, child_id: int) -> bool:
    """Say whether something above grants hides the child from `actor`, whatever its age."""
    return not without_hidden(actor, Child.objects.filter(pk=child_id)).exists()


def held(actor: Actor, child_id: int) -> list[Held]:
    """Return the live grants on one child that the actor holds or a line lets them see."""
    lines = dict(supervised_holders(actor))
    grants = _live(actor.now).filter(child_id=child_id, holder_id__in=[*actor.holders, *lines])
    grants = grants.select_related("service__agency")
    return [
        Held(
            basis=Basis(grant.basis),
            categories=Category(grant.categories),
            starts_at=grant.starts_at,
            until=grant.until,
            service_id=grant.service_id,
            service_name=grant.service.name if grant.service else "",
            service_sector=grant.service.agency.sector if grant.service else "",
            record_kind=grant.record_kind,
            record_id=grant.record_id,
            line="" if grant.holder_id in actor.holders else lines[grant.holder_id],
        )
        for grant in grants
    ]


def visible_to(actor: Actor, *, basis: Basis | None = None) -> QuerySet[Child]:
    """Return the children that `actor` may see anything of: the start of every list and count.

    `basis` narrows it to what the actor's own post or team holds on that basis.
    """
    return seen_by(actor, _granted(actor, basis))


def visible_among(actor: Actor, child_ids: Iterable[int]) -> set[int]:
    """Return which of these children `actor` may see anything of, in the same time for none of them."""
    granted = _granted(actor, None).filter(child_id__in=[NOBODY, *child_ids])
    return set(seen_by(actor, granted).values_list("pk", flat=True))


def _granted(actor: Actor, basis: Basis | None) -> QuerySet[Grant]:
    grants = Q(holder_id__in=actor.holders) & ~Q(basis=Basis.CONSENT)
    if basis:
        grants &= Q(basis=basis)
    else:
        for holder, subject in supervised_holders(actor):
            line = Q(holder_id=holder, basis__in=LINE_BASES - {Basis.CONSENT})
            if sector := LINE_SECTORS[subject]:
                line &= Q(service__agency__sector=sector)
            grants |= line
    return _live(actor.now).filter(grants, categories__gt=0)


def own_grants(actor: Actor, category: Category) -> QuerySet[Grant]:
    """Return the live grants, of the actor's own or of a line, that open `category`: for lists of a service.

    What stands above grants is not taken off: read the children through `seen_by`.
    """
    opening = F("categories").bitand(int(category))
    return _granted(actor, None).annotate(opened=opening).filter(opened=int(category))


def seen_by(actor: Actor, granted: QuerySet[Grant]) -> QuerySet[Child]:
    """Return the children that `actor` may see by these grants, live ones of its own or of a line.

    Past a shield only those of its own count that tell nothing of where the child is.
    """
    past_a_shield = live_shields(actor.now).filter(~_sees_through(actor)).values("child_id")
    placeless = Q(basis__in=PLACELESS, holder_id__in=actor.holders)
    counting = granted.filter(placeless | ~Q(child_id__in=past_a_shield))
    children = Child.objects.filter(pk__in=counting.values("child_id"), state=Child.State.LIVE)
    return children.none() if actor.role in NO_CHILD else without_hidden(actor, children)


def without_hidden(actor: Actor, children: QuerySet[Child]) -> QuerySet[Child]:
    """Leave out what stands above grants: blocks, identities kept elsewhere, full shields."""
    for keys in (_blocked_keys(actor), _adopted_keys(actor), _shielded_keys(actor)):
        children = children.exclude(pk__in=keys)
    return children


def let_through(actor: Actor) -> set[int]:
    """Return the children whom few may find by all that is held, and `actor` may: by shield or adoption."""
    named = ShieldName.objects.filter(post_id=actor.post_id or NOBODY, removed_at__isnull=True)
    shields = live_shields(actor.now).filter(pk__in=named.values("shield"))
    keys = set(shields.values_list("child_id", flat=True))
    if actor.holds_adoptions:
        held = Adoption.objects.filter(team_id=actor.team_id or NOBODY)
        keys |= set(held.values_list("before_id", flat=True))
    return keys


def hidden_from(actor: Actor) -> QuerySet[Child]:
    """Return the children that what stands above grants hides: what `without_hidden` leaves out."""
    blocked, adopted, shielded = _blocked_keys(actor), _adopted_keys(actor), _shielded_keys(actor)
    return Child.objects.filter(Q(pk__in=blocked) | Q(pk__in=adopted) | Q(pk__in=shielded))


def keeping_known(actor: Actor, rows: QuerySet[Row]) -> QuerySet[Row]:
    """Leave out the rows of a list that are about children whom something above grants hides."""
    return rows.exclude(child__in=hidden_from(actor).values("pk"))


def blocked_from(actor: Actor) -> QuerySet[Child]:
    """Return the children whose record, queue and audit `actor` is kept out of as a person."""
    return Child.objects.filter(pk__in=_blocked_keys(actor))


def shielded_from(actor: Actor, child_ids: Iterable[int]) -> set[int]:
    """Return which of the children have a live shield that does not name the actor."""
    shields = live_shields(actor.now).filter(~_sees_through(actor), child_id__in=list(child_ids))
    return set(shields.values_list("child_id", flat=True))


def hidden_by_a_siblings_shield(actor: Actor, child_id: int) -> dict[type[Fact], set[int]]:
    """Return the keys of this child's facts, by kind, that would tell where a shielded child lives.

    Whoever shows the child leaves them out as if they were not held (access.md section 4.1, case 12).
    """
    others = children_sharing_a_home([child_id]).values_list("pk", flat=True)
    protected = shielded_from(actor, others)
    return facts_of_a_shared_home(child_id, protected) if protected else {}


def hidden_by_any_siblings_shield(child_id: int, *, now: datetime) -> dict[type[Fact], set[int]]:
    """Return the same for somebody named on no shield: what finding by everyone must not know."""
    others = children_sharing_a_home([child_id])
    protected = live_shields(now).filter(child__in=others.values("pk")).values_list("child_id", flat=True)
    return facts_of_a_shared_home(child_id, list(protected)) if protected else {}


def live_shields(now: datetime) -> QuerySet[Shield]:
    """Return shields in force: not lifted, and confirmed or still within their provisional time."""
    return Shield.objects.filter(
        Q(lifted_at__isnull=True) | Q(lifted_at__gt=now),
        Q(confirmed_at__isnull=False) | Q(provisional_until__gt=now),
        starts_at__lte=now,
    )


def grants_on(child_id: int, *, now: datetime) -> QuerySet[Grant]:
    """Return the live grants on a child: who can see it, for whoever may ask that."""
    return _live(now).filter(child_id=child_id).select_related("holder", "service__agency")


def _live(now: datetime) -> QuerySet[Grant]:
    return Grant.objects.filter(starts_at__lte=now, until__gt=now)


def _above(actor: Actor, child_id: int) -> Above:
    seen_through = ExpressionWrapper(_sees_through(actor), output_field=BooleanField())
    shields = live_shields(actor.now).filter(child_id=child_id).annotate(named=seen_through)
    levels = list(shields.order_by("named", "level").values_list("level", "named"))
    blocks = list(_live_blocks(actor).filter(child_id=child_id).values_list("user_id", "kept_to_id"))
    adopted = _adoptions_elsewhere(actor).filter(before_id=child_id).exists()
    return Above(
        not_this_person=any(user and user == actor.user_id for user, _ in blocks),
        kept_elsewhere=adopted or any(team and team != actor.team_id for _, team in blocks),
        shield=levels[0][0] if levels else "",
        named=bool(levels) and levels[0][1],
        agreed=agreed_with(actor),
    )


def _sees_through(actor: Actor) -> Q:
    """Whether the actor sees through a shield: named on it, or opened the record by breaking the glass.

    Where several shields stand, it takes each of them to be seen through.
    """
    names = ShieldName.objects.filter(
        shield=OuterRef("pk"), post_id=actor.post_id or NOBODY, removed_at__isnull=True
    )
    glass = Opening.objects.filter(
        kind=Opening.Kind.GLASS, holder_id=actor.own_holder, child=OuterRef("child"),
        at__lte=actor.now, ends_at__gt=actor.now,
    )  # fmt: skip
    return Q(Exists(names)) | Q(Exists(glass))


def _live_blocks(actor: Actor) -> QuerySet[Block]:
    return Block.objects.filter(Q(until__isnull=True) | Q(until__gt=actor.now), starts_at__lte=actor.now)


def _blocked_keys(actor: Actor) -> QuerySet[Any, int]:
    return _live_blocks(actor).filter(_against(actor)).values_list("child_id", flat=True)


def _adopted_keys(actor: Actor) -> QuerySet[Any, int]:
    return _adoptions_elsewhere(actor).values_list("before_id", flat=True)


def _shielded_keys(actor: Actor) -> QuerySet[Any, int]:
    full = live_shields(actor.now).filter(~_sees_through(actor), level=Shield.Level.FULL)
    return full.values_list("child_id", flat=True)


def _against(actor: Actor) -> Q:
    blocked = Q(kept_to__isnull=False) & ~Q(kept_to_id=actor.team_id or NOBODY)
    return blocked | Q(user_id=actor.user_id) if actor.user_id else blocked


def _adoptions_elsewhere(actor: Actor) -> QuerySet[Adoption]:
    return Adoption.objects.filter(placed_at__lte=actor.now).exclude(team_id=actor.team_id or 0)
