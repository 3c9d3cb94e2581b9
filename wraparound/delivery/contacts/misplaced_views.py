"""Moving a note that was written on the wrong child: whose it is, whether it is that child, then the move."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from wraparound.delivery.contacts import misplaced, queries
from wraparound.delivery.contacts.misplaced_forms import MoveNoteForm, RightChildForm
from wraparound.delivery.contacts.models import Contact
from wraparound.delivery.contacts.pages import (
    actor_of,
    case_choices,
    child_to_write,
    chosen,
    contact_seen,
    look,
    page_of_child,
    refuse,
)
from wraparound.delivery.contacts.rules import writes_for
from wraparound.foundation.accounts.rules import Denied, May
from wraparound.foundation.audit import services as audit
from wraparound.foundation.audit.changes import Conflict
from wraparound.foundation.ui.pages import child_page
from wraparound.foundation.ui.questions import answers
from wraparound.outcomes.access.categories import OWN
from wraparound.outcomes.access.queries import sight as sight_of_child
from wraparound.outcomes.access.rules import Sight
from wraparound.outcomes.card.bar import bar_of
from wraparound.outcomes.card.queries import child_key

CHANGED = "Somebody changed this note meanwhile. Go back and look at it first."
NOBODY = "We found no child with that number whose notes your service keeps"


@child_page(May.WORK)
def wrong_child(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Move a note to the child that it is about."""
    actor, contact = actor_of(request), contact_seen(request, public_id, "contact.writing")
    sight = child_to_write(request, contact.child.public_id)
    if not misplaced.may_move(actor, contact):
        refuse(request, "contact.writing", contact.child_id)
    if request.method == "POST" and "right" in request.POST:
        return _move(request, contact, sight)
    offered, children = queries.own_children(actor, but=contact.child_id)
    initial = {"version": contact.version}
    form = RightChildForm(answers(request), initial=initial, children=children)
    if form.is_valid():
        right = _right(request, form.cleaned_data)
        if right is not None:
            got = form.cleaned_data
            given = {name: got[name] for name in ("key", "version", "why")} | {
                "right": queries.child_with(right.child_id).public_id
            }
            return _ask(request, contact, sight, right, initial=given)
        form.add_error("among" if form.cleaned_data["among"] else "number", NOBODY)
    look(request, "contact.writing", offered)
    return page_of_child(
        request, "contacts/plan.html", sight, "contact.writing", form=form, button="Go on",
        title="A note about another child", back_url=reverse("contacts:contact", args=[public_id]),
        intro=(
            "The note goes to the right child’s record with its earlier texts, its line of the chronology "
            "and what is kept apart. Here stays a mark that a note was moved, without a word of it."
        ),
    )  # fmt: skip


def _right(request: HttpRequest, got: dict[str, Any]) -> Sight | None:
    """Return the sight of the child that was meant, if the actor's service keeps notes of it."""
    actor = actor_of(request)
    public_id = uuid.UUID(got["among"]) if got["among"] else queries.public_id_of(got["number"])
    seen = sight_of_child(actor, public_id)
    if seen is not None and writes_for(actor, seen):
        return seen
    audit.record_denial(verb="contact.writing", now=actor.now, actor=actor, child_id=child_key(public_id))
    return None


def _move(request: HttpRequest, contact: Contact, sight: Sight) -> HttpResponse:
    actor = actor_of(request)
    try:
        right = child_to_write(request, uuid.UUID(request.POST["right"]))
    except ValueError:
        refuse(request, "contact.writing", None)
    cases = queries.cases_to_write_in(actor, right.child_id) if right.sees(OWN) else []
    form = MoveNoteForm(request.POST, cases=case_choices(cases))
    if not form.is_valid():
        return _ask(request, contact, sight, right, form=form)
    got = form.cleaned_data
    try:
        misplaced.move_to_the_right_child(
            contact=contact, child=queries.child_with(right.child_id), case=chosen(got, cases),
            why=got["why"], version=got["version"] or 0, actor=actor, now=actor.now, key=got["key"],
        )  # fmt: skip
    except Conflict:
        form.add_error(None, CHANGED)
    except Denied as refused:
        form.add_error(None, refused.reason)
    else:
        messages.success(request, "The note is moved to this child.")
        return redirect("contacts:contact", contact.public_id)
    return _ask(request, contact, sight, right, form=form)


def _ask(
    request: HttpRequest, contact: Contact, sight: Sight, right: Sight, *, form: MoveNoteForm | None = None,
    initial: dict[str, Any] | None = None,
) -> HttpResponse:  # fmt: skip
    """Show the right child beside the note: whether it is that one, and which work it is part of."""
    actor = actor_of(request)
    cases = queries.cases_to_write_in(actor, right.child_id) if right.sees(OWN) else []
    if form is None:
        first = {"case": str(cases[0].public_id) if cases else ""}
        form = MoveNoteForm(initial=(initial or {}) | first, cases=case_choices(cases))
    reply = render(
        request, "contacts/wrong_child.html",
        {
            "bar": bar_of(actor, sight, actor.now), "right": bar_of(actor, right, actor.now), "form": form,
            "contact": contact, "back_url": reverse("contacts:wrong_child", args=[contact.public_id]),
        },
    )  # fmt: skip
    look(request, "contact.writing", [sight.child_id, right.child_id])
    return reply
