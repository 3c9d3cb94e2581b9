"""What every page of attendance does first and last: who asks, whom they may see, that it is on record."""

import uuid
from collections.abc import Callable, Iterable
from typing import Any, NoReturn

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from wraparound.delivery.attendance import queries
from wraparound.delivery.attendance.forms import ChangeForm
from wraparound.delivery.caseloads.models import Case
from wraparound.delivery.caseloads.queries import case_seen_by
from wraparound.foundation.accounts.rules import Actor, Denied
from wraparound.foundation.audit import services as audit
from wraparound.foundation.audit.changes import Conflict
from wraparound.foundation.ui import fields
from wraparound.outcomes.access.queries import sight
from wraparound.outcomes.access.rules import Category, Sight
from wraparound.outcomes.children.models import Child
from wraparound.outcomes.children.queries import labels_of
from wraparound.outcomes.children.rules import Label


def actor_of(request: HttpRequest) -> Actor:
    """Return who asks."""
    return request.actor  # type: ignore[attr-defined, no-any-return]


def seen(request: HttpRequest, public_id: uuid.UUID) -> Sight:
    """Return the actor's sight of a child whose own records it sees; raise Http404 otherwise."""
    found = sight(actor_of(request), public_id)
    if found is None or not found.sees(Category.OWN_RECORD):
        refuse(request, queries.child_key(public_id))
    return found


def case(request: HttpRequest, public_id: uuid.UUID) -> Case:
    """Return a case of welfare that the actor sees; raise Http404 otherwise."""
    found = case_seen_by(actor_of(request), public_id)
    if found is None or found.kind not in queries.KINDS:
        refuse(request, None)
    return found


def refuse(request: HttpRequest, child_id: int | None) -> NoReturn:
    """Put on record that a page was denied, or is not there, and answer that it is not there."""
    actor = actor_of(request)
    audit.record_denial(verb="attendance.see", now=actor.now, actor=actor, child_id=child_id)
    raise Http404


def look(request: HttpRequest, verb: str, child_ids: Iterable[int]) -> None:
    """Put on record who is shown; called when the reply is built and not yet sent."""
    actor = actor_of(request)
    audit.record_looks(verb=verb, now=actor.now, actor=actor, child_ids=child_ids)


def label(child_id: int) -> Label:
    """Return what a child is called."""
    return labels_of([child_id])[child_id]


def done(form: fields.Form, act: Callable[..., Any], request: HttpRequest, **given: Any) -> Any:
    """Do what a valid form asks; None where it was refused, with the reason at the form.

    Whoever is second sees both texts: the form then knows what the first one wrote, and the next press goes
    over that, unless it has ended what the form is of.
    """
    actor = actor_of(request)
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return act(**given, **form.cleaned_data, actor=actor, now=actor.now)
    except Denied as denied:
        form.add_error(None, denied.reason)
    except Conflict as changed:
        if isinstance(form, ChangeForm):
            form.lost_to(changed.current)
        else:
            form.add_error(None, f"{changed} Open the page again to see it. What you typed is kept here.")
    return None


def form_page(
    request: HttpRequest, form: fields.Form, child: Child | int, *, title: str, button: str, back: str,
    verb: str, intro: str = "",
) -> HttpResponse:  # fmt: skip
    """Build the page of a form about a child, on record as a look."""
    changes = form if isinstance(form, ChangeForm) else None
    context = {
        "form": form, "title": title, "intro": intro, "button": button, "back_url": back,
        "theirs": changes.theirs if changes else [], "has_ended": bool(changes and changes.has_ended),
    }  # fmt: skip
    status = 409 if context["theirs"] else 200
    reply = render(request, "attendance/form.html", context, status=status)
    look(request, verb, [child if isinstance(child, int) else child.pk])
    return reply


def today_of(request: HttpRequest) -> Any:
    """Return the day on which somebody asks."""
    return timezone.localdate(actor_of(request).now)
