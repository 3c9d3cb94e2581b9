"""Opening one child by a signed link of another system: still as oneself, with one's post and a reason."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from wraparound.foundation.accounts.rules import Actor, Denied, May
from wraparound.foundation.audit import services as audit
from wraparound.foundation.signin.link_rules import BadLink
from wraparound.foundation.signin.link_services import link_target, take_link
from wraparound.foundation.ui.pages import signed_in
from wraparound.foundation.ui.questions import answers
from wraparound.outcomes.kin.queries import asks_related
from wraparound.outcomes.openings import services as openings
from wraparound.outcomes.openings.queries import usual_reason
from wraparound.outcomes.openings.reasons import ReasonForm
from wraparound.site.queries import child_of_link

NOT_OPENED = "We could not open a record from the other system. Search for the child here."


@signed_in(may=May.SEARCH)
def open_link(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask for the reason, showing nothing of the child; then open, or say the same for denied and missing."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if link_target(public_id=public_id, now=actor.now) is None:
        return render(request, "signin/bad_link.html", status=410)
    form = ReasonForm(answers(request))
    if request.method == "POST" and form.is_valid():
        return _open(request, public_id, form.cleaned_data["reason"], form.cleaned_data["words"])
    return render(request, "site/open_link.html", {"form": form, "usual": usual_reason(actor)})


def _open(request: HttpRequest, public_id: uuid.UUID, reason: str, words: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    try:
        target = take_link(public_id=public_id, actor=actor, now=actor.now)
    except BadLink:
        return render(request, "signin/bad_link.html", status=410)
    child = child_of_link(target)
    try:
        if child is None or asks_related(actor, child.pk):
            raise Denied(openings.NOT_FOUND)
        openings.open_card(child_id=child.pk, reason=reason, words=words, actor=actor, now=actor.now)
    except Denied as denied:
        if denied.reason != openings.NOT_FOUND:
            raise
        audit.record_denial(
            verb="open.link", now=actor.now, actor=actor, child_id=child.pk if child else None
        )
        messages.info(request, NOT_OPENED)
        return redirect("finding:search")
    return redirect("card:card", public_id=child.public_id)
