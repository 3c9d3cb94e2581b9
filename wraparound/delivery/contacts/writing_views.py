"""Writing a contact up, putting it right, keeping what is being typed; one contact with earlier texts."""

import json
import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from wraparound.delivery.caseloads.models import Case
from wraparound.delivery.contacts import queries, services
from wraparound.delivery.contacts.conflicts import compared
from wraparound.delivery.contacts.forms import WriteForm, filled_in, written_on
from wraparound.delivery.contacts.misplaced import may_move, moves_of
from wraparound.delivery.contacts.models import Contact, Note
from wraparound.delivery.contacts.pages import (
    actor_of,
    case_choices,
    child_seen,
    child_to_write,
    chosen,
    contact_seen,
    page_of_child,
)
from wraparound.delivery.contacts.passages import apart, may_lift
from wraparound.delivery.contacts.rules import HAPPENED, said_by, writes_for
from wraparound.foundation.accounts.rules import Denied, May
from wraparound.foundation.audit.changes import Conflict
from wraparound.foundation.ui.pages import child_page, signed_in
from wraparound.foundation.ui.questions import answers
from wraparound.outcomes.access.categories import OWN
from wraparound.outcomes.access.rules import Sight

MOST_TYPED = 40_000
"""Letters that a draft may have in all."""


@child_page(May.WORK)
def write(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Write up a contact with a child that nobody had planned."""
    actor, sight = actor_of(request), child_to_write(request, public_id)
    cases = _cases(request, sight)

    def save(form: WriteForm) -> Contact:
        return services.record_contact(
            child=queries.child_with(sight.child_id), said=form.said(), case=chosen(form.cleaned_data, cases),
            key=form.cleaned_data["key"], actor=actor, now=actor.now,
        )  # fmt: skip

    return _writing(request, sight, None, cases, save)


@child_page(May.WORK)
def change(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Write up what was planned, or put right what was written."""
    actor, contact = actor_of(request), contact_seen(request, public_id, "contact.writing")
    sight = child_to_write(request, contact.child.public_id)

    def save(form: WriteForm) -> Contact:
        got = form.cleaned_data
        return services.change_contact(
            contact=contact, said=form.said(), version=got["version"] or 0, key=got["key"], actor=actor,
            now=actor.now,
        )  # fmt: skip

    return _writing(request, sight, contact, [], save)


def _writing(
    request: HttpRequest, sight: Sight, contact: Contact | None, cases: list[Case],
    save: Callable[[WriteForm], Contact],
) -> HttpResponse:  # fmt: skip
    """Show the page to write up and save what was written; of two at once both texts are shown."""
    actor = actor_of(request)
    draft = queries.draft_of(actor, child_id=sight.child_id, contact=contact)
    typed = answers(request)
    initial = filled_in(contact, actor.now) | {"case": str(cases[0].public_id) if cases else ""}
    if draft and typed is None:
        initial |= {**draft.typed, "key": draft.key}
    on = written_on(typed, timezone.localdate(actor.now))
    given: dict[str, Any] = {"initial": initial, "cases": case_choices(cases), "on": on}
    form = WriteForm(typed, **given)
    context: dict[str, Any] = {"contact": contact, "draft": draft if typed is None else None}
    if form.is_valid():
        try:
            saved = save(form)
        except Denied as refused:
            form.add_error(None, refused.reason)
        except Conflict as changed:
            mine = WriteForm(_over(request.POST, changed.current), initial=initial, cases=case_choices(cases))
            return _show(
                request, sight, mine, 409, on=on, contact=changed.current, draft=None,
                differences=compared(said_by(changed.current), form.said()), theirs=changed.current,
            )  # fmt: skip
        else:
            messages.success(request, "Your note is saved.")
            return redirect("contacts:of_child", saved.child.public_id)
    return _show(request, sight, form, 200, on=on, **context, differences=(), theirs=None)


def _show(
    request: HttpRequest,
    sight: Sight,
    form: WriteForm,
    status: int,
    *,
    contact: Contact | None,
    **context: Any,
) -> HttpResponse:
    details = ("seen", "minutes", "more", "significant", "shared")
    is_open = any(form.errors.get(name) or form.initial.get(name) for name in details)
    return page_of_child(
        request, "contacts/write.html", sight, "contact.writing", status=status, form=form, contact=contact,
        is_open=is_open, is_done=bool(contact and contact.state in HAPPENED), **context,
    )  # fmt: skip


def _over(typed: QueryDict, current: Contact) -> QueryDict:
    """Return what was typed as a change of the version that stands now: sent again, it goes over that."""
    data = typed.copy()
    data["version"] = str(current.version)
    return data


@signed_in(May.WORK)
@require_POST
def keep_draft(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Keep what is being typed about a child, and say when; a fragment of the page."""
    actor, sight = actor_of(request), child_to_write(request, public_id)
    typed = {name: request.POST.getlist(name) for name in WriteForm.base_fields if name in request.POST}
    about = queries.contact_of_child(sight, request.POST.get("contact", ""))
    try:
        key = uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return render(request, "contacts/kept.html", {"draft": None})
    if len(json.dumps(typed)) > MOST_TYPED:
        return render(request, "contacts/kept.html", {"draft": None})
    lists = {"seen_by", "more", "shared"}
    values: dict[str, object] = {name: each if name in lists else each[-1] for name, each in typed.items()}
    draft = services.keep_draft(
        child=queries.child_with(sight.child_id), contact=about, typed=values, key=key, actor=actor,
        now=actor.now,
    )  # fmt: skip
    return render(request, "contacts/kept.html", {"draft": draft})


@signed_in(May.WORK)
@require_POST
def forget_draft(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Throw away what was typed about a child and not saved."""
    actor, sight = actor_of(request), child_to_write(request, public_id)
    about = queries.contact_of_child(sight, request.POST.get("contact", ""))
    if draft := queries.draft_of(actor, child_id=sight.child_id, contact=about):
        services.throw_draft_away(draft=draft)
    if about:
        return redirect("contacts:change", about.public_id)
    return redirect("contacts:write", public_id)


@child_page()
@require_safe
def contact(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show one contact, and every earlier text of it."""
    actor, found = actor_of(request), contact_seen(request, public_id, "contact.see")
    sight = child_seen(request, found.child.public_id, "contact.see")
    newest, *earlier = queries.revisions_of(found)
    passages = apart(actor, found)
    return page_of_child(
        request, "contacts/contact.html", sight, "contact.see", contact=found, passages=passages,
        versions=[] if passages.is_kept_out else earlier, written_at=newest.at,
        may_write=_may_change(request, sight, found),
        moves=moves_of(found), may_move=may_move(actor, found) and _may_change(request, sight, found),
        may_lift={each.pk for each in passages.read if may_lift(actor, each)},
        may_countersign=found.waits_for_countersign and found.writer.supervisor_id == actor.post_id,
        is_planned=found.state == Note.State.PLANNED,
    )  # fmt: skip


def _may_change(request: HttpRequest, sight: Sight, contact: Contact) -> bool:
    actor = actor_of(request)
    return writes_for(actor, sight) and contact.service_id == actor.service_id


def _cases(request: HttpRequest, sight: Sight) -> list[Case]:
    return queries.cases_to_write_in(actor_of(request), sight.child_id) if sight.sees(OWN) else []
