"""What pages of cases have in common: loading a case, its frame, and changing it while others may too."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NoReturn

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from wraparound.delivery.caseloads import queries
from wraparound.delivery.caseloads.models import Case
from wraparound.foundation.accounts.rules import Actor, Denied
from wraparound.foundation.audit import services as audit
from wraparound.foundation.audit.changes import Conflict
from wraparound.foundation.ui import fields
from wraparound.foundation.ui.parts import Agreement, Compared
from wraparound.outcomes.access.queries import sight
from wraparound.outcomes.card.bar import bar_of

Texts = Callable[[Case, Mapping[str, Any]], Iterable[tuple[str, str, str]]]
"""What stands of a case now, and what was typed: label, the one, the other."""


def actor_in(request: HttpRequest) -> Actor:
    """Return who is acting."""
    return request.actor  # type: ignore[attr-defined, no-any-return]


def load(request: HttpRequest, public_id: uuid.UUID, verb: str) -> Case:
    """Return a case that the actor sees; raise Http404, the same for denied and missing."""
    actor = actor_in(request)
    case = queries.case_seen_by(actor, public_id)
    if case is None:
        refuse(request, verb)
    return case


def load_of_own_team(request: HttpRequest, public_id: uuid.UUID, verb: str) -> Case:
    """Return an open case of the actor's own team; raise Http404 for every other."""
    case = load(request, public_id, verb)
    if case.team_id != actor_in(request).team_id or case.closed_at:
        refuse(request, verb)
    return case


def refuse(request: HttpRequest, verb: str) -> NoReturn:
    """Put on record that something was asked for and denied, or is not there; raise Http404."""
    actor = actor_in(request)
    audit.record_denial(verb=verb, now=actor.now, actor=actor, child_id=None)
    raise Http404


def look(request: HttpRequest, verb: str, child_ids: Iterable[int]) -> None:
    """Put on record who is shown; called when the reply is built and not yet sent."""
    actor = actor_in(request)
    audit.record_looks(verb=verb, now=actor.now, actor=actor, child_ids=child_ids)


def frame(actor: Actor, case: Case) -> dict[str, Any]:
    """Return what the template `caseloads/base.html` needs of a case: the child's bar, where to go."""
    seen = sight(actor, case.child.public_id)
    return {
        "case": case,
        "bar": bar_of(actor, seen, actor.now) if seen else None,
        "is_own_team": case.team_id == actor.team_id,
        "case_url": reverse("caseloads:case", args=[case.public_id]),
    }


def change(
    request: HttpRequest, *, case: Case, form: fields.Form, save: Callable[[Mapping[str, Any]], object],
    texts: Texts, verb: str, title: str, button: str = "Save", saved: str = "Saved.",
    template: str = "caseloads/change.html", context: Mapping[str, Any] | None = None,
    may_save: bool = True, then: str = "",
) -> HttpResponse:  # fmt: skip
    """Show a form about a case, or keep what it says and go back to the case, or to the address `then`.

    The loser of a race sees both texts, and the next press saves over what stands now. With `may_save` False
    what was sent is not kept yet: the page first shows what it would mean.
    """
    actor, status, theirs = actor_in(request), 200, []
    if may_save and request.method == "POST" and form.is_valid():
        try:
            save(form.cleaned_data)
        except Conflict:
            status = 409
            case = load(request, case.public_id, verb)
            theirs = [
                Compared(label, stands, typed, Agreement.DIFFERS)
                for label, stands, typed in texts(case, form.cleaned_data)
            ]
            carry(form, version=str(case.version))
        except Denied as denied:
            form.add_error(None, denied.reason)
        else:
            messages.success(request, saved)
            return redirect(then or reverse("caseloads:case", args=[case.public_id]))
    page = {"form": form, "title": title, "button": button, "theirs": theirs}
    reply = render(request, template, {**page, **frame(actor, case), **(context or {})}, status=status)
    look(request, verb, [case.child_id])
    return reply


def carry(form: fields.Form, **values: str) -> None:
    """Let the page that is drawn from a sent form carry other hidden values."""
    data = form.data.copy()  # type: ignore[attr-defined]
    for name, value in values.items():
        data[name] = value
    form.data = data
