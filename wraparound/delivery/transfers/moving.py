"""Carrying a service over: who is shown in the transition, and each case moved once, whole, on the day.

Every case is a transaction of its own that begins by asking whether it is dealt with, so a run that is cut
off goes on where it was.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from wraparound.delivery.caseloads.models import Allocation, Case
from wraparound.delivery.caseloads.services import begin_case, end_case, give, locked
from wraparound.delivery.caseloads.telling import CASE
from wraparound.delivery.contacts.moving import move_planned
from wraparound.delivery.transfers.models import CaseMove, TeamMove, Transfer
from wraparound.delivery.transfers.rules import may_go
from wraparound.foundation.accounts.models import Post
from wraparound.foundation.accounts.queries import live_posts
from wraparound.foundation.agencies.models import Team
from wraparound.foundation.audit import services as audit
from wraparound.outcomes.access.categories import CARD, Category
from wraparound.outcomes.access.models import Basis, Consent, Grant
from wraparound.outcomes.access.services import NewGrant, end_grants, write_grants
from wraparound.outcomes.children.models import Involvement

COMING = CARD | Category.WHEREABOUTS
"""What the new provider sees in the transition: who comes and where they live; no notes, no records.

The grant is the case's, so it ends with the case. It names no
service: that one does not work with the child yet, and whoever closes other work there has days to finish."""


def keep_in_step(*, transfer: Transfer, now: datetime) -> None:
    """Do what is due of an agreed transfer: list new cases, show them in the transition, carry them over."""
    transfer.refresh_from_db(fields=["agreed_at", "stopped_at", "moved_at"])
    if transfer.agreed_at is None or transfer.stopped_at:
        return
    list_cases(transfer, now=now)
    today = timezone.localdate(now)
    if today < transfer.transition_on:
        return
    open_moves = transfer.cases.exclude(outcome__in=[CaseMove.Outcome.MOVED, CaseMove.Outcome.CLOSED])
    for key in list(open_moves.order_by("case__asked_at", "pk").values_list("pk", flat=True)):
        if today < transfer.moves_on:
            show_one(key, now=now)
        else:
            carry_one(key, now=now)
    if today >= transfer.moves_on:
        _finish(transfer, now)


def list_cases(transfer: Transfer, *, now: datetime) -> None:
    """Put every open case of the teams on the list that is not on it yet."""
    teams = transfer.teams.values("predecessor")
    missing = Case.objects.filter(team__in=teams, closed_at__isnull=True).exclude(
        pk__in=transfer.cases.values("case")
    )
    is_later = bool(transfer.agreed_at and transfer.agreed_at < now)
    moves = [CaseMove(transfer=transfer, case=case, came_later=is_later) for case in missing]
    CaseMove.objects.bulk_create(moves, batch_size=500, ignore_conflicts=True)


@transaction.atomic
def show_one(key: int, *, now: datetime) -> None:
    """Let the new team see one child that comes, or no longer, as the family said."""
    show_or_hide(_locked(key), now=now)


def show_or_hide(move: CaseMove, *, now: datetime) -> None:
    """Give or end what the new team sees in the transition, in the transaction that is open."""
    transfer = move.transfer
    is_open = move.case.closed_at is None and transfer.stopped_at is None and transfer.agreed_at is not None
    due = is_open and may_go(move, transfer) and timezone.localdate(now) >= transfer.transition_on
    if due and not move.is_shown:
        team = _successor_of(move)
        grant = NewGrant(
            holder_id=team.holder_id, child_id=move.case.child_id, basis=Basis.INVOLVEMENT,
            source_kind=CASE, source_id=move.case_id, categories=COMING,
        )  # fmt: skip
        write_grants([grant], now=now)
        _mark_shown(move, True)
    elif not due and move.is_shown:
        hide([move], because="the family's case does not come", now=now)


def hide(moves: Iterable[CaseMove], *, because: str, now: datetime) -> None:
    """End what the new teams see of these cases."""
    for move in moves:
        end_grants(
            source_kind=CASE, source_ids=[move.case_id], holder_id=_successor_of(move).holder_id, at=now,
            because=because,
        )  # fmt: skip
        _mark_shown(move, False)


@transaction.atomic
def carry_one(key: int, *, now: datetime) -> None:
    """Carry one case over: work, history, place in the queue, what was planned; or say why not. Once."""
    move = _locked(key)
    if move.outcome in {CaseMove.Outcome.MOVED, CaseMove.Outcome.CLOSED} or move.transfer.stopped_at:
        return
    if move.case.closed_at:
        _settle(move, CaseMove.Outcome.CLOSED, now)
        hide([move] if move.is_shown else [], because="the work was closed", now=now)
        return
    if not may_go(move, move.transfer):
        _settle(move, CaseMove.Outcome.STAYED, now)
        hide([move] if move.is_shown else [], because="the family's case does not come", now=now)
        return
    move.new_case = _take_up(move, now)
    _carry_consents(move, now)
    hide([move] if move.is_shown else [], because="the case has moved", now=now)
    _settle(move, CaseMove.Outcome.MOVED, now)
    audit.record(
        verb="transfer.carry", now=now, child_id=move.case.child_id,
        detail={"move": move.pk, "from": move.case_id, "to": move.new_case.pk},
    )  # fmt: skip


def _take_up(move: CaseMove, now: datetime) -> Case:
    """Close the old case and return the new provider's, which keeps its place in the queue and its plans.

    Where the new provider works with the child already, that case takes the work up. The old one closes
    first: its last worker has days to finish, which whoever works on with the same records does not take.
    """
    old, team = move.case, _successor_of(move)
    post = _who_has_it(move, team, now)
    end_case(case=old, closing=Case.Closing.TRANSFERRED, by=None, now=now)
    theirs = Case.objects.filter(child=old.child, team=team, kind=old.kind, closed_at__isnull=True).first()
    new = theirs or begin_case(
        child=old.child, team=team, kind=old.kind, origin=Case.Origin.TRANSFER, why=old.why, level=old.level,
        next_on=old.next_on, ground=_ground_of(old), follows=old, by=None, now=now,
    )  # fmt: skip
    if post and _lead_of(new) is None:
        give(case=new, post=post, reason=Allocation.Reason.TRANSFER, by=None, now=now)
    move.contacts_moved = move_planned(case=old, to=new, post=_lead_of(new), now=now)
    return new


def _who_has_it(move: CaseMove, team: Team, now: datetime) -> Post | None:
    """Return whom the new manager chose, or the worker who moves along with the work, if live there."""
    there = live_posts(now=now).filter(team=team)
    if move.post_id and (chosen := there.filter(pk=move.post_id).first()):
        return chosen
    lead = move.case.allocations.filter(part=Allocation.Part.LEAD, until__isnull=True).first()
    return there.filter(user=lead.post.user_id).first() if lead else None


def _lead_of(case: Case) -> Post | None:
    leads = case.allocations.filter(part=Allocation.Part.LEAD, until__isnull=True).select_related("post")
    lead = leads.first()
    return lead.post if lead else None


def _carry_consents(move: CaseMove, now: datetime) -> None:
    """What a family agreed that the service may read goes along only when they said yes to the move."""
    if move.answer != CaseMove.Answer.YES:
        return
    transfer = move.transfer
    standing = Consent.objects.filter(
        child=move.case.child_id, service=transfer.predecessor_id, withdrawn_at=None
    )
    known = Consent.objects.filter(child=move.case.child_id, service=transfer.successor_id, withdrawn_at=None)
    if known.exists() or move.answered_by_id is None:
        return
    for consent in standing:
        Consent.objects.create(
            child_id=consent.child_id, service_id=transfer.successor_id, categories=consent.categories,
            capacity=consent.capacity, given_at=now, recorded_by_id=move.answered_by_id,
        )  # fmt: skip


def _ground_of(case: Case) -> str:
    return case.involvement.ground if case.involvement else Involvement.Ground.NONE


def _successor_of(move: CaseMove) -> Team:
    pair = TeamMove.objects.select_related("successor__service").get(
        transfer=move.transfer_id, predecessor=move.case.team_id
    )
    return pair.successor


def _locked(key: int) -> CaseMove:
    """Return the move of a case with its case, each locked before what hangs on it is read."""
    CaseMove.objects.select_for_update(of=("self", "transfer")).select_related("transfer").get(pk=key)
    found = CaseMove.objects.select_related("transfer__predecessor", "transfer__successor", "case__child")
    move = found.get(pk=key)
    move.case = locked(move.case, None)
    return move


def _settle(move: CaseMove, outcome: str, now: datetime) -> None:
    move.outcome, move.dealt_at = outcome, now
    move.version += 1
    move.save(update_fields=["outcome", "dealt_at", "new_case", "contacts_moved", "version"])


def _mark_shown(move: CaseMove, is_shown: bool) -> None:
    move.is_shown = is_shown
    move.save(update_fields=["is_shown"])


def _finish(transfer: Transfer, now: datetime) -> None:
    """Pass on the teams' populations, and say that the service has moved when no case waits."""
    for pair in transfer.teams.select_related("predecessor__service", "successor__service"):
        _pass_population(pair, now)
    if transfer.moved_at is None and not transfer.cases.filter(outcome=CaseMove.Outcome.WAITING).exists():
        Transfer.objects.filter(pk=transfer.pk).update(moved_at=now)
        audit.record(verb="transfer.moved", now=now, detail={"transfer": transfer.pk})


CHUNK = 500
"""Children of a population in one transaction: few enough that nobody waits for the lock."""


def _pass_population(pair: TeamMove, now: datetime) -> None:
    """Give the new team the population of the old one, a part at a time; what is passed is ended first."""
    live = Grant.objects.filter(
        holder=pair.predecessor.holder_id, basis=Basis.POPULATION, starts_at__lte=now, until__gt=now
    )
    while part := list(live.order_by("pk")[:CHUNK]):
        with transaction.atomic():
            held = set(
                Grant.objects.filter(
                    holder=pair.successor.holder_id, basis=Basis.POPULATION, until__gt=now,
                    child__in=[grant.child_id for grant in part],
                ).values_list("child_id", flat=True)
            )  # fmt: skip
            new = {
                grant.child_id: NewGrant(
                    holder_id=pair.successor.holder_id,
                    child_id=grant.child_id,
                    basis=Basis.POPULATION,
                    source_kind=grant.source_kind,
                    source_id=grant.source_id,
                    service_id=pair.successor.service_id,
                )
                for grant in part
                if grant.child_id not in held
            }
            write_grants(new.values(), now=now)
            Grant.objects.filter(pk__in=[grant.pk for grant in part]).update(
                until=now, ended_because="the service moved"
            )
