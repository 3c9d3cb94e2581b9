"""Setting a shield: provisional at once, once everyone named was asked; then confirmed by a data manager."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from wraparound.foundation.accounts.models import Post, Role
from wraparound.foundation.accounts.queries import live_posts
from wraparound.foundation.accounts.rules import Actor, Denied
from wraparound.foundation.agencies.models import Service
from wraparound.foundation.area.queries import shield_terms
from wraparound.foundation.audit import services as audit
from wraparound.foundation.audit.changes import Conflict
from wraparound.foundation.notifications.services import notify
from wraparound.outcomes.access.models import Shield, ShieldName
from wraparound.outcomes.access.queries import sight
from wraparound.outcomes.access.rules import Category, Sight
from wraparound.outcomes.children.models import Child
from wraparound.outcomes.finding.refiling import refile_with_home
from wraparound.outcomes.index.models import Pair
from wraparound.outcomes.index.rules import UNSETTLED, WEIGHTS, post_of
from wraparound.outcomes.index.services.protecting import protect_until_settled
from wraparound.outcomes.shields import queries
from wraparound.outcomes.shields.models import Walk
from wraparound.outcomes.shields.rules import (
    Named,
    check_may_confirm,
    check_may_name,
    check_may_set,
    faults_of,
    review_by,
)

TO_CONFIRM = "A child was protected for some hours. Please confirm it or ask why."


class Incomplete(Exception):
    """A shield cannot be saved yet; `faults` says in words what is missing."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = list(faults)


@transaction.atomic
def set_shield(
    *, child: Child, level: str, why: str, names: Sequence[Named], answers: Mapping[int, int | None],
    actor: Actor, now: datetime, key: uuid.UUID,
) -> Shield:  # fmt: skip
    """Shield a child at once for 72 hours, or what the area decided; a data manager confirms it meanwhile.

    `answers` holds for each team that works with the child the post named there, or None for nobody. The same
    `key` again returns the same shield. Raises `Denied` for who may not, `Incomplete` for what is missing.
    """
    if walk := Walk.objects.filter(key=key).select_related("shield").first():
        return walk.shield
    seen = check_setting(child, actor)
    if not why.strip():
        raise Incomplete(["Say in a few words who the danger is from."])
    teams = queries.teams_working_with(child.pk, seen)
    if faults := faults_of(names, teams=[team.pk for team in teams], answered=answers.keys()):
        raise Incomplete(faults)
    shield = write_shield(child, level, why, names, actor, now)
    Walk.objects.create(
        key=key, shield=shield, at=now, answers={str(team): post for team, post in answers.items()}
    )
    audit.record(verb="shield.set", now=now, actor=actor, child_id=child.pk, detail={"shield": shield.pk})
    for post in live_posts(now=now).filter(role=Role.DATA_MANAGER):
        notify(to=post, kind="shield.confirm", words=TO_CONFIRM, now=now, route="shields:shields",
               child_id=child.pk)  # fmt: skip
    return shield


def check_setting(child: Child, actor: Actor) -> Sight:
    """Return the actor's sight of a child that they may shield; raise `Denied` otherwise."""
    service = Service.objects.filter(pk=actor.service_id or 0).first()
    check_may_set(actor, service_kind=service.kind if service else "")
    seen = sight(actor, child.public_id)
    if seen is None or not seen.sees(Category.IDENTITY):
        raise Denied("We could not find that record.")
    return seen


def write_shield(
    child: Child, level: str, why: str, names: Sequence[Named], actor: Actor, now: datetime
) -> Shield:
    """Write a provisional shield and its names, and file the child and its home anew."""
    today = timezone.localdate(now)
    terms = shield_terms(on=today)
    shield = Shield.objects.create(
        child=child, level=level, why=why.strip(), set_by_id=post_of(actor), starts_at=now,
        provisional_until=now + timedelta(hours=terms.provisional_hours),
        review_on=review_by(today, months=terms.review_months),
    )  # fmt: skip
    by_post = {named.post.pk: named for named in names}
    ShieldName.objects.bulk_create(
        ShieldName(shield=shield, post_id=post, team_id=named.team_id, asked_at=now)
        for post, named in by_post.items()
    )
    alike = _protect_alike(shield, now)
    for key in (child.pk, *alike):
        refile_with_home(key, now=now)
    return shield


def _protect_alike(shield: Shield, now: datetime) -> list[int]:
    """Protect the records that may be the same child, until a person says; return their keys.

    Two records of one child can stand in the index while a person has not settled the pair: the other one
    would show what the shield hides.
    """
    pairs = Pair.objects.select_for_update().filter(
        Q(child_a=shield.child_id) | Q(child_b=shield.child_id), state__in=UNSETTLED
    )
    alike = []
    for pair in pairs.exclude(kind=Pair.Kind.ADOPTION):
        other = pair.child_b_id if pair.child_a_id == shield.child_id else pair.child_a_id
        Pair.objects.filter(pk=pair.pk).update(kind=Pair.Kind.SHIELDED, harm=F("harm") + WEIGHTS["shield"])
        protect_until_settled(other, shield, [n.post_id for n in shield.names.all()], now=now)
        alike.append(other)
    return alike


@transaction.atomic
def confirm_shield(
    *, shield: Shield, version: int, review_on: date | None, actor: Actor, now: datetime
) -> Shield:
    """Confirm a provisional shield; from then on it stands until two people lift it.

    Pressed twice it is confirmed once. Raises `Denied` for who set it or may not, `Conflict` when it
    changed since the page was shown.
    """
    current = Shield.objects.select_for_update(of=("self",)).select_related("set_by").get(pk=shield.pk)
    check_may_confirm(actor, current)
    if current.confirmed_at is not None:
        return current
    if current.version != version or current.lifted_at is not None:
        raise Conflict(current, "This changed since you opened the page.")
    current.confirmed_by_id, current.confirmed_at = post_of(actor), now
    today = timezone.localdate(now)
    current.review_on = review_by(today, review_on, months=shield_terms(on=today).review_months)
    current.version += 1
    current.save(update_fields=["confirmed_by", "confirmed_at", "review_on", "version"])
    refile_with_home(current.child_id, now=now)
    audit.record(
        verb="shield.confirm", now=now, actor=actor, child_id=current.child_id, detail={"shield": current.pk}
    )
    return current


@transaction.atomic
def change_names(
    *, shield: Shield, version: int, add: Sequence[Named], remove: Sequence[Post], actor: Actor, now: datetime
) -> Shield:
    """Name others on a shield, or no longer; what a shield must have stays true of those who still work.

    Raises `Denied` for whoever neither sets nor confirms shields or does not handle this one, `Incomplete`
    for what would be missing, `Conflict` when it changed since the page was shown.
    """
    check_may_name(actor)
    current = Shield.objects.select_for_update(of=("self",)).select_related("set_by").get(pk=shield.pk)
    if not queries.handled_by(actor).filter(pk=current.pk).exists():
        raise Denied("We could not find that record.")
    if current.version != version:
        raise Conflict(current, "This changed since you opened the page.")
    gone = {post.pk for post in remove}
    here = live_posts(now=now).filter(pk__in=current.names.values("post")).values_list("pk", flat=True)
    still = set(here) - gone
    stay = [Named(n.post, n.team_id, True) for n in queries.names_on(current) if n.post_id in still]
    if faults := faults_of([*stay, *add], teams=[], answered=[]):
        raise Incomplete(faults)
    current.names.filter(post__in=gone).update(removed_at=now)
    for named in add:
        current.names.update_or_create(
            post=named.post, defaults={"team_id": named.team_id, "asked_at": now, "removed_at": None}
        )
    current.version += 1
    current.save(update_fields=["version"])
    audit.record(
        verb="shield.names", now=now, actor=actor, child_id=current.child_id,
        detail={"shield": current.pk, "added": [n.post.pk for n in add], "removed": sorted(gone)},
    )  # fmt: skip
    return current
