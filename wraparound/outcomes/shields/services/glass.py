"""Breaking the glass: two people, one a manager, the whole record, an investigation at once."""

import uuid
from datetime import datetime

from django.db import transaction

from wraparound.foundation.accounts.models import Role
from wraparound.foundation.accounts.queries import live_posts
from wraparound.foundation.accounts.rules import Actor, Denied, May
from wraparound.foundation.audit import services as audit
from wraparound.foundation.notifications.services import notify
from wraparound.outcomes.access.models import Basis, Opening
from wraparound.outcomes.access.queries import blocked_from
from wraparound.outcomes.access.rules import RULES
from wraparound.outcomes.access.services import NewGrant, write_grants
from wraparound.outcomes.children.models import Child
from wraparound.outcomes.finding.engine.entry import OPEN, SHIELDED
from wraparound.outcomes.finding.engine.query import Query
from wraparound.outcomes.finding.queries import find
from wraparound.outcomes.index.rules import post_of
from wraparound.outcomes.openings.services import check_reason
from wraparound.outcomes.shields.models import GlassBreak
from wraparound.outcomes.shields.rules import GLASS_LASTS, check_glass

LIKELY = 0.9
"""A child less likely than this to be the one meant is not opened: the glass is for one child."""
INVESTIGATE = "Two people opened a protected record (they broke the glass). Look into it now."
AGREE = "A colleague asks you to agree that they see what a protection hides. Speak to them first."


def child_meant(query: Query, *, number: str = "") -> Child | None:
    """Return the child of an index number, or the one child whom a look-up can only mean; else None."""
    if number:
        return Child.objects.filter(number=number, state=Child.State.LIVE).first()
    candidates = find(query, compartments=(OPEN, SHIELDED)).candidates
    likely = [candidate for candidate in candidates if candidate.probability >= LIKELY]
    return Child.objects.filter(pk=likely[0].child).first() if len(likely) == 1 else None


@transaction.atomic
def ask_glass(
    *, child: Child | None, reason: str, words: str, actor: Actor, now: datetime, key: uuid.UUID
) -> GlassBreak:
    """Ask a second person to break the glass. Whether anybody was found is not said until both agreed.

    The same `key` again returns the same request. Raises `Denied` without words.
    """
    actor.check(May.SEARCH)
    check_reason(reason, words, needs_words="Say in a few words what happened and what you need to know.")
    if child is not None and blocked_from(actor).filter(pk=child.pk).exists():
        child = None
    glass, made = GlassBreak.objects.get_or_create(
        key=key,
        defaults={
            "child": child, "reason": reason, "words": words.strip(), "asked_by_id": post_of(actor),
            "asked_at": now,
        },
    )  # fmt: skip
    if made:
        audit.record(verb="glass.ask", now=now, actor=actor, child_id=child.pk if child else None,
                     detail={"glass": glass.pk})  # fmt: skip
        for post in live_posts(now=now).filter(agency_id=actor.agency_id, role=Role.TEAM_MANAGER):
            if post.user_id != actor.user_id:
                notify(to=post, kind="glass.ask", words=AGREE, now=now, route="shields:glass")
    return glass


@transaction.atomic
def agree_glass(*, glass: GlassBreak, actor: Actor, now: datetime) -> GlassBreak:
    """Break the glass as the second person: the first reads the whole record for four hours, on record.

    Every privacy officer is told at once. Pressed twice it is broken once. Raises `Denied` unless the two are
    two people of one agency and one of them is a manager.
    """
    actor.check(May.SEARCH)
    glass = (
        GlassBreak.objects.select_for_update(of=("self",))
        .select_related("asked_by", "child")
        .get(pk=glass.pk)
    )
    check_glass(glass.asked_by, actor)
    if glass.agreed_at or glass.refused_at:
        return glass
    glass.agreed_by_id, glass.agreed_at = post_of(actor), now
    if glass.child is not None:
        glass.opening = _open(glass, glass.child, now)
    glass.save(update_fields=["agreed_by", "agreed_at", "opening"])
    audit.record(verb="glass.break", now=now, actor=actor, child_id=glass.child_id,
                 detail={"glass": glass.pk})  # fmt: skip
    for post in live_posts(now=now).filter(role=Role.PRIVACY_OFFICER):
        notify(to=post, kind="glass.investigate", words=INVESTIGATE, now=now, route="shields:glass")
    return glass


@transaction.atomic
def refuse_glass(*, glass: GlassBreak, actor: Actor, now: datetime) -> GlassBreak:
    """Say no as the second person; the request stays on record."""
    actor.check(May.SEARCH)
    check_glass(glass.asked_by, actor)
    if GlassBreak.objects.filter(pk=glass.pk, agreed_at__isnull=True, refused_at__isnull=True).update(
        refused_at=now
    ):
        audit.record(verb="glass.refuse", now=now, actor=actor, detail={"glass": glass.pk})
    glass.refresh_from_db()
    return glass


@transaction.atomic
def investigate_glass(*, glass: GlassBreak, finding: str, actor: Actor, now: datetime) -> GlassBreak:
    """Write what the investigation found; the first finding stands."""
    actor.check(May.AUDIT_ALL)
    if not finding.strip():
        raise Denied("Say what you found.")
    written = GlassBreak.objects.filter(pk=glass.pk, investigated_at__isnull=True).update(
        finding=finding.strip(), investigated_by_id=post_of(actor), investigated_at=now
    )
    if written:
        audit.record(verb="glass.investigate", now=now, actor=actor, detail={"glass": glass.pk})
    glass.refresh_from_db()
    return glass


def _open(glass: GlassBreak, child: Child, now: datetime) -> Opening:
    asked_by = glass.asked_by
    opening = Opening.objects.create(
        holder_id=asked_by.holder_id, user_id=asked_by.user_id, child=child,
        kind=Opening.Kind.GLASS, reason=glass.reason, words=glass.words[:400], at=now,
        ends_at=now + GLASS_LASTS, second_id=glass.agreed_by_id,
    )  # fmt: skip
    whole = NewGrant(
        holder_id=asked_by.holder_id, child_id=child.pk, basis=Basis.DECISION,
        categories=RULES[Basis.DECISION].categories, source_kind="opening", source_id=opening.pk,
        until=opening.ends_at,
    )  # fmt: skip
    write_grants([whole], now=now)
    return opening
