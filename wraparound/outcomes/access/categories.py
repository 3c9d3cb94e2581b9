"""What can be seen of a child, in parts that a grant opens one by one. Pure."""

from enum import IntFlag


class Category(IntFlag):
    """What can be seen of a child (access.md section 2). Stored as bits on a grant."""

    IDENTITY = 1
    """Names, birth date, sex and index number: what a shield leaves."""
    PARTICULARS = 2
    """The rest of the index but where the child is: carers, language, identifiers, banners, who leads."""
    WHEREABOUTS = 4
    """Address, school, practice and telephone: one further press when opened with a reason."""
    INVOLVEMENT = 8
    RECORD = 16
    SENSITIVE = 32
    SAFEGUARDING = 64
    NOTES = 128
    OWN_RECORD = 256
    """The records of the grant's own service alone."""
    OWN_NOTES = 512
    """The case notes of the grant's own service alone."""
    HOUSEHOLD = 1024
    """Names and birth dates of the other children of the household."""
    PLAN_EXISTS = 2048
    """That a protection plan exists, without what it says."""


CARD = Category.IDENTITY | Category.PARTICULARS
INDEX = CARD | Category.WHEREABOUTS
OWN = Category.OWN_RECORD | Category.OWN_NOTES
NOTHING = Category(0)
EVERYTHING = Category(4095)
