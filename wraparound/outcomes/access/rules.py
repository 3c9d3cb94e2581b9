"""The policy: the table of bases, and how grants and what stands above them make a sight. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from wraparound.foundation.accounts.models import Accountability, Role
from wraparound.foundation.accounts.rules import Actor
from wraparound.outcomes.access.categories import (
    EVERYTHING,
    INDEX,
    NOTHING,
    OWN,
    Category,
)
from wraparound.outcomes.access.models import Basis


@dataclass(frozen=True)
class BasisRule:
    """One row of the table: what a grant of this basis opens, and how it ends.

    `lasts` is the longest that one may run, when the rule is a length of time; `joined` marks bases that
    name no child and are joined when reading, so that no grant is ever written for them. Nobody's line sees
    what was opened with a reason, on a duty desk or in an emergency.
    """

    categories: Category
    ending: str
    lasts: timedelta | None = None
    joined: bool = False
    seen_by_supervisor: bool = True


RULES: dict[Basis, BasisRule] = {
    Basis.OPENED: BasisRule(
        INDEX | Category.INVOLVEMENT,
        "12 hours", timedelta(hours=12), seen_by_supervisor=False,
    ),
    Basis.POPULATION: BasisRule(
        INDEX | Category.OWN_RECORD, "when the next service acknowledges, or 15 school days",
    ),
    Basis.INVOLVEMENT: BasisRule(
        INDEX | Category.INVOLVEMENT | OWN | Category.HOUSEHOLD, "closing, then finishing",
    ),
    Basis.FINISHING: BasisRule(OWN, "10 working days for the last worker; with a reason until disposal"),
    Basis.REFERRAL_RECEIVED: BasisRule(
        INDEX | Category.INVOLVEMENT, "28 days after a refusal, or becomes involvement",
    ),
    Basis.REFERRAL_SENT: BasisRule(NOTHING, "12 months", timedelta(days=366)),
    Basis.FRONT_DOOR: BasisRule(
        INDEX | Category.INVOLVEMENT | Category.RECORD | Category.HOUSEHOLD, "the decision",
    ),
    Basis.DUTY_DESK: BasisRule(
        INDEX | Category.INVOLVEMENT | Category.RECORD | Category.SAFEGUARDING | Category.PLAN_EXISTS,
        "the shift; reviewed next working day", timedelta(hours=24), seen_by_supervisor=False,
    ),
    Basis.ASSESSOR: BasisRule(INDEX | Category.INVOLVEMENT, "30 days after it is handed on"),
    Basis.TEAM_AROUND: BasisRule(
        INDEX | Category.INVOLVEMENT | Category.RECORD, "leaving; an outgoing lead reads 30 days",
    ),
    Basis.CONSENT: BasisRule(
        INDEX | Category.INVOLVEMENT | Category.RECORD | Category.SENSITIVE, "withdrawal, the same moment",
    ),
    Basis.STATUTORY: BasisRule(
        Category.RECORD | Category.SAFEGUARDING, "the status ends, and 28 days more",
    ),
    Basis.DECISION: BasisRule(
        EVERYTHING & ~(OWN | Category.HOUSEHOLD), "28 days unless renewed", timedelta(days=28),
    ),
    Basis.AGREEMENT: BasisRule(
        INDEX | Category.INVOLVEMENT | Category.RECORD, "it lapses", joined=True,
    ),
    Basis.SUPERVISION: BasisRule(NOTHING, "the post ends", joined=True),
    Basis.ENQUIRY: BasisRule(
        Category.RECORD | Category.SAFEGUARDING, "28 days after the last of enquiry, conference and plan",
    ),
    Basis.SCRUTINY: BasisRule(Category.RECORD, "the date in the instrument"),
    Basis.EMERGENCY: BasisRule(
        INDEX | Category.INVOLVEMENT | Category.RECORD,
        "4 hours, renewed until 10:00 of the next working day", timedelta(days=6),
        seen_by_supervisor=False,
    ),
    Basis.FAMILY: BasisRule(NOTHING, "withdrawn, 12 months, or the 16th birthday", timedelta(days=366)),
}  # fmt: skip
"""A grant may carry fewer categories than its basis allows, never more."""

NO_CHILD = frozenset({Role.PRIVACY_OFFICER, Role.AREA_ADMINISTRATOR, Role.ANALYST, Role.SERVICE_EDITOR})
"""Roles that no grant, not even their team's, lets see a child (access.md section 3)."""

ROLE_ADDS: dict[tuple[str, Basis], Category] = {
    (Role.SAFEGUARDING_LEAD, Basis.POPULATION): Category.INVOLVEMENT | Category.PLAN_EXISTS,
}
"""What a role adds to a basis: a setting's safeguarding lead sees who is involved with its own children."""

GROUNDS_CONSENT = frozenset(
    {Basis.POPULATION, Basis.INVOLVEMENT, Basis.TEAM_AROUND, Basis.ASSESSOR, Basis.STATUTORY}
)
"""Consent names a service; it counts for teams that work with the child on one of these grounds."""
GROUNDS_AGREEMENT = GROUNDS_CONSENT - {Basis.POPULATION}
"""An agreement needs an involvement: being on a roll or list is none."""

PLACELESS = frozenset(
    {Basis.OPENED, Basis.DUTY_DESK, Basis.EMERGENCY, Basis.DECISION, Basis.SCRUTINY, Basis.FAMILY}
)
"""Bases that say nothing of where a child is; every other one says that a service has to do with it."""

AGREED = RULES[Basis.AGREEMENT].categories
LINE_BASES = frozenset(basis for basis, rule in RULES.items() if rule.seen_by_supervisor)
LINE_SECTORS: dict[str, str | None] = {
    Accountability.Subject.DAY_TO_DAY: None,
    Accountability.Subject.PROFESSIONAL: None,
    Accountability.Subject.CLINICAL: "health",
    Accountability.Subject.SAFEGUARDING: None,
}
"""A line is for its subject only: clinical governance reaches what is held for a health service."""


@dataclass(frozen=True)
class Held:
    """One live grant as the policy reads it; `line` is the subject when it is a supervised post's own."""

    basis: Basis
    categories: Category
    until: datetime
    starts_at: datetime
    service_id: int | None = None
    service_name: str = ""
    service_sector: str = ""
    record_kind: str = ""
    record_id: int | None = None
    line: str = ""


@dataclass(frozen=True)
class Above:
    """What stands above grants for one actor and one child (access.md section 4)."""

    missing: bool = False
    """No such child, or one merged away, archived or destroyed."""
    not_this_person: bool = False
    kept_elsewhere: bool = False
    """A colleague's family, kept to another team; or an identity that only the adoption team may see."""
    shield: str = ""
    """The level of the live shield, or empty."""
    named: bool = False
    """The actor's post is named on the shield."""
    agreed: Category = NOTHING
    """What agreements in force open to the actor's agency for children that its team works with."""


@dataclass(frozen=True)
class Why:
    """One reason for seeing, as the page says it."""

    basis: Basis
    since: datetime
    until: datetime
    service: str = ""
    line: str = ""
    is_coming: bool = False
    """The work is only about to come: what the service holds of the child is not open yet."""


@dataclass(frozen=True)
class Sight:
    """What one actor may see of one child now, and why. Nothing seen is `None`, never an empty sight."""

    child_id: int
    categories: Category
    own_services: frozenset[int] = frozenset()
    records: frozenset[tuple[str, int]] = frozenset()
    why: tuple[Why, ...] = ()
    shielded_from: bool = False
    """A shield hides everything but identity; pages then look exactly as if none were held."""
    rooms: Category = NOTHING
    """What would be seen without the shield: the parts that a page has, with nothing held in them."""

    def sees(self, category: Category) -> bool:
        """Say whether every bit of `category` is seen."""
        return self.categories & category == category


GrantClause = Callable[[Actor, Held, list[Held], Above], bool]


def may_hold(actor: Actor, held: Held, all_held: list[Held], above: Above) -> bool:
    """Refuse roles that see no child."""
    return actor.role not in NO_CHILD


def counts_for_consent(actor: Actor, held: Held, all_held: list[Held], above: Above) -> bool:
    """Count consent only for whoever works with the child or has them in their population."""
    return held.basis != Basis.CONSENT or any(h.basis in GROUNDS_CONSENT and not h.line for h in all_held)


def is_within_line(actor: Actor, held: Held, all_held: list[Held], above: Above) -> bool:
    """Pass what a supervised post holds itself, for the subject of the line, and never what it opened."""
    if not held.line:
        return True
    sector = LINE_SECTORS[held.line]
    return held.basis in LINE_BASES and (sector is None or held.service_sector == sector)


def tells_no_place(actor: Actor, held: Held, all_held: list[Held], above: Above) -> bool:
    """Past a shield, pass only what does not tell which roll the child is on or who works with it.

    So a shielded child is on no list and in no count of a school or service but for those named (access.md
    section 4.1, case 11); whoever opens it with a reason sees what the shield leaves.
    """
    return not above.shield or above.named or (held.basis in PLACELESS and not held.line)


GRANT_CLAUSES: list[GrantClause] = [may_hold, counts_for_consent, is_within_line, tells_no_place]
"""A grant counts when every clause passes."""

AboveClause = Callable[[Above], bool]
ABOVE_CLAUSES: dict[str, AboveClause] = {
    "missing": lambda above: above.missing,
    "not this person": lambda above: above.not_this_person,
    "kept elsewhere": lambda above: above.kept_elsewhere,
    "full shield": lambda above: above.shield == "full" and not above.named,
}
"""Each hides the child altogether; all look like missing."""


def sight_of(actor: Actor, child_id: int, held: Iterable[Held], above: Above) -> Sight | None:
    """Return what `actor` may see of the child, or None when that is nothing at all."""
    everything = list(held)
    live = [h for h in everything if all(clause(actor, h, everything, above) for clause in GRANT_CLAUSES)]
    if any(hides(above) for hides in ABOVE_CLAUSES.values()):
        return None
    categories = NOTHING
    for grant in live:
        categories |= _opened_by(actor, grant)
    if not categories:
        return None
    if any(grant.basis in GROUNDS_AGREEMENT and not grant.line for grant in live):
        categories |= above.agreed & AGREED
    widened = _widened(categories)
    sight = Sight(
        child_id=child_id,
        categories=widened,
        rooms=widened,
        own_services=frozenset(
            grant.service_id for grant in live if grant.service_id and _opened_by(actor, grant) & OWN
        ),
        records=frozenset(
            (grant.record_kind, grant.record_id) for grant in live if grant.record_id is not None
        ),
        why=tuple(
            Why(g.basis, g.starts_at, g.until, g.service_name, g.line, is_coming(g.basis, g.categories))
            for g in sorted(live, key=lambda g: g.starts_at)
        ),
    )
    return _shielded(sight) if above.shield and not above.named else sight


def is_coming(basis: Basis, categories: Category) -> bool:
    """Say whether a grant is of work that is about to come to its holder: it opens no records yet."""
    return basis == Basis.INVOLVEMENT and not categories & OWN


def _opened_by(actor: Actor, grant: Held) -> Category:
    """Return the bits that a grant opens: never more than its basis allows, with what the role adds."""
    allowed = grant.categories & RULES[grant.basis].categories
    if grant.record_id is not None:
        allowed &= ~Category.RECORD
    return allowed | (ROLE_ADDS.get((actor.role, grant.basis), NOTHING) if not grant.line else Category(0))


def _widened(categories: Category) -> Category:
    """Add what goes without saying: whose record it is, and with the record that a plan exists."""
    categories |= Category.IDENTITY
    if categories & Category.RECORD:
        categories |= Category.PLAN_EXISTS
    return categories


def _shielded(sight: Sight) -> Sight:
    """Leave names, birth date, sex and number of a child whose shield does not name the actor."""
    return replace(
        sight,
        categories=Category.IDENTITY,
        own_services=frozenset(),
        records=frozenset(),
        shielded_from=True,
    )
