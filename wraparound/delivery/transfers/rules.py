"""What is allowed when a service moves: who plans, who agrees, and which family's case goes. Pure."""

from datetime import date, timedelta

from wraparound.delivery.transfers.models import CaseMove, Transfer
from wraparound.foundation.accounts.rules import Actor, Denied, May
from wraparound.foundation.agencies.models import Service, Team

NOT_FOUND = "We could not find that."
STRAGGLERS_FOR = timedelta(days=90)
"""How long after the move work that the old provider still opens is carried over too."""


def check_plan(
    predecessor: Service, successor: Service, transition_on: date, moves_on: date, today: date
) -> None:
    """Pass a plan between two services whose days come in order and are not over, or raise `Denied`."""
    if predecessor == successor:
        raise Denied("Choose two services: one gives the work up, the other takes it over.")
    if transition_on > moves_on:
        raise Denied("The transition begins on or before the day of the move.")
    if moves_on < today:
        raise Denied("The day of the move is over. Choose today or a later day.")


def check_teams(teams: dict[Team, Team], working: set[int], predecessor: Service, successor: Service) -> None:
    """Pass when each team of the service (`working`: their keys) has one of the other that takes its work."""
    for old, new in teams.items():
        if old.service_id != predecessor.pk:
            raise Denied(f"{old} is not a team of {predecessor}.")
        if new.service_id != successor.pk:
            raise Denied(f"{new} is not a team of {successor}.")
    if working - {team.pk for team in teams}:
        raise Denied("Say for each team of the service which team takes its work up.")


def check_may_agree(actor: Actor, transfer: Transfer) -> None:
    """Pass the second person of two; raise `Denied` for whoever planned it, and when it is over."""
    actor.check(May.MOVE_SERVICES)
    if transfer.planned_by_id == actor.post_id or transfer.planned_by.user_id == actor.user_id:
        raise Denied("You planned this. A second person must agree to it.")
    check_runs(transfer)


def check_runs(transfer: Transfer) -> None:
    """Pass a transfer that is neither stopped nor done; raise `Denied` otherwise."""
    if transfer.stopped_at:
        raise Denied("This move was stopped.")
    if transfer.moved_at:
        raise Denied("This service has moved.")


def may_go(move: CaseMove, transfer: Transfer) -> bool:
    """Say whether a family's case goes to the new provider, as far as the family said."""
    if transfer.needs_yes:
        return move.answer == CaseMove.Answer.YES
    return move.answer != CaseMove.Answer.NO


def stage(transfer: Transfer, today: date) -> str:
    """Return where a transfer stands, in words."""
    if transfer.stopped_at:
        return "Stopped"
    if transfer.moved_at:
        return "Moved"
    if transfer.agreed_at is None:
        return "Waits for a second person"
    if today >= transfer.moves_on:
        return "Moving"
    return "In transition" if today >= transfer.transition_on else "Agreed"
