"""What each role may do at all, and who is acting (access.md sections 1 and 3). Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from wraparound.foundation.accounts.models import Role


class Denied(Exception):
    """Somebody asked for what they may not do; `reason` is in words for them."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class May(StrEnum):
    """The capabilities that the columns of the role table name."""

    SEARCH = "search"
    CREATE_CHILD = "create a child"
    SETTLE = "settle pairs and merge"
    SHIELD = "set a provisional shield"
    CONFIRM_SHIELD = "confirm and lift shields"
    WRITE_BANNER = "write banners and duty notes"
    DUTY_DESK = "open as duty desk"
    SEND_FEEDS = "send an agency's list"
    SEE_OPENINGS = "see what a team opened"
    AUDIT_CHILD = "see who looked at a child"
    AUDIT_ALL = "see all looks"
    ADMINISTER = "administer accounts and agencies"
    PLACE_IN_TEAM = "give places in the own team"
    STAFF = "look after posts"
    REVIEW_DUTY = "review duty and emergency openings"
    WORK = "write up work with children"
    ALLOCATE = "allocate the work of your team"
    MOVE_SERVICES = "move a service to another provider"
    EDIT_ENTRIES = "change entries of the directory"
    APPROVE_ENTRIES = "approve entries of the directory"


_SEARCHER = frozenset({May.SEARCH, May.CREATE_CHILD})
_WORKER = _SEARCHER | {May.WORK}
ROLES: dict[str, frozenset[May]] = {
    Role.PRACTITIONER: _WORKER,
    Role.ASSESSOR: _WORKER,
    Role.SAFEGUARDING_LEAD: _WORKER | {May.SHIELD, May.WRITE_BANNER, May.SEE_OPENINGS},
    Role.DUTY: _WORKER | {May.SHIELD, May.WRITE_BANNER, May.DUTY_DESK},
    Role.TEAM_MANAGER: _WORKER
    | {May.SHIELD, May.WRITE_BANNER, May.SEE_OPENINGS, May.PLACE_IN_TEAM, May.STAFF, May.REVIEW_DUTY}
    | {May.ALLOCATE, May.EDIT_ENTRIES},
    Role.DATA_MANAGER: _SEARCHER | {May.SETTLE, May.CONFIRM_SHIELD, May.SEND_FEEDS, May.AUDIT_CHILD},
    Role.PRIVACY_OFFICER: frozenset({May.AUDIT_CHILD, May.AUDIT_ALL}),
    Role.AREA_ADMINISTRATOR: frozenset(
        {May.ADMINISTER, May.STAFF, May.MOVE_SERVICES, May.EDIT_ENTRIES, May.APPROVE_ENTRIES}
    ),
    Role.ANALYST: frozenset(),
    Role.SERVICE_EDITOR: frozenset({May.EDIT_ENTRIES}),
}

PROVISIONAL_SHIELD_SECTORS = frozenset({"social_care", "justice"})
"""A team manager sets a provisional shield in police, social care and domestic abuse services only."""


@dataclass(frozen=True)
class Actor:
    """Who is acting, as one post (or an agency's system), at one instant.

    `holders` are the grant holders that count: the post's own and its team's. `may` is empty for a post
    whose checks have lapsed but for what such a post keeps: its own allocated children.
    """

    user_id: int | None
    post_id: int | None
    role: str
    title: str
    agency_id: int
    agency_code: str
    agency_name: str
    sector: str
    team_id: int | None
    team_name: str
    service_id: int | None
    own_holder: int
    team_holder: int | None
    may: frozenset[May]
    sees_expected: bool
    holds_adoptions: bool
    now: datetime
    agency_holders: tuple[int, ...] = ()
    """The holders of every team of the agency: for an agency's own system, which has no team."""

    @property
    def holders(self) -> tuple[int, ...]:
        """The holders whose grants count for this actor."""
        team = () if self.team_holder is None else (self.team_holder,)
        return (self.own_holder, *team, *self.agency_holders)

    def check(self, may: May) -> None:
        """Pass when the role has the capability; raise `Denied` in words otherwise."""
        if may not in self.may:
            raise Denied(f"Your post as {self.title} does not let you {may}.")
