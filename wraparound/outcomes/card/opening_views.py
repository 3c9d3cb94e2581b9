"""Opening more of a child: the address, with a reason from the card, in an emergency, closed work."""

import uuid
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from wraparound.foundation.accounts.rules import Actor, Denied, May
from wraparound.foundation.ui.pages import child_page
from wraparound.foundation.ui.questions import answers
from wraparound.outcomes.access.models import Opening
from wraparound.outcomes.card.views import involved_page, load, look, page, refuse, seen
from wraparound.outcomes.openings import services
from wraparound.outcomes.openings.reasons import ReasonForm, WordsForm


@child_page(May.SEARCH)
@require_POST
def whereabouts(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show address, school and telephone: one further press, on record."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = seen(request, public_id)
    services.show_whereabouts(child_id=found.child_id, actor=actor, now=actor.now)
    return redirect("card:card", public_id=public_id)


@child_page(May.SEARCH)
@require_POST
def open_with_reason(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Open the child for the reason that was pressed; who is involved is shown then."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = seen(request, public_id)
    form = ReasonForm(request.POST)
    if form.is_valid():
        services.open_card(child_id=found.child_id, **form.cleaned_data, actor=actor, now=actor.now)
        return redirect("card:involved", public_id=public_id)
    return involved_page(request, load(request, public_id), form)


@child_page(May.SEARCH)
def emergency(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Open the record in an emergency, said in words; it waits for the day team."""
    return _with_words(request, public_id, "card/emergency.html", services.open_in_emergency, "card:card")


@child_page(May.REVIEW_DUTY)
def closed_work(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Open the records of work that the own service has closed, said in words."""
    return _with_words(request, public_id, "card/closed_work.html", services.open_finished, "card:record")


def _with_words(
    request: HttpRequest, public_id: uuid.UUID, template: str, verb: Callable[..., Opening], then: str
) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    shown = load(request, public_id)
    form = WordsForm(answers(request))
    if form.is_valid():
        try:
            verb(child_id=shown.sight.child_id, **form.cleaned_data, actor=actor, now=actor.now)
        except Denied as denied:
            if denied.reason != services.NOT_FOUND:
                raise
            refuse(request, "card.open", public_id)
            raise Http404 from denied
        return redirect(then, public_id=public_id)
    reply = page(request, template, shown, "card", form=form)
    look(request, "card.opening", [shown.sight.child_id])
    return reply
