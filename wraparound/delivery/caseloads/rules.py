"""What is allowed with cases: who opens, allocates and closes them, and what must be said. Pure."""

from wraparound.delivery.caseloads.models import Allocation, Case
from wraparound.foundation.accounts.rules import Actor, Denied, May

NOT_FOUND = "We could not find that case."


class ChangedMeanwhile(Exception):
    """Somebody else changed the case after the page was shown; nothing was written."""


def check_may_work(actor: Actor, team_id: int) -> None:
    """Pass whoever works in the team; raise `Denied` otherwise."""
    actor.check(May.WORK)
    if actor.team_id != team_id:
        raise Denied("Only the team that has the work can do this.")


def check_may_allocate(actor: Actor, team_id: int) -> None:
    """Pass whoever manages the team; raise `Denied` otherwise."""
    actor.check(May.ALLOCATE)
    if actor.team_id != team_id:
        raise Denied("Only a manager of the team that has the work can do this.")


def check_kind(kind: str) -> None:
    """Pass a kind of case that there is; raise `Denied` otherwise."""
    if kind not in Case.Kind.values:
        raise Denied("Choose what sort of work it is.")


def check_reason(reason: str, words: str) -> None:
    """Pass a coded reason of an allocation with words that fit; raise `Denied` otherwise."""
    if reason not in Allocation.Reason.values:
        raise Denied("Choose why this person.")
    if len(words) > 400:
        raise Denied("Say why in 400 letters or fewer.")


def check_closing(closing: str) -> None:
    """Pass a coded reason for closing; raise `Denied` otherwise."""
    if closing not in Case.Closing.values:
        raise Denied("Choose why the work ends.")


def check_version(case: Case, version: int | None) -> None:
    """Pass the version that was read; raise `ChangedMeanwhile` when the case changed since."""
    if version is not None and case.version != version:
        raise ChangedMeanwhile("Somebody changed this case while you were reading.")
