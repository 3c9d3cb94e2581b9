"""People and posts: the list, one post, a new place, and what waits for a second person."""

import uuid
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from wraparound.foundation.accounts.models import Post
from wraparound.foundation.accounts.rules import May
from wraparound.foundation.staffing import change_queries, deciding, queries, services
from wraparound.foundation.staffing.forms import Decide, Find, NewPlace
from wraparound.foundation.staffing.models import Change
from wraparound.foundation.staffing.pages import attempt, form_page, post_or_404, sub_pages
from wraparound.foundation.staffing.rules import Place, needs_two
from wraparound.foundation.ui.pages import signed_in
from wraparound.foundation.ui.questions import answers

A_PAGE = 25


@signed_in(may=May.STAFF)
def posts(request: HttpRequest) -> HttpResponse:
    """List people and their posts, narrowed by words, team, role and state."""
    actor, now = request.actor, request.now  # type: ignore[attr-defined]
    form = Find(request.GET or None, actor=actor, now=now)
    found = queries.posts_looked_after(actor).order_by("user__full_name", "pk")
    said = form.cleaned_data if form.is_bound and form.is_valid() else {}
    found = queries.in_state(found, said.get("state") or "", now=now)
    found = queries.matching(found, said.get("words") or "")
    if said.get("team"):
        found = found.filter(team__code=said["team"])
    if said.get("role"):
        found = found.filter(role=said["role"])
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "pages": sub_pages(request, "posts"),
        "find": form,
        "page": page,
        "rows": [(post, queries.state_of(post, now=now)) for post in page],
        "waiting": change_queries.changes_waiting_for(actor).count(),
    }
    return render(request, "staffing/posts.html", context)


@signed_in(may=May.STAFF)
def post(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show one post: who, where, checks, to whom it answers, and what can be done."""
    actor, now = request.actor, request.now  # type: ignore[attr-defined]
    shown = post_or_404(request, public_id)
    today = timezone.localdate(now)
    context = {
        "post": shown,
        "state": queries.state_of(shown, now=now),
        "two": needs_two(shown.team),
        "own": shown.user_id == actor.user_id,
        "today": today,
        "lines": [line for line in shown.lines.all() if not line.valid_until or line.valid_until >= today],
        "others": queries.posts_looked_after(actor).filter(user=shown.user).exclude(pk=shown.pk),
        "invited": not shown.user.has_usable_password(),
        "invitation": getattr(shown, "invitation", None),
        "waiting": change_queries.changes_seen_by(actor).filter(post=shown, outcome=Change.Outcome.WAITING),
    }
    return render(request, "staffing/post.html", context)


@signed_in(may=May.STAFF)
def place(request: HttpRequest, moves: uuid.UUID | None = None) -> HttpResponse:
    """Give somebody a place: a new person, or (`moves`) somebody whose present post ends with it."""
    actor, now = request.actor, request.now  # type: ignore[attr-defined]
    old = post_or_404(request, moves) if moves else None
    initial = _moved(old) if old else {}
    form = NewPlace(answers(request), actor=actor, now=now, ends=old, initial=initial)
    if request.method == "POST" and form.is_valid():
        submission = form.cleaned_data["submission"]
        change = attempt(
            request,
            form,
            lambda: services.place(wanted=form.place(), submission=submission, actor=actor, now=now),
        )
        if change:
            return _after(request, change, form.place())
    return form_page(
        request,
        form,
        title=f"Move {old.user} to another place" if old else "Give somebody a post",
        intro="Their present post ends the day before the new one begins." if old else "",
        button="Move them" if old else "Give this post",
        back=reverse("staffing:post", args=[old.public_id]) if old else reverse("staffing:posts"),
    )


def _moved(old: Post) -> dict[str, object]:
    return {
        "email": old.user.email,
        "full_name": old.user.full_name,
        "role": old.role,
        "title": old.title,
        "agency": old.agency.code,
        "telephone": old.telephone,
    }


def _after(request: HttpRequest, change: Change, wanted: Place) -> HttpResponse:
    if change.outcome == Change.Outcome.WAITING:
        messages.info(request, "This team needs two people. We told those who can agree.")
        return redirect("staffing:changes")
    messages.success(request, f"{wanted.full_name or wanted.email} has the post.")
    if change.post:
        return redirect("staffing:post", change.post.public_id)
    return redirect(reverse("staffing:posts") + "?" + urlencode({"words": wanted.email}))


@signed_in(may=May.STAFF)
def changes(request: HttpRequest) -> HttpResponse:
    """List what waits for a second person, first what this one can decide, and what was decided."""
    actor = request.actor  # type: ignore[attr-defined]
    seen = change_queries.changes_seen_by(actor)
    mine = change_queries.changes_waiting_for(actor)
    waiting = seen.filter(outcome=Change.Outcome.WAITING)
    context = {
        "pages": sub_pages(request, "changes"),
        "mine": change_queries.details_of_each(mine),
        "others": change_queries.details_of_each(waiting.exclude(pk__in=mine)),
        "decided": Paginator(seen.exclude(outcome=Change.Outcome.WAITING), A_PAGE).get_page(
            request.GET.get("page")
        ),
    }
    return render(request, "staffing/changes.html", context)


@signed_in(may=May.STAFF)
def change(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show one change, and let a second person decide it."""
    actor, now = request.actor, request.now  # type: ignore[attr-defined]
    shown = change_queries.changes_seen_by(actor).filter(public_id=public_id).first()
    if shown is None:
        raise Http404
    form = Decide(answers(request))
    can = change_queries.changes_waiting_for(actor).filter(public_id=public_id).exists()
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        agree, reason = said["agree"] == "yes", said["reason"]
        decided = attempt(
            request,
            form,
            lambda: deciding.decide(change=shown, agree=agree, reason=reason, actor=actor, now=now),
        )
        if decided:
            messages.success(request, "Done. The team is told." if agree else "Refused. Who asked is told.")
            return redirect("staffing:changes")
    context = {"change": shown, "details": change_queries.details_of(shown), "form": form, "can": can}
    return render(request, "staffing/change.html", context)
