"""The open work of the sample teams: cases of children whom lists say they work with, and who has each."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from wraparound.delivery.caseloads.models import Allocation, Case
from wraparound.delivery.caseloads.services import begin_case, give
from wraparound.foundation.accounts.models import Post
from wraparound.foundation.accounts.queries import live_posts
from wraparound.foundation.accounts.rules import Denied
from wraparound.foundation.agencies.models import Team
from wraparound.outcomes.children.models import Child, Involvement

TERM = 13 * 7
"""Days back that the sample's work goes."""


@dataclass(frozen=True)
class Caseload:
    """How many cases a team has, of what kind, at which levels, and why they began."""

    team: str
    cases: int
    kind: str
    levels: dict[str, int]
    whys: tuple[str, ...]


CASELOADS = (
    Caseload("HV-N", 48, Case.Kind.UNIVERSAL, {"2": 6, "3a": 3, "3b": 1}, (
        "Feeding is hard and weight gain slow", "Mother is low since the birth", "Speech is late",
        "Sleep: up five times a night", "Home is damp and too small", "Twins, and no family near",
    )),
    Caseload("HV-S", 24, Case.Kind.UNIVERSAL, {"2": 6, "3a": 3}, (
        "Weaning and weight", "First-time parents who asked for more visits", "Behaviour at bedtime",
    )),
    Caseload("SN-N", 30, Case.Kind.UNIVERSAL, {"2": 6, "3a": 2}, (
        "Bed-wetting", "Asthma plan for school", "Worries before school", "Hearing to be tested again",
    )),
    Caseload("SC-CIN", 42, Case.Kind.SUPPORT, {"3b": 3, "4": 4}, (
        "Assessment found the family needs a plan", "Neglect: the home and missed appointments",
        "Domestic abuse: father has left", "Child in need plan agreed",
    )),
    Caseload("EWS", 30, Case.Kind.WELFARE, {"2": 5, "3a": 2}, (
        "Attendance below 80 per cent this term", "Refuses school since September",
    )),
    Caseload("VOL-HOME-T", 26, Case.Kind.SUPPORT, {"2": 5, "3a": 3}, (
        "Asked for help with routines", "Lonely since moving here", "Debt, and meals",
    )),
)  # fmt: skip
UNALLOCATED = 9
"""Every how many cases one that nobody has yet."""


def open_cases(*, now: datetime) -> None:
    """Open each team's cases with children whom its lists name, and give them to whoever works there."""
    for caseload in CASELOADS:
        if not Case.objects.filter(team__code=caseload.team).exists():
            _open(caseload, now)


@transaction.atomic
def _open(caseload: Caseload, now: datetime) -> None:
    dice = random.Random(f"cases of {caseload.team}")  # noqa: S311
    team = Team.objects.select_related("service").get(code=caseload.team)
    posts = list(live_posts(now=now).filter(team=team).exclude(role="team_manager").order_by("pk"))
    for place, (child, worker) in enumerate(_children(team, caseload.cases, now)):
        began = now - timedelta(days=dice.randint(3, TERM), hours=dice.randint(0, 7))
        level = dice.choices(list(caseload.levels), list(caseload.levels.values()))[0]
        due = timezone.localdate(now) + timedelta(days=dice.randint(-10, 40))
        try:
            case = begin_case(
                child=child, team=team, kind=caseload.kind, origin=Case.Origin.LIST, by=None, now=began,
                why=dice.choice(caseload.whys), level=level, next_on=due if dice.random() < 0.5 else None,
            )  # fmt: skip
        except Denied:
            continue
        if place % UNALLOCATED and posts:
            _give(case, worker, posts, place, dice, began + timedelta(hours=5))


def _give(
    case: Case, worker: int | None, posts: list[Post], place: int, dice: random.Random, at: datetime
) -> None:
    """Give a case to whom the list names, or to the next of the team in turn."""
    post = next((post for post in posts if post.pk == worker), posts[place % len(posts)])
    reasons = (
        [Allocation.Reason.KNOWS] if post.pk == worker else [Allocation.Reason.ROOM, Allocation.Reason.PLACE]
    )
    give(case=case, post=post, reason=dice.choice(reasons), by=None, now=at)


def _children(team: Team, count: int, now: datetime) -> Iterator[tuple[Child, int | None]]:
    """Yield children whom a list says that the team works with, those with a worker who can sign in first."""
    today = timezone.localdate(now)
    said = Involvement.objects.filter(
        Q(involved_until__isnull=True) | Q(involved_until__gt=today), team=team, superseded_at__isnull=True,
        source__ended_at__isnull=True, source__child__state="live",
    ).select_related("source__child")  # fmt: skip
    named = said.filter(worker_post_id__isnull=False).order_by("source__source_id")[: count * 2]
    others = said.filter(worker_post_id__isnull=True).order_by("source__source_id")[:count]
    seen: set[int] = set()
    for fact in [*named, *others]:
        if fact.source.child_id not in seen and len(seen) < count:
            seen.add(fact.source.child_id)
            yield fact.source.child, fact.worker_post_id
