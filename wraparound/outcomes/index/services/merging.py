"""Joining two records of one child, parting one record of two, and undoing either wholly."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.audit import services as audit
from wraparound.foundation.audit.changes import Conflict
from wraparound.outcomes.access.models import Grant
from wraparound.outcomes.access.rules import Category
from wraparound.outcomes.children.models import Child, SourceRecord
from wraparound.outcomes.finding.refiling import refile
from wraparound.outcomes.index import queries
from wraparound.outcomes.index.joining import moves
from wraparound.outcomes.index.models import Merge, Pair
from wraparound.outcomes.index.rules import (
    check_may_join,
    check_may_part,
    check_may_settle,
    check_may_undo,
    post_of,
)
from wraparound.outcomes.index.services import telling
from wraparound.outcomes.index.services.protecting import share_shields
from wraparound.outcomes.journey.services import NewEvent, add_events

Versions = tuple[int, int]
"""The versions of two children as the page showed them."""


@transaction.atomic
def merge(
    *, survivor: Child, loser: Child, actor: Actor, reason: str, now: datetime, version: Versions,
    key: uuid.UUID | None = None, pair: Pair | None = None,
) -> Merge:  # fmt: skip
    """Join `loser` into `survivor`: everything that hangs on it moves, and is kept so that it can move back.

    The same `key` again returns the same merge. A shield of either stands on what remains. Raises `Denied`
    for who may not, for identities of an adoption and for records that are not live, `Conflict`
    when either record changed since the page was shown.
    """
    if key and (done := Merge.objects.filter(key=key).first()):
        return done
    _check_may(actor, survivor, loser)
    stands, goes = _locked((survivor, loser), version)
    is_identity, is_held = queries.is_in_an_adoption(goes.pk), queries.is_held(goes, beside=stands, now=now)
    check_may_join(stands, goes, is_identity=is_identity, is_held=is_held)
    merge = _write(Merge.Kind.JOINED, stands, goes, actor, reason, now, key, pair)
    moves.move(merge, origin=goes, to=stands)
    _change(goes, state=Child.State.MERGED, merged_into=stands)
    _change(stands)
    _finish("index.merge", merge, actor, now)
    return merge


@transaction.atomic
def split(
    *, child: Child, sources: Sequence[SourceRecord], actor: Actor, reason: str, now: datetime, version: int,
    key: uuid.UUID | None = None,
) -> Merge:  # fmt: skip
    """Part one record that is two children: these source records move to a new child.

    Shields stand on both. Whoever saw the record while it was of two is told. Raises `Denied` when no source
    record would move or none would stay, `Conflict` when the record changed since the page was shown.
    """
    if key and (done := Merge.objects.filter(key=key).first()):
        return done
    _check_may(actor, child, child)
    parted = Child.objects.create(created_at=now)
    stands, goes = _locked((child, parted), (version, parted.version))
    going = list(stands.sources.filter(pk__in=[source.pk for source in sources]))
    check_may_part(going=len(going), staying=stands.sources.count() - len(going))
    merge = _write(Merge.Kind.PARTED, stands, goes, actor, reason, now, key, None)
    grants = _grants_of(going, stands)
    moves.move_rows(merge, moves.SOURCES, stands.sources.filter(pk__in=[s.pk for s in going]), goes)
    moves.move_rows(merge, moves.GRANTS, grants, goes)
    share_shields([stands.pk, goes.pk], actor=actor, now=now)
    _change(stands)
    telling.tell(merge, since=min(source.first_said_at for source in going), now=now)
    _finish("index.split", merge, actor, now)
    return merge


@transaction.atomic
def undo_merge(*, merge: Merge, actor: Actor, reason: str, now: datetime) -> Merge:
    """Undo a merge wholly: the prior state, and what was said since follows its own source record.

    A split is undone by joining its two again. Sent twice it is undone once. Both children stay shielded if
    either was, until a person clears them. Whoever saw the record meanwhile is told. Raises `Denied` when a
    later merge must be undone first.
    """
    locked = Merge.objects.select_for_update(of=("self",)).select_related("pair", "kept", "other")
    merge = locked.get(pk=merge.pk)
    if merge.undone_at:
        return merge
    _check_may(actor, merge.kept, merge.other)
    merge.kept, merge.other = kept, other = _locked((merge.kept, merge.other), None)
    check_may_undo(merge, kept, other)
    if merge.kind == Merge.Kind.JOINED:
        _part_again(merge, kept, other)
        share_shields([kept.pk, other.pk], actor=actor, now=now)
        telling.tell(merge, since=merge.at, now=now, but_not=actor.post_id)
        _reopen(merge, now)
    merge.undone_by_id, merge.undone_at, merge.undo_reason = actor.post_id, now, reason.strip()
    merge.save(update_fields=["undone_by", "undone_at", "undo_reason"])
    if merge.kind == Merge.Kind.PARTED:
        again = (kept.version, other.version)
        _join_again(kept, other, actor=actor, reason=reason, now=now, version=again)
    _finish("index.undo", merge, actor, now)
    return merge


def _join_again(kept: Child, other: Child, **how: Any) -> None:
    merge(survivor=kept, loser=other, **how)


def _part_again(merge: Merge, kept: Child, other: Child) -> None:
    """Move back what the merge moved, and the grants that the moved source records made since."""
    sources = list(kept.sources.filter(pk__in=moves.moved(merge, moves.SOURCES)))
    since = _grants_of(sources, kept).filter(starts_at__gte=merge.at)
    since.exclude(pk__in=moves.moved(merge, moves.GRANTS)).update(child=other)
    moves.move_back(merge, origin=kept, to=other)
    _change(other, state=merge.other_state, merged_into=None)
    _change(kept)


def _reopen(merge: Merge, now: datetime) -> None:
    """Answer the pair that led to the merge; a record that waited for a person waits again."""
    if merge.pair is None:
        return
    Pair.objects.filter(pk=merge.pair.pk).update(state=Pair.State.UNDONE, version=F("version") + 1)
    if merge.other_state == Child.State.WAITING:
        again = merge.pair
        Pair.objects.create(
            source_record=again.source_record, child_a=again.child_a, child_b=again.child_b, kind=again.kind,
            probability=again.probability, why=[*again.why, "It was joined once, and parted again."],
            harm=again.harm, created_at=now,
        )  # fmt: skip


def _write(
    kind: Merge.Kind, kept: Child, other: Child, actor: Actor, reason: str, now: datetime,
    key: uuid.UUID | None, pair: Pair | None,
) -> Merge:  # fmt: skip
    return Merge.objects.create(
        key=key or uuid.uuid4(), kind=kind, kept=kept, other=other, other_state=other.state, pair=pair,
        by_id=post_of(actor), at=now, reason=reason.strip(),
    )  # fmt: skip


def _check_may(actor: Actor, one: Child, other: Child) -> None:
    adoption, own = queries.adoption_of([one.pk, other.pk], actor=actor)
    check_may_settle(actor, is_adoption=adoption, is_own_adoption=own)


def _locked(children: tuple[Child, Child], version: Versions | None) -> tuple[Child, Child]:
    """Lock two children in the order of their keys; raise `Conflict` unless they are as was shown."""
    found = Child.objects.select_for_update().filter(pk__in=[child.pk for child in children]).order_by("pk")
    by_key = {child.pk: child for child in found}
    one, other = by_key[children[0].pk], by_key[children[1].pk]
    if version is not None and version != (one.version, other.version):
        raise Conflict(one, "One of the records changed since you opened this page. Look again.")
    return one, other


def _change(child: Child, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(child, name, value)
    child.version += 1
    child.save(update_fields=["version", *fields])


def _grants_of(sources: Sequence[SourceRecord], child: Child) -> Any:
    """Return the grants on a child that facts of these source records made."""
    return Grant.objects.filter(queries.made_by_facts_of(sources), child=child)


def _finish(verb: str, merge: Merge, actor: Actor, now: datetime) -> None:
    """File both children anew for finding, and write both looks at once, in the same transaction."""
    refile([merge.kept_id, merge.other_id], now=now)
    _write_journey(verb, merge, now)
    for child_id in (merge.kept_id, merge.other_id):
        audit.record(verb=verb, now=now, actor=actor, child_id=child_id, detail={"merge": merge.pk})


LINES = {
    "index.merge": "Two records were found to be one child, and joined",
    "index.split": "One record was found to be two children, and parted",
    "index.undo": "What had been joined or parted was put back",
}


def _write_journey(verb: str, merge: Merge, now: datetime) -> None:
    """Tell it on the journey of each record that is in the index now."""
    live = [child.pk for child in (merge.kept, merge.other) if child.state == Child.State.LIVE]
    on = timezone.localdate(now)
    add_events(
        [
            NewEvent(child_id=child, on=on, kind=verb, line=LINES[verb], category=Category.PARTICULARS)
            for child in live
        ],
        now=now,
    )
