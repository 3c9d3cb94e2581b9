"""What was joined and parted: the list, one of them with its undo, parting a record, and who must be told."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from wraparound.foundation.accounts.rules import Actor, Denied, May
from wraparound.foundation.audit import services as audit
from wraparound.foundation.audit.changes import Conflict
from wraparound.foundation.ui.pages import child_page, signed_in
from wraparound.foundation.ui.questions import answers
from wraparound.outcomes.index import putting_right, queries
from wraparound.outcomes.index.forms import ReasonForm, SplitForm
from wraparound.outcomes.index.services.merging import split as split_child
from wraparound.outcomes.index.services.merging import undo_merge
from wraparound.outcomes.index.services.telling import acknowledge

A_PAGE = 20


@child_page(May.SETTLE)
def merges(request: HttpRequest) -> HttpResponse:
    """Show what was joined and parted, the latest first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    page = Paginator(queries.merges_for(actor), A_PAGE).get_page(request.GET.get("page"))
    reply = render(request, "index/merges.html", {"page": page})
    shown = {child for merge in page for child in (merge.kept_id, merge.other_id)}
    audit.record_looks(verb="index.merges", now=actor.now, actor=actor, child_ids=shown)
    return reply


@child_page()
def merge(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Show one merge or split: what moved, who was told; and undo it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    shown = queries.merge(actor, key)
    if shown is None:
        raise Http404
    form = ReasonForm(answers(request))
    if request.method == "POST" and form.is_valid():
        try:
            undo_merge(merge=shown, reason=form.cleaned_data["reason"], actor=actor, now=actor.now)
        except Denied as denied:
            form.add_error(None, denied.reason)
        else:
            messages.success(request, "It is undone. Whoever saw the record meanwhile is told.")
            return redirect("index:merge", key=key)
    context = {
        "merge": shown,
        "form": form,
        "moved": queries.moved_words(shown, actor=actor),
        "corrections": putting_right.told_of(shown, actor=actor),
    }
    reply = render(request, "index/merge.html", context)
    audit.record_looks(
        verb="index.merge_seen", now=actor.now, actor=actor, child_ids=[shown.kept_id, shown.other_id]
    )
    return reply


@child_page(May.SETTLE)
def split(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Part one record that is two children: choose which agencies' records are of the other."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    child = queries.child_seen(actor, public_id)
    if child is None:
        raise Http404
    sources = queries.sources_in_words(child, actor=actor)
    form = SplitForm(answers(request), sources=sources, initial={"version": child.version})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        chosen = queries.sources_of(child, said["sources"])
        try:
            done = split_child(
                child=child, sources=chosen, reason=said["reason"], version=said["version"],
                key=said["key"], actor=actor, now=actor.now,
            )  # fmt: skip
        except Denied as denied:
            form.add_error("sources", denied.reason)
        except Conflict as changed:
            form.add_error(None, str(changed))
        else:
            messages.success(request, "The record is two now. Whoever saw it as one is told.")
            return redirect("index:merge", key=done.key)
    reply = render(request, "index/split.html", {"form": form, "public_id": public_id})
    audit.record_looks(verb="index.split_seen", now=actor.now, actor=actor, child_ids=[child.pk])
    return reply


@signed_in()
def corrections(request: HttpRequest) -> HttpResponse:
    """Show what this post must be told: a record that it saw was wrong."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    page = Paginator(putting_right.corrections_for(actor), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "index/corrections.html", {"page": page})


@child_page()
def correction(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Show what was wrong with a record that the post saw, and where what is right stands."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    shown = putting_right.corrections_for(actor).filter(key=key).first()
    if shown is None:
        raise Http404
    records = putting_right.records_of_correction(shown, actor=actor)
    reply = render(request, "index/correction.html", {"correction": shown, "records": records})
    audit.record_looks(
        verb="index.correction_seen", now=actor.now, actor=actor,
        child_ids=[child.pk for child, _ in records],
    )  # fmt: skip
    return reply


@signed_in()
@require_POST
def acknowledge_correction(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Note that the post knows what is right."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    shown = putting_right.corrections_for(actor).filter(key=key).first()
    if shown is None:
        raise Http404
    acknowledge(correction=shown, actor=actor, now=actor.now)
    messages.success(request, "Thank you. It is on record that you know.")
    return redirect("index:corrections")
