"""Services as professionals see them: search, one service, and what its team says of it."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from wraparound.delivery.directory.models import Listing
from wraparound.delivery.enquiries import finding, forms, queries, search_forms, services, showing
from wraparound.delivery.enquiries.rules import check_may_say, keeps, works_at
from wraparound.foundation.accounts.rules import Actor, Denied, May
from wraparound.foundation.places.editing import edit
from wraparound.foundation.ui.pages import signed_in
from wraparound.foundation.ui.questions import answers


@signed_in()
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Find services, also those that only professionals find, by what the public does not see of them."""
    actor = _actor(request)
    form = search_forms.SearchForm(search_forms.searched(request.GET))
    wanted = form.wanted()
    result = finding.answer(wanted, page=request.GET.get("page"), now=actor.now)
    context = {"form": form, "answer": result, "narrowed": wanted != search_forms.EVERYTHING}
    return render(request, "enquiries/search.html", context)


@signed_in()
@require_safe
def service(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show one service with what the public does not see."""
    actor, listing = _actor(request), _listing(public_id)
    today = timezone.localdate(actor.now)
    may_say = works_at(actor, listing) or keeps(actor, listing)
    context = {
        "listing": listing, "said": showing.said_of([listing], today=today)[listing.pk],
        "shown": finding.shown(listing), "say_url": may_say and _address("say_places", listing),
        "refer_url": may_say and reverse("upkeep:referral", args=[public_id]),
        "may_hold": May.WORK in actor.may,
        "holds": list(queries.holds_at(listing, today=today)) if works_at(actor, listing) else None,
    }  # fmt: skip
    return render(request, "enquiries/service.html", context)


@signed_in()
def say_places(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say how long families wait and how many places are free."""
    listing, said = _mine(request, public_id)

    def save(version: int, values: dict[str, Any]) -> None:
        services.say_places(listing=listing, version=version, **values, **_by(request))

    form = forms.SayForm(answers(request), record=said)
    return _edit(request, listing, form, save, "Wait and places")


def _address(name: str, listing: Listing) -> str:
    return reverse(f"enquiries:{name}", args=[listing.public_id])


def _edit(request: HttpRequest, listing: Listing, form: Any, save: Any, title: str) -> HttpResponse:
    back = _address("service", listing)
    return edit(request, form=form, save=save, title=title, intro=listing.name, back_url=back)


def _mine(request: HttpRequest, public_id: uuid.UUID) -> tuple[Listing, Any]:
    """Return a service of which the actor may say something; one of others is as missing."""
    listing = _listing(public_id)
    try:
        check_may_say(_actor(request), listing)
    except Denied as denied:
        raise Http404 from denied
    return listing, queries.for_professionals([listing.pk]).get(listing.pk)


def _listing(public_id: uuid.UUID) -> Listing:
    found = queries.listing(public_id)
    if found is None:
        raise Http404
    return found


def _actor(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined, no-any-return]


def _by(request: HttpRequest) -> dict[str, Any]:
    actor = _actor(request)
    return {"actor": actor, "now": actor.now}
