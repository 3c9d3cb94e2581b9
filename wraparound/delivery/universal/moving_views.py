"""The caseload, active and not; who came into the population, who left it, and who is missing from view."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from wraparound.delivery.universal import choosing, queries, services
from wraparound.delivery.universal.forms import SettleForm
from wraparound.delivery.universal.views import A_PAGE, narrowing
from wraparound.foundation.accounts.rules import Actor, Denied, May
from wraparound.foundation.audit import services as audit
from wraparound.foundation.ui.pages import child_page, signed_in
from wraparound.foundation.ui.questions import answers


@child_page(May.WORK)
@require_safe
def caseload(request: HttpRequest, which: str) -> HttpResponse:
    """Show the active caseload, or the children of the population who are not in it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if which not in ("active", "inactive"):
        raise Http404
    form = narrowing(request, actor)
    del form.fields["caseload"]
    keys = queries.caseload_keys(actor, form.narrowed, which)
    page = Paginator(keys, A_PAGE).get_page(request.GET.get("page"))
    rows = choosing.rows(actor, None, [(pk, None) for pk in page.object_list])
    context = {
        "which": which,
        "form": form,
        "narrowed": form.narrowed.is_narrowed,
        "page": page,
        "rows": rows,
    }
    reply = render(request, "universal/caseload.html", context)
    shown = [row.label.child_id for row in rows]
    audit.record_looks(verb="universal.see_caseload", now=actor.now, actor=actor, child_ids=shown)
    return reply


@child_page(May.WORK)
@require_safe
def arrivals(request: HttpRequest) -> HttpResponse:
    """Show who came into the population and is not taken up yet."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    page = Paginator(queries.arrivals(actor), A_PAGE).get_page(request.GET.get("page"))
    rows = queries.with_labels(actor, page)
    reply = render(request, "universal/arrivals.html", {"page": page, "rows": rows})
    shown = [each.child_id for each in page]
    audit.record_looks(verb="universal.see_moved", now=actor.now, actor=actor, child_ids=shown)
    return reply


@signed_in(May.WORK)
@require_POST
def take_up(request: HttpRequest) -> HttpResponse:
    """Take up the children that were chosen."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    chosen = queries.chosen_arrivals(actor, request.POST.getlist("arrival"))
    if not chosen:
        messages.error(request, "Choose the children first.")
        return redirect("universal:arrivals")
    count = services.take_up(arrivals=chosen, actor=actor, now=actor.now)
    messages.success(request, f"Taken up: {count}.")
    return redirect("universal:arrivals")


@child_page(May.WORK)
@require_safe
def departures(request: HttpRequest) -> HttpResponse:
    """Show who left the population and nobody has taken up: missing from view first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    page = Paginator(queries.departures(actor), A_PAGE).get_page(request.GET.get("page"))
    rows = queries.with_labels(actor, page)
    context = {"page": page, "rows": rows, "now": actor.now, "may_settle": May.ALLOCATE in actor.may}
    reply = render(request, "universal/departures.html", context)
    shown = [each.child_id for each in page]
    audit.record_looks(verb="universal.see_moved", now=actor.now, actor=actor, child_ids=shown)
    return reply


@child_page(May.ALLOCATE)
def settle(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say what became of a child who left and whom nobody has taken up."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    departure = queries.departure_of(actor, public_id)
    if departure is None:
        audit.record_denial(verb="universal.settle", now=actor.now, actor=actor, child_id=None)
        raise Http404
    form = SettleForm(answers(request))
    if form.is_valid():
        try:
            services.settle_departure(departure=departure, **form.cleaned_data, actor=actor, now=actor.now)
        except Denied as denied:
            form.add_error(None, denied.reason)
        else:
            messages.success(request, "Settled. Your team sees the child no longer for having served them.")
            return redirect("universal:departures")
    label = queries.labelled([departure.child])[0]
    reply = render(request, "universal/settle.html", {"form": form, "departure": departure, "label": label})
    audit.record_looks(verb="universal.see_moved", now=actor.now, actor=actor, child_ids=[departure.child_id])
    return reply
