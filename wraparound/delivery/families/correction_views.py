"""Saying that an entry is wrong, without signing in; and settling it, for the owner of the entry."""

from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from wraparound.delivery.directory import queries as directory
from wraparound.delivery.families import queries, services
from wraparound.delivery.families.forms import SettleForm, WrongForm
from wraparound.delivery.families.looking import errors_of
from wraparound.delivery.families.showing import Frame, Keep
from wraparound.foundation.accounts.rules import Actor, May
from wraparound.foundation.places.editing import edit
from wraparound.foundation.signin.rules import TooManyTries
from wraparound.foundation.ui.pages import public, signed_in
from wraparound.foundation.ui.questions import answers

A_PAGE = 25


@public
def wrong(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask what is wrong with an entry, and keep it."""
    frame, listing = Frame(request), directory.listing(public_id, professional=False)
    if listing is None:
        return frame.gone()
    form = WrongForm(answers(request), language=frame.language)
    status = 200
    if request.method == "POST" and form.is_valid():
        address = get_adapter().get_client_ip(request)
        try:
            services.tell_wrong(
                listing=listing, address=address, now=request.now, **form.cleaned_data,  # type: ignore[attr-defined]
            )  # fmt: skip
        except TooManyTries:
            form.add_error(None, frame.say["too_often"])
            status = 429
        else:
            return redirect(frame.address("received", public_id))
    context = {
        "form": form, "errors": errors_of(form), "name": frame.speaker.english(listing.name),
        "back_url": frame.address("service", public_id),
    }  # fmt: skip
    return frame.reply("families/wrong.html", context, keep=Keep.NOTHING, status=status)


@public
def received(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Say that it was received: the same whatever became of it."""
    frame = Frame(request)
    if directory.listing(public_id, professional=False) is None:
        return frame.gone()
    back = frame.address("service", public_id)
    return frame.reply("families/received.html", {"back_url": back}, keep=Keep.NOTHING)


@signed_in(May.EDIT_ENTRIES)
def corrections(request: HttpRequest) -> HttpResponse:
    """Show what people said is wrong with the entries that the actor answers for."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    settled = "settled" in request.GET
    rows = queries.settled(actor) if settled else queries.to_settle(actor)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "families/corrections.html", {"page": page, "settled": settled})


@signed_in(May.EDIT_ENTRIES)
def correction(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one message, and settle it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.correction_of(actor, public_id)
    if found is None:
        raise Http404

    def save(version: int, values: dict[str, Any]) -> None:
        services.settle(correction=found, version=version, actor=actor, now=actor.now, **values)

    form = SettleForm(answers(request), record=found)
    return edit(
        request, form=form, save=save, title="What somebody says is wrong",
        back_url=reverse("families:corrections"), saved="Settled.",
        template="families/correction.html", also={"correction": found},
    )  # fmt: skip
