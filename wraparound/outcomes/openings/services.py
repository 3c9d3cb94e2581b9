"""Opening a child's record with a reason, on duty or in an emergency; renewing, closing, reviewing."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from wraparound.foundation.accounts.models import Role
from wraparound.foundation.accounts.rules import Actor, Denied, May
from wraparound.foundation.agencies.models import Holder
from wraparound.foundation.area.queries import closed_days
from wraparound.foundation.audit import services as audit
from wraparound.outcomes.access.categories import CARD, Category
from wraparound.outcomes.access.models import Basis, Opening, Reason
from wraparound.outcomes.access.queries import is_hidden, may_be_found
from wraparound.outcomes.access.rules import RULES
from wraparound.outcomes.access.services import NewGrant, end_grants, write_grants
from wraparound.outcomes.openings.queries import (
    current_shift,
    has_finished_work,
    live_opening,
    to_review,
)
from wraparound.outcomes.openings.rules import (
    CARD_LASTS,
    EMERGENCY_LASTS,
    RENEWABLE_FOR,
    SAME_PRESS,
    emergency_limit,
)
from wraparound.outcomes.openings.watching import count_one_more, tell_front_door

NOT_FOUND = "We could not find that record."


def check_reason(reason: str, words: str = "", *, needs_words: str = "") -> None:
    """Pass a reason of the five, with words where `needs_words` asks for them; raise `Denied` otherwise."""
    if reason not in Reason.values:
        raise Denied("Choose one of the five reasons.")
    if needs_words and not words.strip():
        raise Denied(needs_words)


def check_may_open(actor: Actor, child_id: int) -> None:
    """Pass when `actor` may open a record with a reason; raise `Denied` in words otherwise."""
    actor.check(May.SEARCH)
    if not may_be_found(actor, child_id):
        raise Denied(NOT_FOUND)


def may_open(actor: Actor, child_id: int) -> bool:
    """Say whether `actor` may open a record with a reason."""
    return May.SEARCH in actor.may and may_be_found(actor, child_id)


def open_card(*, child_id: int, reason: str, words: str, actor: Actor, now: datetime) -> Opening:
    """Open a card from a search with a reason: index and involvement for 12 hours, not yet whereabouts.

    Raises `Denied` when the post may not search, when anything stands above, or when the person opened
    far more than is usual.
    """
    check_reason(reason)
    check_may_open(actor, child_id)
    count_one_more(actor=actor, now=now)
    return _open(
        Opening.Kind.CARD, Basis.OPENED, CARD | Category.INVOLVEMENT,
        child_id=child_id, reason=reason, words=words, actor=actor, now=now, until=now + CARD_LASTS,
    )  # fmt: skip


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


def open_as_duty(*, child_id: int, reason: str, words: str, actor: Actor, now: datetime) -> Opening:
    """Open for the duty desk: index, involvement, record and safeguarding until the shift ends.

    Raises `Denied` when the post is not on a shift of the rota. A duty desk is never stopped by counts.
    """
    check_reason(reason)
    actor.check(May.DUTY_DESK)
    check_may_open(actor, child_id)
    shift = current_shift(actor)
    if shift is None:
        raise Denied("You are not on shift now. Ask for the rota to be put right, or open with a reason.")
    count_one_more(actor=actor, now=now, may_stop=False)
    return _open(
        Opening.Kind.DUTY, Basis.DUTY_DESK, RULES[Basis.DUTY_DESK].categories,
        child_id=child_id, reason=reason, words=words, actor=actor, now=now, until=shift.ends_at,
    )  # fmt: skip


def open_in_emergency(*, child_id: int, reason: str, words: str, actor: Actor, now: datetime) -> Opening:
    """Open in an emergency for 4 hours; it waits for the day team until somebody reviews it.

    Raises `Denied` without words: an emergency is said in words.
    """
    check_reason(reason, words, needs_words="Say in a few words what the emergency is.")
    check_may_open(actor, child_id)
    count_one_more(actor=actor, now=now, may_stop=May.DUTY_DESK not in actor.may)
    return _open(
        Opening.Kind.EMERGENCY, Basis.EMERGENCY, RULES[Basis.EMERGENCY].categories,
        child_id=child_id, reason=reason, words=words, actor=actor, now=now, until=now + EMERGENCY_LASTS,
    )  # fmt: skip


def may_open_finished(actor: Actor, child_id: int) -> bool:
    """Say whether `actor` may open the records of work that the own service closed: manager or duty post."""
    may_read = actor.role in {Role.TEAM_MANAGER, Role.DUTY} and May.SEARCH in actor.may
    return may_read and not is_hidden(actor, child_id) and has_finished_work(actor, child_id)


def open_finished(*, child_id: int, reason: str, words: str, actor: Actor, now: datetime) -> Opening:
    """Open the records of work that the own service has closed: a manager or duty post, with a reason.

    Raises `Denied` for other roles, and when the service never worked with the child.
    """
    check_reason(reason, words, needs_words="Say in a few words what you need the closed records for.")
    if not may_open_finished(actor, child_id):
        raise Denied(NOT_FOUND)
    count_one_more(actor=actor, now=now)
    return _open(
        Opening.Kind.FINISHING, Basis.FINISHING, RULES[Basis.FINISHING].categories,
        child_id=child_id, reason=reason, words=words, actor=actor, now=now, until=now + CARD_LASTS,
        service_id=actor.service_id,
    )  # fmt: skip


def renew(*, opening: Opening, reason: str, words: str, actor: Actor, now: datetime) -> Opening:
    """Renew an opening of one's own by one press, with the same reason or another.

    An emergency is renewed until 10:00 of the next working day, anything else as it was opened. Raises
    `Denied` when it is another's, ended too long ago, or is an emergency that the day team has by now.
    """
    if opening.holder_id != actor.own_holder:
        raise Denied(NOT_FOUND)
    root = opening.renews or opening
    if opening.kind == Opening.Kind.DUTY:
        return open_as_duty(child_id=opening.child_id, reason=reason, words=words, actor=actor, now=now)
    if opening.kind == Opening.Kind.FINISHING:
        return open_finished(child_id=opening.child_id, reason=reason, words=words, actor=actor, now=now)
    check_reason(reason)
    check_may_open(actor, opening.child_id)
    if opening.kind == Opening.Kind.EMERGENCY:
        until = emergency_limit(root.ends_at, closed=closed_days(on=timezone.localdate(now)))
        if now >= until:
            raise Denied("The day team has taken this over. Ask them, or open it again with a reason.")
        basis, categories = Basis.EMERGENCY, RULES[Basis.EMERGENCY].categories
    else:
        if now > opening.ends_at + RENEWABLE_FOR:
            raise Denied("This closed too long ago. Search again and open it with a reason.")
        until, basis, categories = now + CARD_LASTS, Basis.OPENED, CARD | Category.INVOLVEMENT
    return _open(
        Opening.Kind(opening.kind), basis, categories,
        child_id=opening.child_id, reason=reason, words=words, actor=actor, now=now, until=until, renews=root,
    )  # fmt: skip


@transaction.atomic
def close(*, opening: Opening, actor: Actor, now: datetime) -> None:
    """Close an opening of one's own before its time, the address shown with it; closing twice is once."""
    if opening.holder_id != actor.own_holder:
        raise Denied(NOT_FOUND)
    live = Opening.objects.filter(holder_id=actor.own_holder, child_id=opening.child_id, ends_at__gt=now)
    kinds = [opening.kind]
    if opening.kind == Opening.Kind.CARD:
        kinds.append(Opening.Kind.WHEREABOUTS)
    closing = list(live.filter(kind__in=kinds).values_list("pk", flat=True))
    if not closing:
        return
    Opening.objects.filter(pk__in=closing).update(ends_at=now)
    end_grants(source_kind="opening", source_ids=closing, at=now, because="closed by who opened it")
    audit.record(
        verb="open.close", now=now, actor=actor, child_id=opening.child_id, detail={"openings": closing}
    )


@transaction.atomic
def review(*, opening: Opening, actor: Actor, now: datetime) -> Opening:
    """Record that the day team looked at a duty or emergency opening; a second reviewer changes nothing.

    Raises `Denied` for whoever may not review it: nobody reviews what they opened themselves.
    """
    actor.check(May.REVIEW_DUTY)
    waiting = to_review(actor).select_for_update(of=("self",)).filter(pk=opening.pk).first()
    if waiting is None:
        opening.refresh_from_db()
        if opening.reviewed_at is None:
            raise Denied("This does not wait for you.")
        return opening
    waiting.reviewed_at, waiting.reviewed_by_id = now, actor.post_id
    waiting.save(update_fields=["reviewed_at", "reviewed_by"])
    audit.record(
        verb="open.review", now=now, actor=actor, child_id=waiting.child_id, detail={"opening": waiting.pk}
    )
    return waiting


@transaction.atomic
def _open(
    kind: Opening.Kind, basis: Basis, categories: Category, *,
    child_id: int, reason: str, words: str, actor: Actor, now: datetime, until: datetime,
    renews: Opening | None = None, service_id: int | None = None,
) -> Opening:  # fmt: skip
    Holder.objects.select_for_update().get(pk=actor.own_holder)
    same = live_opening(child_id=child_id, actor=actor, kinds=[kind], now=now)
    if same and now - same.at < SAME_PRESS and same.reason == reason:
        return same
    opening = Opening.objects.create(
        holder_id=actor.own_holder, user_id=actor.user_id, child_id=child_id, kind=kind, reason=reason,
        words=words.strip(), at=now, ends_at=until, renews=renews,
    )  # fmt: skip
    new = NewGrant(
        holder_id=actor.own_holder, child_id=child_id, basis=basis, categories=categories,
        source_kind="opening", source_id=opening.pk, service_id=service_id, until=until,
    )  # fmt: skip
    write_grants([new], now=now)
    if kind == Opening.Kind.EMERGENCY:
        tell_front_door(child_id=child_id, now=now)
    detail = {"opening": opening.pk, "reason": reason}
    audit.record(verb=f"open.{kind}", now=now, actor=actor, child_id=child_id, detail=detail)
    return opening
