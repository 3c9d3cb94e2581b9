"""Planning a move, agreeing to it, stopping it; what each family says and who is to have each case."""

import uuid
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from wraparound.delivery.caseloads.rules import check_version
from wraparound.delivery.transfers import moving
from wraparound.delivery.transfers.models import CaseMove, TeamMove, Transfer
from wraparound.delivery.transfers.queries import moves_coming_to, moves_of_team, teams_with_work
from wraparound.delivery.transfers.rules import (
    NOT_FOUND,
    check_may_agree,
    check_plan,
    check_runs,
    check_teams,
)
from wraparound.foundation.accounts.models import Post
from wraparound.foundation.accounts.queries import live_posts
from wraparound.foundation.accounts.rules import Actor, Denied, May
from wraparound.foundation.agencies.models import Service, Team
from wraparound.foundation.audit import services as audit


@transaction.atomic
def plan_transfer(
    *, predecessor: Service, successor: Service, teams: dict[Team, Team], why: str, transition_on: date,
    moves_on: date, needs_yes: bool, actor: Actor, now: datetime, key: uuid.UUID | None = None,
) -> Transfer:  # fmt: skip
    """Plan that a whole service moves to another provider; a second person agrees to it.

    A sensitive service's families must each say yes, whatever `needs_yes` says. Sent twice it is one plan.
    Raises `Denied` for days out of order and for teams with work that nobody takes up.
    """
    actor.check(May.MOVE_SERVICES)
    if key and (made := Transfer.objects.filter(key=key).first()):
        return made
    check_plan(predecessor, successor, transition_on, moves_on, timezone.localdate(now))
    check_teams(teams, teams_with_work(predecessor, now=now), predecessor, successor)
    if not why.strip():
        raise Denied("Say why the service moves.")
    running = Transfer.objects.filter(predecessor=predecessor, stopped_at=None, moved_at=None)
    if running.exists():
        raise Denied(f"A move of {predecessor} is planned already.")
    transfer = Transfer.objects.create(
        predecessor=predecessor, successor=successor, why=why.strip(), transition_on=transition_on,
        moves_on=moves_on, needs_yes=needs_yes or predecessor.is_sensitive,
        planned_by=Post.objects.get(pk=actor.post_id or 0),
        planned_at=now, key=key or uuid.uuid4(),
    )  # fmt: skip
    TeamMove.objects.bulk_create(
        TeamMove(transfer=transfer, predecessor=old, successor=new) for old, new in teams.items()
    )
    audit.record(verb="transfer.plan", now=now, actor=actor, detail={"transfer": transfer.pk})
    return transfer


@transaction.atomic
def add_team(*, transfer: Transfer, old: Team, new: Team, actor: Actor, now: datetime) -> TeamMove:
    """Say which team takes up what a team does that the plan did not name: one that was made since."""
    actor.check(May.MOVE_SERVICES)
    transfer = locked(transfer, None)
    check_teams({old: new}, set(), transfer.predecessor, transfer.successor)
    pair, _ = TeamMove.objects.get_or_create(transfer=transfer, predecessor=old, defaults={"successor": new})
    audit.record(
        verb="transfer.add_team", now=now, actor=actor, detail={"transfer": transfer.pk, "pair": pair.pk}
    )
    return pair


@transaction.atomic
def agree_transfer(
    *, transfer: Transfer, actor: Actor, now: datetime, version: int | None = None
) -> Transfer:
    """Agree to a move as the second person: from now on every open case of the service is on its list."""
    transfer = locked(transfer, version)
    check_may_agree(actor, transfer)
    if transfer.agreed_at:
        return transfer
    transfer.agreed_by_id, transfer.agreed_at = actor.post_id, now
    transfer.save(update_fields=["agreed_by", "agreed_at"])
    _bump(transfer)
    moving.list_cases(transfer, now=now)
    audit.record(verb="transfer.agree", now=now, actor=actor, detail={"transfer": transfer.pk})
    return transfer


@transaction.atomic
def stop_transfer(
    *, transfer: Transfer, why: str, actor: Actor, now: datetime, version: int | None = None
) -> Transfer:
    """Stop a move that has not begun to carry cases over: the new provider sees none of them any more."""
    actor.check(May.MOVE_SERVICES)
    transfer = locked(transfer, version)
    if transfer.stopped_at:
        return transfer
    check_runs(transfer)
    if transfer.cases.filter(outcome=CaseMove.Outcome.MOVED).exists():
        raise Denied("Cases have moved already. Plan a move back instead.")
    if not why.strip():
        raise Denied("Say why the move is stopped.")
    transfer.stopped_at, transfer.stopped_by_id, transfer.stopped_why = now, actor.post_id, why.strip()
    transfer.save(update_fields=["stopped_at", "stopped_by", "stopped_why"])
    _bump(transfer)
    moving.hide(list(transfer.cases.filter(is_shown=True)), because="the move was stopped", now=now)
    audit.record(verb="transfer.stop", now=now, actor=actor, detail={"transfer": transfer.pk})
    return transfer


@transaction.atomic
def record_answer(
    *, move: CaseMove, answer: str, words: str, actor: Actor, now: datetime, version: int | None = None
) -> CaseMove:
    """Write down what the family said. A no takes the child from the new provider's list at the same moment.

    Raises `Denied` for whoever does not work in the team that has the case, and once the case has moved.
    """
    actor.check(May.WORK)
    if not moves_of_team(actor).filter(pk=move.pk).exists():
        raise Denied(NOT_FOUND)
    move = _locked_move(move, version)
    if answer not in CaseMove.Answer.values:
        raise Denied("Choose what the family said.")
    if answer != CaseMove.Answer.NOT_ASKED and not words.strip():
        raise Denied("Say who said it, and how.")
    move.answer, move.answer_words = answer, words.strip()
    move.answered_on, move.answered_by_id = timezone.localdate(now), actor.post_id
    move.save(update_fields=["answer", "answer_words", "answered_on", "answered_by"])
    CaseMove.objects.filter(pk=move.pk).update(version=F("version") + 1)
    moving.show_or_hide(move, now=now)
    audit.record(
        verb="transfer.answer", now=now, actor=actor, child_id=move.case.child_id, detail={"move": move.pk}
    )
    return move


@transaction.atomic
def plan_post(
    *, move: CaseMove, post: Post | None, actor: Actor, now: datetime, version: int | None = None
) -> CaseMove:
    """Say who is to have a case on the day: a manager of the team that takes it up, who sees it coming."""
    actor.check(May.ALLOCATE)
    if not moves_coming_to(actor).filter(pk=move.pk).exists():
        raise Denied(NOT_FOUND)
    move = _locked_move(move, version)
    if post and not live_posts(now=now).filter(pk=post.pk, team=actor.team_id).exists():
        raise Denied("Choose somebody who works in your team now.")
    CaseMove.objects.filter(pk=move.pk).update(post=post, version=F("version") + 1)
    audit.record(
        verb="transfer.plan_post", now=now, actor=actor, child_id=move.case.child_id,
        detail={"move": move.pk},
    )  # fmt: skip
    move.refresh_from_db()
    return move


def locked(transfer: Transfer, version: int | None) -> Transfer:
    """Return the transfer, locked until the transaction ends. Raises `Conflict`."""
    found = Transfer.objects.select_for_update(of=("self",)).select_related(
        "predecessor", "successor", "planned_by"
    )
    current = found.get(pk=transfer.pk)
    check_version(current, version)
    return current


def _locked_move(move: CaseMove, version: int | None) -> CaseMove:
    found = CaseMove.objects.select_for_update(of=("self",)).select_related("case", "transfer")
    current = found.get(pk=move.pk)
    check_version(current, version)
    if current.outcome == CaseMove.Outcome.MOVED:
        raise Denied("This case has moved already.")
    return current


def _bump(transfer: Transfer) -> None:
    Transfer.objects.filter(pk=transfer.pk).update(version=F("version") + 1)
    transfer.refresh_from_db(fields=["version"])
