"""Who was shown a wrong record and is told the right one, as each post and system may read it."""

from django.db.models import F, Q, QuerySet

from wraparound.foundation.accounts.rules import Actor, May
from wraparound.foundation.agencies.queries import quiet_agencies
from wraparound.outcomes.access.queries import NOBODY, shielded_from, sight, without_hidden
from wraparound.outcomes.children.models import Child
from wraparound.outcomes.index.models import Correction, Merge


def corrections_for(actor: Actor) -> QuerySet[Correction]:
    """Return what this post, or its agency's own systems, must be told; what is not acknowledged first."""
    mine = Q(post_id=actor.post_id or NOBODY)
    if May.SEND_FEEDS in actor.may:
        mine |= Q(post__isnull=True, agency_id=actor.agency_id)
    return (
        Correction.objects.filter(mine)
        .select_related("merge__kept", "merge__other")
        .order_by(F("acknowledged_at").asc(nulls_first=True), "-told_at", "pk")
    )


def corrections_of_systems(actor: Actor) -> QuerySet[Correction]:
    """Return what the systems of the actor's agency must be told."""
    own = Correction.objects.filter(post__isnull=True, agency_id=actor.agency_id)
    return own.select_related("merge__kept", "merge__other")


def seen_of_correction(correction: Correction, *, actor: Actor) -> list[Child]:
    """Return the records that a correction is about and that the actor sees now."""
    return [child for child, is_open in records_of_correction(correction, actor=actor) if is_open]


def records_of_correction(correction: Correction, *, actor: Actor) -> list[tuple[Child, bool]]:
    """Return the records that a correction is about, and whether the actor sees each now.

    One that something above grants hides from them is left out: it looks as if it were not there.
    """
    both = [correction.merge.kept, correction.merge.other]
    shown = without_hidden(actor, Child.objects.filter(pk__in=[child.pk for child in both]))
    return [(child, sight(actor, child.public_id) is not None) for child in shown.order_by("pk")]


def told_of(merge: Merge, *, actor: Actor) -> list[Correction]:
    """Return who was told of a merge or split; nobody where a shield hides who works with a child."""
    if shielded_from(actor, [merge.kept_id, merge.other_id]):
        return []
    told = merge.corrections.exclude(post__team__service__is_sensitive=True).exclude(
        post__isnull=True, agency__in=quiet_agencies()
    )
    return list(told.select_related("post__user", "agency"))
