"""Reading what a supervisor answers for: whose work, which decisions, who is away, who leaves."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Count, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from wraparound.delivery.caseloads.models import Allocation, Case
from wraparound.delivery.caseloads.queries import held_by, open_cases, with_a_part
from wraparound.delivery.caseloads.reach import standing
from wraparound.delivery.supervision.models import Absence, Decision, Handover, QuietLook, Session
from wraparound.delivery.supervision.rules import LEAVING_SOON
from wraparound.foundation.accounts.models import Post
from wraparound.foundation.accounts.queries import live_posts
from wraparound.foundation.accounts.rules import Actor, May
from wraparound.foundation.ui.rules import date_words
from wraparound.outcomes.access.joined import supervised_holders
from wraparound.outcomes.access.queries import shielded_from, visible_to
from wraparound.outcomes.access.rules import LINE_SECTORS


def supervised_posts(actor: Actor) -> QuerySet[Post]:
    """Return the live posts that the actor supervises: a manager's own team, and who answers to them."""
    lines = [holder for holder, _ in supervised_holders(actor)]
    mine = Q(holder__in=lines)
    if May.ALLOCATE in actor.may:
        mine |= Q(team=actor.team_id or 0)
    posts = live_posts(now=actor.now).filter(mine).exclude(user=actor.user_id)
    return posts.order_by("user__full_name", "pk")


def line_cases(actor: Actor, case: Case | None = None) -> list[tuple[int, str, Case]]:
    """Return each line that ends at the actor's post, as holder and subject, with a case that it reaches.

    These are open cases that the post which answers has itself, never through a team; clinical governance
    reaches the work of a health service alone. `case` asks of that one only. Three statements at most.
    """
    lines = supervised_holders(actor)
    if not lines:
        return []
    held = Allocation.objects.filter(
        standing(actor.now), post__holder__in=[holder for holder, _ in lines], case__closed_at__isnull=True,
        case__child__in=visible_to(actor).values("pk"), starts_at__lte=actor.now,
    )  # fmt: skip
    if case is not None:
        held = held.filter(case=case)
    found = list(held.select_related("case__team__service__agency", "case__child", "post"))
    hidden = shielded_from(actor, {each.case.child_id for each in found})
    return [
        (holder, subject, each.case)
        for holder, subject in lines
        for each in found
        if each.post.holder_id == holder and each.case.child_id not in hidden and _reaches(subject, each.case)
    ]


def _reaches(subject: str, case: Case) -> bool:
    sector = LINE_SECTORS[subject]
    service = case.team.service
    return sector is None or (service is not None and service.agency.sector == sector)


def supervises(actor: Actor, case: Case) -> bool:
    """Say whether the actor decides on a case: as manager of its team, or as whom the worker answers to."""
    if May.ALLOCATE in actor.may and actor.team_id == case.team_id:
        return open_cases(actor).filter(pk=case.pk).exists()
    return May.WORK in actor.may and bool(line_cases(actor, case))


def decisions_on(case: Case) -> QuerySet[Decision]:
    """Return what was decided on a case, the newest first."""
    found = Decision.objects.filter(case=case).select_related("by__user", "done_by__user")
    return found.order_by("-at", "-pk")


def open_decisions(actor: Actor, among: QuerySet[Case] | None = None) -> QuerySet[Decision]:
    """Return what was decided and is still to do: of the team for a manager, else one's own.

    `among`, here and below, are the open cases of the team where the page has read them once already.
    """
    team = open_cases(actor) if among is None else among
    cases = team if May.ALLOCATE in actor.may else held_by(actor, actor.post_id or 0, among)
    found = Decision.objects.filter(done_at__isnull=True, case__in=cases.order_by().values("pk"))
    return found.select_related("case__child", "by__user").order_by("due_on", "at", "pk")


def decision_with(public_id: uuid.UUID) -> Decision | None:
    """Return a decision by its public id: the caller sees to it that its case is seen."""
    return Decision.objects.filter(public_id=public_id).select_related("case__child", "by__user").first()


def sessions_with(post: Post, actor: Actor) -> QuerySet[Session]:
    """Return the supervisions of a post that the actor held or had, the newest first."""
    found = Session.objects.filter(Q(by=actor.post_id or 0) | Q(post=actor.post_id or 0), post=post)
    return found.select_related("by__user").order_by("-on", "-pk")


def last_sessions(posts: Iterable[Post]) -> dict[int, Session]:
    """Return the newest supervision of each post, by whomever."""
    newest: dict[int, Session] = {}
    found = Session.objects.filter(post__in=list(posts)).order_by("on", "pk")
    for session in found.defer("words"):
        newest[session.post_id] = session
    return newest


def looks_until(case_ids: Iterable[int]) -> dict[int, date]:
    """Return until which day each case was put off by a supervisor who looked at it."""
    looks = QuietLook.objects.filter(case__in=list(case_ids))
    return dict(looks.values_list("case").annotate(Max("until")).order_by())


def quiet_looks_of(case: Case) -> QuerySet[QuietLook]:
    """Return when supervisors looked at a quiet case, the newest first."""
    return QuietLook.objects.filter(case=case).select_related("by__user").order_by("-at", "-pk")


def absences_of_team(actor: Actor) -> QuerySet[Absence]:
    """Return who of the team is away or will be, the first to go first; for its manager."""
    today = timezone.localdate(actor.now)
    found = Absence.objects.filter(post__team=actor.team_id or 0, until__gte=today, ended_at__isnull=True)
    return found.select_related("post__user").order_by("starts_on", "pk")


def absence_of_team(actor: Actor, public_id: uuid.UUID) -> Absence | None:
    """Return one absence of somebody of the actor's own team."""
    found = Absence.objects.filter(post__team=actor.team_id or 0, public_id=public_id)
    return found.select_related("post__user", "post__team").first()


def away(post_ids: Iterable[int], now: datetime) -> dict[int, str]:
    """Return which posts are away now, in words that say until when and not why."""
    today = timezone.localdate(now)
    found = Absence.objects.filter(
        post__in=list(post_ids), starts_on__lte=today, until__gte=today, ended_at__isnull=True
    )
    days = found.order_by("until").values_list("post", "until")
    return {post: f"away until {date_words(until)}" for post, until in days}


def colleagues(actor: Actor) -> QuerySet[Post]:
    """Return the posts of the actor's team that work now, by name."""
    posts = live_posts(now=actor.now).filter(team=actor.team_id or 0)
    return posts.order_by("user__full_name", "pk")


def leavers(actor: Actor, among: QuerySet[Case] | None = None) -> QuerySet[Post]:
    """Return the posts of the actor's team that end soon or do not work any more, and still have cases."""
    soon = timezone.localdate(actor.now) + LEAVING_SOON
    cases = open_cases(actor) if among is None else among
    held = with_a_part(OuterRef("pk"), cases, now=actor.now)
    posts = Post.objects.filter(held, team=actor.team_id or 0).select_related("user", "team")
    gone = ~Q(pk__in=live_posts(now=actor.now).values("pk"))
    ending = Q(valid_until__isnull=False, valid_until__lte=soon) | Q(ended_at__isnull=False)
    return posts.filter(gone | ending).order_by("valid_until", "user__full_name", "pk")


def handovers_of(case_ids: Iterable[int]) -> dict[int, Handover]:
    """Return the newest hand-over note of each case."""
    newest: dict[int, Handover] = {}
    notes = Handover.objects.filter(case__in=list(case_ids)).select_related("by__user").order_by("at", "pk")
    for note in notes:
        newest[note.case_id] = note
    return newest


def case_counts(actor: Actor, posts: Iterable[Post]) -> dict[int, int]:
    """Return how many of the team's open cases each post has a part in."""
    held = Allocation.objects.filter(
        standing(actor.now), post__in=list(posts), case__in=open_cases(actor).order_by().values("pk")
    )
    return dict(held.values_list("post").annotate(Count("case", distinct=True)).order_by())
