"""Pages of what becomes of agencies: saying it, and deciding what follows."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from wraparound.foundation.accounts.queries import names_of
from wraparound.foundation.accounts.rules import May
from wraparound.foundation.agencies import queries
from wraparound.foundation.partners import forms, services
from wraparound.foundation.places.editing import edit
from wraparound.foundation.ui.pages import signed_in
from wraparound.foundation.ui.questions import answers

A_PAGE = 25


@signed_in(May.ADMINISTER)
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what becomes of an agency on a day."""
    agency = get_object_or_404(queries.agencies(), pk=pk)

    def save(version: int, values: dict[str, Any]) -> None:
        services.record_succession(predecessor=agency, **values, **_by(request))

    form = forms.SuccessionForm(answers(request), agency=agency)
    return edit(
        request, form=form, save=save, title=f"What becomes of {agency}",
        back_url=reverse("partners:agency", args=[pk]),
        saved="This is on record. What it held waits for a decision in the queue.",
    )  # fmt: skip


@signed_in(May.ADMINISTER)
def queue(request: HttpRequest) -> HttpResponse:
    """Show the successions that wait for somebody's decision, and what was decided and done of others."""
    page = Paginator(queries.decided_successions(), A_PAGE).get_page(request.GET.get("page"))
    people = names_of(each.decided_by for each in page)
    decided = [(each, people.get(each.decided_by or 0, "")) for each in page]
    waiting = queries.undecided_successions()
    context = {"successions": waiting, "decided": decided, "page": page}
    return render(request, "partners/successions.html", context)


@signed_in(May.ADMINISTER)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether what an agency held follows or lapses."""
    succession = get_object_or_404(queries.successions(), pk=pk)

    def save(version: int, values: dict[str, Any]) -> None:
        services.decide_holdings(
            succession=succession, holdings=values["holdings"], teams=values["teams"], **_by(request)
        )

    return edit(
        request, form=forms.HoldingsForm(answers(request), succession=succession), save=save,
        title=str(succession), back_url=reverse("partners:successions"), button="Decide",
        intro="Nothing follows by itself: what its teams saw of children is passed on or not, as you decide.",
        saved="Your decision is on record and holds from the day.",
    )  # fmt: skip


def _by(request: HttpRequest) -> dict[str, Any]:
    actor = request.actor  # type: ignore[attr-defined]
    return {"actor": actor, "now": actor.now}
