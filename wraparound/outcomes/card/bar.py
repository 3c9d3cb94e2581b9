"""The identity bar of a child's pages, also for the pages that outer apps have of a child."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.area.queries import the_area
from wraparound.foundation.ui.parts import Banner, Harm
from wraparound.foundation.ui.vocabulary import DEFAULT, word
from wraparound.outcomes.access.rules import Sight
from wraparound.outcomes.card import parts
from wraparound.outcomes.card.parts import Reading
from wraparound.outcomes.card.rules import PLAN, SHIELD, BannerLine, age_of
from wraparound.outcomes.children.queries import labels_of


@dataclass(frozen=True)
class Bar:
    """What stands at the head of a page of one child: the template tag `identity` draws it."""

    child_id: int
    public_id: UUID
    name: str
    age: str
    number: str
    banners: list[Banner]


def bar_of(actor: Actor, sight: Sight, now: datetime) -> Bar:
    """Return the bar of a child as the actor may see it."""
    reading = Reading(actor, sight, now)
    label = labels_of([sight.child_id])[sight.child_id]
    lines = parts.banners(reading, parts.standings(reading))
    age = age_of(label.born, label.expected, label.died_on, timezone.localdate(now))
    return Bar(sight.child_id, label.public_id, label.name, age, label.number, banners_of(lines))


def banners_of(lines: Iterable[BannerLine]) -> list[Banner]:
    """Return banners as pages draw them, with what to do where no words were said."""
    area = the_area()
    plan = word("protection_plan", area.vocabulary if area else DEFAULT, capital=True)
    titles = {
        "court_order": (Harm.COURT_ORDER, "Court order:"),
        "visit_safety": (Harm.VISIT_SAFETY, "Before you visit:"),
        PLAN: (Harm.PROTECTION_PLAN, f"{plan} in force."),
        SHIELD: (Harm.SHIELD, "Shielded: you are named."),
        "safe_contact": (Harm.NOTE, "Safe contact:"),
    }
    words = {
        SHIELD: "Tell nobody where this child is, or that you know.",
        PLAN: "Ring the team before you act.",
    }
    return [Banner(*titles[line.kind], line.words or words.get(line.kind, "")) for line in lines]
