"""What protects one of two records protects both: no joining or parting leaves an unshielded copy."""

from collections.abc import Sequence
from datetime import datetime

from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.audit import services as audit
from wraparound.outcomes.access.models import WAITS, Shield, ShieldName
from wraparound.outcomes.access.queries import live_shields
from wraparound.outcomes.access.services import FAR_AWAY

KEPT_BECAUSE = "Kept when two records were parted: it stands until a person clears it."


def protect_until_settled(child_id: int, shield: Shield, posts: Sequence[int], *, now: datetime) -> None:
    """Give a record that may be a shielded child a shield like the other's, until the pair is settled.

    It ends by the answer "two children"; no time ends it. A record that is shielded already is left as it is.
    """
    if live_shields(now).filter(child=child_id, level=shield.level).exists():
        return
    copy = Shield.objects.create(
        child_id=child_id, level=shield.level, why=WAITS, set_by_id=shield.set_by_id, starts_at=now,
        provisional_until=now + FAR_AWAY, review_on=shield.review_on,
    )  # fmt: skip
    ShieldName.objects.bulk_create([ShieldName(shield=copy, post_id=post, asked_at=now) for post in posts])


def share_shields(child_ids: Sequence[int], *, actor: Actor, now: datetime) -> None:
    """Give each of the children every level of shield that one of them has, with the same people named."""
    shields = list(live_shields(now).filter(child__in=child_ids).order_by("pk"))
    for child_id in child_ids:
        levels = {shield.level for shield in shields if shield.child_id == child_id}
        for shield in shields:
            if shield.child_id != child_id and shield.level not in levels:
                levels.add(shield.level)
                _copy(shield, child_id, actor, now)


def _copy(shield: Shield, child_id: int, actor: Actor, now: datetime) -> None:
    names = list(shield.names.filter(removed_at__isnull=True))
    copy = Shield.objects.create(
        child_id=child_id, level=shield.level, why=KEPT_BECAUSE, set_by_id=shield.set_by_id,
        starts_at=now, provisional_until=shield.provisional_until, confirmed_by_id=shield.confirmed_by_id,
        confirmed_at=shield.confirmed_at, review_on=shield.review_on,
    )  # fmt: skip
    ShieldName.objects.bulk_create(
        [ShieldName(shield=copy, post_id=n.post_id, team_id=n.team_id, asked_at=n.asked_at) for n in names]
    )
    audit.record(
        verb="shield.kept",
        now=now,
        actor=actor,
        child_id=child_id,
        detail={"shield": copy.pk, "of": shield.pk},
    )
