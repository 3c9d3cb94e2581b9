"""Reading cases: through the policy, a team's and a post's; what is unallocated, and what nobody watches."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case as Switch
from django.db.models import (
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from wraparound.delivery.caseloads.models import Allocation, Case, Judgement
from wraparound.delivery.caseloads.reach import kept_from, standing, with_a_watcher, with_an_able_lead
from wraparound.foundation.accounts.models import Post
from wraparound.foundation.accounts.queries import live_posts
from wraparound.foundation.accounts.rules import ROLES, Actor, May
from wraparound.foundation.agencies.models import Team
from wraparound.outcomes.access.models import Basis
from wraparound.outcomes.access.queries import sight, visible_to
from wraparound.outcomes.access.rules import Category, Sight
from wraparound.outcomes.children.models import Child
from wraparound.outcomes.framework.rules import Levels
from wraparound.outcomes.index.models import Merge

WORKERS = [role for role, may in ROLES.items() if May.WORK in may]
"""The roles that can have a case."""
FINISHED = timedelta(days=60)
"""How long closed work stays in the list of what its last worker finishes."""


def cases_seen_by(actor: Actor) -> QuerySet[Case]:
    """Return the cases of the actor's own team with children whom the actor sees: every list starts here."""
    return _of_team(actor, visible_to(actor).values("pk"))


def open_cases(actor: Actor) -> QuerySet[Case]:
    """Return the team's open cases that the actor sees because the team works with the child.

    Whoever only opened a shielded child with a reason is not told here that their own team has a case.
    """
    return _of_team(actor, visible_to(actor, basis=Basis.INVOLVEMENT).values("pk")).filter(
        closed_at__isnull=True
    )


def finishing_cases(actor: Actor) -> QuerySet[Case]:
    """Return the team's closed work that the actor's own post still writes up, the last closed first."""
    finishing = visible_to(actor, basis=Basis.FINISHING).values("pk")
    had = Allocation.objects.filter(case=OuterRef("pk"), post=actor.post_id or 0)
    closed = _of_team(actor, finishing).filter(closed_at__gte=actor.now - FINISHED)
    return closed.filter(Exists(had)).order_by("-closed_at", "pk")


def _of_team(actor: Actor, children: QuerySet[Child, Any]) -> QuerySet[Case]:
    if actor.team_id is None:
        return Case.objects.none()
    return Case.objects.filter(team=actor.team_id, child__in=children).select_related(
        "team__service", "child"
    )


def case_seen_by(actor: Actor, public_id: uuid.UUID) -> Case | None:
    """Return one case of whose service the actor sees the own records, or None: missing and denied alike.

    Notes and records follow the child within the service, so the case of another team of it is seen too.
    """
    case = (
        Case.objects.select_related("team__service", "child", "opened_by__user", "closed_by__user")
        .filter(public_id=public_id)
        .first()
    )
    seen = sight(actor, case.child.public_id if case else uuid.UUID(int=0))
    if case is None or seen is None or not seen.sees(Category.OWN_RECORD):
        return None
    return case if case.team.service_id in seen.own_services else None


def child_seen(actor: Actor, public_id: uuid.UUID) -> tuple[Child, Sight] | None:
    """Return a child with what the actor sees of it, or None: missing and denied alike."""
    seen = sight(actor, public_id)
    return (Child.objects.get(pk=seen.child_id), seen) if seen else None


def cases_of_child(actor: Actor, seen: Sight) -> QuerySet[Case]:
    """Return the cases of the actor's own team with one child, the newest first.

    Past a shield there are none to see: they would tell which services work with the child.
    """
    if seen.shielded_from:
        return Case.objects.none()
    return cases_seen_by(actor).filter(child=seen.child_id).order_by("-opened_at", "-pk")


def is_sensitive(actor: Actor) -> bool:
    """Say whether the actor's own service is a sensitive one."""
    return Team.objects.filter(pk=actor.team_id or 0, service__is_sensitive=True).exists()


def read_once(actor: Actor) -> QuerySet[Case]:
    """Return the team's open cases as `open_cases` does, the policy asked now and once.

    For a page that asks several things of them: each question then goes by keys. Not to be kept longer.
    """
    keys = open_cases(actor).order_by().values_list("pk", flat=True)
    return Case.objects.filter(pk__in=list(keys)).select_related("team__service", "child")


def unallocated(actor: Actor, among: QuerySet[Case] | None = None) -> QuerySet[Case]:
    """Return the team's open cases that nobody has who can do the work now: the longest waiting first.

    `among`, here and below, are the open cases where the page has read them once already.
    """
    cases = open_cases(actor) if among is None else among
    return cases.filter(~with_an_able_lead(now=actor.now)).order_by("asked_at", "pk")


def cases_of_post(actor: Actor, among: QuerySet[Case] | None = None) -> QuerySet[Case]:
    """Return the open cases that the actor's post has, helps with or covers."""
    return held_by(actor, actor.post_id or 0, among)


def held_by(actor: Actor, post_id: int, among: QuerySet[Case] | None = None) -> QuerySet[Case]:
    """Return the team's open cases that the actor sees and that one post has, helps with or covers."""
    held = Allocation.objects.filter(standing(actor.now), case=OuterRef("pk"), post=post_id)
    cases = open_cases(actor) if among is None else among
    return cases.filter(Exists(held))


def with_a_part(post: OuterRef, cases: QuerySet[Case], *, now: datetime) -> Exists:
    """Return, for an outer query of posts, the condition that the post has a part in one of these cases."""
    return Exists(Allocation.objects.filter(standing(now), post=post, case__in=cases.order_by().values("pk")))


def joined_twice(actor: Actor) -> QuerySet[Case]:
    """Return open cases beside which the team has an older one of the same kind with the same child.

    Two records of one child that were joined may bring them together: a manager says which one stays.
    """
    older = Case.objects.filter(
        child=OuterRef("child"), team=OuterRef("team"), kind=OuterRef("kind"), closed_at__isnull=True,
        pk__lt=OuterRef("pk"),
    )  # fmt: skip
    return open_cases(actor).filter(Exists(older)).order_by("opened_at", "pk")


def of_parted_records(actor: Actor, among: QuerySet[Case] | None = None) -> QuerySet[Case]:
    """Return the team's open cases of which somebody must say whose they are, the oldest first.

    When a record that showed two children as one is parted, or a joining is undone, what was opened while
    they were one stays with the record that stays; it may be about the other child. Once a manager has said
    that it is of this child, it is asked no more.
    """
    said = Coalesce(OuterRef("whose_said_at"), OuterRef("opened_at"))
    parted = Q(kind=Merge.Kind.PARTED, undone_at__isnull=True, at__gt=said)
    undone = Q(kind=Merge.Kind.JOINED, at__lte=OuterRef("opened_at"), undone_at__gt=said)
    merges = Merge.objects.filter(parted | undone, kept=OuterRef("child"))
    cases = open_cases(actor) if among is None else among
    return cases.filter(Exists(merges)).order_by("opened_at", "pk")


def in_order(cases: QuerySet[Case], levels: Levels, *, today: date) -> QuerySet[Case]:
    """Return cases with those first that hurt most: past their day, then by level, then the next day."""
    places = [When(level=level.code, then=Value(at)) for at, level in enumerate(levels.levels)]
    return cases.annotate(
        late=Switch(When(next_on__lt=today, then=Value(0)), default=Value(1), output_field=IntegerField()),
        height=Switch(*places, default=Value(-1), output_field=IntegerField()),
    ).order_by("late", "-height", "next_on", "opened_at", "pk")


def allocations_of(case: Case) -> QuerySet[Allocation]:
    """Return who had a case and has it, the newest first."""
    return case.allocations.select_related("post__user", "by__user").order_by("-starts_at", "-pk")


def judgements_of(case: Case) -> QuerySet[Judgement]:
    """Return the levels that were judged, the newest first."""
    return case.judgements.select_related("by__user")


def standing_allocations(cases: Iterable[int], *, now: datetime) -> QuerySet[Allocation]:
    """Return who has, helps with or covers each of these cases now."""
    found = Allocation.objects.filter(standing(now), case__in=cases, starts_at__lte=now)
    return found.select_related("post__user").order_by("starts_at", "pk")


def allocation_of(case: Case, public_id: uuid.UUID, *, now: datetime) -> Allocation | None:
    """Return one standing allocation of a case."""
    return case.allocations.filter(standing(now), public_id=public_id).select_related("post__user").first()


def workers_of(team_id: int, *, now: datetime) -> QuerySet[Post]:
    """Return the live posts of a team that can have a case, by name."""
    posts = live_posts(now=now).filter(team=team_id, role__in=WORKERS)
    return posts.order_by("user__full_name", "pk")


def who_could_have(case: Case, *, now: datetime) -> QuerySet[Post]:
    """Return the posts of the team that could have a case: nothing keeps their person from the child."""
    kept = kept_from(
        child=case.child_id, user=OuterRef("user"), team=OuterRef("team"), post=OuterRef("pk"), now=now
    )
    return workers_of(case.team_id, now=now).exclude(kept)


def worker_of(actor: Actor, public_id: uuid.UUID) -> Post | None:
    """Return one post of the actor's own team, live or not."""
    posts = Post.objects.filter(team=actor.team_id or 0, public_id=public_id)
    return posts.select_related("user", "team").first()


def unwatched(*, now: datetime) -> QuerySet[Case]:
    """Return open cases that nobody has who can do the work, and that no manager's screen shows.

    They name no child to anybody: whoever looks after posts is told the team (`unwatched_teams`).
    """
    waiting = Case.objects.filter(closed_at__isnull=True)
    return waiting.filter(~with_an_able_lead(now=now), ~with_a_watcher(now=now))


def unwatched_teams(*, now: datetime) -> list[tuple[Team, int, datetime]]:
    """Return each team that has unwatched work, with how many cases, and since when the longest waits."""
    counted = unwatched(now=now).values("team").annotate(cases=Count("pk"))
    cases = {row["team"]: row["cases"] for row in counted}
    since: dict[int, datetime] = {}
    for team, asked in unwatched(now=now).order_by("asked_at").values_list("team", "asked_at"):
        since.setdefault(team, asked)
    teams = Team.objects.filter(pk__in=cases).select_related("agency", "service")
    return sorted(((team, cases[team.pk], since[team.pk]) for team in teams), key=lambda each: each[2])
