"""Naming others on a shield, or no longer."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from wraparound.foundation.accounts.rules import Actor, Denied
from wraparound.foundation.audit import services as audit
from wraparound.foundation.audit.changes import Conflict
from wraparound.foundation.ui.pages import child_page
from wraparound.foundation.ui.questions import answers
from wraparound.outcomes.access.models import Shield
from wraparound.outcomes.shields import forms, queries
from wraparound.outcomes.shields.rules import Named, may_name
from wraparound.outcomes.shields.services import setting


@child_page()
def names(request: HttpRequest, public_id: uuid.UUID, shield: uuid.UUID) -> HttpResponse:
    """Ask who else sees through a shield and who no longer does, of whoever handles it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    handled = queries.shields_of(actor, public_id)
    shown = next((each for each in handled if each.public_id == shield), None)
    if shown is None or not may_name(actor):
        raise Http404
    form = forms.NamesForm(
        answers(request), names=[name.post for name in queries.names_on(shown)],
        by_email=lambda addresses: queries.people_by_email(addresses, actor),
        initial={"version": shown.version},
    )  # fmt: skip
    if form.is_valid() and _changed(form, shown, actor):
        messages.success(request, "From now on those who are named see through it, and nobody else.")
        return redirect("shields:shield", public_id=public_id)
    reply = render(request, "shields/names.html", {"form": form, "shield": shown})
    audit.record_looks(verb="shield.naming", now=actor.now, actor=actor, child_ids=[shown.child_id])
    return reply


def _changed(form: forms.NamesForm, shown: Shield, actor: Actor) -> bool:
    """Change the names; say at the form what stands in the way."""
    said = form.cleaned_data
    try:
        setting.change_names(
            shield=shown, version=said["version"], remove=said["gone"], actor=actor, now=actor.now,
            add=[Named(post, post.team_id, said_yes=True) for post in said["add"]],
        )  # fmt: skip
    except setting.Incomplete as missing:
        for fault in missing.faults:
            form.add_error("others", fault)
    except (Denied, Conflict) as problem:
        form.add_error(None, str(problem))
    return not form.errors
