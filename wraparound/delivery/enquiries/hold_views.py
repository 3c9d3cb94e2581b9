"""Pages of places held: holding one for a family or for a child, mine, and giving it back."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from wraparound.delivery.directory.models import Listing
from wraparound.delivery.enquiries import forms, queries, services, showing
from wraparound.delivery.enquiries.models import Enquiry, Hold
from wraparound.delivery.enquiries.rules import Full, is_live, works_at
from wraparound.foundation.accounts.rules import Actor, Denied, May
from wraparound.foundation.audit import services as audit
from wraparound.foundation.ui.pages import child_page, signed_in
from wraparound.foundation.ui.questions import answers
from wraparound.outcomes.access.queries import sight
from wraparound.outcomes.card import lists
from wraparound.outcomes.children.models import Child
from wraparound.outcomes.children.queries import labels_of

A_PAGE = 25
FILTER_KEY = "hold_children"


@signed_in(May.WORK)
def hold(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Hold a place for a family, by a code."""
    return _hold(request, _listing(request, public_id))


@signed_in(May.WORK)
def hold_for_enquiry(request: HttpRequest, enquiry_id: uuid.UUID, public_id: uuid.UUID) -> HttpResponse:
    """Hold a place for whoever asked the desk."""
    enquiry = queries.enquiry_of(_actor(request), enquiry_id)
    if enquiry is None:
        raise Http404
    return _hold(request, _listing(request, public_id), enquiry=enquiry)


@child_page(May.WORK)
def hold_for_child(request: HttpRequest, public_id: uuid.UUID, child_id: uuid.UUID) -> HttpResponse:
    """Hold a place for a child whom I see."""
    actor, listing = _actor(request), _listing(request, public_id)
    seen = sight(actor, child_id)
    if seen is None:
        audit.record_denial(verb="hold.child", now=actor.now, actor=actor, child_id=None)
        raise Http404
    child = queries.child_of(seen.child_id)
    reply = _hold(request, listing, child=child)
    if reply.status_code != 302:
        audit.record_looks(verb="hold.child", now=actor.now, actor=actor, child_ids=[child.pk])
    return reply


@child_page(May.WORK)
def children(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Choose for which of my children a place is held, narrowed by part of a name kept for the session."""
    actor, listing = _actor(request), _listing(request, public_id)
    if request.method == "POST":
        asked = forms.NameForm(request.POST)
        if asked.is_valid():
            request.session[FILTER_KEY] = asked.cleaned_data["name"]
            return redirect("enquiries:hold_children", public_id)
    part = request.session.get(FILTER_KEY, "")
    pages = lists.pages_of(actor, part=part, size=A_PAGE)
    some = pages or Paginator([] if part else lists.latest_of(actor, A_PAGE), A_PAGE)
    page = some.get_page(request.GET.get("page"))
    rows = lists.rows(actor, page.object_list)
    context = {
        "listing": listing, "page": page, "rows": rows, "part": part, "is_all": pages is not None,
        "form": forms.NameForm(initial={"name": part}),
    }  # fmt: skip
    reply = render(request, "enquiries/hold_children.html", context)
    shown = [row.label.child_id for row in rows]
    audit.record_looks(verb="hold.children", now=actor.now, actor=actor, child_ids=shown)
    return reply


@child_page(May.WORK)
@require_safe
def holds(request: HttpRequest) -> HttpResponse:
    """Show the places that my team holds, the first to lapse first."""
    actor = _actor(request)
    page = Paginator(queries.holds_of(actor), A_PAGE).get_page(request.GET.get("page"))
    labels = labels_of([hold.child_id for hold in page if hold.child_id])
    today = timezone.localdate(actor.now)
    rows = [(hold, labels.get(hold.child_id or 0), (hold.until - today).days) for hold in page]
    reply = render(request, "enquiries/holds.html", {"page": page, "rows": rows})
    shown = [hold.child_id for hold in page if hold.child_id]
    audit.record_looks(verb="hold.list", now=actor.now, actor=actor, child_ids=shown)
    return reply


@child_page(May.WORK)
@require_safe
def hold_page(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show one place that is held; the service's team is not shown for which child."""
    actor, found = _actor(request), _held(request, public_id)
    child_ids = [found.child_id] if found.child_id and queries.sees_child_of(actor, found) else []
    label = labels_of(child_ids).get(child_ids[0]) if child_ids else None
    context = {
        "hold": found, "label": label, "live": is_live(found, timezone.localdate(actor.now)),
        "gives": works_at(actor, found.listing),
    }  # fmt: skip
    reply = render(request, "enquiries/hold_page.html", context)
    audit.record_looks(verb="hold.see", now=actor.now, actor=actor, child_ids=child_ids)
    return reply


@signed_in(May.WORK)
@require_POST
def end(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Give a place back, or say that it was taken up."""
    actor, found, form = _actor(request), _held(request, public_id), forms.EndHoldForm(request.POST)
    if not form.is_valid():
        return redirect("enquiries:hold_page", public_id)
    try:
        services.end_hold(hold=found, outcome=form.cleaned_data["outcome"], actor=actor, now=actor.now)
    except Denied as denied:
        messages.error(request, denied.reason)
    else:
        messages.success(request, "Recorded.")
    return redirect("enquiries:hold_page", public_id)


def _hold(
    request: HttpRequest, listing: Listing, *, child: Child | None = None, enquiry: Enquiry | None = None
) -> HttpResponse:
    actor, form, status = _actor(request), forms.HoldForm(answers(request)), 200
    if request.method == "POST" and form.is_valid():
        try:
            made = services.hold_place(
                listing=listing, child=child, enquiry=enquiry, actor=actor, now=actor.now,
                **form.cleaned_data,
            )  # fmt: skip
        except Full as full:
            form.add_error("places", str(full))
            status = 409
        except Denied as denied:
            form.add_error("until", denied.reason)
        else:
            messages.success(request, f"The place is held. Its code is {made.code}.")
            return redirect("enquiries:hold_page", made.public_id)
    today = timezone.localdate(actor.now)
    context = {
        "form": form, "listing": listing, "said": showing.said_of([listing], today=today)[listing.pk],
        "label": labels_of([child.pk])[child.pk] if child else None, "enquiry": enquiry,
        "terms": queries.terms(on=today), "back_url": _back(listing, enquiry, child),
    }  # fmt: skip
    return render(request, "enquiries/hold.html", context, status=status)


def _back(listing: Listing, enquiry: Enquiry | None, child: Child | None) -> str:
    if child:
        return reverse("enquiries:of_child", args=[child.public_id])
    if enquiry:
        return reverse("enquiries:find", args=[enquiry.public_id])
    return reverse("enquiries:service", args=[listing.public_id])


def _actor(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined, no-any-return]


def _listing(request: HttpRequest, public_id: uuid.UUID) -> Listing:
    found = queries.listing(public_id)
    if found is None:
        raise Http404
    return found


def _held(request: HttpRequest, public_id: uuid.UUID) -> Hold:
    actor = _actor(request)
    found = queries.hold_seen_by(actor, public_id)
    if found is None:
        audit.record_denial(verb="hold.see", now=actor.now, actor=actor, child_id=None)
        raise Http404
    return found
