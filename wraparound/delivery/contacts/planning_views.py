"""Planning a contact, moving it to another day, calling it off."""

import uuid
from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from wraparound.delivery.contacts import queries, services
from wraparound.delivery.contacts.forms import CallOffForm, MoveForm, PlanForm
from wraparound.delivery.contacts.models import Contact, Note
from wraparound.delivery.contacts.pages import (
    actor_of,
    case_choices,
    child_to_write,
    chosen,
    contact_seen,
    page_of_child,
    refuse,
)
from wraparound.delivery.contacts.rules import clock_words, said_by
from wraparound.foundation.accounts.rules import Denied, May
from wraparound.foundation.audit.changes import Conflict
from wraparound.foundation.ui.pages import child_page
from wraparound.foundation.ui.questions import answers
from wraparound.foundation.ui.rules import date_words
from wraparound.outcomes.access.categories import OWN

CHANGED = "Somebody changed this contact meanwhile. Go back and look at it first."


@child_page(May.WORK)
def plan(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Plan a contact with a child, of oneself or of a colleague."""
    actor, sight = actor_of(request), child_to_write(request, public_id)
    cases, posts = (
        queries.cases_to_write_in(actor, sight.child_id) if sight.sees(OWN) else [],
        queries.colleagues_of(actor),
    )
    mine = next((post for post in posts if post.pk == actor.post_id), None)
    initial = {
        "kind": Note.Kind.HOME_VISIT, "post": mine.public_id if mine else "",
        "case": str(cases[0].public_id) if cases else "",
    }  # fmt: skip
    form = PlanForm(answers(request), initial=initial, posts=posts, cases=case_choices(cases))
    if form.is_valid():
        got = form.cleaned_data
        try:
            services.plan_contact(
                child=queries.child_with(sight.child_id), planned_for=got["planned_for"], kind=got["kind"],
                post=got["post"], words=got["words"], case=chosen(got, cases), key=got["key"],
                actor=actor, now=actor.now,
            )  # fmt: skip
            messages.success(request, "The contact is planned.")
            return redirect("contacts:of_child", public_id)
        except Denied as refused:
            form.add_error(None, refused.reason)
    return page_of_child(
        request, "contacts/plan.html", sight, "contact.writing", form=form, title="Plan a contact",
        button="Plan it", back_url=reverse("contacts:of_child", args=[public_id]), intro="",
    )  # fmt: skip


@child_page(May.WORK)
def call_off(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Call off a planned contact."""
    actor, contact = actor_of(request), contact_seen(request, public_id, "contact.writing")
    sight = child_to_write(request, contact.child.public_id)
    form = CallOffForm(answers(request), initial={"version": contact.version})
    if form.is_valid():
        got = form.cleaned_data
        try:
            services.call_off(
                contact=contact, by_them=got["who"] == "them", words=got["words"],
                version=got["version"] or 0, key=got["key"], actor=actor, now=actor.now,
            )  # fmt: skip
            messages.success(request, "The contact is called off.")
            return redirect("contacts:diary")
        except Conflict:
            form.add_error(None, CHANGED)
        except Denied as refused:
            form.add_error(None, refused.reason)
    back = reverse("contacts:contact", args=[public_id])
    intro = f"{contact.get_kind_display()}, {when(contact)}"
    return page_of_child(
        request, "contacts/plan.html", sight, "contact.writing", form=form, title="Call a contact off",
        button="Call it off", back_url=back, intro=intro,
    )  # fmt: skip


@child_page(May.WORK)
def move(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Move a planned contact to another day, or plan it another way."""
    actor, contact = actor_of(request), contact_seen(request, public_id, "contact.writing")
    sight = child_to_write(request, contact.child.public_id)
    if contact.state != Note.State.PLANNED or contact.planned_for is None:
        refuse(request, "contact.writing", contact.child_id)
    planned = timezone.localtime(contact.planned_for)
    initial = {
        "version": contact.version, "kind": contact.kind, "day": date_words(planned),
        "at": clock_words(planned), "words": contact.words,
    }  # fmt: skip
    form = MoveForm(answers(request), initial=initial)
    if form.is_valid():
        got = form.cleaned_data
        said = replace(said_by(contact), planned_for=got["planned_for"], kind=got["kind"], words=got["words"])
        try:
            services.change_contact(
                contact=contact, said=said, version=got["version"] or 0, key=got["key"], actor=actor,
                now=actor.now,
            )  # fmt: skip
            messages.success(request, "The contact is moved.")
            return redirect("contacts:contact", public_id)
        except Conflict:
            form.add_error(None, CHANGED)
        except Denied as refused:
            form.add_error(None, refused.reason)
    return page_of_child(
        request, "contacts/plan.html", sight, "contact.writing", form=form, title="Move a contact",
        button="Move it", back_url=reverse("contacts:contact", args=[public_id]), intro=when(contact),
    )  # fmt: skip


def when(contact: Contact) -> str:
    """Say when a contact is planned for, or happened."""
    moment = timezone.localtime(contact.planned_for or contact.happened_at)
    return f"{moment:%A} {moment.day} {moment:%B at %H:%M}"
