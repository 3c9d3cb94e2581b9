"""Keeping people from records that they must not see, silently: as missing."""

from datetime import datetime

from django.db import transaction

from wraparound.foundation.accounts.rules import Actor, Denied, May
from wraparound.foundation.audit import services as audit
from wraparound.foundation.notifications.services import notify
from wraparound.outcomes.access.models import Block
from wraparound.outcomes.access.queries import may_be_found
from wraparound.outcomes.children.models import Child
from wraparound.outcomes.kin.models import KinAnswer, StaffHome
from wraparound.outcomes.kin.queries import kept_to_own_team, overseers_of, teams_in_line


@transaction.atomic
def declare_home(*, postcode: str, actor: Actor, now: datetime) -> StaffHome:
    """Keep where the person lives, to be compared and shown to nobody; said again, it replaces."""
    if actor.user_id is None:
        raise Denied("Sign in as a person to say where you live.")
    home, _ = StaffHome.objects.update_or_create(
        user_id=actor.user_id, defaults={"postcode": postcode, "said_at": now}
    )
    audit.record(verb="kin.home", now=now, actor=actor)
    return home


@transaction.atomic
def answer_related(*, child_id: int, is_related: bool, actor: Actor, now: datetime) -> None:
    """Keep the answer to "are you related?": yes closes the record to the person, no is told to overseers.

    The first answer stands.
    """
    if actor.user_id is None or not may_be_found(actor, child_id):
        raise Denied("We could not find that record.")
    _, is_new = KinAnswer.objects.get_or_create(
        user_id=actor.user_id, child_id=child_id, defaults={"is_related": is_related, "at": now}
    )
    if not is_new:
        return
    audit.record(verb="kin.answer", now=now, actor=actor, child_id=child_id, detail={"related": is_related})
    if is_related:
        _block(child_id=child_id, kind=Block.Kind.KIN, user_id=actor.user_id, actor=actor, now=now)
        return
    words = (
        f"{actor.title} of {actor.agency_name} has a surname and a postcode in common with a child, "
        "and says that they are not related."
    )
    for post in overseers_of(actor):
        notify(to=post, kind="kin.denied", words=words, now=now, child_id=child_id)


@transaction.atomic
def keep_out(*, child: Child, user_id: int, kind: str, actor: Actor, now: datetime) -> Block:
    """Keep a person from a child, through every post that they hold. They are not told.

    Raises `Denied` for whoever does not keep the index, and for oneself.
    """
    actor.check(May.SETTLE)
    if kind not in {Block.Kind.KIN, Block.Kind.NAMED, Block.Kind.CONCERN}:
        raise Denied("Choose why this person is kept out.")
    if user_id == actor.user_id:
        raise Denied("Another data manager records this for you.")
    return _block(child_id=child.pk, kind=kind, user_id=user_id, actor=actor, now=now)


@transaction.atomic
def keep_to_team(*, child: Child, user_id: int, team_id: int, actor: Actor, now: datetime) -> Block:
    """Keep a colleague's child to one team; for everyone else, and for the colleague, the record is missing.

    Raises `Denied` for a team in the colleague's own line (access.md section 4.2).
    """
    actor.check(May.SETTLE)
    if team_id in teams_in_line(user_id, now=now):
        raise Denied("Choose a team that this person neither works in, manages nor answers to.")
    return _block(
        child_id=child.pk,
        kind=Block.Kind.STAFF_FAMILY,
        user_id=user_id,
        team_id=team_id,
        actor=actor,
        now=now,
    )


@transaction.atomic
def let_in(*, block: Block, actor: Actor, now: datetime) -> None:
    """End a block; ending it twice is once.

    A data manager ends it; the manager of the one team that a colleague's family is kept to does too, for to
    every data manager outside that team the record is missing.
    """
    if block.kept_to_id is None or kept_to_own_team(actor, block.child_id) is None:
        actor.check(May.SETTLE)
    if block.user_id is not None and block.user_id == actor.user_id:
        raise Denied("Another data manager records this for you.")
    if Block.objects.filter(pk=block.pk, until__isnull=True).update(until=now):
        audit.record(
            verb="block.end", now=now, actor=actor, child_id=block.child_id, detail={"block": block.pk}
        )


def _block(
    *, child_id: int, kind: str, actor: Actor, now: datetime,
    user_id: int | None = None, team_id: int | None = None,
) -> Block:  # fmt: skip
    Child.objects.select_for_update().get(pk=child_id)
    standing = Block.objects.filter(child_id=child_id, kind=kind, until__isnull=True)
    same = next((b for b in standing if (b.user_id, b.kept_to_id) == (user_id, team_id)), None)
    if same:
        return same
    block = Block.objects.create(
        child_id=child_id, kind=kind, user_id=user_id, kept_to_id=team_id, starts_at=now
    )
    audit.record(
        verb="block.begin", now=now, actor=actor, child_id=child_id, detail={"block": block.pk, "kind": kind}
    )
    return block
