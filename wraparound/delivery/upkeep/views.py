"""Work lists of editors and approvers, one edit with both texts, confirming, what is different now."""

import uuid
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
from wraparound.delivery.upkeep import forms, queries, services, trees
from wraparound.delivery.upkeep.models import Edit
from wraparound.delivery.upkeep.rules import writes
from wraparound.delivery.upkeep.showing import Shown, shown_of
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


@signed_in()
def edit(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show what an edit changes; an approver who did not write it decides."""
    actor, found, status, changed = actor_of(request), edit_of(request, public_id), 200, False
    today = timezone.localdate(actor.now)
    (shown,) = shown_of([found], today=today)
    decides = May.APPROVE_ENTRIES in actor.may and found.by.user_id != actor.user_id
    form = forms.DecideForm(answers(request), initial=_versions(shown)) if decides else None
    if request.method == "POST" and form and form.is_valid():
        try:
            services.decide(edit=found, **form.cleaned_data, actor=actor, now=actor.now)
        except Conflict:
            found, status, changed = edit_of(request, public_id), 409, True
            (shown,) = shown_of([found], today=today)
            form = forms.DecideForm(_with_versions(form, shown))
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
        "edit": found, "differences": shown.differences, "decides": decides and open_now,
        "form": form if form and (open_now or form.is_bound) else None, "writes": writes(actor, found),
        "changed": changed, "is_own": found.by.user_id == actor.user_id, "back_url": back_of(actor, found),
        "back_words": "Entries" if May.EDIT_ENTRIES in actor.may else "The service",
        "meanwhile": any(each.meanwhile for each in shown.differences),
        "was": "Is now" if open_now else "Was",
    }  # fmt: skip
    return render(request, "upkeep/edit.html", context, status=status)


@signed_in()
@require_POST
def withdraw(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take back an edit of one's own team."""
    actor, found = actor_of(request), edit_of(request, public_id)
    try:
        services.withdraw(edit=found, actor=actor, now=actor.now)
    except Denied as denied:
        messages.error(request, denied.reason)
    else:
        messages.success(request, "The edit is taken back.")
    return redirect(back_of(actor, found))


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


def back_of(actor: Actor, edit: Edit) -> str:
    """Return where somebody comes from to an edit: those who keep no entry, from the service."""
    if edit.listing and May.EDIT_ENTRIES not in actor.may:
        return reverse("enquiries:service", args=[edit.listing.public_id])
    return reverse("upkeep:entries")


def edit_of(request: HttpRequest, public_id: uuid.UUID) -> Edit:
    """Return an edit that the actor sees; raise Http404 for missing ones and others' alike."""
    found = queries.edit_seen_by(actor_of(request), public_id)
    if found is None:
        raise Http404
    return found


def _versions(shown: Shown) -> dict[str, Any]:
    stands = "" if shown.stands is None else shown.stands
    return {"version": shown.edit.version, "listing_version": stands}


def _with_versions(form: forms.DecideForm, shown: Shown) -> Any:
    """Return what was typed with the versions that stand now, so that the next press decides on those."""
    data = form.data.copy()  # type: ignore[attr-defined]
    for name, value in _versions(shown).items():
        data[name] = str(value)
    return data
