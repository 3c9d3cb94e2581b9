"""Putting a pair before a person, and what the person says: one child, two children, or ask the agency."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from hashlib import blake2b

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from wraparound.foundation.accounts.rules import Actor, Denied, May
from wraparound.foundation.agencies.models import Agency
from wraparound.foundation.audit import services as audit
from wraparound.foundation.audit.changes import Conflict
from wraparound.outcomes.access.models import WAITS
from wraparound.outcomes.children.models import Child, SourceRecord
from wraparound.outcomes.children.said import Said, said_of
from wraparound.outcomes.finding.refiling import refile
from wraparound.outcomes.index import queries
from wraparound.outcomes.index.evidence import compare
from wraparound.outcomes.index.models import Merge, Pair
from wraparound.outcomes.index.rules import UNSETTLED, check_may_settle, harm, which_stays
from wraparound.outcomes.index.services.merging import Versions, merge


@transaction.atomic
def propose_pair(
    *, child_a: Child, child_b: Child, kind: str, why: Sequence[str], actor: Actor, now: datetime,
    probability: float | None = None, source_record: SourceRecord | None = None, load_id: int | None = None,
) -> Pair | None:  # fmt: skip
    """Put two records before a person; return the pair that waits, or None when "two children" was said.

    A question that waits is not put twice; one answered is put again only when what the two say has changed.
    """
    earlier = Pair.objects.filter(
        Q(child_a=child_a, child_b=child_b) | Q(child_a=child_b, child_b=child_a)
    ).order_by("-pk")
    for pair in earlier:
        if pair.state in UNSETTLED:
            return pair
    said = said_of([child_a.pk, child_b.pk])
    facts = digest_of(said[child_a.pk], said[child_b.pk])
    if any(pair.facts == facts for pair in earlier):
        return None
    siblings = queries.said_to_be_siblings(child_a.pk, child_b.pk)
    evidence = compare(said[child_a.pk], said[child_b.pk], siblings=siblings)
    return Pair.objects.create(
        source_record=source_record, child_a=child_a, child_b=child_b, kind=kind, probability=probability,
        why=list(why), harm=harm(queries.stakes_of([child_a.pk, child_b.pk], now=now), evidence),
        facts=facts, load_id=load_id, created_at=now,
    )  # fmt: skip


def digest_of(one: Said, other: Said) -> str:
    """Return a digest of what two records say, the same whichever comes first."""
    both = sorted(repr(said) for said in (one, other))
    return blake2b("|".join(both).encode(), digest_size=16).hexdigest()


@transaction.atomic
def settle_same(
    *, pair: Pair, version: int, children: Versions, reason: str, actor: Actor, now: datetime,
    key: uuid.UUID | None = None,
) -> Merge:  # fmt: skip
    """Answer "one child": the two are joined. The same answer sent again returns the same merge.

    Raises `Conflict` when somebody answered first or a record changed, `Denied` for who may not.
    """
    if key and (done := Merge.objects.filter(key=key).first()):
        return done
    pair = _decide(pair, Pair.State.SAME, version, reason, actor, now)
    before = {pair.child_a_id: children[0], pair.child_b_id: children[1]}
    identities = frozenset(
        child for child in (pair.child_a_id, pair.child_b_id) if queries.is_in_an_adoption(child)
    )
    stays, goes = which_stays(pair.child_a, pair.child_b, identities=identities)
    return merge(
        survivor=stays, loser=goes, actor=actor, reason=reason, now=now, key=key, pair=pair,
        version=(before[stays.pk], before[goes.pk]),
    )  # fmt: skip


@transaction.atomic
def settle_different(*, pair: Pair, version: int, reason: str, actor: Actor, now: datetime) -> Pair:
    """Answer "two children": never asked again unless what they say changes.

    A record that waited for the answer enters the index. The same answer sent again is one. Raises
    `Conflict` when somebody else answered first, `Denied` for who may not.
    """
    pair = _decide(pair, Pair.State.DIFFERENT, version, reason, actor, now)
    said = said_of([pair.child_a_id, pair.child_b_id])
    pair.facts = digest_of(said[pair.child_a_id], said[pair.child_b_id])
    pair.save(update_fields=["facts"])
    for child_id in (pair.child_a_id, pair.child_b_id):
        _release(child_id, now)
    return pair


@transaction.atomic
def ask_agency(
    *, pair: Pair, version: int, agency: Agency, until: date, reason: str, actor: Actor, now: datetime
) -> Pair:
    """Park the pair until a day because an agency was asked; on that day it is in the queue again."""
    if until <= timezone.localdate(now):
        raise Denied("Choose a day after today for the answer.")
    pair = _decide(pair, Pair.State.ASKED, version, reason, actor, now)
    pair.asked, pair.asked_until = agency, until
    pair.save(update_fields=["asked", "asked_until"])
    return pair


def _decide(pair: Pair, state: str, version: int, reason: str, actor: Actor, now: datetime) -> Pair:
    """Write the answer if the pair is as the page showed it; the very same answer again passes."""
    adoption, own = queries.adoption_of([pair.child_a_id, pair.child_b_id], actor=actor)
    check_may_settle(actor, is_adoption=adoption or pair.kind == Pair.Kind.ADOPTION, is_own_adoption=own)
    if not reason.strip():
        raise Denied("Say in a few words why, so that whoever reads it later understands.")
    locked = Pair.objects.select_for_update(of=("self",)).select_related("child_a", "child_b")
    current = locked.get(pk=pair.pk)
    again = (current.state, current.decided_by_id, current.version) == (state, actor.post_id, version + 1)
    if again and current.reason == reason.strip():
        return current
    if current.version != version or current.state not in UNSETTLED:
        raise Conflict(current, "Somebody answered this while you were looking.")
    current.state, current.reason, current.version = state, reason.strip(), version + 1
    current.decided_by_id, current.decided_at = actor.post_id, now
    current.save(update_fields=["state", "reason", "version", "decided_by", "decided_at"])
    detail = {"pair": pair.pk, "answer": state}
    for child_id in (pair.child_a_id, pair.child_b_id):
        audit.record(verb="index.pair", now=now, actor=actor, child_id=child_id, detail=detail)
    return current


def _release(child_id: int, now: datetime) -> None:
    """Let a record that waited into the index, once no other pair holds it back.

    What protected it only because of the likeness ends too: nobody ever confirmed it.
    """
    child = Child.objects.select_for_update().get(pk=child_id)
    holding = Pair.objects.filter(
        Q(child_a=child) | Q(child_b=child), state__in=UNSETTLED,
        kind__in=[Pair.Kind.SHIELDED, Pair.Kind.ADOPTION],
    )  # fmt: skip
    if holding.exists():
        return
    meanwhile = child.shields.filter(confirmed_at__isnull=True, lifted_at__isnull=True, why=WAITS)
    lifted = meanwhile.update(lifted_at=now, version=F("version") + 1)
    if child.state == Child.State.WAITING:
        Child.objects.filter(pk=child_id).update(state=Child.State.LIVE, version=F("version") + 1)
    elif not lifted:
        return
    refile([child_id], now=now)


def propose_by_hand(*, one: Child, other: Child, actor: Actor, now: datetime) -> Pair | None:
    """Put two records before oneself because somebody thinks that they are one child."""
    actor.check(May.SETTLE)
    why = [f"{actor.title} thinks that they may be one child."]
    return propose_pair(child_a=other, child_b=one, kind=Pair.Kind.UNSURE, why=why, actor=actor, now=now)
