"""Asking another worker to ring, and saying what came of it: no page of these names a child."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.audit import services as audit
from wraparound.foundation.ui.pages import child_page, signed_in
from wraparound.foundation.ui.questions import answers
from wraparound.outcomes.card import queries, services
from wraparound.outcomes.card.forms import OutcomeForm, RingForm
from wraparound.outcomes.card.views import load, look, page


@child_page()
def ask(request: HttpRequest, public_id: uuid.UUID, team_id: int) -> HttpResponse:
    """Ask a service that works with the child to ring; the request names no child."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    shown = load(request, public_id)
    current = shown.involvements.now if shown.involvements else ()
    worker = next((w for w in current if w.team_id == team_id and not w.is_further), None)
    if worker is None:
        raise Http404
    posted = answers(request)
    form = RingForm(posted, initial={"telephone": queries.own_telephone(actor)})
    if form.is_valid():
        services.ask_to_ring(
            sight=shown.sight, team_id=team_id, **form.cleaned_data, actor=actor, now=actor.now
        )
        messages.success(request, f"{worker.service} has been asked to ring you.")
        return redirect("card:involved", public_id=public_id)
    reply = page(request, "card/ring.html", shown, "involved", worker=worker, form=form)
    look(request, "card.ringing", [shown.sight.child_id])
    return reply


@signed_in()
def request_to_ring(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show who asks to be rung on which number, and ask what came of it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.ring_requests_of(actor).filter(public_id=public_id).first()
    if found is None:
        audit.record_denial(verb="ring.see", now=actor.now, actor=actor, child_id=None)
        raise Http404
    form = OutcomeForm(answers(request))
    if form.is_valid():
        services.finish_ring(request=found, **form.cleaned_data, actor=actor, now=actor.now)
        messages.success(request, "Kept. The line is in the child's journey.")
        return redirect("home")
    context = {"asked": found, "form": form, "is_mine": found.asked_by_id == actor.post_id}
    return render(request, "card/ring_request.html", context)
