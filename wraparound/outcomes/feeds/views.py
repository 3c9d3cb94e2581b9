"""Pages of feeds: the history, sending a list, how far it is, what it did or would do, its receipt."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from wraparound.foundation.accounts.rules import Actor, May
from wraparound.foundation.audit import services as audit
from wraparound.foundation.ui.pages import child_page, signed_in
from wraparound.foundation.ui.questions import answers
from wraparound.outcomes.feeds import queries, services
from wraparound.outcomes.feeds.forms import LOAD, WHOLE, EndingsForm, SendForm
from wraparound.outcomes.feeds.models import Load
from wraparound.outcomes.feeds.reading.layout import FileUnreadable
from wraparound.outcomes.feeds.rules import Changed

A_PAGE = 20
REFRESH = 5
"""Seconds after which a browser without scripts looks again."""


@signed_in(May.SEND_FEEDS)
def loads(request: HttpRequest) -> HttpResponse:
    """Show the lists that were sent, the latest first."""
    page = Paginator(queries.loads(), A_PAGE).get_page(request.GET.get("page"))
    counts = queries.counts_of_each(page)
    rows = [(load, counts[load.pk]) for load in page]
    return render(request, "feeds/loads.html", {"page": page, "rows": rows})


@signed_in(May.SEND_FEEDS)
def send(request: HttpRequest) -> HttpResponse:
    """Take a list and put it on the queue."""
    form = SendForm(
        answers(request), request.FILES or None, agencies=queries.senders(now=_actor(request).now)
    )
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("feeds:load", _receive(request, form.cleaned_data).public_id)
        except FileUnreadable as error:
            form.add_error("mapping" if form.cleaned_data["mapping"] else "file", str(error))
    context = {
        "form": form,
        "title": "Send a list",
        "intro": "The list is checked row by row. You get a receipt that says what became of each.",
        "button": "Send the list",
        "back_url": reverse("feeds:loads"),
    }
    return render(request, "ui/form_page.html", context)


def _receive(request: HttpRequest, asked: dict[str, Any]) -> Load:
    actor = _actor(request)
    return services.receive(
        file=asked["file"], name=asked["file"].name, agency=asked["agency"], now=actor.now, actor=actor,
        mapping=asked["mapping"], is_complete=asked["reach"] == WHOLE, is_dry_run=asked["way"] != LOAD,
        in_background=True,
    )  # fmt: skip


@signed_in(May.SEND_FEEDS)
def load(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show how far a list is, what it asks for, and what it did or would do."""
    shown = _load(public_id)
    under_way = shown.state not in services.OVER and shown.state != Load.State.HELD
    context = {
        "load": shown,
        "is_over": shown.state in services.OVER,
        "under_way": under_way,
        "counts": queries.counts_of(shown),
        "done": queries.rows_done(shown),
        "rehearsed": queries.rehearsed(shown) if shown.is_dry_run else [],
        "wrong": queries.what_was_wrong(shown),
        "refresh_seconds": REFRESH if under_way else 0,
    }
    return render(request, "feeds/load.html", context)


@signed_in(May.SEND_FEEDS)
def progress(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Answer with how far a list is; tell the page to load again when it is at its end or asks something."""
    shown = _load(public_id)
    if shown.state in services.OVER or shown.state == Load.State.HELD:
        reply = HttpResponse()
        reply.headers["HX-Refresh"] = "true"
        return reply
    return render(request, "feeds/progress.html", {"load": shown, "done": queries.rows_done(shown)})


@child_page(May.SEND_FEEDS)
def receipt(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Send the receipt as CSV; it is on record that it was read."""
    shown, actor = _load(public_id), _actor(request)
    if shown.state not in services.OVER:
        raise Http404
    reply = HttpResponse("".join(queries.receipt_of(shown)), content_type="text/csv; charset=utf-8")
    reply.headers["Content-Disposition"] = f'attachment; filename="receipt-{shown.public_id}.csv"'
    audit.record_looks(
        verb="feed.receipt", now=actor.now, actor=actor, child_ids=[], detail={"load": shown.pk}
    )
    return reply


@require_POST
@signed_in(May.SEND_FEEDS)
def accept(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Let as many records end as the page said."""
    shown, actor, form = _load(public_id), _actor(request), EndingsForm(request.POST)
    if form.is_valid():
        try:
            services.accept_endings(
                load=shown, number=form.cleaned_data["number"], now=actor.now, actor=actor, in_background=True
            )
        except Changed as changed:
            messages.error(request, changed.reason)
    return redirect("feeds:load", public_id)


@require_POST
@signed_in(May.SEND_FEEDS)
def stop(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Stop a list that waits or is held; what it wrote stays."""
    actor = _actor(request)
    services.stop(load=_load(public_id), now=actor.now, actor=actor)
    return redirect("feeds:load", public_id)


def _actor(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined, no-any-return]


def _load(public_id: UUID) -> Load:
    found = queries.loads().filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found
