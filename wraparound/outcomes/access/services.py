"""Making and ending grants, and opening a child's record with a reason."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from wraparound.foundation.accounts.models import Shift
from wraparound.foundation.accounts.rules import Actor, Denied, May
from wraparound.foundation.audit import services as audit
from wraparound.outcomes.access.models import Basis, Grant, Opening, Reason
from wraparound.outcomes.access.queries import NOBODY, may_be_found
from wraparound.outcomes.access.rules import CARD, RULES, Category

FAR_AWAY = timedelta(days=365 * 26)
"""`until` is never null: a relationship without a known end runs to the 26th year and is ended before."""


@dataclass(frozen=True)
class NewGrant:
    """A grant to write: who may see what of whom, on which basis, because of which record."""

    holder_id: int
    child_id: int
    basis: Basis
    source_kind: str
    source_id: int | None
    service_id: int | None = None
    categories: Category | None = None
    until: datetime | None = None


def write_grants(grants: Iterable[NewGrant], *, now: datetime) -> list[Grant]:
    """Write grants in one statement; call it inside the transaction of what makes the relationship."""
    return Grant.objects.bulk_create([_grant(new, now) for new in grants], batch_size=500)


def end_grants(*, source_kind: str, source_ids: Sequence[int], at: datetime, because: str) -> int:
    """End the live grants of some sources by bringing `until` forward; return how many ended."""
    live = Grant.objects.filter(source_kind=source_kind, source_id__in=source_ids, until__gt=at)
    return live.update(until=at, ended_because=because)


def check_may_open(actor: Actor, child_id: int) -> None:
    """Pass when `actor` may open a record with a reason; raise `Denied` in words otherwise."""
    actor.check(May.SEARCH)
    if not may_be_found(actor, child_id):
        raise Denied("We could not find that record.")


@transaction.atomic
def open_card(*, child_id: int, reason: str, words: str, actor: Actor, now: datetime) -> Opening:
    """Open a card from a search with a reason: index and involvement for 12 hours, not yet whereabouts.

    Raises `Denied` when the post may not search, or when anything stands above.
    """
    check_may_open(actor, child_id)
    return _open(
        Opening.Kind.CARD, Basis.OPENED, CARD | Category.INVOLVEMENT,
        child_id=child_id, reason=reason, words=words, actor=actor, now=now,
        until=now + timedelta(hours=12),
    )  # fmt: skip


@transaction.atomic
def show_whereabouts(*, child_id: int, actor: Actor, now: datetime) -> Opening:
    """Add address, school and telephone to a card that is open: one further press, on record."""
    check_may_open(actor, child_id)
    card = live_opening(child_id=child_id, actor=actor, kinds=[Opening.Kind.CARD], now=now)
    if card is None:
        raise Denied("Open the record with a reason first.")
    return _open(
        Opening.Kind.WHEREABOUTS, Basis.OPENED, Category.WHEREABOUTS,
        child_id=child_id, reason=card.reason, words=card.words, actor=actor, now=now, until=card.ends_at,
    )  # fmt: skip


@transaction.atomic
def open_as_duty(*, child_id: int, reason: str, words: str, actor: Actor, now: datetime) -> Opening:
    """Open for the duty desk: index, involvement, record and safeguarding until the shift ends.

    Raises `Denied` when the post is not on a shift of the rota.
    """
    actor.check(May.DUTY_DESK)
    check_may_open(actor, child_id)
    shift = (
        Shift.objects.filter(post_id=actor.post_id or NOBODY, starts_at__lte=now, ends_at__gt=now)
        .order_by("-ends_at")
        .first()
    )
    if shift is None:
        raise Denied("You are not on shift now. Ask for the rota to be put right, or open with a reason.")
    return _open(
        Opening.Kind.DUTY, Basis.DUTY_DESK, RULES[Basis.DUTY_DESK].categories,
        child_id=child_id, reason=reason, words=words, actor=actor, now=now, until=shift.ends_at,
    )  # fmt: skip


@transaction.atomic
def open_in_emergency(*, child_id: int, reason: str, words: str, actor: Actor, now: datetime) -> Opening:
    """Open in an emergency for 4 hours; it waits for the day team until somebody reviews it.

    Raises `Denied` without words: an emergency is said in words.
    """
    check_may_open(actor, child_id)
    if not words.strip():
        raise Denied("Say in a few words what the emergency is.")
    return _open(
        Opening.Kind.EMERGENCY, Basis.EMERGENCY, RULES[Basis.EMERGENCY].categories,
        child_id=child_id, reason=reason, words=words, actor=actor, now=now, until=now + timedelta(hours=4),
    )  # fmt: skip


def live_opening(*, child_id: int, actor: Actor, kinds: Sequence[str], now: datetime) -> Opening | None:
    """Return the actor's latest opening of the child that still runs, or None."""
    mine = Opening.objects.filter(
        holder_id=actor.own_holder, child_id=child_id, kind__in=kinds, ends_at__gt=now, at__lte=now
    )
    return mine.order_by("-ends_at").first()


def _open(
    kind: Opening.Kind, basis: Basis, categories: Category, *,
    child_id: int, reason: str, words: str, actor: Actor, now: datetime, until: datetime,
) -> Opening:  # fmt: skip
    if reason not in Reason.values:
        raise Denied("Choose one of the five reasons.")
    opening = Opening.objects.create(
        holder_id=actor.own_holder, user_id=actor.user_id, child_id=child_id, kind=kind, reason=reason,
        words=words.strip(), at=now, ends_at=until,
    )  # fmt: skip
    new = NewGrant(
        holder_id=actor.own_holder, child_id=child_id, basis=basis, categories=categories,
        source_kind="opening", source_id=opening.pk, until=until,
    )  # fmt: skip
    write_grants([new], now=now)
    detail = {"opening": opening.pk, "reason": reason}
    audit.record(verb=f"open.{kind}", now=now, actor=actor, child_id=child_id, detail=detail)
    return opening


def _grant(new: NewGrant, now: datetime) -> Grant:
    rule = RULES[new.basis]
    if rule.joined:
        raise ValueError(f"{new.basis} names no child: it is joined when reading, never written")
    longest = now + (rule.lasts or FAR_AWAY)
    categories = rule.categories if new.categories is None else new.categories & rule.categories
    return Grant(
        holder_id=new.holder_id, child_id=new.child_id, basis=new.basis, categories=categories,
        service_id=new.service_id, source_kind=new.source_kind, source_id=new.source_id,
        starts_at=now, until=min(new.until or longest, longest),
    )  # fmt: skip
