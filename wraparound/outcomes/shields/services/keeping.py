"""Keeping a shield right: warned of before it lapses, kept longer once, reviewed, lifted by two."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from wraparound.foundation.accounts.models import Post, Role
from wraparound.foundation.accounts.queries import live_posts
from wraparound.foundation.accounts.rules import Actor, Denied, May
from wraparound.foundation.area.queries import shield_terms
from wraparound.foundation.audit import services as audit
from wraparound.foundation.audit.changes import Conflict
from wraparound.foundation.notifications.services import notify
from wraparound.outcomes.access.models import WAITS, Lift, Shield
from wraparound.outcomes.access.queries import live_shields
from wraparound.outcomes.children.models import Address, Banner, SourceRecord
from wraparound.outcomes.finding.refiling import refile_with_home
from wraparound.outcomes.index.rules import post_of
from wraparound.outcomes.shields import queries
from wraparound.outcomes.shields.models import Extension, Review, Warning
from wraparound.outcomes.shields.rules import (
    check_is_second,
    last_review,
    review_by,
    warning_due,
)

WORDS = {
    "24 hours": "A child's protection ends in 24 hours unless a data manager confirms it.",
    "6 hours": "A child's protection ends in 6 hours unless a data manager confirms it.",
    "lapsed": "A child's protection has ended: nobody confirmed it. Set it again if the danger remains.",
}


@transaction.atomic
def extend_provisional(*, shield: Shield, words: str, actor: Actor, now: datetime) -> Shield:
    """Keep a provisional shield as long again: once, and by somebody other than who set it."""
    current = Shield.objects.select_for_update(of=("self",)).select_related("set_by").get(pk=shield.pk)
    if May.SHIELD not in actor.may and May.CONFIRM_SHIELD not in actor.may:
        raise Denied(f"Your post as {actor.title} does not let you do this.")
    check_is_second(actor, current.set_by.user_id)
    if current.confirmed_at or current.lifted_at or current.provisional_until is None:
        raise Denied("This protection is not one that ends by itself.")
    if Extension.objects.filter(shield=current).exists():
        raise Denied("It was kept longer once already. A data manager must confirm it now.")
    hours = shield_terms(on=timezone.localdate(now)).provisional_hours
    until = current.provisional_until + timedelta(hours=hours)
    Extension.objects.create(shield=current, by_id=post_of(actor), at=now, until=until, words=words.strip())
    current.provisional_until, current.version = until, current.version + 1
    current.save(update_fields=["provisional_until", "version"])
    refile_with_home(current.child_id, now=now)
    _record("shield.extend", current, actor, now)
    return current


def watch(*, now: datetime) -> int:
    """Tell people of each provisional shield that ends soon or has ended; return how many were told of.

    A shield that lapsed leaves the index as it was before, in the same transaction. Safe to run at any time.
    """
    told = 0
    provisional = Shield.objects.filter(
        confirmed_at__isnull=True, lifted_at__isnull=True, provisional_until__isnull=False
    ).exclude(why=WAITS)
    for shield in provisional.select_related("child"):
        mark = warning_due(shield.provisional_until, now)  # type: ignore[arg-type]
        told += bool(mark) and _warn(shield, mark, now)
    return told


def _warn(shield: Shield, mark: str, now: datetime) -> bool:
    until = timezone.localtime(shield.provisional_until)
    try:
        with transaction.atomic():
            Warning.objects.create(shield=shield, mark=f"{mark} {until:%d%m%y%H%M}", at=now)
            if mark == "lapsed":
                refile_with_home(shield.child_id, now=now)
            audit.record(verb=f"shield.{'lapsed' if mark == 'lapsed' else 'ending'}", now=now,
                         child_id=shield.child_id, detail={"shield": shield.pk})  # fmt: skip
            for post in _concerned(shield, now):
                notify(to=post, kind="shield.ends", words=WORDS[mark], now=now, route="shields:shields",
                       child_id=shield.child_id)  # fmt: skip
    except IntegrityError:
        return False
    return True


def _concerned(shield: Shield, now: datetime) -> list[Post]:
    managers = live_posts(now=now).filter(role=Role.DATA_MANAGER)
    return list({post.pk: post for post in [shield.set_by, *managers]}.values())


def find_reviews(*, now: datetime) -> int:
    """Find what calls for a review: 12 months, a new address, a new court order; return how many were found.

    A cause is found once: those before the shield or before its last review of that kind do not call again.
    """
    found = 0
    for shield in live_shields(now).exclude(why=WAITS).select_related("set_by"):
        if shield.review_on - timezone.localdate(now) <= queries.SOON:
            found += _call(shield, Review.Because.TIME, shield.review_on, now)
        sources = SourceRecord.objects.filter(child=shield.child_id)
        for because, kind in ((Review.Because.MOVE, Address), (Review.Because.ORDER, Banner)):
            seen = Review.objects.filter(shield=shield, because=because).aggregate(at=Max("found_at"))["at"]
            facts = kind.objects.filter(source__in=sources, said_at__gt=seen or shield.starts_at)
            if kind is Banner:
                facts = facts.filter(kind=Banner.Kind.COURT_ORDER)
            if facts.exists():
                found += _call(shield, because, timezone.localdate(now), now)
    return found


@transaction.atomic
def expect_hearing(*, shield: Shield, on: date, actor: Actor, now: datetime) -> Review:
    """Note the day of a hearing, by which the shield is reviewed."""
    _check_handles(shield, actor)
    if on < timezone.localdate(now):
        raise Denied("The hearing must be today or later.")
    _call(shield, Review.Because.HEARING, on, now)
    _record("shield.hearing", shield, actor, now)
    return Review.objects.get(shield=shield, because=Review.Because.HEARING, due_on=on)


@transaction.atomic
def review_shield(*, review: Review, words: str, next_on: date | None, actor: Actor, now: datetime) -> Review:
    """Write that a shield was looked at again and stays; the next review is at most 12 months away."""
    _check_handles(review.shield, actor)
    if not words.strip():
        raise Denied("Say in a few words what you looked at and why it stays.")
    current = Review.objects.select_for_update(of=("self",)).select_related("shield").get(pk=review.pk)
    if current.done_at:
        return current
    current.words, current.done_by_id, current.done_at = words.strip(), post_of(actor), now
    current.save(update_fields=["words", "done_by", "done_at"])
    today = timezone.localdate(now)
    months = shield_terms(on=today).review_months
    current.shield.review_on = review_by(today, next_on, months=months)
    current.shield.version += 1
    current.shield.save(update_fields=["review_on", "version"])
    _record("shield.review", current.shield, actor, now)
    return current


@transaction.atomic
def ask_lift(
    *, shield: Shield, version: int, parent_asked_on: date, words: str, actor: Actor, now: datetime
) -> Lift:
    """Ask that a shield be lifted, after asking the protected parent; a second person must agree."""
    actor.check(May.CONFIRM_SHIELD)
    _check_handles(shield, actor)
    current = Shield.objects.select_for_update().get(pk=shield.pk)
    if current.version != version:
        raise Conflict(current, "This changed since you opened the page.")
    if parent_asked_on > timezone.localdate(now):
        raise Denied("Ask the protected parent first: the day cannot be in the future.")
    if not words.strip():
        raise Denied("Say in a few words what the protected parent said.")
    if waiting := current.lifts.filter(agreed_at__isnull=True).first():
        return waiting
    lift = Lift.objects.create(
        shield=current, asked_by_id=post_of(actor), asked_at=now, parent_asked_on=parent_asked_on,
        words=words.strip(),
    )  # fmt: skip
    _record("shield.ask_lift", current, actor, now)
    return lift


@transaction.atomic
def agree_lift(*, lift: Lift, actor: Actor, now: datetime) -> Shield:
    """Lift the shield as the second person; pressed twice it is lifted once."""
    lift = Lift.objects.select_for_update(of=("self",)).select_related("shield", "asked_by").get(pk=lift.pk)
    if May.SHIELD not in actor.may and May.CONFIRM_SHIELD not in actor.may:
        raise Denied(f"Your post as {actor.title} does not let you do this.")
    _check_handles(lift.shield, actor)
    check_is_second(actor, lift.asked_by.user_id)
    shield = lift.shield
    if lift.agreed_at:
        return shield
    lift.agreed_by_id, lift.agreed_at = post_of(actor), now
    lift.save(update_fields=["agreed_by", "agreed_at"])
    shield.lifted_at, shield.version = now, shield.version + 1
    shield.save(update_fields=["lifted_at", "version"])
    refile_with_home(shield.child_id, now=now)
    _record("shield.lift", shield, actor, now)
    return shield


def _check_handles(shield: Shield, actor: Actor) -> None:
    handles = queries.handled_by(actor).filter(pk=shield.pk).exists()
    if not handles and shield.lifted_at is None:
        raise Denied("We could not find that record.")


def _call(shield: Shield, because: str, due_on: date, now: datetime) -> bool:
    today = timezone.localdate(now)
    latest = last_review(today, shield_terms(on=today).review_months)
    _, made = Review.objects.get_or_create(
        shield=shield, because=because, due_on=min(due_on, latest),
        defaults={"found_at": now},
    )  # fmt: skip
    return made


def _record(verb: str, shield: Shield, actor: Actor, now: datetime) -> None:
    audit.record(verb=verb, now=now, actor=actor, child_id=shield.child_id, detail={"shield": shield.pk})
