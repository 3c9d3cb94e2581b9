"""Reading shields: who works with the child now, what waits for whom, and who may handle a shield."""

import uuid
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from wraparound.foundation.accounts.models import Post, Role
from wraparound.foundation.accounts.queries import clear_posts, live_posts
from wraparound.foundation.accounts.rules import Actor, May
from wraparound.foundation.agencies.models import Team
from wraparound.foundation.area.queries import shield_terms
from wraparound.outcomes.access.models import WAITS, Adoption, Lift, Shield, ShieldName
from wraparound.outcomes.access.queries import blocked_from, live_shields
from wraparound.outcomes.access.rules import Category, Sight
from wraparound.outcomes.children.models import Child, Involvement, Setting
from wraparound.outcomes.children.queries import SENSITIVE_WORK
from wraparound.outcomes.shields.models import GlassBreak, Review

SOON = timedelta(days=30)
"""How long before its day a review is shown."""


def teams_working_with(child_id: int, seen: Sight) -> list[Team]:
    """Return the teams of the child's current services that `seen` opens: each is asked for one person.

    A sensitive service stays unnamed to whoever may not know it; the data manager names somebody there.
    """
    today = timezone.localdate()
    work = Involvement.objects.filter(
        Q(involved_until__isnull=True) | Q(involved_until__gte=today),
        source__child=child_id, superseded_at__isnull=True, team__isnull=False,
    )  # fmt: skip
    if not seen.sees(Category.SENSITIVE):
        work = work.exclude(SENSITIVE_WORK)
    settings = Setting.objects.filter(source__child=child_id, superseded_at__isnull=True)
    keys: set[Any] = set()
    if seen.sees(Category.INVOLVEMENT):
        keys |= set(work.values_list("team", flat=True))
    if seen.sees(Category.WHEREABOUTS) or seen.sees(Category.INVOLVEMENT):
        keys |= set(settings.values_list("agency__population_team", flat=True))
    return list(Team.objects.filter(pk__in=keys - {None}).select_related("agency").order_by("name"))


def people_at_each(teams: list[Team], actor: Actor) -> list[tuple[Team, list[Post]]]:
    """Return each team with its posts that can be named: live and clear."""
    people: dict[int, list[Post]] = {team.pk: [] for team in teams}
    for post in clear_posts(now=actor.now).filter(team__in=teams).order_by("user__full_name", "pk"):
        people[post.team_id].append(post)
    return [(team, people[team.pk]) for team in teams]


def round_the_clock(actor: Actor) -> QuerySet[Post]:
    """Return the posts that are staffed at every hour."""
    return clear_posts(now=actor.now).filter(is_round_the_clock=True).order_by("title")


def people_by_email(addresses: Iterable[str], actor: Actor) -> QuerySet[Post]:
    """Return the live and clear posts of people by their e-mail addresses."""
    return clear_posts(now=actor.now).filter(user__email__in=[a.strip().lower() for a in addresses])


def handled_by(actor: Actor) -> QuerySet[Shield]:
    """Return the live shields that the actor handles: set it, is named on it, or confirms shields."""
    shields = live_shields(actor.now).exclude(why=WAITS).exclude(child__in=blocked_from(actor))
    if May.CONFIRM_SHIELD not in actor.may:
        named = ShieldName.objects.filter(post_id=actor.post_id or 0, removed_at__isnull=True)
        shields = shields.filter(Q(set_by_id=actor.post_id or 0) | Q(pk__in=named.values("shield")))
    return shields.select_related("child", "set_by__user", "set_by__team", "confirmed_by__user").order_by(
        "starts_at", "pk"
    )


def shields_of(actor: Actor, public_id: uuid.UUID) -> list[Shield]:
    """Return the live shields of one child that the actor handles; none is the answer for anybody else."""
    return list(handled_by(actor).filter(child__public_id=public_id))


def to_confirm(actor: Actor) -> QuerySet[Shield]:
    """Return the provisional shields, the one that ends first first."""
    return handled_by(actor).filter(confirmed_at__isnull=True).order_by("provisional_until", "pk")


def reviews_due(actor: Actor) -> QuerySet[Review]:
    """Return the reviews that are due, or soon will be, of shields that the actor handles."""
    today = timezone.localdate(actor.now)
    return Review.objects.filter(
        shield__in=handled_by(actor).values("pk"), done_at__isnull=True, due_on__lte=today + SOON
    ).select_related("shield__child")


def lifts_asked(actor: Actor) -> QuerySet[Lift]:
    """Return the requests to lift a shield that wait for a second person."""
    return Lift.objects.filter(
        shield__in=handled_by(actor).values("pk"), agreed_at__isnull=True
    ).select_related("shield__child", "asked_by__user")


def names_on(shield: Shield) -> QuerySet[ShieldName]:
    """Return who sees through a shield."""
    names = shield.names.filter(removed_at__isnull=True)
    return names.select_related("post__user", "post__agency", "team").order_by("pk")


def here(shield: Shield, actor: Actor) -> set[int]:
    """Return which of the posts named on a shield still stand: the others have left."""
    named = live_posts(now=actor.now).filter(pk__in=shield.names.values("post"))
    return set(named.values_list("pk", flat=True))


def provisional_hours(actor: Actor) -> int:
    """Return how many hours a provisional shield lasts now."""
    return shield_terms(on=timezone.localdate(actor.now)).provisional_hours


def data_managers(actor: Actor) -> QuerySet[Post]:
    """Return the live posts that confirm shields."""
    return live_posts(now=actor.now).filter(role=Role.DATA_MANAGER)


def glass_for(actor: Actor) -> QuerySet[GlassBreak]:
    """Return the broken glass that the actor asked for, may agree to, or investigates."""
    glass = GlassBreak.objects.select_related(
        "asked_by__user", "asked_by__agency", "agreed_by__user", "child"
    )
    if May.AUDIT_ALL in actor.may:
        return glass
    if May.SEARCH not in actor.may:
        return glass.none()
    return glass.filter(Q(asked_by_id=actor.post_id) | Q(asked_by__agency_id=actor.agency_id))


def adoption_of(actor: Actor, child: Child) -> Adoption | None:
    """Return the adoption in which the child is either identity, to the team that holds it alone."""
    if not actor.holds_adoptions or actor.team_id is None:
        return None
    mine = Adoption.objects.filter(Q(before=child) | Q(after=child), team_id=actor.team_id)
    return mine.select_related("before", "after", "team").first()
