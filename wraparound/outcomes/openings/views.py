"""Renewing and closing what one has open; what waits for the day team to look at."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from wraparound.foundation.accounts.rules import Actor, May
from wraparound.foundation.audit import services as audit
from wraparound.foundation.ui.pages import child_page, signed_in
from wraparound.foundation.ui.questions import answers
from wraparound.outcomes.access.models import Opening
from wraparound.outcomes.openings import queries, services
from wraparound.outcomes.openings.reasons import ReasonForm

A_PAGE = 25


@child_page(May.SEARCH)
def renew(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Renew an opening by one press of a reason; then show the child again."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    opening = _mine(actor, public_id)
    form = ReasonForm(answers(request))
    if form.is_valid():
        services.renew(opening=opening, **form.cleaned_data, actor=actor, now=actor.now)
        return redirect("card:card", public_id=opening.child.public_id)
    usual = opening.reason
    reply = render(request, "openings/renew.html", {"form": form, "opening": opening, "usual": usual})
    audit.record_looks(verb="open.renewing", now=actor.now, actor=actor, child_ids=[opening.child_id])
    return reply


@signed_in(May.SEARCH)
@require_POST
def close(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Close an opening before its time."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    services.close(opening=_mine(actor, public_id), actor=actor, now=actor.now)
    messages.success(request, "The record is closed. Search again to open it.")
    return redirect("home")


@child_page(May.REVIEW_DUTY)
@require_safe
def to_review(request: HttpRequest) -> HttpResponse:
    """Show the duty and emergency openings that wait for the actor's team, oldest first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    page = Paginator(queries.to_review(actor), A_PAGE).get_page(request.GET.get("page"))
    reply = render(request, "openings/to_review.html", {"page": page})
    shown = [opening.child_id for opening in page]
    audit.record_looks(verb="open.to_review", now=actor.now, actor=actor, child_ids=shown)
    return reply


@signed_in(May.REVIEW_DUTY)
@require_POST
def review(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Record that the day team looked at an opening."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    opening = queries.reviewable(actor, public_id)
    if opening is None:
        raise Http404
    services.review(opening=opening, actor=actor, now=actor.now)
    messages.success(request, "Recorded as reviewed.")
    return redirect("openings:to_review")


def _mine(actor: Actor, public_id: uuid.UUID) -> Opening:
    opening = queries.opening_of(actor, public_id)
    if opening is None:
        audit.record_denial(verb="open.renew", now=actor.now, actor=actor, child_id=None)
        raise Http404
    return opening
