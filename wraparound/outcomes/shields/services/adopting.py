"""Adoption: from placement on, the identities before and after are two records that one team can join."""

from datetime import datetime

from django.db import transaction

from wraparound.foundation.accounts.rules import Actor, Denied
from wraparound.foundation.audit import services as audit
from wraparound.outcomes.access.models import Adoption
from wraparound.outcomes.children.models import Child
from wraparound.outcomes.finding.refiling import refile
from wraparound.outcomes.shields import queries

NOT_YOURS = "We could not find that record."


@transaction.atomic
def place_for_adoption(*, before: Child, actor: Actor, now: datetime, after: Child | None = None) -> Adoption:
    """Seal the identity before an adoption: from now on the actor's adoption team alone sees or finds it.

    `after` is the record under the new name, where there is one already. Asked twice it is one adoption.
    Raises `Denied` for any other team.
    """
    _check_team(actor)
    if adoption := queries.adoption_of(actor, before):
        return adoption
    if Adoption.objects.filter(before=before).exists() or before.state != Child.State.LIVE:
        raise Denied(NOT_YOURS)
    adoption = Adoption.objects.create(before=before, team_id=actor.team_id or 0, placed_at=now)
    if after is not None:
        name_after(adoption=adoption, after=after, actor=actor, now=now)
    refile([before.pk], now=now)
    _record("adoption.place", before, adoption, actor, now)
    return adoption


@transaction.atomic
def name_after(*, adoption: Adoption, after: Child, actor: Actor, now: datetime) -> Adoption:
    """Join the record under the new name to the sealed one: only the team that holds it knows."""
    _check_team(actor)
    if adoption.team_id != actor.team_id:
        raise Denied(NOT_YOURS)
    if after.pk == adoption.before_id or after.state != Child.State.LIVE:
        raise Denied("Choose the record under the new name.")
    if (
        adoption.after_id not in (None, after.pk)
        or Adoption.objects.exclude(pk=adoption.pk).filter(after=after).exists()
    ):
        raise Denied("That record belongs to another adoption.")
    adoption.after = after
    adoption.save(update_fields=["after"])
    _record("adoption.after", after, adoption, actor, now)
    return adoption


def _check_team(actor: Actor) -> None:
    if not actor.holds_adoptions or actor.team_id is None:
        raise Denied(NOT_YOURS)


def _record(verb: str, child: Child, adoption: Adoption, actor: Actor, now: datetime) -> None:
    audit.record(verb=verb, now=now, actor=actor, child_id=child.pk, detail={"adoption": adoption.pk})
