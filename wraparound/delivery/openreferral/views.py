"""Pages of feeds: which there are, adding one, reading it now, what became of it, what waits for a person."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from wraparound.delivery.directory.rules import Refused
from wraparound.delivery.openreferral import feed_queries, services
from wraparound.delivery.openreferral.comparing import compared
from wraparound.delivery.openreferral.deciding import ACCEPT, DECLINE, SKIPPED, decide_several
from wraparound.delivery.openreferral.forms import EndingsForm, FeedForm, OutcomeForm, ticked
from wraparound.delivery.openreferral.left_out import gaps
from wraparound.delivery.openreferral.models import Feed, Import, Proposal
from wraparound.delivery.openreferral.taking.steps import OVER
from wraparound.foundation.accounts.rules import Actor, Denied, May
from wraparound.foundation.places.editing import edit
from wraparound.foundation.ui.pages import signed_in
from wraparound.foundation.ui.questions import answers

A_PAGE = 25
RECEIPT = "openreferral_decided"
"""Where the session keeps what became of the entries that were ticked last."""
REFRESH = 5
"""Seconds after which a browser without scripts looks again."""


@signed_in(May.APPROVE_ENTRIES)
def feeds(request: HttpRequest) -> HttpResponse:
    """Show the feeds, each with its last reading and what waits."""
    page = Paginator(feed_queries.feeds_with_last(), A_PAGE).get_page(request.GET.get("page"))
    states = dict(Import.State.choices)
    rows = [(feed, states.get(feed.last_state, "")) for feed in page]  # type: ignore[attr-defined]
    waiting = feed_queries.proposals().count()
    return render(request, "openreferral/feeds.html", {"page": page, "rows": rows, "waiting": waiting})


@signed_in(May.APPROVE_ENTRIES)
def save_feed(request: HttpRequest, public_id: UUID | None = None) -> HttpResponse:
    """Add or change a feed."""
    found = _feed(public_id) if public_id else None

    def save(version: int, values: dict[str, Any]) -> None:
        services.save_feed(feed=found, version=version, values=values, **_by(request))

    form = FeedForm(answers(request), record=found)
    title = found.name if found else "Add a feed"
    return edit(request, form=form, save=save, title=title, back_url=reverse("openreferral:feeds"))


@require_POST
@signed_in(May.APPROVE_ENTRIES)
def read_now(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Read a feed in the background, or show the reading that is under way."""
    run = services.begin_import(feed=_feed(public_id), in_background=True, **_by(request))
    return redirect("openreferral:import", run.public_id)


@signed_in(May.APPROVE_ENTRIES)
def one_import(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show how far a reading is, what it asks, and what became of each thing in it."""
    run = _import(public_id)
    form = OutcomeForm(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    items = feed_queries.items_of(run, asked.get("outcome", ""), with_problems=asked.get("wrong", False))
    under_way = run.state not in OVER and run.state != Import.State.HELD
    context = {
        "run": run,
        "is_over": run.state in OVER,
        "under_way": under_way,
        "done": feed_queries.items_of(run).count(),
        "of": run.items.count(),
        "counts": feed_queries.counts_in_words(run),
        "form": form,
        "narrowed": any(asked.values()),
        "page": Paginator(items, A_PAGE).get_page(request.GET.get("page")),
        "refresh_seconds": REFRESH if under_way else 0,
    }
    return render(request, "openreferral/import.html", context)


@signed_in(May.APPROVE_ENTRIES)
def progress(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Answer with how far a reading is; tell the page to load again when it ends or asks something."""
    run = _import(public_id)
    if run.state in OVER or run.state == Import.State.HELD:
        reply = HttpResponse()
        reply.headers["HX-Refresh"] = "true"
        return reply
    context = {"run": run, "done": feed_queries.items_of(run).count(), "of": run.items.count()}
    return render(request, "openreferral/progress.html", context)


@signed_in(May.APPROVE_ENTRIES)
def receipt(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Send the receipt as CSV."""
    run = _import(public_id)
    if run.state not in OVER:
        raise Http404
    reply = HttpResponse("".join(feed_queries.receipt_of(run)), content_type="text/csv; charset=utf-8")
    reply.headers["Content-Disposition"] = f'attachment; filename="receipt-{run.public_id}.csv"'
    return reply


@require_POST
@signed_in(May.APPROVE_ENTRIES)
def end_gone(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Let as many entries end as the page said."""
    form = EndingsForm(request.POST)
    if form.is_valid():
        number = form.cleaned_data["number"]
        _try(request, services.accept_endings, run=_import(public_id), number=number, in_background=True)
    return redirect("openreferral:import", public_id)


@require_POST
@signed_in(May.APPROVE_ENTRIES)
def keep_all(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """End nothing, and close a reading that asked."""
    _try(request, services.keep_all, run=_import(public_id))
    return redirect("openreferral:import", public_id)


@signed_in(May.APPROVE_ENTRIES)
def proposals(request: HttpRequest) -> HttpResponse:
    """Show what waits for a person, and decide on what is ticked."""
    if request.method == "POST":
        return _decide_several(request)
    page = Paginator(feed_queries.proposals(), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "openreferral/proposals.html", {"page": page})


def _decide_several(request: HttpRequest) -> HttpResponse:
    chosen = ticked(request.POST.getlist("proposal"))
    if not chosen:
        messages.error(request, "Tick the entries that you decide on first.")
        return redirect("openreferral:proposals")
    try:
        settled = decide_several(chosen=chosen, answer=request.POST.get("answer", ""), **_by(request))
    except Denied as denied:
        messages.error(request, denied.reason)
        return redirect("openreferral:proposals")
    request.session[RECEIPT] = [asdict(each) for each in settled]
    return redirect("openreferral:decided")


@require_safe
@signed_in(May.APPROVE_ENTRIES)
def decided(request: HttpRequest) -> HttpResponse:
    """Show what became of each entry that was ticked last."""
    lines = request.session.get(RECEIPT, [])
    counts = [
        (words, sum(line["outcome"] == outcome for line in lines))
        for outcome, words in ((ACCEPT, "let in"), (DECLINE, "declined"), (SKIPPED, "skipped"))
    ]
    told = ", ".join(f"{count} {words}" for words, count in counts if count)
    waiting = feed_queries.proposals().count()
    context = {"lines": lines, "counts": told, "waiting": waiting}
    return render(request, "openreferral/decided.html", context)


@signed_in(May.APPROVE_ENTRIES)
def proposal(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show what a feed proposes beside what stands."""
    found = _proposal(public_id)
    read, now = services.proposed(found), feed_queries.standing(found)
    terms = ", ".join(term.name for term in read.terms)
    rows = compared(now, read.content, terms) if read.content else []
    context = {"proposal": found, "rows": rows, "problems": read.problems, "is_new": now is None}
    return render(request, "openreferral/proposal.html", context)


@require_POST
@signed_in(May.APPROVE_ENTRIES)
def decide(request: HttpRequest, public_id: UUID, answer: str) -> HttpResponse:
    """Let in what a feed proposes, or say no to it."""
    found = _proposal(public_id)
    if answer not in ("accept", "decline"):
        raise Http404
    do, said = (services.accept, "is in") if answer == "accept" else (services.decline, "was declined")
    if _try(request, do, proposal=found):
        messages.success(request, f"{found.name} {said}.")
        return redirect("openreferral:proposals")
    return redirect("openreferral:proposal", public_id)


@signed_in(May.EDIT_ENTRIES)
def left_out(request: HttpRequest) -> HttpResponse:
    """Show what the open interface leaves out of the entries that somebody keeps."""
    page = Paginator(gaps(actor=_by(request)["actor"]), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "openreferral/left_out.html", {"page": page})


def _try(request: HttpRequest, do: Any, **values: Any) -> bool:
    """Do something and say whether it was done; what stands in the way is told on the next page."""
    try:
        do(**values, **_by(request))
    except Denied as denied:
        messages.error(request, denied.reason)
    except Refused as refused:
        messages.error(request, f"{refused.field}: {refused.words}")
    else:
        return True
    return False


def _by(request: HttpRequest) -> dict[str, Any]:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return {"actor": actor, "now": actor.now}


def _feed(public_id: UUID) -> Feed:
    return _found(feed_queries.feeds().filter(public_id=public_id).first())


def _import(public_id: UUID) -> Import:
    return _found(feed_queries.imports().filter(public_id=public_id).first())


def _proposal(public_id: UUID) -> Proposal:
    return _found(feed_queries.proposals().filter(public_id=public_id).first())


def _found(thing: Any) -> Any:
    if thing is None:
        raise Http404
    return thing
