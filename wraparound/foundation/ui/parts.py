"""What the parts of a page are handed: banners of a child, lines of a comparison, shapes of tags."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Harm(StrEnum):
    """Kinds of banner on a child's pages, most harmful to miss first."""

    COURT_ORDER = "court_order"
    VISIT_SAFETY = "visit_safety"
    PROTECTION_PLAN = "protection_plan"
    SHIELD = "shield"
    NOTE = "note"


@dataclass(frozen=True)
class Banner:
    """One warning about a child: its kind, its words in bold and a line that says what to do."""

    kind: Harm
    title: str
    text: str = ""


def by_harm(banners: Iterable[Banner]) -> list[Banner]:
    """Return banners with the most harmful to miss first."""
    order = list(Harm)
    return sorted(banners, key=lambda banner: order.index(banner.kind))


class Agreement(StrEnum):
    """How one fact of two records compares."""

    SAME = "same"
    NEAR = "near"
    DIFFERS = "differs"
    ONE_ONLY = "one only"


@dataclass(frozen=True)
class Compared:
    """One line of two records side by side; `why` says what makes the facts near or different."""

    label: str
    left: str
    right: str
    agreement: Agreement
    why: str = ""


SHAPES = {"good": "●", "watch": "▲", "bad": "◆", "plain": "○", "ours": "■"}
"""The shape of each kind of tag: colour is never the only sign."""

AGREEMENT_TAGS = {
    Agreement.SAME: ("Same", "good"),
    Agreement.NEAR: ("Nearly the same", "watch"),
    Agreement.DIFFERS: ("Different", "bad"),
    Agreement.ONE_ONLY: ("In one only", "plain"),
}
