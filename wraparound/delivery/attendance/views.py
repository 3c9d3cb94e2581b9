"""Pages of attendance: the list of who misses school, one child's attendance, asking welfare, files sent."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from wraparound.delivery.attendance import queries, receiving, services
from wraparound.delivery.attendance.forms import AskForm, SendForm
from wraparound.delivery.attendance.places import places_of
from wraparound.delivery.attendance.reading import MOST_BYTES, Unreadable
from wraparound.delivery.attendance.shown import years_of
from wraparound.foundation.accounts.rules import Actor, Denied, May
from wraparound.foundation.audit import services as audit
from wraparound.foundation.ui.pages import child_page, signed_in
from wraparound.foundation.ui.questions import answers
from wraparound.outcomes.access.queries import sight
from wraparound.outcomes.access.rules import Category, Sight
from wraparound.outcomes.children.queries import labels_of

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
    actor = _actor(request)
    which = request.GET.get("which", "")
    which = which if which in CHOICES else queries.BELOW
    page = Paginator(queries.lines_below(actor, which), A_PAGE).get_page(request.GET.get("page"))
    lines = queries.lines(actor, page.object_list)
    today = timezone.localdate(actor.now)
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
    _look(request, "attendance.list", [line.label.child_id for line in lines])
    return reply


@child_page(May.WORK)
@require_safe
def child(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show one child's attendance over time, as a table and as bars that say the same."""
    actor, seen = _actor(request), _seen(request, public_id)
    said = queries.attendance_of(actor, seen)
    today = timezone.localdate(actor.now)
    reply = render(
        request, "attendance/child.html",
        {"label": labels_of([seen.child_id])[seen.child_id], "years": years_of(said, queries.terms(on=today)),
         "has_case": queries.has_welfare_case(seen.child_id),
         "may_ask": queries.own_children(actor).filter(pk=seen.child_id).exists()},
    )  # fmt: skip
    _look(request, "attendance.see", [seen.child_id])
    return reply


@child_page(May.WORK)
def ask(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask an education welfare team for a pupil of one's own."""
    actor, seen = _actor(request), _seen(request, public_id)
    label = labels_of([seen.child_id])[seen.child_id]
    form = AskForm(answers(request), teams=queries.welfare_teams(on=timezone.localdate(actor.now)))
    if request.method == "POST" and form.is_valid():
        try:
            services.ask_welfare(
                child=queries.child_of(seen), **form.cleaned_data, actor=actor, now=actor.now
            )
            messages.success(request, f"The education welfare team has been asked about {label.name}.")
            return redirect("attendance:child", public_id=public_id)
        except Denied as denied:
            form.add_error(None, denied.reason)
    context = {
        "form": form,
        "title": f"Ask education welfare about {label.name}",
        "intro": "The team sees who asks, why, and the child’s attendance. From now on it works with them.",
        "button": "Ask the team",
        "back_url": reverse("attendance:child", args=[public_id]),
    }
    reply = render(request, "ui/form_page.html", context)
    _look(request, "attendance.asking", [seen.child_id])
    return reply


@signed_in(May.SEND_FEEDS)
@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """Show the files of attendance that were sent, the latest first."""
    page = Paginator(queries.lists_seen_by(_actor(request)), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "attendance/lists.html", {"page": page})


@signed_in(May.SEND_FEEDS)
def send(request: HttpRequest) -> HttpResponse:
    """Take a file of attendance."""
    actor = _actor(request)
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
    found = queries.lists_seen_by(_actor(request)).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    page = Paginator(found.refusals.all(), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "attendance/receipt.html", {"list": found, "page": page})


def _seen(request: HttpRequest, public_id: uuid.UUID) -> Sight:
    """Return the actor's sight of a child whose own records it sees; raise Http404 otherwise."""
    actor = _actor(request)
    found = sight(actor, public_id)
    if found is None or not found.sees(Category.OWN_RECORD):
        audit.record_denial(
            verb="attendance.see", now=actor.now, actor=actor, child_id=queries.child_key(public_id)
        )
        raise Http404
    return found


def _look(request: HttpRequest, verb: str, child_ids: list[int]) -> None:
    actor = _actor(request)
    audit.record_looks(verb=verb, now=actor.now, actor=actor, child_ids=child_ids)


def _actor(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined, no-any-return]
