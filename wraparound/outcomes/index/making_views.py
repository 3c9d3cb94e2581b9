"""Creating a child by hand after a search, and putting right what one's own agency said."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from wraparound.foundation.accounts.rules import Actor, Denied, May
from wraparound.foundation.audit import services as audit
from wraparound.foundation.audit.changes import Conflict
from wraparound.foundation.audit.queries import children_shown
from wraparound.foundation.ui.pages import child_page
from wraparound.foundation.ui.questions import answers
from wraparound.outcomes.index import own, queries
from wraparound.outcomes.index.forms import FACT_FORMS, CreateForm, content_of
from wraparound.outcomes.index.services.correcting import add_fact, correct_fact, end_fact
from wraparound.outcomes.index.services.creating import NearMatches, NewChild, create_child

SEARCHES = "searches"
"""Where the search keeps what was typed, by its random id: nobody is created who was not looked for."""


@child_page(May.CREATE_CHILD)
def create(request: HttpRequest, search_id: uuid.UUID) -> HttpResponse:
    """Create a child whom the search did not find; whoever is like them and was not shown is shown before."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    typed = request.session.get(SEARCHES, {}).get(str(search_id))
    if typed is None:
        messages.info(request, "Search first: the child may be here already.")
        return redirect("finding:search")
    initial = own.typed_before(typed, timezone.localdate(actor.now))
    form = CreateForm(answers(request), sees_expected=actor.sees_expected, initial=initial)
    near: list[own.NearLine] = []
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            child = create_child(
                new=NewChild(form.facts()), looked_at=children_shown(actor, of={"search": str(search_id)}),
                reason=said["reason"], words=said["words"], key=said["key"], actor=actor, now=actor.now,
            )  # fmt: skip
            return redirect("card:card", public_id=child.public_id)
        except NearMatches as found:
            near = own.near_lines(found.children, actor=actor)
        except Denied as denied:
            form.add_error(None, denied.reason)
    reply = render(request, "index/create.html", {"form": form, "near": near, "search_id": search_id})
    audit.record_looks(
        verb="index.near", now=actor.now, actor=actor, child_ids=[line.child_id for line in near],
        detail={"search": str(search_id)},
    )  # fmt: skip
    return reply


@child_page(May.SETTLE)
def facts(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show what the actor's own agency says of a child, each with its history, to be put right."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    child = queries.child_seen(actor, public_id)
    if child is None:
        raise Http404
    context = {
        "public_id": public_id,
        "facts": own.own_facts(child, actor=actor),
        "kinds": [(kind, own.LABELS[kind]) for kind in own.kinds_open_to(child, actor=actor)],
        "agency_name": actor.agency_name,
    }
    reply = render(request, "index/facts.html", context)
    audit.record_looks(verb="index.facts", now=actor.now, actor=actor, child_ids=[child.pk])
    return reply


@child_page(May.SETTLE)
def fact(request: HttpRequest, public_id: uuid.UUID, kind: str, key: uuid.UUID | None = None) -> HttpResponse:
    """Put one fact right, add one, or say that it no longer holds."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    child = queries.child_seen(actor, public_id)
    if child is None or kind not in own.kinds_open_to(child, actor=actor):
        raise Http404
    shown = own.own_fact(child, kind, key, actor=actor) if key else None
    if key and shown is None:
        raise Http404
    form = FACT_FORMS[kind](answers(request), initial=own.columns_of(shown) if shown else {})
    now_said: list[str] = []
    if request.method == "POST" and shown and "end" in request.POST:
        end_fact(fact=shown, actor=actor, now=actor.now)
        return redirect("index:facts", public_id=public_id)
    if request.method == "POST" and form.is_valid():
        content = content_of(kind, form.cleaned_data)
        try:
            if shown:
                correct_fact(fact=shown, content=content, actor=actor, now=actor.now)
            else:
                add_fact(child=child, kind=kind, content=content, actor=actor, now=actor.now)
            messages.success(request, "It is put right. What was said before is kept.")
            return redirect("index:facts", public_id=public_id)
        except Conflict as changed:
            form.add_error(None, f"{changed} Both are shown below: yours is kept in the form.")
            now_said = own.said_now(child, kind, actor=actor)
    context: dict[str, Any] = {"form": form, "public_id": public_id, "fact": shown, "now_said": now_said}
    reply = render(request, "index/fact.html", context)
    audit.record_looks(verb="index.fact_seen", now=actor.now, actor=actor, child_ids=[child.pk])
    return reply
