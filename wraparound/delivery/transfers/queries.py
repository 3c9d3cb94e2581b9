"""Reading moves of services: all of them, a team's own families, who comes to a team, and the receipt."""

import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case as Choice
from django.db.models import F, Q, QuerySet, When
from django.utils import timezone

from wraparound.delivery.caseloads.models import Case
from wraparound.delivery.transfers.models import CaseMove, Transfer
from wraparound.delivery.transfers.rules import STRAGGLERS_FOR
from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.agencies.models import Service, Team
from wraparound.foundation.agencies.queries import on
from wraparound.outcomes.access.queries import visible_to


def transfers() -> QuerySet[Transfer]:
    """Return every move of a service, the latest day first."""
    return Transfer.objects.select_related("predecessor__agency", "successor__agency", "planned_by__user")


def transfer_of(public_id: uuid.UUID) -> Transfer | None:
    """Return one move, or None."""
    found = transfers().select_related("agreed_by__user", "stopped_by__user").filter(public_id=public_id)
    return found.prefetch_related("teams__predecessor", "teams__successor").first()


def due(*, now: datetime) -> list[Transfer]:
    """Return the moves that have something to be done: agreed, not stopped, and not moved for long."""
    since = now - STRAGGLERS_FOR
    agreed = transfers().filter(agreed_at__isnull=False, stopped_at__isnull=True)
    running = agreed.filter(transition_on__lte=timezone.localdate(now), moved_at__isnull=True)
    return [*running, *agreed.filter(moved_at__gt=since)]


def teams_with_work(service: Service, *, now: datetime) -> set[int]:
    """Return the keys of a service's teams that stand, or have open work whatever their dates say."""
    today = timezone.localdate(now)
    working = Case.objects.filter(team__service=service, closed_at__isnull=True)
    standing = Team.objects.filter(on(today), service=service)
    return {*standing.values_list("pk", flat=True), *working.values_list("team_id", flat=True)}


def working_teams(service: Service, *, now: datetime) -> list[Team]:
    """Return the teams of which a plan must say who takes up their work, by name."""
    return list(Team.objects.filter(pk__in=teams_with_work(service, now=now)).order_by("name", "pk"))


def service_of(code: str) -> Service | None:
    """Return the service of a code, or None."""
    return Service.objects.select_related("agency").filter(code=code).first()


def _moves() -> QuerySet[CaseMove]:
    return CaseMove.objects.select_related(
        "transfer__predecessor", "transfer__successor", "case__child", "case__team", "post__user",
        "new_case__team",
    ).order_by("case__asked_at", "pk")  # fmt: skip


def has_to_do_with_a_move(actor: Actor) -> bool:
    """Say whether a service moves from or to the actor's team now: for most teams nothing else is asked."""
    under_way = Transfer.objects.filter(stopped_at__isnull=True, moved_at__isnull=True)
    of_us = Q(predecessor=actor.service_id or 0) | Q(teams__successor=actor.team_id or 0)
    return under_way.filter(of_us).exists()


def moves_of_team(actor: Actor) -> QuerySet[CaseMove]:
    """Return the cases of the actor's own team that are to move, of children whom the actor sees."""
    own = _moves().filter(case__team=actor.team_id or 0, transfer__stopped_at__isnull=True)
    return own.filter(case__child__in=visible_to(actor).values("pk"))


def unanswered_first(actor: Actor) -> QuerySet[CaseMove]:
    """Return the same with the families first who were not asked yet, then those who said no."""
    order = Choice(When(answer="not_asked", then=0), When(answer="no", then=1), default=2)
    return moves_of_team(actor).annotate(rank=order).order_by("rank", "case__asked_at", "pk")


def moves_coming_to(actor: Actor) -> QuerySet[CaseMove]:
    """Return the cases that come to the actor's team and have not moved, of children whom the actor sees."""
    coming = _moves().filter(
        is_shown=True, transfer__teams__successor=actor.team_id or 0, transfer__stopped_at__isnull=True,
        transfer__teams__predecessor=F("case__team"),
    )  # fmt: skip
    return coming.exclude(outcome=CaseMove.Outcome.MOVED).filter(
        case__child__in=visible_to(actor).values("pk")
    )


@dataclass(frozen=True)
class Receipt:
    """What became of a service's work: every case counted once; `missing` are on no list: there are none."""

    listed: int
    outcomes: dict[str, int]
    came_later: int
    given_to_somebody: int
    waiting: int
    contacts: int
    said_yes: int
    said_no: int
    not_asked: int
    missing: int

    @property
    def adds_up(self) -> bool:
        """Whether every case of the service is on the list, once."""
        return sum(self.outcomes.values()) == self.listed and self.missing == 0


def receipt(transfer: Transfer) -> Receipt:
    """Return what became of every case of a transfer, and whether any is on no list."""
    moves = list(transfer.cases.values_list("outcome", "answer", "came_later", "contacts_moved", "new_case"))
    new = [case for *_, case in moves if case]
    with_lead = Case.objects.filter(pk__in=new, allocations__part="lead", allocations__until__isnull=True)
    still = Case.objects.filter(team__service=transfer.predecessor_id, closed_at__isnull=True)
    answers = Counter(answer for _, answer, *_ in moves)
    given = with_lead.distinct().count()
    found = Counter(outcome for outcome, *_ in moves)
    return Receipt(
        listed=len(moves), outcomes={label: found[value] for value, label in CaseMove.Outcome.choices},
        came_later=sum(later for _, _, later, _, _ in moves), given_to_somebody=given,
        waiting=len(set(new)) - given, contacts=sum(count for _, _, _, count, _ in moves),
        said_yes=answers["yes"], said_no=answers["no"], not_asked=answers["not_asked"],
        missing=still.exclude(pk__in=transfer.cases.values("case")).count() if transfer.agreed_at else 0,
    )  # fmt: skip
