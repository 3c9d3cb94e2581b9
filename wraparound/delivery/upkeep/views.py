"""Work lists of editors and approvers, one edit with both texts, confirming, what is different now."""

import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from wraparound.delivery.directory.models import Listing
from wraparound.delivery.directory.rules import Refused
from wraparound.delivery.upkeep import comparing, forms, queries, services, trees
from wraparound.delivery.upkeep.models import Edit
from wraparound.delivery.upkeep.rules import writes
from wraparound.foundation.accounts.rules import Actor, Denied, May
from wraparound.foundation.audit.changes import Conflict
from wraparound.foundation.places.editing import edit as edit_page
from wraparound.foundation.ui.pages import signed_in
from wraparound.foundation.ui.questions import answers

A_PAGE = 25


@signed_in(May.EDIT_ENTRIES)
@require_safe
def entries(request: HttpRequest) -> HttpResponse:
    """Show what the actor keeps: edits sent back and waiting, then entries, the stalest first."""
    actor, form = actor_of(request), forms.ListForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    words, stale = asked.get("words", ""), bool(asked.get("stale"))
    page = Paginator(queries.stalest_first(actor, words=words, stale_only=stale), A_PAGE).get_page(
        request.GET.get("page")
    )
    today = timezone.localdate(actor.now)
    context = {
        "form": form, "page": page, "rows": queries.kept_rows(page, today=today),
        "edits": queries.edits_of(actor), "narrowed": bool(words or stale),
        "may_approve": May.APPROVE_ENTRIES in actor.may, "waiting": queries.waiting().count(),
    }  # fmt: skip
    return render(request, "upkeep/entries.html", context)


@signed_in(May.APPROVE_ENTRIES)
@require_safe
def approvals(request: HttpRequest) -> HttpResponse:
    """Show the edits that wait for approval, the longest waiting first."""
    page = Paginator(queries.waiting(), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "upkeep/approvals.html", {"page": page, "me": actor_of(request).user_id})


@signed_in(May.EDIT_ENTRIES)
def edit(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show an edit field by field; an approver who did not write it decides."""
    actor, found, status, changed = actor_of(request), _edit(request, public_id), 200, False
    decides = May.APPROVE_ENTRIES in actor.may and found.by.user_id != actor.user_id
    form = forms.DecideForm(answers(request), initial=_versions(found)) if decides else None
    if request.method == "POST" and form and form.is_valid():
        try:
            services.decide(edit=found, **form.cleaned_data, actor=actor, now=actor.now)
        except Conflict:
            found, status, changed = _edit(request, public_id), 409, True
            form = forms.DecideForm(_with_versions(form, found))
            form.is_valid()
        except Refused as refused:
            form.add_error(None, f"{trees.changed_labels([refused.field])}: {refused.words}")
        except Denied as denied:
            form.add_error(None, denied.reason)
        else:
            messages.success(request, f"Decided: {found.proposed.get('name', 'the entry')}.")
            return redirect("upkeep:approvals")
    open_now = found.state == Edit.State.WAITING
    context = {
        "edit": found, "differences": _differences(found, timezone.localdate(actor.now)),
        "decides": decides and open_now,
        "form": form if form and (open_now or form.is_bound) else None, "writes": writes(actor, found),
        "changed": changed, "is_own": found.by.user_id == actor.user_id,
    }  # fmt: skip
    return render(request, "upkeep/edit.html", context, status=status)


@signed_in(May.EDIT_ENTRIES)
@require_POST
def withdraw(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take back an edit of one's own team."""
    actor = actor_of(request)
    try:
        services.withdraw(edit=_edit(request, public_id), actor=actor, now=actor.now)
    except Denied as denied:
        messages.error(request, denied.reason)
    else:
        messages.success(request, "The edit is taken back.")
    return redirect("upkeep:entries")


@signed_in(May.EDIT_ENTRIES)
@require_POST
def still_true(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Confirm an entry by one press."""
    actor, listing = actor_of(request), entry(request, public_id)
    services.still_true(listing=listing, actor=actor, now=actor.now)
    messages.success(request, f"Confirmed: {listing.name}.")
    return redirect("upkeep:entries")


@signed_in(May.EDIT_ENTRIES)
def alert(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say what is different just now."""
    actor, listing = actor_of(request), entry(request, public_id)
    form = forms.AlertForm(answers(request), record=listing)

    def save(version: int, values: dict[str, Any]) -> None:
        try:
            services.say_alert(listing=listing, version=version, actor=actor, now=actor.now, **values)
        except Refused as refused:
            raise Denied(refused.words) from refused

    title, back = "What is different just now", reverse("upkeep:entries")
    return edit_page(request, form=form, save=save, title=title, intro=listing.name, back_url=back)


def actor_of(request: HttpRequest) -> Actor:
    """Return who is acting."""
    return request.actor  # type: ignore[attr-defined, no-any-return]


def entry(request: HttpRequest, public_id: uuid.UUID) -> Listing:
    """Return an entry that the actor keeps; raise Http404 for missing ones and others' alike."""
    found = queries.own_entry(actor_of(request), public_id)
    if found is None:
        raise Http404
    return found


def _edit(request: HttpRequest, public_id: uuid.UUID) -> Edit:
    found = queries.edit_seen_by(actor_of(request), public_id)
    if found is None:
        raise Http404
    return found


def _versions(found: Edit) -> dict[str, Any]:
    return {"version": found.version, "listing_version": found.listing.version if found.listing else ""}


def _with_versions(form: forms.DecideForm, found: Edit) -> Any:
    """Return what was typed with the versions that stand now, so that the next press decides on those."""
    data = form.data.copy()  # type: ignore[attr-defined]
    for name, value in _versions(found).items():
        data[name] = str(value)
    return data


def _differences(found: Edit, today: date) -> list[comparing.Difference]:
    proposed = trees.content_from(found.proposed)
    if found.listing is None or found.kind == Edit.Kind.NEW:
        return comparing.differences(None, None, proposed, queries.names_of([proposed], on=today))
    base = trees.content_from(found.base)
    now = queries.content_now(found.listing) if found.state in Edit.OPEN else base
    return comparing.differences(base, now, proposed, queries.names_of([base, now, proposed], on=today))
