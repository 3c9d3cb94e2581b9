"""Pages of the enquiry desk: what is open, recording, finding within an enquiry, offering, following up."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from wraparound.delivery.enquiries import desk as services
from wraparound.delivery.enquiries import finding, forms, queries, search_forms
from wraparound.delivery.enquiries.models import Enquiry
from wraparound.delivery.enquiries.rules import is_overdue
from wraparound.foundation.accounts.rules import Actor, May
from wraparound.foundation.places.editing import edit
from wraparound.foundation.ui.pages import signed_in
from wraparound.foundation.ui.questions import answers
from wraparound.foundation.ui.rules import date_words

A_PAGE = 25


@signed_in(May.WORK)
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Show the enquiries that are not finished, mine or my team's, overdue first; or those asked for."""
    actor, form = _actor(request), forms.ListForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    found = queries.asked_for(actor, asked)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate(actor.now)
    context = {
        "form": form, "page": page, "rows": [(each, is_overdue(each, today)) for each in page],
        "narrowed": any(asked.values()), "overdue": queries.overdue(actor, today=today),
    }  # fmt: skip
    return render(request, "enquiries/desk.html", context)


@signed_in(May.WORK)
def record(request: HttpRequest) -> HttpResponse:
    """Write down what somebody asks for, then look for services."""
    actor, form = _actor(request), forms.RecordEnquiryForm(answers(request), initial={"channel": "telephone"})
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        key = values.pop("key") or uuid.uuid4()
        made = services.record_enquiry(values=values, key=key, actor=actor, now=actor.now)
        return redirect("enquiries:find", made.public_id)
    days = queries.terms(on=timezone.localdate(actor.now)).call_back_days
    return render(request, "enquiries/record.html", {"form": form, "days": days})


@signed_in(May.WORK)
@require_safe
def enquiry(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show one enquiry: what was asked, what was done, what can be done."""
    actor, found = _actor(request), _enquiry(request, public_id)
    context = {
        "enquiry": found, "steps": queries.steps_of(found),
        "overdue": is_overdue(found, timezone.localdate(actor.now)),
    }  # fmt: skip
    return render(request, "enquiries/enquiry.html", context)


@signed_in(May.WORK)
@require_safe
def find(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Find services for an enquiry: the questions begin as what was asked, and what was offered is marked."""
    actor, found = _actor(request), _enquiry(request, public_id)
    first = finding.wanted_by(found)
    form = search_forms.SearchForm(search_forms.searched(request.GET), initial=search_forms.as_initial(first))
    result = finding.answer(form.wanted(first), page=request.GET.get("page"), now=actor.now)
    offered = {step.listing_id: step for step in reversed(queries.steps_of(found)) if step.listing_id}
    rows = [(row, offered.get(row.listing.pk)) for row in result.rows]
    context = {"form": form, "answer": result, "enquiry": found, "rows": rows}
    return render(request, "enquiries/find.html", context)


@signed_in(May.WORK)
def offer(request: HttpRequest, public_id: uuid.UUID, listing_id: uuid.UUID) -> HttpResponse:
    """Note what came of offering a service."""
    found, listing = _enquiry(request, public_id), queries.listing(listing_id)
    if listing is None:
        raise Http404
    form = forms.OfferForm(answers(request))
    if request.method == "POST" and form.is_valid():
        services.note_offer(enquiry=found, listing=listing, **form.cleaned_data, **_by(request))
        messages.success(request, f"Noted for {listing.name}.")
        return redirect("enquiries:enquiry", public_id)
    back = reverse("enquiries:find", args=[public_id])
    context = {"form": form, "title": f"Offered: {listing.name}", "intro": "", "button": "Note it"}
    return render(request, "ui/form_page.html", context | {"back_url": back})


@signed_in(May.WORK)
def correct(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Put right what was written down."""
    found = _enquiry(request, public_id)

    def save(version: int, values: dict[str, Any]) -> None:
        values.pop("key", None)
        services.correct_enquiry(enquiry=found, values=values, version=version, **_by(request))

    age = "" if found.age is None else f"{found.age.normalize():f}"
    form = forms.RecordEnquiryForm(answers(request), record=found, initial={"age": age})
    return edit(request, form=form, save=save, title="Put the enquiry right", back_url=_page(found))


@signed_in(May.WORK)
def follow_up(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say how an enquiry stands, whose it is and when the desk is next in touch."""
    actor, found = _actor(request), _enquiry(request, public_id)

    def save(version: int, values: dict[str, Any]) -> None:
        services.follow_up(enquiry=found, version=version, **values, **_by(request))

    next_on = date_words(found.next_on) if found.next_on else ""
    begin = {"next_on": next_on, "owner": found.owner, "key": uuid.uuid4()}
    form = forms.FollowUpForm(answers(request), record=found, initial=begin)
    form.fields["owner"].queryset = queries.colleagues(actor)  # type: ignore[attr-defined]
    return edit(
        request, form=form, save=save, title="What happens next", intro=found.asked, back_url=_page(found)
    )


def _page(found: Enquiry) -> str:
    return reverse("enquiries:enquiry", args=[found.public_id])


def _enquiry(request: HttpRequest, public_id: uuid.UUID) -> Enquiry:
    found = queries.enquiry_of(_actor(request), public_id)
    if found is None:
        raise Http404
    return found


def _actor(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined, no-any-return]


def _by(request: HttpRequest) -> dict[str, Any]:
    actor = _actor(request)
    return {"actor": actor, "now": actor.now}
