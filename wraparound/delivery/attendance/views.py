"""Pages of attendance: the list of who misses school, one child's attendance, asking welfare, files sent."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from wraparound.delivery.attendance import queries, receiving, services
from wraparound.delivery.attendance.asking import actor_of, done, form_page, label, look, seen, today_of
from wraparound.delivery.attendance.forms import AskForm, SendForm
from wraparound.delivery.attendance.places import places_of
from wraparound.delivery.attendance.published import absence_by_school
from wraparound.delivery.attendance.reading import MOST_BYTES, Unreadable
from wraparound.delivery.attendance.shown import years_of
from wraparound.foundation.accounts.rules import Actor, Denied, May
from wraparound.foundation.ui.pages import child_page, signed_in
from wraparound.foundation.ui.questions import answers

A_PAGE = 25
CHOICES = {
    queries.BELOW: "Persistently absent",
    queries.SEVERE: "Severely absent",
    queries.UNAUTHORISED: "Absent without leave",
    queries.ALL: "Everybody",
}


@child_page(May.WORK)
@require_safe
def absent(request: HttpRequest) -> HttpResponse:
    """Show whose attendance has fallen below, the most absent first."""
    actor = actor_of(request)
    which = request.GET.get("which", "")
    which = which if which in CHOICES else queries.BELOW
    page = Paginator(queries.lines_below(actor, which), A_PAGE).get_page(request.GET.get("page"))
    lines = queries.lines(actor, page.object_list)
    today = today_of(request)
    context = {
        "page": page,
        "lines": lines,
        "which": which,
        "choices": CHOICES,
        "terms": queries.terms(on=today),
        "percent": queries.terms(on=today).persistent_on(today),
        "is_welfare": queries.is_welfare(actor),
        "places": places_of(actor, "absent"),
    }
    reply = render(request, "attendance/absent.html", context)
    look(request, "attendance.list", [line.label.child_id for line in lines])
    return reply


@child_page(May.WORK)
@require_safe
def child(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show one child's attendance over time, as a table and as bars that say the same."""
    actor, found = actor_of(request), seen(request, public_id)
    context = {
        "label": label(found.child_id),
        "years": years_of(queries.attendance_of(actor, found), queries.terms(on=today_of(request))),
        "cases": queries.cases_of(actor, found.child_id),
        "has_case": queries.has_welfare_case(found.child_id),
        "may_ask": queries.own_children(actor).filter(pk=found.child_id).exists(),
    }
    reply = render(request, "attendance/child.html", context)
    look(request, "attendance.see", [found.child_id])
    return reply


@child_page(May.WORK)
def ask(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask an education welfare team for a pupil of one's own."""
    found = seen(request, public_id)
    form = AskForm(answers(request), teams=queries.welfare_teams(on=today_of(request)))
    if done(form, services.ask_welfare, request, child=queries.child_of(found)):
        messages.success(request, "The education welfare team has been asked.")
        return redirect("attendance:child", public_id=public_id)
    return form_page(
        request, form, found.child_id, title=f"Ask education welfare about {label(found.child_id).name}",
        button="Ask the team", back=reverse("attendance:child", args=[public_id]), verb="attendance.asking",
        intro="The team sees who asks, why, and the child’s attendance. From now on it works with them.",
    )  # fmt: skip


@signed_in(May.SEND_FEEDS)
@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """Show the files of attendance that were sent, the latest first."""
    page = Paginator(queries.lists_seen_by(actor_of(request)), A_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "attendance/lists.html", {"page": page, "places": places_of(actor_of(request), "lists")}
    )


@signed_in(May.SEND_FEEDS)
def send(request: HttpRequest) -> HttpResponse:
    """Take a file of attendance."""
    actor = actor_of(request)
    form = SendForm(answers(request), request.FILES or None, schools=queries.schools_to_send_for(actor))
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("attendance:receipt", _receive(form.cleaned_data, actor).public_id)
        except Unreadable as error:
            form.add_error("file", str(error))
        except Denied as denied:
            form.add_error("school", denied.reason)
    context = {
        "form": form,
        "title": "Send a school’s attendance",
        "intro": "A row is one pupil’s sessions for a week or a term. The receipt counts every row.",
        "button": "Send the file",
        "back_url": reverse("attendance:lists"),
    }
    return render(request, "ui/form_page.html", context)


def _receive(asked: dict[str, Any], actor: Actor) -> Any:
    content = asked["file"].read(MOST_BYTES + 1)
    return receiving.receive(
        school=asked["school"], content=content, file_name=asked["file"].name, actor=actor, now=actor.now
    )


@signed_in(May.SEND_FEEDS)
@require_safe
def receipt(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show what became of every row of a file."""
    found = queries.lists_seen_by(actor_of(request)).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    page = Paginator(found.refusals.all(), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "attendance/receipt.html", {"list": found, "page": page})


@signed_in()
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Show how many pupils of each school are persistently absent, to anybody: small numbers are hidden."""
    actor, today = actor_of(request), today_of(request)
    context = {
        "shown": absence_by_school(now=actor.now),
        "percent": queries.terms(on=today).persistent_on(today),
        "places": places_of(actor, "figures"),
    }
    return render(request, "attendance/figures.html", context)
