"""Lists of cases: mine, the team's, one worker's; and what a worker can carry."""

import uuid
from decimal import Decimal

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from wraparound.delivery.caseloads import planning, queries
from wraparound.delivery.caseloads.carrying import Carrying, capacities_said_of
from wraparound.delivery.caseloads.forms import CapacityForm, CaseFilter
from wraparound.delivery.caseloads.lists import listed, scale
from wraparound.delivery.caseloads.models import Case
from wraparound.delivery.caseloads.pages import actor_in, look, refuse
from wraparound.foundation.accounts.models import Post
from wraparound.foundation.accounts.rules import Denied, May
from wraparound.foundation.ui.pages import child_page, signed_in
from wraparound.foundation.ui.questions import answers

A_PAGE = 25
FIRST = 5
"""How many unallocated cases stand at the head of the team's work; all of them are one press away."""


@child_page(May.WORK)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Show what I have, help with or cover: what is past its day first, then by level."""
    actor = actor_in(request)
    form, cases = _narrowed(request, queries.cases_of_post(actor))
    pages = Paginator(cases, A_PAGE).get_page(request.GET.get("page"))
    shown = listed(actor, list(pages), post_id=actor.post_id)
    finishing = listed(actor, queries.finishing_cases(actor)[:A_PAGE])
    reply = render(
        request, "caseloads/mine.html",
        {"page": pages, "listed": shown, "form": form, "finishing": finishing,
         "is_narrowed": any(request.GET.values())},
    )  # fmt: skip
    look(request, "case.mine", [*shown.child_ids, *finishing.child_ids])
    return reply


@child_page(May.ALLOCATE)
@require_safe
def team(request: HttpRequest) -> HttpResponse:
    """Show the team's work: what nobody has first, then who carries how much of what they can."""
    actor = actor_in(request)
    waiting = queries.unallocated(actor)
    shown = listed(actor, waiting[:FIRST])
    twice = listed(actor, queries.joined_twice(actor)[:FIRST])
    parted = listed(actor, queries.of_parted_records(actor)[:FIRST])
    carrying = Carrying(actor)
    reply = render(
        request, "caseloads/team.html",
        {"waiting": waiting.count(), "listed": shown, "twice": twice, "carrying": carrying, "first": FIRST,
         "open_cases": queries.open_cases(actor).count(), "parted": parted},
    )  # fmt: skip
    look(request, "case.team", [*shown.child_ids, *twice.child_ids, *parted.child_ids])
    return reply


@signed_in(May.ALLOCATE)
@require_POST
def whose(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say of a case of a record that was parted that it is of the child with whom it stands."""
    actor = actor_in(request)
    case = queries.of_parted_records(actor).filter(public_id=public_id).first()
    if case is None:
        refuse(request, "case.whose")
    planning.say_whose(case=case, actor=actor, now=actor.now)
    messages.success(request, "Noted: the case is about this child.")
    return redirect("caseloads:team")


@child_page(May.ALLOCATE)
@require_safe
def worker(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show one worker's cases, as their manager."""
    actor, post = actor_in(request), _worker(request, public_id)
    form, cases = _narrowed(request, queries.held_by(actor, post.pk))
    pages = Paginator(cases, A_PAGE).get_page(request.GET.get("page"))
    shown = listed(actor, list(pages), post_id=post.pk)
    reply = render(
        request, "caseloads/worker.html",
        {"page": pages, "listed": shown, "form": form, "post": post, "is_narrowed": any(request.GET.values()),
         "person": Carrying(actor).person(post.pk)},
    )  # fmt: skip
    look(request, "case.worker", shown.child_ids)
    return reply


@signed_in(May.ALLOCATE)
def capacity(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say how much one worker can carry from a day on."""
    actor, post = actor_in(request), _worker(request, public_id)
    form = CapacityForm(answers(request), initial={"valid_from": timezone.localdate(actor.now)})
    if form.is_valid():
        said = dict(form.cleaned_data)
        points = Decimal(said.pop("points"))
        try:
            planning.set_capacity(post=post, points=points, **said, actor=actor, now=actor.now)
        except Denied as denied:
            form.add_error(None, denied.reason)
        else:
            messages.success(request, f"Saved: what {post.user.full_name} can carry.")
            return redirect("caseloads:worker", public_id=public_id)
    context = {"form": form, "post": post, "said": capacities_said_of(post)[:A_PAGE]}
    return render(request, "caseloads/capacity.html", context)


def _worker(request: HttpRequest, public_id: uuid.UUID) -> Post:
    post = queries.worker_of(actor_in(request), public_id)
    if post is None:
        refuse(request, "case.worker")
    return post


def _narrowed(request: HttpRequest, cases: QuerySet[Case]) -> tuple[CaseFilter, QuerySet[Case]]:
    """Return the form of the filter, and the cases that it leaves, in order."""
    actor = actor_in(request)
    levels, today = scale(actor), timezone.localdate(actor.now)
    form = CaseFilter(request.GET or None, levels=levels)
    asked = form.cleaned_data if form.is_valid() else {}
    if asked.get("level"):
        cases = cases.filter(level=asked["level"])
    if asked.get("kind"):
        cases = cases.filter(kind=asked["kind"])
    if asked.get("due") == "late":
        cases = cases.filter(next_on__lt=today)
    elif asked.get("due") == "none":
        cases = cases.filter(next_on__isnull=True)
    return form, queries.in_order(cases, levels, today=today)
