"""Saying where one lives; keeping people from a record."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from wraparound.foundation.accounts.rules import Actor, Denied, May
from wraparound.foundation.audit import services as audit
from wraparound.foundation.ui.pages import child_page, signed_in
from wraparound.foundation.ui.questions import answers
from wraparound.outcomes.access.models import Block
from wraparound.outcomes.children.models import Child
from wraparound.outcomes.kin import queries, services
from wraparound.outcomes.kin.forms import HomeForm, KeepOutForm, LetInForm


@signed_in()
def my_home(request: HttpRequest) -> HttpResponse:
    """Ask where the person lives, so that they are asked before they open their own family."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    home = queries.home_of(actor)
    posted = answers(request)
    form = HomeForm(posted, initial={"postcode": home.postcode if home else ""})
    if form.is_valid():
        services.declare_home(**form.cleaned_data, actor=actor, now=actor.now)
        messages.success(request, "Your home postcode is kept. Nobody else sees it.")
        return redirect("home")
    return render(request, "kin/my_home.html", {"form": form})


@child_page(May.SETTLE)
def kept_out(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show who is kept from a child, and keep out one more."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    child = _child(request, public_id)
    form = KeepOutForm(answers(request))
    if form.is_valid():
        try:
            return _keep_out(request, child, form.cleaned_data)
        except Denied as denied:
            form.add_error("team" if form.cleaned_data["team"] else "email", denied.reason)
    context = {"child": child, "blocks": list(queries.blocks_on(child, actor)), "form": form}
    reply = render(request, "kin/kept_out.html", context)
    audit.record_looks(verb="block.see", now=actor.now, actor=actor, child_ids=[child.pk])
    return reply


@child_page(May.SETTLE)
@require_POST
def let_in(request: HttpRequest, public_id: uuid.UUID, block: uuid.UUID) -> HttpResponse:
    """End a block."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    ending = queries.blocks_on(_child(request, public_id), actor).filter(public_id=block).first()
    if ending is not None:
        services.let_in(block=ending, actor=actor, now=actor.now)
        messages.success(request, "Ended.")
    return redirect("kin:kept_out", public_id=public_id)


@child_page(May.SEARCH)
def kept_to_us(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask the manager of the one team that keeps a record whether others may see it again."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    child = _child(request, public_id)
    block = queries.kept_to_own_team(actor, child.pk)
    if block is None:
        audit.record_denial(verb="block.see", now=actor.now, actor=actor, child_id=child.pk)
        raise Http404
    form = LetInForm(answers(request))
    if form.is_valid():
        services.let_in(block=block, actor=actor, now=actor.now)
        messages.success(request, "The record is kept to your team no longer.")
        return redirect("home")
    reply = render(request, "kin/kept_to_us.html", {"form": form, "child": child, "kept": block})
    audit.record_looks(verb="block.see", now=actor.now, actor=actor, child_ids=[child.pk])
    return reply


def _keep_out(request: HttpRequest, child: Child, asked: dict[str, Any]) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    given: dict[str, Any] = {"child": child, "user_id": asked["user"].pk, "actor": actor, "now": actor.now}
    if asked["kind"] == Block.Kind.STAFF_FAMILY:
        services.keep_to_team(**given, team_id=asked["team"].pk)
        messages.success(request, f"Kept to {asked['team']}. For everyone else the record is missing.")
        return redirect("home")
    services.keep_out(**given, kind=asked["kind"])
    messages.success(request, "Kept out. They are not told.")
    return redirect("kin:kept_out", public_id=child.public_id)


def _child(request: HttpRequest, public_id: uuid.UUID) -> Child:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    child = queries.blockable(actor, public_id)
    if child is None:
        audit.record_denial(verb="block.see", now=actor.now, actor=actor, child_id=None)
        raise Http404
    return child
