"""Who may look after whose post, and when two people are needed (access.md sections 1 and 3). Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from wraparound.foundation.accounts.models import Post, Role
from wraparound.foundation.accounts.rules import Actor, Denied, May
from wraparound.foundation.agencies.models import Team

GIVEN_BY_MANAGERS = frozenset(
    {Role.PRACTITIONER, Role.ASSESSOR, Role.SAFEGUARDING_LEAD, Role.DUTY, Role.SERVICE_EDITOR}
)
"""What a team manager may give in the own team; the other roles reach beyond a team."""
WARNED_BEFORE = (30, 7, 0)
"""Days before a check or training lapses on which the person and the managers are told."""

END_REASONS = {
    "left": "They leave the organisation",
    "moved": "They move to other work",
    "closed": "The post itself ends",
    "conduct": "A concern about conduct",
    "mistake": "It was entered by mistake",
}
SUSPEND_REASONS = {
    "conduct": "A concern about conduct",
    "leave": "Long leave",
    "checks": "Their checks are not in order",
}


@dataclass(frozen=True)
class Place:
    """A place in a team for one person, as somebody asks for it; dates are its first and last day."""

    email: str
    full_name: str
    role: str
    title: str
    agency_id: int
    team_id: int
    valid_from: date
    valid_until: date | None = None
    telephone: str = ""
    is_time_boxed: bool = False
    supervisor_id: int | None = None
    is_round_the_clock: bool = False
    ends_post_id: int | None = None

    def as_json(self) -> dict[str, Any]:
        """Return what a waiting change keeps."""
        dates = {"valid_from": str(self.valid_from), "valid_until": str(self.valid_until or "")}
        return {**asdict(self), **dates}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Place":
        """Return the place that a waiting change kept."""
        until = kept["valid_until"]
        dates = {
            "valid_from": date.fromisoformat(kept["valid_from"]),
            "valid_until": date.fromisoformat(until) if until else None,
        }
        return cls(**{**kept, **dates})


def roles_given_by(actor: Actor) -> list[Role]:
    """Return the roles that `actor` may give."""
    return [role for role in Role if May.ADMINISTER in actor.may or role in GIVEN_BY_MANAGERS]


def check_looks_after(actor: Actor, team_id: int) -> None:
    """Pass an area administrator, and a team manager in the own team; raise `Denied` for others."""
    if May.ADMINISTER in actor.may:
        return
    if May.PLACE_IN_TEAM not in actor.may or actor.team_id != team_id:
        raise Denied(
            "Only an area administrator, or the manager of the team itself, looks after this team's posts."
        )


def check_not_own(actor: Actor, user_id: int | None) -> None:
    """Raise `Denied` when somebody is about to change what they may do themselves."""
    if user_id is not None and actor.user_id == user_id:
        raise Denied("Nobody changes their own post. Ask somebody else who looks after posts.")


def check_role(actor: Actor, role: str) -> None:
    """Raise `Denied` when the role reaches further than `actor` may give."""
    if role not in roles_given_by(actor):
        raise Denied("Only an area administrator gives this role.")


def needs_two(team: Team) -> bool:
    """Return whether two people decide on places in this team: what it holds could do the most harm."""
    sensitive = team.holds_sensitive or bool(team.service and team.service.is_sensitive)
    return team.holds_safeguarding or team.holds_adoptions or sensitive


def check_second(actor: Actor, *, asked_by: Post, subject_id: int | None) -> None:
    """Pass a second person: neither the one who asked nor the one whom it is about; else `Denied`."""
    if actor.user_id == asked_by.user_id:
        raise Denied("You asked for this, so somebody else decides. Two people are needed for this team.")
    check_not_own(actor, subject_id)


def check_dates(place: Place, *, today: date) -> None:
    """Raise `Denied` for a time-boxed post without end or supervisor, and for days that are over."""
    if place.is_time_boxed and not (place.valid_until and place.supervisor_id):
        raise Denied("A post for a student, locum or bank staff needs a last day and a supervisor.")
    if place.valid_until and place.valid_until < max(place.valid_from, today):
        raise Denied("The last day is over or lies before the first day. Choose a later one.")


def last_day_before(place: Place) -> date:
    """Return the last day of the post that this place takes over from."""
    return place.valid_from - timedelta(days=1)


def due_warnings(lapses_on: date, today: date) -> int | None:
    """Return which warning is due today for a check that lapses on that day: 30, 7 or 0, or None."""
    left = (lapses_on - today).days
    return left if left in WARNED_BEFORE else None
