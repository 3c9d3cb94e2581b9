"""Pages of the register of children educated at home."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from wraparound.delivery.attendance import asking, forms, home, missing, queries
from wraparound.delivery.attendance.models import HomeEducation
from wraparound.delivery.attendance.places import places_of
from wraparound.foundation.accounts.rules import May
from wraparound.foundation.ui.pages import child_page
from wraparound.foundation.ui.questions import answers
from wraparound.outcomes.children.queries import labels_of

A_PAGE = 25


@child_page(May.WORK)
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Show who is educated at home, the enquiry that is due first, first."""
    actor = asking.actor_of(request)
    ended = request.GET.get("which") == "ended"
    page = Paginator(home.entries_seen_by(actor, ended=ended), A_PAGE).get_page(request.GET.get("page"))
    labels = labels_of([entry.child_id for entry in page])
    context = {
        "page": page, "rows": [(entry, labels[entry.child_id]) for entry in page], "ended": ended,
        "today": asking.today_of(request), "places": places_of(actor, "home"),
    }  # fmt: skip
    reply = render(request, "attendance/home.html", context)
    asking.look(request, "attendance.home_list", list(labels))
    return reply


@child_page(May.WORK)
def enter(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Put a child on the register."""
    actor = asking.actor_of(request)
    child = missing.waiting(actor, public_id) or missing.seen_by_welfare(actor, public_id)
    if child is None:
        asking.refuse(request, queries.child_key(public_id))
    form = forms.HomeForm(answers(request))
    if entry := asking.done(form, home.enter, request, child=child):
        messages.success(request, "The child is on the register of home education.")
        return redirect("attendance:home_entry", public_id=entry.public_id)
    return asking.form_page(
        request, form, child, title=f"{asking.label(child.pk).name} is educated at home",
        button="Put on the register", back=reverse("attendance:home"), verb="attendance.home_entering",
        intro="The first yearly enquiry is due a year after it began.",
    )  # fmt: skip


@child_page(May.WORK)
@require_safe
def entry(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show one entry of the register with every enquiry."""
    found = _entry(request, public_id)
    context = {
        "entry": found, "label": asking.label(found.child_id), "today": asking.today_of(request),
        "enquiries": found.enquiries.select_related("by__user"),
    }  # fmt: skip
    reply = render(request, "attendance/home_entry.html", context)
    asking.look(request, "attendance.home_see", [found.child_id])
    return reply


@child_page(May.WORK)
def enquire(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Write an enquiry down."""
    found = _entry(request, public_id)
    form = forms.EnquiryForm(answers(request))
    if asking.done(form, home.enquire, request, entry=found):
        messages.success(request, "The enquiry is written down.")
        return redirect("attendance:home_entry", public_id=public_id)
    return asking.form_page(
        request, form, found.child_id, title=f"Write down an enquiry: {asking.label(found.child_id).name}",
        button="Save", back=reverse("attendance:home_entry", args=[public_id]),
        verb="attendance.home_enquiring",
    )  # fmt: skip


@child_page(May.WORK)
def end(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """End an entry of the register."""
    found = _entry(request, public_id)
    form = forms.EndHomeForm(answers(request), initial={"version": str(found.version)})
    if asking.done(form, home.end, request, entry=found):
        messages.success(request, "The entry has ended.")
        return redirect("attendance:home")
    return asking.form_page(
        request, form, found.child_id,
        title=f"{asking.label(found.child_id).name} is educated at home no longer", button="End the entry",
        back=reverse("attendance:home_entry", args=[public_id]), verb="attendance.home_ending",
    )  # fmt: skip


def _entry(request: HttpRequest, public_id: uuid.UUID) -> HomeEducation:
    found = home.entry_seen_by(asking.actor_of(request), public_id)
    if found is None:
        asking.refuse(request, None)
    return found
