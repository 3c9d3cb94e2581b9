"""Pairs that wait for a person: the queue, both records side by side, and the decision."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from wraparound.foundation.accounts.rules import Actor, May
from wraparound.foundation.audit import services as audit
from wraparound.foundation.audit.changes import Conflict
from wraparound.foundation.ui.pages import child_page
from wraparound.foundation.ui.questions import answers
from wraparound.outcomes.index import queries
from wraparound.outcomes.index.forms import (
    ASK,
    DIFFERENT,
    SAME,
    DecisionForm,
    PairFilter,
    ProposeForm,
)
from wraparound.outcomes.index.models import Pair
from wraparound.outcomes.index.rules import UNSETTLED
from wraparound.outcomes.index.services.settling import (
    ask_agency,
    propose_by_hand,
    settle_different,
    settle_same,
)
from wraparound.outcomes.index.side_by_side import agencies_to_ask, names_of, side_by_side

A_PAGE = 20


@child_page()
def pairs(request: HttpRequest) -> HttpResponse:
    """Show the pairs that wait for this post, the worst mistake first."""
    actor = _settler(request)
    form = PairFilter(request.GET or None)
    waiting = queries.waiting_pairs(actor)
    if form.is_valid() and form.cleaned_data["kind"]:
        waiting = waiting.filter(kind=form.cleaned_data["kind"])
    page = Paginator(waiting, A_PAGE).get_page(request.GET.get("page"))
    names = names_of(page, actor=actor)
    rows = [(pair, one, other) for pair, (one, other) in zip(page, names, strict=True)]
    context = {
        "page": page,
        "rows": rows,
        "form": form,
        "propose": ProposeForm(),
        "may_propose": May.SETTLE in actor.may,
        "is_filtered": bool(request.GET.get("kind")),
    }
    reply = render(request, "index/pairs.html", context)
    shown = {child for pair in page for child in (pair.child_a_id, pair.child_b_id)}
    audit.record_looks(verb="index.pairs", now=actor.now, actor=actor, child_ids=shown)
    return reply


@child_page()
def pair(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Show both records of a pair side by side, and take the decision."""
    actor = _settler(request)
    shown = queries.pair(actor, key)
    if shown is None:
        raise Http404
    form = _decision(request, shown, actor)
    if request.method == "POST" and form.is_valid():
        try:
            return _decide(request, shown, form, actor)
        except Conflict as changed:
            form.add_error(None, f"{changed} What you see now is how it stands; your words are kept.")
            shown = queries.pair(actor, key) or shown
            form.data = _renewed(form, shown)
    ((one, other),) = names_of([shown], actor=actor)
    context = {
        "side": side_by_side(shown, actor=actor),
        "pair": shown,
        "form": form,
        "is_open": shown.state in UNSETTLED,
        "merge": queries.merge_of_pair(shown),
        "labels": (f"First: {one}", f"Second: {other}"),
    }
    reply = render(request, "index/pair.html", context)
    audit.record_looks(
        verb="index.pair_seen", now=actor.now, actor=actor, child_ids=[shown.child_a_id, shown.child_b_id]
    )
    return reply


@child_page(May.SETTLE)
def propose(request: HttpRequest) -> HttpResponse:
    """Put two records, by their index numbers, side by side: both must be open to whoever asks."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = ProposeForm(answers(request))
    if request.method == "POST" and form.is_valid():
        children = [
            queries.child_of_number(form.cleaned_data[name], actor=actor) for name in ("one", "other")
        ]
        if children[0] and children[1] and children[0] != children[1]:
            made = propose_by_hand(one=children[0], other=children[1], actor=actor, now=actor.now)
            if made is not None:
                return redirect("index:pair", key=made.key)
            form.add_error("other", "Somebody said that these are two children, and nothing has changed.")
        else:
            for name, child in zip(("one", "other"), children, strict=True):
                if child is None:
                    form.add_error(name, "Open that record with a reason first, then give its number here")
            if children[0] is not None and children[0] == children[1]:
                form.add_error("other", "Give the number of another record")
    reply = render(request, "index/propose.html", {"form": form})
    audit.record_looks(verb="index.propose", now=actor.now, actor=actor, child_ids=[])
    return reply


def _settler(request: HttpRequest) -> Actor:
    """Return the actor when there is a queue for the post at all; raise Http404 otherwise."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if May.SETTLE not in actor.may and not actor.holds_adoptions:
        raise Http404
    return actor


def _decision(request: HttpRequest, shown: Pair, actor: Actor) -> DecisionForm:
    initial = {
        "version": shown.version,
        "versions": f"{shown.child_a.version},{shown.child_b.version}",
    }
    return DecisionForm(answers(request), initial=initial, agencies=agencies_to_ask(shown, actor=actor))


def _renewed(form: DecisionForm, shown: Pair) -> Any:
    data: Any = form.data
    data = data.copy()
    data["version"] = shown.version
    data["versions"] = f"{shown.child_a.version},{shown.child_b.version}"
    return data


def _decide(request: HttpRequest, shown: Pair, form: DecisionForm, actor: Actor) -> HttpResponse:
    said = form.cleaned_data
    given = {
        "pair": shown,
        "version": said["version"],
        "reason": said["reason"],
        "actor": actor,
        "now": actor.now,
    }
    if said["answer"] == SAME:
        merge = settle_same(**given, children=said["versions"], key=said["key"])
        messages.success(request, "The two records are one now. You can undo it here.")
        return redirect("index:merge", key=merge.key)
    if said["answer"] == DIFFERENT:
        settle_different(**given)
        messages.success(
            request, "They are two children. You are not asked again unless what they say changes."
        )
    if said["answer"] == ASK:
        ask_agency(**given, agency=said["agency"], until=said["until"])
        messages.success(request, "It comes back to the queue on the day that you gave.")
    return redirect("index:pairs")
