"""Who may shield, for how long, and what a shield must have before it can be saved. Pure."""

from calendar import monthrange
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from wraparound.foundation.accounts.models import Post, Role
from wraparound.foundation.accounts.rules import PROVISIONAL_SHIELD_SECTORS, Actor, Denied, May
from wraparound.outcomes.access.models import Shield

WARN_BEFORE = {"24 hours": timedelta(hours=24), "6 hours": timedelta(hours=6), "lapsed": timedelta(0)}
"""How long before a provisional shield ends people are told, and at its end."""
GLASS_LASTS = timedelta(hours=4)
LEAST_PEOPLE = 2
"""People named besides the 24-hour post (access.md section 4.1)."""
DOMESTIC_ABUSE = "domestic abuse"
"""The kind of service whose managers set provisional shields whatever the sector of their agency."""


@dataclass(frozen=True)
class Named:
    """One person to be named: at which team's service, and when they said yes."""

    post: Post
    team_id: int | None = None
    said_yes: bool = False


def check_may_set(actor: Actor, *, service_kind: str = "") -> None:
    """Pass the roles that set provisional shields (access.md section 3); raise `Denied` otherwise."""
    actor.check(May.SHIELD)
    in_sector = actor.sector in PROVISIONAL_SHIELD_SECTORS or DOMESTIC_ABUSE in service_kind.lower()
    if actor.role == Role.TEAM_MANAGER and not in_sector:
        raise Denied(
            "Managers in police, social care and domestic abuse services protect a child. Ring the duty "
            "number below: whoever answers can do it now."
        )


def faults_of(names: Sequence[Named], *, teams: Collection[int], answered: Collection[int]) -> list[str]:
    """Return in words what is missing before a shield can be saved; an empty list when nothing is.

    `teams` work with the child now; `answered` are those for which somebody, or nobody, was chosen.
    """
    faults = []
    if missing := set(teams) - set(answered):
        faults.append(f"Choose one person, or nobody, at each service: {len(missing)} left.")
    people = {named.post.user_id for named in names if not named.post.is_round_the_clock}
    if len(people) < LEAST_PEOPLE:
        faults.append("Name at least two people, besides the post that is staffed at every hour.")
    if not any(named.post.is_round_the_clock for named in names):
        faults.append("Name a post that is staffed at every hour.")
    if unasked := [named.post.user.full_name for named in names if not named.said_yes]:
        faults.append(f"Ask before you save: {', '.join(unasked)} has not said yes." if len(unasked) == 1
                      else f"Ask before you save. Not asked yet: {', '.join(unasked)}.")  # fmt: skip
    return faults


def check_is_second(actor: Actor, first_user: int) -> None:
    """Pass somebody other than the first person, whatever posts the two hold; raise `Denied` otherwise."""
    if actor.user_id == first_user:
        raise Denied("A second person must do this.")


def check_may_confirm(actor: Actor, shield: Shield) -> None:
    """Pass a data manager who did not set it; raise `Denied` otherwise."""
    actor.check(May.CONFIRM_SHIELD)
    check_is_second(actor, shield.set_by.user_id)


def check_may_name(actor: Actor) -> None:
    """Pass posts that set or confirm shields: who sees through one is for them to say."""
    if not may_name(actor):
        raise Denied(f"Your post as {actor.title} does not let you do this.")


def may_name(actor: Actor) -> bool:
    """Say whether the post sets or confirms shields at all."""
    return bool({May.SHIELD, May.CONFIRM_SHIELD} & actor.may)


def last_review(today: date, months: int) -> date:
    """Return the last day on which a shield is reviewed that was set or reviewed today: `months` later."""
    years, month = divmod(today.month - 1 + months, 12)
    days = monthrange(today.year + years, month + 1)[1]
    return date(today.year + years, month + 1, min(today.day, days))


def review_by(today: date, asked: date | None = None, *, months: int) -> date:
    """Return the day of the next review, at most `months` away. Raises `Denied` for one past."""
    last = last_review(today, months)
    if asked is not None and asked <= today:
        raise Denied("The next review must be a day after today.")
    return min(asked or last, last)


def warning_due(until: datetime, now: datetime) -> str:
    """Return the last mark before the end of a provisional shield that has been passed, or ''."""
    passed = [mark for mark, before in WARN_BEFORE.items() if until - before <= now]
    return passed[-1] if passed else ""


def check_glass(first: Post, second: Actor) -> None:
    """Pass two people of whom one is a manager; raise `Denied` otherwise."""
    check_is_second(second, first.user_id)
    if Role.TEAM_MANAGER not in (first.role, second.role):
        raise Denied("One of the two must be a manager.")
    if second.agency_id != first.agency_id:
        raise Denied("We could not find that.")
