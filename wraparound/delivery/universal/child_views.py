"""One child's schedule, and what is written of it: why an item is not done, and the active caseload."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from wraparound.delivery.universal import child as reading
from wraparound.delivery.universal import queries, services
from wraparound.delivery.universal.forms import ActiveForm, InactiveForm, MarkForm
from wraparound.delivery.universal.planned import schedule_on, serving_of
from wraparound.delivery.universal.schedule import Serving
from wraparound.foundation.accounts.rules import Actor, Denied, May
from wraparound.foundation.audit import services as audit
from wraparound.foundation.audit.changes import Conflict
from wraparound.foundation.ui.pages import child_page, signed_in
from wraparound.foundation.ui.questions import answers
from wraparound.outcomes.access.queries import sight
from wraparound.outcomes.access.rules import Category, Sight
from wraparound.outcomes.card.bar import bar_of
from wraparound.outcomes.card.rules import why_lines
from wraparound.outcomes.framework.queries import levels


@child_page(May.WORK)
@require_safe
def schedule(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show how each contact of the service's schedule stands for one child."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    seen, serving = _seen(request, public_id)
    case = queries.case_of(actor, seen.child_id)
    return _page(
        request, "universal/child.html", seen,
        lines=reading.schedule_of(actor, serving, seen.child_id), case=case,
        is_ours=queries.is_in_population(actor, seen.child_id),
    )  # fmt: skip


@child_page(May.WORK)
def mark(request: HttpRequest, public_id: uuid.UUID, code: str) -> HttpResponse:
    """Write down why a child does not get one contact: declined, done elsewhere, not needed."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    seen, serving = _seen(request, public_id)
    item = serving.item(code)
    if item is None:
        raise Http404
    form = MarkForm(answers(request))

    def save() -> None:
        services.mark_item(
            child=queries.child_by_key(seen.child_id), code=code, **form.cleaned_data, actor=actor,
            now=actor.now,
        )  # fmt: skip

    if _saved(request, form, save, "Written down."):
        return redirect("universal:child", public_id=public_id)
    return _page(request, "universal/form.html", seen, form=form, title=item.name, button="Write it down")


@signed_in(May.WORK)
@require_POST
def withdraw(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take back what was written: the contact is asked for again."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.mark_of(actor, public_id)
    if found is None:
        audit.record_denial(verb="universal.unmark", now=actor.now, actor=actor, child_id=None)
        raise Http404
    services.withdraw_mark(mark=found, actor=actor, now=actor.now)
    messages.success(request, "Taken back: it is asked for again.")
    return redirect("universal:child", public_id=found.child.public_id)


@child_page(May.WORK)
def activate(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Bring a child into the active caseload, with why."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    seen, _ = _seen(request, public_id)
    form = ActiveForm(answers(request), levels=levels(on=timezone.localdate(actor.now)).choices())

    def save() -> None:
        services.make_active(
            child=queries.child_by_key(seen.child_id), **form.cleaned_data, actor=actor, now=actor.now
        )

    if _saved(request, form, save, "In the active caseload. A manager allocates the case."):
        return redirect("universal:child", public_id=public_id)
    title = "Bring into the active caseload"
    return _page(request, "universal/form.html", seen, form=form, title=title, button="Open a case")


@child_page(May.WORK)
def deactivate(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """End the extra work with a child, who stays in the population."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    seen, _ = _seen(request, public_id)
    case = queries.case_of(actor, seen.child_id)
    if case is None:
        raise Http404
    form = InactiveForm(answers(request))

    def save() -> None:
        services.make_inactive(case=case, **form.cleaned_data, actor=actor, now=actor.now)

    if _saved(request, form, save, "Closed. The child still gets what every child gets."):
        return redirect("universal:caseload", which="inactive")
    title = "Close the case: back to what every child gets"
    return _page(request, "universal/form.html", seen, form=form, title=title, button="Close the case")


def _saved(request: HttpRequest, form: Any, save: Callable[[], None], words: str) -> bool:
    """Do what a valid form asks and say so; put at the form what stands in the way."""
    if not form.is_valid():
        return False
    try:
        save()
    except (Denied, Conflict) as refused:
        form.add_error(None, getattr(refused, "reason", str(refused)))
        return False
    messages.success(request, words)
    return True


def _seen(request: HttpRequest, public_id: uuid.UUID) -> tuple[Sight, Serving]:
    """Return the sight of a child whose own records of the service the actor sees; the rest is missing."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    seen = sight(actor, public_id)
    serving = serving_of(actor, schedule_on(timezone.localdate(actor.now)))
    own = seen is not None and seen.sees(Category.OWN_RECORD) and actor.service_id in seen.own_services
    if seen is None or serving is None or not own:
        audit.record_denial(
            verb="universal.see_child", now=actor.now, actor=actor, child_id=queries.child_key(public_id)
        )
        raise Http404
    return seen, serving


def _page(request: HttpRequest, template: str, seen: Sight, **context: Any) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    bar = bar_of(actor, seen, actor.now)
    frame = {
        "bar": bar, "back_url": reverse("universal:child", args=[bar.public_id]),
        "why": why_lines(seen, actor.role, Category.OWN_RECORD),
    }  # fmt: skip
    reply = render(request, template, {**frame, **context})
    audit.record_looks(verb="universal.see_child", now=actor.now, actor=actor, child_ids=[seen.child_id])
    return reply
