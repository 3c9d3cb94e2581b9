"""Seeing what a post would see of a child if the shield stood: by setting it, looking, and taking it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from wraparound.foundation.accounts.models import Post
from wraparound.foundation.accounts.queries import actor_of
from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.audit import services as audit
from wraparound.outcomes.access.models import Basis
from wraparound.outcomes.access.queries import findable, sight
from wraparound.outcomes.access.rules import INDEX, NOTHING, Category
from wraparound.outcomes.access.services import NewGrant, write_grants
from wraparound.outcomes.children.models import Child
from wraparound.outcomes.children.said import Said, said_of
from wraparound.outcomes.finding.engine.query import Query, from_fields
from wraparound.outcomes.finding.queries import answer, model
from wraparound.outcomes.index.records import Line, lines_of
from wraparound.outcomes.shields.rules import Named
from wraparound.outcomes.shields.services.setting import check_setting, write_shield


@dataclass(frozen=True)
class Rehearsal:
    """What a post would see: in a search, and of the card when it opens one with a reason.

    `lines` never hold more than the person who rehearses sees themselves.
    """

    post: Post
    named: bool
    found_by_name: bool
    found_by_address: bool
    lines: tuple[Line, ...]


def rehearse(
    *, child: Child, level: str, why: str, names: Sequence[Named], post: Post, actor: Actor, now: datetime
) -> Rehearsal:
    """Return what `post` would see of the child under a shield that is not saved.

    The shield is really written, the index really filed, the post's own opening really made; then all of it
    is taken back. Raises `Denied` for whoever may not set the shield. The look goes on record.
    """
    own = check_setting(child, actor)
    said = said_of([child.pk])[child.pk]
    with transaction.atomic():
        write_shield(child, level, why or "Rehearsal", names, actor, now)
        viewer = actor_of(post, now=now)
        seen = _as_opened(viewer, child, now)
        rehearsal = Rehearsal(
            post=post,
            named=any(named.post.pk == post.pk for named in names),
            found_by_name=_finds(viewer, child, by_name(said, now), now),
            found_by_address=_finds(viewer, child, by_address(said, now), now),
            lines=tuple(lines_of(child.pk, seen & own.categories, actor=viewer)),
        )
        transaction.set_rollback(True)
    audit.record(verb="shield.rehearse", now=now, actor=actor, child_id=child.pk, detail={"post": post.pk})
    return rehearsal


def _as_opened(viewer: Actor, child: Child, now: datetime) -> Category:
    """Return what the viewer sees at most: with what they hold, and after opening with a reason."""
    if child.pk in findable(viewer, [child.pk]):
        opened = NewGrant(
            holder_id=viewer.own_holder, child_id=child.pk, basis=Basis.OPENED, source_kind="rehearsal",
            source_id=None, categories=INDEX | Category.INVOLVEMENT,
        )  # fmt: skip
        write_grants([opened], now=now)
    seen = sight(viewer, child.public_id)
    return seen.categories if seen else NOTHING


def _finds(viewer: Actor, child: Child, query: Query, now: datetime) -> bool:
    found = answer(query, model(), allowed=lambda ids: findable(viewer, ids))
    return child.pk in {candidate.child for candidate in found.candidates}


def by_name(said: Said, now: datetime) -> Query:
    """Return the look-up of somebody who knows the name and the birth date."""
    given, family = said.names[0] if said.names else ("", "")
    return from_fields(
        today=timezone.localdate(now), given_names=given, family_name=family,
        date_of_birth=said.births[0] if said.births else None,
    )  # fmt: skip


def by_address(said: Said, now: datetime) -> Query:
    """Return the look-up of somebody who knows the birth date and where the child lives."""
    lines, postcode, _ = said.homes[0] if said.homes else ("", "", None)
    return from_fields(
        today=timezone.localdate(now), address=lines, postcode=postcode,
        date_of_birth=said.births[0] if said.births else None,
    )  # fmt: skip
