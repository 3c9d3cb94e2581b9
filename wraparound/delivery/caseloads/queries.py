"""Reading cases: through the policy, a team's and a post's; what is unallocated."""

import uuid

from django.db.models import Exists, OuterRef, QuerySet

from wraparound.delivery.caseloads.models import Allocation, Case
from wraparound.foundation.accounts.queries import live_posts
from wraparound.foundation.accounts.rules import Actor
from wraparound.outcomes.access.queries import sight, visible_to
from wraparound.outcomes.access.rules import Category


def cases_seen_by(actor: Actor) -> QuerySet[Case]:
    """Return the cases of the actor's own team with children whom the actor sees: every list starts here."""
    if actor.team_id is None:
        return Case.objects.none()
    return Case.objects.filter(team=actor.team_id, child__in=visible_to(actor).values("pk")).select_related(
        "team__service", "child"
    )


def open_cases(actor: Actor) -> QuerySet[Case]:
    """Return the team's open cases that the actor sees."""
    return cases_seen_by(actor).filter(closed_at__isnull=True)


def case_seen_by(actor: Actor, public_id: uuid.UUID) -> Case | None:
    """Return one case of whose service the actor sees the own records, or None: missing and denied alike.

    Notes and records follow the child within the service, so the case of another team of it is seen too.
    """
    case = Case.objects.select_related("team__service", "child").filter(public_id=public_id).first()
    seen = sight(actor, case.child.public_id if case else uuid.UUID(int=0))
    if case is None or seen is None or not seen.sees(Category.OWN_RECORD):
        return None
    return case if case.team.service_id in seen.own_services else None


def with_a_lead(actor: Actor) -> Exists:
    """Return the condition that a post which is live now has the case."""
    leads = Allocation.objects.filter(
        case=OuterRef("pk"), part=Allocation.Part.LEAD, until__isnull=True,
        post__in=live_posts(now=actor.now).values("pk"),
    )  # fmt: skip
    return Exists(leads)


def unallocated(actor: Actor) -> QuerySet[Case]:
    """Return the team's open cases that nobody has who works there now: the longest waiting first."""
    return open_cases(actor).filter(~with_a_lead(actor)).order_by("asked_at", "pk")


def cases_of_post(actor: Actor) -> QuerySet[Case]:
    """Return the open cases that the actor's post has, helps with or covers."""
    mine = Allocation.objects.filter(case=OuterRef("pk"), post=actor.post_id or 0, until__isnull=True)
    return open_cases(actor).filter(Exists(mine))
