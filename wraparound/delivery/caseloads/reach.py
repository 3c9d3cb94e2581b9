"""Who can really have a case or watch it: what stands above grants keeps some posts from a child."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from wraparound.delivery.caseloads.models import Allocation
from wraparound.foundation.accounts.models import Role
from wraparound.foundation.accounts.queries import clear_posts, live_posts
from wraparound.outcomes.access.models import Adoption, Block, ShieldName
from wraparound.outcomes.access.queries import live_shields


def standing(now: datetime) -> Q:
    """Pass allocations that hold at an instant: without an end, or with one that is to come."""
    return Q(until__isnull=True) | Q(until__gt=now)


def able_leads(*, now: datetime) -> QuerySet[Allocation]:
    """Return, for an outer query of cases, the standing allocations of a lead who can do the work.

    The post is live, and nothing keeps its person from the child.
    """
    leads = Allocation.objects.filter(
        standing(now), case=OuterRef("pk"), part=Allocation.Part.LEAD,
        post__in=live_posts(now=now).values("pk"),
    )  # fmt: skip
    return leads.exclude(
        kept_from(
            child=OuterRef("case__child"), user=OuterRef("post__user"), team=OuterRef("post__team"),
            post=OuterRef("post"), now=now,
        )
    )  # fmt: skip


def with_an_able_lead(*, now: datetime) -> Exists:
    """Return the condition that somebody who can do the work has the case."""
    return Exists(able_leads(now=now))


def with_a_watcher(*, now: datetime) -> Exists:
    """Return the condition that a manager of the team, at work now, has the case on the screen.

    A manager whose checks have lapsed allocates nothing, and one whose place is time-boxed sees what is
    allocated to them alone: neither counts.
    """
    managers = clear_posts(now=now).filter(team=OuterRef("team"), role=Role.TEAM_MANAGER, is_time_boxed=False)
    return Exists(
        managers.exclude(
            kept_from(
                child=OuterRef(OuterRef("child")), user=OuterRef("user"), team=OuterRef("team"),
                post=OuterRef("pk"), now=now,
            )
        )
    )  # fmt: skip


def kept_from(*, child: OuterRef | int, user: OuterRef, team: OuterRef, post: OuterRef, now: datetime) -> Q:
    """Pass rows whose post cannot see the child: a block, an identity kept elsewhere, a shield without it.

    The names are those of the outer row: the same rules as `access.queries` has for one actor.
    """
    elsewhere = Q(kept_to__isnull=False) & ~Q(kept_to=team)
    blocks = Block.objects.filter(
        Q(until__isnull=True) | Q(until__gt=now), Q(user=user) | elsewhere, child=child, starts_at__lte=now
    )
    adopted = Adoption.objects.filter(before=child, placed_at__lte=now).exclude(team=team)
    named = ShieldName.objects.filter(shield=OuterRef("pk"), post=OuterRef(post), removed_at__isnull=True)
    shields = live_shields(now).filter(~Exists(named), child=child)
    return Q(Exists(blocks)) | Q(Exists(adopted)) | Q(Exists(shields))
