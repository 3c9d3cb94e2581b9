"""Pages of children at no school, of the searches for them, and of those educated at home."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from wraparound.delivery.attendance import asking, forms, home, missing, queries, services
from wraparound.delivery.attendance.places import places_of
from wraparound.delivery.attendance.shown import years_of
from wraparound.delivery.caseloads.models import Case
from wraparound.foundation.accounts.rules import Denied, May
from wraparound.foundation.ui.pages import child_page
from wraparound.foundation.ui.questions import answers
from wraparound.outcomes.children.models import Child

A_PAGE = 25
BACK: dict[str, tuple[str, str]] = {
    Case.Kind.WELFARE: ("attendance:absent", "Who misses school"),
    Case.Kind.MISSING_EDUCATION: ("attendance:without", "At no school"),
    Case.Kind.HOME_EDUCATED: ("attendance:home", "Educated at home"),
}
"""The list that a case of a kind stands in."""


@child_page()
@require_safe
def moved(request: HttpRequest) -> HttpResponse:
    """Show the children missing from view: whom no school has 15 school days after one lost them."""
    return _listed(
        request, "moved", missing.missing_from_view(asking.actor_of(request)), verb="attendance.moved"
    )


@child_page(May.WORK)
@require_safe
def without(request: HttpRequest) -> HttpResponse:
    """Show the children of school age who are on no roll."""
    return _listed(
        request, "without", missing.without_school(asking.actor_of(request)), verb="attendance.without"
    )


def _listed(request: HttpRequest, which: str, children: QuerySet[Child], *, verb: str) -> HttpResponse:
    """Show a page of one of the lists of children whom no school has, by the name of its address."""
    actor = asking.actor_of(request)
    page = Paginator(children, A_PAGE).get_page(request.GET.get("page"))
    rows = queries.with_labels(actor, page.object_list)
    context = {
        "page": page, "rows": rows, "is_welfare": queries.is_welfare(actor),
        "places": places_of(actor, which),
    }  # fmt: skip
    reply = render(request, f"attendance/{which}.html", context)
    asking.look(request, verb, [child.pk for child, _ in rows])
    return reply


@child_page(May.WORK)
def search(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Begin to look for a child that no school has."""
    actor = asking.actor_of(request)
    child = missing.waiting(actor, public_id)
    if child is None:
        asking.refuse(request, queries.child_key(public_id))
    form = forms.SearchForm(answers(request))
    if case := asking.done(form, services.start_search, request, child=child):
        messages.success(request, "Your team looks for this child now.")
        return redirect("attendance:case", public_id=case.public_id)
    return asking.form_page(
        request, form, child, title=f"Look for {asking.label(child.pk).name}", button="Start looking",
        back=reverse("attendance:moved"), verb="attendance.searching",
        intro="The child becomes a case of your team until you say what became of them.",
    )  # fmt: skip


@child_page(May.WORK)
@require_safe
def case(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show a case of welfare: why, since when, and the child's attendance over time."""
    actor, found = asking.actor_of(request), asking.case(request, public_id)
    seen = asking.seen(request, found.child.public_id)
    terms = queries.terms(on=asking.today_of(request))
    place, words = BACK[found.kind]
    context = {
        "back_url": reverse(place), "back_words": words,
        "case": found, "label": asking.label(found.child_id), "ending": queries.ending_of(found),
        "years": years_of(queries.attendance_of(actor, seen), terms), "entry": home.entry_of(found.child_id),
        "is_on_a_roll": missing.is_on_a_roll(found.child_id, now=actor.now), "has_it": queries.who_has(found),
    }  # fmt: skip
    reply = render(request, "attendance/case.html", context)
    asking.look(request, "attendance.case", [found.child_id])
    return reply


@child_page(May.WORK)
def end_search(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """End the search for a child with what became of it."""
    found = asking.case(request, public_id)
    form = forms.EndSearchForm(answers(request), initial={"version": str(found.version)})
    if asking.done(form, services.end_search, request, case=found):
        messages.success(request, "The search has ended.")
        return redirect("attendance:without")
    return asking.form_page(
        request, form, found.child_id, title=f"What became of {asking.label(found.child_id).name}?",
        button="End the search", back=reverse("attendance:case", args=[public_id]), verb="attendance.ending",
    )  # fmt: skip


@child_page(May.WORK)
@require_safe
def arrivals(request: HttpRequest) -> HttpResponse:
    """Show the pupils that another school lost and that wait for one's own to say that it has them."""
    actor = asking.actor_of(request)
    page = Paginator(missing.newly_here(actor), A_PAGE).get_page(request.GET.get("page"))
    rows = queries.with_labels(actor, page.object_list)
    context = {"page": page, "rows": rows, "places": places_of(actor, "arrivals")}
    reply = render(request, "attendance/arrivals.html", context)
    asking.look(request, "attendance.arrivals", [child.pk for child, _ in rows])
    return reply


@child_page(May.WORK)
@require_POST
def here(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say that one's school has a child."""
    actor, seen = asking.actor_of(request), asking.seen(request, public_id)
    try:
        services.say_here(child=queries.child_of(seen), actor=actor, now=actor.now)
        messages.success(
            request, f"{asking.label(seen.child_id).name} is on your roll, and the old school knows."
        )
    except Denied:
        messages.info(request, "Nothing waits for you to say this.")
    asking.look(request, "attendance.here", [seen.child_id])
    return redirect("attendance:arrivals")
