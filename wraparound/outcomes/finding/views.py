"""Searching for a child with a reason, and opening one that was found."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from wraparound.foundation.accounts.rules import Actor, Denied, May
from wraparound.foundation.audit import services as audit
from wraparound.foundation.ui.pages import child_page, signed_in
from wraparound.foundation.ui.questions import answers
from wraparound.foundation.ui.rules import PartialDate
from wraparound.outcomes.card.queries import child_key
from wraparound.outcomes.finding.asking import Asked, asked_of
from wraparound.outcomes.finding.forms import RelatedForm, SearchForm
from wraparound.outcomes.finding.searching import begin_search
from wraparound.outcomes.finding.searching import search as find_children
from wraparound.outcomes.kin.queries import asks_related
from wraparound.outcomes.kin.services import answer_related
from wraparound.outcomes.openings import services as openings
from wraparound.outcomes.openings.queries import current_shift, usual_reason
from wraparound.outcomes.openings.reasons import ReasonForm

KEY = "searches"
"""Where the session keeps the latest searches, by a random id."""
KEPT = 10


@signed_in(May.SEARCH)
def search(request: HttpRequest, search_id: uuid.UUID | None = None) -> HttpResponse:
    """Ask whom to find and why; keep what was typed on the server and go to what was found."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    today = timezone.localdate(actor.now)
    earlier = _kept(request, search_id) if search_id else None
    posted = answers(request)
    form = SearchForm(posted, today=today, initial=_initial(earlier) if earlier else {})
    if form.is_valid():
        asked = form.asked().renewed(form.cleaned_data["reason"], form.cleaned_data["words"], actor.now)
        new_id = uuid.uuid4()
        begin_search(search_id=str(new_id), asked=asked, actor=actor)
        _keep(request, new_id, asked)
        return redirect("finding:results", search_id=new_id)
    return render(request, "finding/search.html", {"form": form, "usual": usual_reason(actor)})


@child_page(May.SEARCH)
def results(request: HttpRequest, search_id: uuid.UUID) -> HttpResponse:
    """Show who was found; ask the reason again, by one press, when it was said long ago."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    asked = _kept(request, search_id)
    if asked is None:
        messages.info(request, "That search is not kept any more. Type it again.")
        return redirect("finding:search")
    form = ReasonForm(answers(request))
    if form.is_valid():
        asked = asked.renewed(form.cleaned_data["reason"], form.cleaned_data["words"], actor.now)
        begin_search(search_id=str(search_id), asked=asked, actor=actor)
        _keep(request, search_id, asked)
        return redirect("finding:results", search_id=search_id)
    if not asked.is_current(actor.now):
        context = {"form": form, "usual": asked.reason, "search_id": search_id}
        reply = render(request, "finding/renew.html", context)
        audit.record_looks(verb="search.renewing", now=actor.now, actor=actor, child_ids=[])
        return reply
    found = find_children(asked=asked, actor=actor)
    context = {
        "found": found,
        "asked": asked,
        "search_id": search_id,
        "shift": current_shift(actor) if May.DUTY_DESK in actor.may else None,
        "create_url": _create_url(search_id) if May.CREATE_CHILD in actor.may else "",
    }
    reply = render(request, "finding/results.html", context)
    audit.record_looks(
        verb="search.results", now=actor.now, actor=actor,
        child_ids=[row.label.child_id for row in found.rows], detail={"search": str(search_id)},
    )  # fmt: skip
    return reply


@child_page(May.SEARCH)
@require_POST
def open_child(request: HttpRequest, search_id: uuid.UUID) -> HttpResponse:
    """Open one of the children found, for the reason of the search; on duty when that was pressed."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    asked = _kept(request, search_id)
    if asked is None or not asked.is_current(actor.now):
        return redirect("finding:results", search_id=search_id)
    public_id, child_id = _posted_child(request)
    if _is_asked(actor, child_id):
        return redirect("finding:related", search_id=search_id, public_id=public_id)
    return _open(request, asked, public_id, child_id)


@child_page(May.SEARCH)
def related(request: HttpRequest, search_id: uuid.UUID, public_id: uuid.UUID) -> HttpResponse:
    """Ask whether the person is related; yes closes the record to them, no opens it and is told."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    asked, child_id = _kept(request, search_id), child_key(public_id)
    if asked is None or child_id is None or not _is_asked(actor, child_id):
        raise Http404
    form = RelatedForm(answers(request))
    if form.is_valid():
        is_related = form.cleaned_data["related"] == "yes"
        answer_related(child_id=child_id, is_related=is_related, actor=actor, now=actor.now)
        if not is_related:
            return _open(request, asked, public_id, child_id)
        messages.info(request, "Thank you. That record is closed to you, and somebody else will see to it.")
        return redirect("finding:search")
    reply = render(request, "finding/related.html", {"form": form, "search_id": search_id})
    audit.record_looks(verb="kin.asked", now=actor.now, actor=actor, child_ids=[child_id])
    return reply


def _is_asked(actor: Actor, child_id: int | None) -> bool:
    """Say whether the person is asked if they are related: of a child whom they could open, and no other."""
    return bool(child_id) and openings.may_open(actor, child_id or 0) and asks_related(actor, child_id or 0)


def _open(request: HttpRequest, asked: Asked, public_id: uuid.UUID, child_id: int | None) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    verb = openings.open_as_duty if "duty" in request.POST else openings.open_card
    try:
        if child_id is None:
            raise Denied(openings.NOT_FOUND)
        verb(child_id=child_id, reason=asked.reason, words=asked.words, actor=actor, now=actor.now)
    except Denied as denied:
        if denied.reason != openings.NOT_FOUND:
            raise
        audit.record_denial(verb="open.card", now=actor.now, actor=actor, child_id=child_id)
        raise Http404 from denied
    return redirect("card:card", public_id=public_id)


def _posted_child(request: HttpRequest) -> tuple[uuid.UUID, int | None]:
    try:
        public_id = uuid.UUID(request.POST.get("child") or request.POST.get("duty", ""))
    except ValueError as error:
        raise Http404 from error
    return public_id, child_key(public_id)


def _kept(request: HttpRequest, search_id: uuid.UUID | None) -> Asked | None:
    kept = request.session.get(KEY, {}).get(str(search_id))
    return asked_of(kept) if kept else None


def _keep(request: HttpRequest, search_id: uuid.UUID, asked: Asked) -> None:
    searches = {**request.session.get(KEY, {}), str(search_id): asked.kept()}
    request.session[KEY] = dict(list(searches.items())[-KEPT:])


def _initial(asked: Asked) -> dict[str, Any]:
    typed: dict[str, Any] = dict(asked.typed())
    if born := typed.pop("date_of_birth", ""):
        typed["date_of_birth"] = PartialDate(*(int(part) for part in born.split("-")))
    return typed


def _create_url(search_id: uuid.UUID) -> str:
    """Return the address of making a new record with what was typed, where the installation has it."""
    try:
        return reverse("index:create", args=[search_id])
    except NoReverseMatch:
        return ""
