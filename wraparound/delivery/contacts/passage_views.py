"""Keeping a passage of a note apart, and letting it be read again."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from wraparound.delivery.contacts import passages
from wraparound.delivery.contacts.pages import (
    actor_of,
    child_to_write,
    contact_seen,
    page_of_child,
    refuse,
)
from wraparound.delivery.contacts.passage_forms import KeepApartForm, LiftForm
from wraparound.foundation.accounts.rules import Denied, May
from wraparound.foundation.ui.pages import child_page
from wraparound.foundation.ui.questions import answers


@child_page(May.WORK)
def keep_apart(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Mark a passage of a note as restricted."""
    actor, contact = actor_of(request), contact_seen(request, public_id, "contact.writing")
    sight = child_to_write(request, contact.child.public_id)
    form = KeepApartForm(answers(request))
    if form.is_valid():
        got = form.cleaned_data
        try:
            passages.keep_apart(
                contact=contact, kind=got["kind"], words=got["words"], why=got["why"],
                kept_from=got.get("kept_from") or "", user=got["user"], key=got["key"], actor=actor,
                now=actor.now,
            )  # fmt: skip
            messages.success(request, "The passage is kept apart.")
            return redirect("contacts:contact", public_id)
        except Denied as refused:
            form.add_error(None, refused.reason)
    intro = (
        "It then stands beside the note, not in its text, nor in a list or a print. Whoever must not read it "
        "sees neither the passage nor that there is one."
    )
    return page_of_child(
        request, "contacts/keep_apart.html", sight, "contact.writing", form=form, contact=contact,
        title="Keep a passage apart", button="Keep it apart", intro=intro,
        back_url=reverse("contacts:contact", args=[public_id]),
    )  # fmt: skip


@child_page(May.WORK)
def lift(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Let everybody who reads the note read a passage again."""
    actor, passage = actor_of(request), passages.passage_of(public_id)
    if passage is None:
        refuse(request, "contact.writing", None)
    contact = contact_seen(request, passage.contact.public_id, "contact.writing")
    if not passages.may_lift(actor, passage):
        refuse(request, "contact.writing", contact.child_id)
    sight = child_to_write(request, contact.child.public_id)
    form = LiftForm(answers(request))
    if form.is_valid():
        try:
            passages.lift(passage=passage, because=form.cleaned_data["because"], actor=actor, now=actor.now)
            messages.success(request, "The passage is not kept apart any more.")
            return redirect("contacts:contact", contact.public_id)
        except Denied as refused:
            form.add_error(None, refused.reason)
    return page_of_child(
        request, "contacts/lift.html", sight, "contact.writing", form=form, passage=passage,
        title="Stop keeping a passage apart", button="Stop keeping it apart", intro="",
        back_url=reverse("contacts:contact", args=[contact.public_id]),
    )  # fmt: skip
