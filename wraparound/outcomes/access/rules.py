"""The table of bases and categories, typed from the access rules. Pure: no database, no clock."""

from dataclasses import dataclass
from datetime import timedelta
from enum import IntFlag

from wraparound.outcomes.access.models import Basis


class Category(IntFlag):
    """What can be seen of a child (access.md section 2). Stored as bits on a grant."""

    IDENTITY = 1
    WHEREABOUTS = 2
    INVOLVEMENT = 4
    RECORD = 8
    SENSITIVE = 16
    SAFEGUARDING = 32
    NOTES = 64
    OWN_RECORD = 128
    """The records of the grant's own service alone."""
    OWN_NOTES = 256
    """The case notes of the grant's own service alone."""
    HOUSEHOLD = 512
    """Names and birth dates of the other children of the household."""
    PLAN_EXISTS = 1024
    """That a protection plan exists, without what it says."""


INDEX = Category.IDENTITY | Category.WHEREABOUTS
OWN = Category.OWN_RECORD | Category.OWN_NOTES
EVERYTHING = Category(2047)


@dataclass(frozen=True)
class BasisRule:
    """One row of the table: what a grant of this basis opens, and how it ends.

    `lasts` is the longest that one may run, when the rule is a length of time; `joined` marks bases that
    name no child and are joined when reading, so that no grant is ever written for them.
    """

    categories: Category
    ending: str
    lasts: timedelta | None = None
    joined: bool = False
    copied_to_supervisor: bool = True


RULES: dict[Basis, BasisRule] = {
    Basis.OPENED: BasisRule(
        Category.IDENTITY | Category.INVOLVEMENT,
        "12 hours", timedelta(hours=12), copied_to_supervisor=False,
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
    Basis.REFERRAL_SENT: BasisRule(Category(0), "12 months", timedelta(days=366)),
    Basis.FRONT_DOOR: BasisRule(
        INDEX | Category.INVOLVEMENT | Category.RECORD | Category.HOUSEHOLD, "the decision",
    ),
    Basis.DUTY_DESK: BasisRule(
        INDEX | Category.INVOLVEMENT | Category.RECORD | Category.SAFEGUARDING | Category.PLAN_EXISTS,
        "the shift; reviewed next working day", timedelta(hours=24), copied_to_supervisor=False,
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
    Basis.SUPERVISION: BasisRule(Category(0), "the post ends", joined=True),
    Basis.ENQUIRY: BasisRule(
        Category.RECORD | Category.SAFEGUARDING, "28 days after the last of enquiry, conference and plan",
    ),
    Basis.SCRUTINY: BasisRule(Category.RECORD, "the date in the instrument"),
    Basis.EMERGENCY: BasisRule(
        INDEX | Category.INVOLVEMENT | Category.RECORD,
        "4 hours, renewed until 10:00 of the next working day", timedelta(hours=4),
        copied_to_supervisor=False,
    ),
    Basis.FAMILY: BasisRule(Category(0), "withdrawn, 12 months, or the 16th birthday", timedelta(days=366)),
}  # fmt: skip
"""A grant may carry fewer categories than its basis allows, never more."""
