"""What is allowed with cases: who opens, allocates and closes them, and what must be said. Pure."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from wraparound.delivery.caseloads.models import Allocation, Case
from wraparound.foundation.accounts.rules import Actor, Denied, May
from wraparound.foundation.area.models import Versioned
from wraparound.foundation.audit.changes import Conflict
from wraparound.outcomes.framework.rules import Levels

NOT_FOUND = "We could not find that case."
WHY = [choice for choice in Allocation.Reason.choices if choice[0] != Allocation.Reason.TRANSFER]
"""Why a person takes a case, as somebody chooses it: a service that moves says so itself."""


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


def check_end(part: str, until: datetime | None, now: datetime) -> None:
    """Pass cover that ends later than now, and any part without an end; raise `Denied` otherwise."""
    if part not in Allocation.Part.values:
        raise Denied("Choose what they have to do with the case.")
    if until is None:
        return
    if part != Allocation.Part.COVER:
        raise Denied("Only cover has a last day from the start.")
    if until <= now:
        raise Denied("The last day of the cover is over. Choose a later one.")


def check_keeps_a_lead(had: Collection[str], part: str) -> None:
    """Raise `Denied` when whoever has the case would only help with it: nobody would have it then."""
    if Allocation.Part.LEAD in had and part != Allocation.Part.LEAD:
        raise Denied("They have this case. Give it to somebody else first.")


def check_level(level: str | None, levels: Levels) -> None:
    """Pass a level of the scale that holds, or None where nobody said one; raise `Denied` otherwise."""
    if level is not None and levels.place(level) < 0:
        raise Denied("Choose a level of need from the list.")


def check_plan(next_on: date | None, today: date) -> None:
    """Pass a day to come on which something happens next, or none; raise `Denied` otherwise."""
    if next_on is not None and not today <= next_on <= today + timedelta(days=3 * 366):
        raise Denied("Choose a day from today on, within three years.")


def check_points(points: float) -> None:
    """Pass points that a post could carry; raise `Denied` otherwise."""
    if not 0 <= points <= 1000:
        raise Denied("Say how many points they can carry: from 0 to 1,000.")


def check_closing(closing: str) -> None:
    """Pass a coded reason for closing; raise `Denied` otherwise."""
    if closing not in Case.Closing.values:
        raise Denied("Choose why the work ends.")


def check_version(case: Versioned, version: int | None) -> None:
    """Pass the version that was read, of a case or what hangs on it; raise `Conflict` otherwise."""
    if version is not None and case.version != version:
        raise Conflict(case, "Somebody changed this case while you were reading.")
