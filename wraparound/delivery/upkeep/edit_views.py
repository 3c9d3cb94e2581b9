"""Writing an edit: changing an entry, proposing a new one, saying that one has gone."""

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from wraparound.delivery.directory.content import Content, OrganisationContent
from wraparound.delivery.directory.rules import Refused
from wraparound.delivery.upkeep import comparing, forms, part_forms, queries, services, trees
from wraparound.delivery.upkeep.models import Edit
from wraparound.delivery.upkeep.rules import writes
from wraparound.delivery.upkeep.views import actor_of, entry
from wraparound.foundation.accounts.rules import Denied, May
from wraparound.foundation.audit.changes import Conflict
from wraparound.foundation.ui.pages import signed_in
from wraparound.foundation.ui.parts import Agreement, Compared
from wraparound.foundation.ui.questions import answers

EMPTY = Content(name="", organisation=OrganisationContent(name=""))
Save = Callable[[Content, dict[str, Any]], Edit]


@signed_in(May.EDIT_ENTRIES)
def change(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Propose what an entry shall say; where an edit of it is open, that is changed."""
    actor, listing = actor_of(request), entry(request, public_id)
    standing = queries.open_edit(listing)
    base = trees.content_from(standing.proposed) if standing else queries.content_now(listing)
    version = f"{standing.version if standing else 0} {listing.version}"

    def save(content: Content, asked: dict[str, Any]) -> Edit:
        edit_version, listing_version = asked["versions"]
        return services.propose_change(
            listing=listing, content=content, why=asked["why"], key=asked["key"], version=edit_version,
            listing_version=listing_version, actor=actor, now=actor.now,
        )  # fmt: skip

    return _page(request, base, save, title=f"Change: {listing.name}", version=version, standing=standing)


@signed_in(May.EDIT_ENTRIES)
def new(request: HttpRequest) -> HttpResponse:
    """Propose a new entry."""
    return _new(request, EMPTY, None, "Propose a new entry")


@signed_in()
def rewrite(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Go on with an edit that waits or was sent back."""
    actor = actor_of(request)
    found = queries.edit_seen_by(actor, public_id)
    if found is None or not writes(actor, found):
        raise Http404
    if found.listing:
        name = "upkeep:referral" if found.kind == Edit.Kind.REFERRAL else "upkeep:change"
        return redirect(name, found.listing.public_id)
    return _new(request, trees.content_from(found.proposed), found, "Go on with a new entry")


@signed_in(May.EDIT_ENTRIES)
def gone(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Propose that a service has gone for good."""
    actor, listing, form = actor_of(request), entry(request, public_id), forms.GoneForm(answers(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = services.propose_gone(listing=listing, **form.cleaned_data, actor=actor, now=actor.now)
        except Denied as denied:
            form.add_error(None, denied.reason)
        else:
            messages.success(request, "It waits for approval. Families find it until then.")
            return redirect("upkeep:edit", made.public_id)
    context = {
        "form": form, "title": "It has gone for good", "intro": listing.name, "button": "Propose it",
        "back_url": reverse("upkeep:entries"),
    }  # fmt: skip
    return render(request, "ui/form_page.html", context)


def _new(request: HttpRequest, base: Content, found: Edit | None, title: str) -> HttpResponse:
    actor = actor_of(request)

    def save(content: Content, asked: dict[str, Any]) -> Edit:
        return services.propose_new(
            content=content, why=asked["why"], key=asked["key"], edit=found, version=asked["versions"][0],
            actor=actor, now=actor.now,
        )  # fmt: skip

    return _page(
        request, base, save, title=title, version=f"{found.version if found else 0} 0", standing=found
    )


def _page(
    request: HttpRequest, base: Content, save: Save, *, title: str, version: str, standing: Edit | None
) -> HttpResponse:
    actor, data, status = actor_of(request), answers(request), 200
    theirs: list[Compared] = []
    form = forms.EntryForm(
        data, asks_owner=May.APPROVE_ENTRIES in actor.may,
        initial={**forms.as_initial(base), "version": version, "why": standing.why if standing else ""},
    )  # fmt: skip
    parts = part_forms.forms_of(base, data)
    rows = [row for kind in parts.values() for row in kind]
    if data is not None and all([form.is_valid(), *(row.is_valid() for row in rows)]):
        content = None
        try:
            content = part_forms.content_of(base, form, parts)
            made = save(content, form.cleaned_data)
        except Conflict as conflict:
            status, theirs = 409, _compared(conflict, content, timezone.localdate(actor.now))
            form.carry(version)
        except Refused as refused:
            _point_at(form, refused)
        except ValidationError as wrong:
            form.add_error(None, wrong)
        except Denied as denied:
            form.add_error(None, denied.reason)
        else:
            messages.success(request, "It waits for approval. You are told what is decided.")
            return redirect("upkeep:edit", made.public_id)
    context = {
        "form": form, "parts": [(name, part_forms.KINDS[name][0], kind) for name, kind in parts.items()],
        "title": title, "standing": standing, "theirs": theirs,
        **{f"row_{at}": row for at, row in enumerate(rows)},
    }  # fmt: skip
    return render(request, "upkeep/entry_form.html", context, status=status)


def _compared(conflict: Conflict, content: Content | None, today: date) -> list[Compared]:
    """Return what somebody else wrote beside what was typed, where they differ."""
    stands = conflict.current
    if content is None or not isinstance(stands, Edit):
        return []
    theirs = trees.content_from(stands.proposed)
    names = queries.names_of([theirs, content], on=today)
    return [
        Compared(each.label, each.now, each.will, Agreement.DIFFERS)
        for each in comparing.differences(theirs, theirs, content, names)
    ]


def _point_at(form: forms.EntryForm, refused: Refused) -> None:
    """Say at the question what cannot be kept; at the top where the question is a row."""
    first = refused.field.split(".")[0]
    if first in form.fields:
        form.add_error(first, refused.words)
    else:
        form.add_error(None, f"{trees.changed_labels([refused.field])}: {refused.words}")
