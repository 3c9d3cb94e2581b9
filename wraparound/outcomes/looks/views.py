"""Pages of who did and saw what. Reading them is itself on record."""

import random
import uuid
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from wraparound.foundation.accounts.rules import Actor, Denied, May
from wraparound.foundation.audit import queries as audit
from wraparound.foundation.audit import services
from wraparound.foundation.audit.models import Entry, Sample
from wraparound.foundation.ui.pages import child_page, signed_in
from wraparound.foundation.ui.questions import answers
from wraparound.outcomes.looks import queries
from wraparound.outcomes.looks.forms import FindingForm, NarrowForm

MEANING = {
    "entries": ("Who did and saw what", "Everybody in the area, newest first."),
    "own": (
        "What I did and saw",
        "In any of your posts, newest first. The privacy officer can read this too.",
    ),
    "team": ("What my team did and saw", "Newest first."),
    "accounts": (
        "What was done to accounts",
        "Sign-ins, posts, teams, agencies. Nothing here is of a child.",
    ),
}


@signed_in()
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Lead to the widest record that the reader's post may read."""
    first = next(tab for tab in _tabs(request, ""))
    return redirect(first["href"])


@child_page(May.AUDIT_ALL)
@require_safe
def entries(request: HttpRequest) -> HttpResponse:
    """Show what everybody did and saw, and whether the record is whole."""
    whole = {"checkpoint": audit.last_checkpoint(), "check": audit.last_check()}
    return _list(request, "entries", audit.of_everybody(), also=whole)


@child_page()
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """Show what the reader did and saw."""
    return _list(request, "own", audit.of_the_actor(_actor(request)))


@child_page(May.SEE_OPENINGS)
@require_safe
def team(request: HttpRequest) -> HttpResponse:
    """Show a manager what their team did and saw; a safeguarding lead, their setting."""
    return _list(request, "team", audit.of_the_team(_actor(request)))


@child_page(May.ADMINISTER)
@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    """Show an administrator what was done to accounts."""
    return _list(request, "accounts", audit.about_accounts())


@child_page(May.AUDIT_CHILD)
@require_safe
def child(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show who did and saw what of one child."""
    found = queries.readable_child(_actor(request), public_id)
    if found is None:
        services.record_denial(
            verb="audit.child",
            now=request.now,  # type: ignore[attr-defined]
            actor=_actor(request),
            child_id=None,
        )
        raise Http404
    title = (f"Who looked at child {found[1]}", "What was done and seen of this child, newest first.")
    looks = queries.looks_at(_actor(request), found[0], public_id)
    return _list(request, "child", looks, words=title, of=found[0])


@child_page(May.AUDIT_ALL)
def samples(request: HttpRequest) -> HttpResponse:
    """Show what was drawn by lot of the data managers' work; draw more when asked."""
    if request.method == "POST":
        count = services.draw_sample(
            actor=_actor(request), now=_actor(request).now, dice=random.SystemRandom()
        )
        messages.success(
            request, f"{count} entries were picked." if count else "There was nothing new to pick."
        )
        return redirect("audit:samples")
    drawn = list(_samples(_actor(request))[:100])
    names = queries.named(_actor(request), [each.entry.child_id for each in drawn])
    lines = audit.said(each.entry for each in drawn)
    rows = [
        (each, line, names.get(line.entry.child_id or 0)) for each, line in zip(drawn, lines, strict=True)
    ]
    reply = render(request, "looks/samples.html", {"rows": rows, "tabs": _tabs(request, "samples")})
    _look(request, "audit.samples", names)
    return reply


@child_page(May.AUDIT_ALL)
def sample(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask what the privacy officer found about one entry, and keep it."""
    drawn = _samples(_actor(request)).filter(public_id=public_id).first()
    if drawn is None:
        raise Http404
    form = FindingForm(answers(request))
    if form.is_valid():
        try:
            services.record_finding(
                sample=drawn, **form.cleaned_data, actor=_actor(request), now=_actor(request).now
            )
            messages.success(request, "What you found is kept.")
            return redirect("audit:samples")
        except Denied as error:
            form.add_error(None, error.reason)
    names = queries.named(_actor(request), [drawn.entry.child_id])
    line = audit.said([drawn.entry])[0]
    context = {
        "form": form,
        "line": line,
        "child": names.get(drawn.entry.child_id or 0),
        "drawn": drawn,
        "back_url": reverse("audit:samples"),
    }
    reply = render(request, "looks/sample.html", context)
    _look(request, "audit.sample", names)
    return reply


def _samples(actor: Actor) -> QuerySet[Sample]:
    """Return what was drawn by lot but what is of a child that the reader is kept out of."""
    return audit.samples().exclude(entry__child_id__in=queries.unreadable(actor).values("pk"))


def _list(
    request: HttpRequest,
    page: str,
    found: QuerySet[Entry],
    *,
    words: tuple[str, str] | None = None,
    of: int | None = None,
    also: dict[str, Any] | None = None,
) -> HttpResponse:
    actor = _actor(request)
    form = NarrowForm(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    by = audit.Narrowed(**asked, without=queries.unreadable(actor).values("pk"))
    shown = audit.page_of(audit.narrowed(found, by), request.GET.get("older", ""))
    names = queries.named(actor, [line.entry.child_id for line in shown.lines])
    title, intro = words or MEANING[page]
    context = {
        "title": title,
        "intro": intro,
        "form": form,
        "tabs": _tabs(request, page),
        "narrowed": any(asked.values()),
        "rows": [(line, names.get(line.entry.child_id or 0)) for line in shown.lines],
        "older": _with(request, older=shown.older) if shown.older else "",
        "one_child": of is not None,
        "mine": page == "own",
        "with_detail": May.AUDIT_ALL in actor.may,
        "may_follow": May.AUDIT_CHILD in actor.may,
    }
    reply = render(request, "looks/entries.html", context | (also or {}))
    _look(request, f"audit.{page}", {of: None} if of is not None else names)
    return reply


def _with(request: HttpRequest, **changes: str) -> str:
    """Return the page's address with its filter kept and `changes` made."""
    query = request.GET.copy()
    for name, value in changes.items():
        query[name] = value
    return f"?{query.urlencode()}"


def _look(request: HttpRequest, verb: str, children: dict[int, Any]) -> None:
    actor = _actor(request)
    services.record_looks(verb=verb, now=actor.now, actor=actor, child_ids=list(children))


def _tabs(request: HttpRequest, page: str) -> list[dict[str, Any]]:
    may = _actor(request).may
    every = [
        ("entries", "Everybody", May.AUDIT_ALL),
        ("samples", "Spot checks", May.AUDIT_ALL),
        ("team", "My team", May.SEE_OPENINGS),
        ("accounts", "Accounts", May.ADMINISTER),
        ("own", "Me", None),
    ]
    return [
        {"text": text, "href": reverse(f"audit:{name}"), "active": name == page}
        for name, text, needed in every
        if needed is None or needed in may
    ]


def _actor(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined, no-any-return]
