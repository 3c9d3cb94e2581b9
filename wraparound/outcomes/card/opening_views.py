"""Opening more of a child: the address, with a reason from the card, in an emergency, closed work."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from wraparound.foundation.accounts.rules import Actor, May
from wraparound.foundation.ui.pages import child_page
from wraparound.foundation.ui.questions import answers
from wraparound.outcomes.access.models import Opening
from wraparound.outcomes.access.queries import NOBODY
from wraparound.outcomes.access.queries import sight as sight_of_child
from wraparound.outcomes.access.rules import Sight
from wraparound.outcomes.card import queries
from wraparound.outcomes.card.views import involved_page, load, look, page, refuse, seen
from wraparound.outcomes.kin.queries import asks_related
from wraparound.outcomes.kin.services import answer_related
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
    """Open the record in an emergency, said in words: from a card, or straight from what a search found."""
    return _with_words(
        request, public_id, "card/emergency.html", services.may_open, services.open_in_emergency, "card:card"
    )


@child_page(May.SEARCH)
def closed_work(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Open the records of work that the own service has closed, said in words."""
    return _with_words(
        request, public_id, "card/closed_work.html", services.may_open_finished, services.open_finished,
        "card:record",
    )  # fmt: skip


def _with_words(
    request: HttpRequest, public_id: uuid.UUID, template: str, may: Callable[[Actor, int], bool],
    verb: Callable[..., Opening], then: str,
) -> HttpResponse:  # fmt: skip
    """Ask why, and open; whoever sees nothing of the child yet is shown nothing of it here either."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    child_id, found = queries.child_key(public_id) or NOBODY, sight_of_child(actor, public_id)
    if not may(actor, child_id):
        refuse(request, "card.open", public_id)
        raise Http404
    form = WordsForm(answers(request), asks_related=found is None and asks_related(actor, child_id))
    if form.is_valid():
        said = dict(form.cleaned_data)
        if related := said.pop("related", ""):
            answer_related(child_id=child_id, is_related=related == "yes", actor=actor, now=actor.now)
        if related == "yes":
            messages.info(
                request, "Thank you. That record is closed to you. Ring one of the duty numbers below."
            )
            return redirect("home")
        verb(child_id=child_id, **said, actor=actor, now=actor.now)
        return redirect(then, public_id=public_id)
    reply = _asking(request, template, found, form)
    look(request, "card.opening", [child_id] if found else [])
    return reply


def _asking(request: HttpRequest, template: str, found: Sight | None, form: WordsForm) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if found is None:
        return render(request, template, {"card": None, "form": form})
    return page(request, template, queries.card(actor, found, actor.now), "card", form=form)
