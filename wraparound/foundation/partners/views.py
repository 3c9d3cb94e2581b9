"""Pages of agencies: the list, one agency with all that belongs to it, and the forms that change it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from wraparound.foundation.accounts.queries import agreements_of
from wraparound.foundation.accounts.rules import Actor, May
from wraparound.foundation.agencies import queries
from wraparound.foundation.agencies.models import Agency
from wraparound.foundation.partners import forms, services
from wraparound.foundation.places.editing import RecordForm, edit
from wraparound.foundation.ui.pages import signed_in
from wraparound.foundation.ui.questions import answers

DATED = {
    "place": ("The last day in this place", queries.places_of),
    "membership": ("The last day of this membership", queries.memberships_of),
    "agreement": ("The last day of this agreement", agreements_of),
}


@signed_in(May.ADMINISTER)
def agencies(request: HttpRequest) -> HttpResponse:
    """Show the agencies, narrowed by words and kind."""
    form = forms.FindForm(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    page = Paginator(queries.agencies_narrowed(**asked), 25).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "undecided": queries.undecided_successions().count()}
    return render(request, "partners/agencies.html", context | {"narrowed": any(asked.values())})


@signed_in(May.ADMINISTER)
def agency(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one agency with all that belongs to it."""
    found = _agency(pk)
    context = {
        "agency": found,
        "codes": found.codes.order_by("scheme", "value"),
        "services": queries.services_of(found),
        "teams": queries.teams_of(found),
        "places": queries.places_of(found),
        "memberships": queries.memberships_of(found),
        "agreements": agreements_of(found),
        "successions": queries.successions_of(found),
        "today": timezone.localdate(),
    }
    return render(request, "partners/agency.html", context)


@signed_in(May.ADMINISTER)
def save_agency(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Add or change an agency."""
    found = _agency(pk) if pk else None

    def save(version: int, values: dict[str, Any]) -> None:
        services.save_agency(agency=found, version=version, values=values, **_by(request))

    form = forms.AgencyForm(answers(request), record=found)
    back = reverse("partners:agency", args=[pk]) if pk else reverse("partners:agencies")
    return edit(request, form=form, save=save, title=found.name if found else "Add an agency", back_url=back)


@signed_in(May.ADMINISTER)
def service(request: HttpRequest, pk: int, service_pk: int | None = None) -> HttpResponse:
    """Add or change a service."""
    found = _agency(pk)
    record = get_object_or_404(queries.services_of(found), pk=service_pk) if service_pk else None

    def save(version: int, values: dict[str, Any]) -> None:
        services.save_service(service=record, agency=found, version=version, values=values, **_by(request))

    form = forms.ServiceForm(answers(request), record=record, initial={"population": "none"})
    return _edit(request, found, form, save, record.name if record else "Add a service")


@signed_in(May.ADMINISTER)
def team(request: HttpRequest, pk: int, team_pk: int | None = None) -> HttpResponse:
    """Add or change a team."""
    found = _agency(pk)
    record = get_object_or_404(queries.teams_of(found), pk=team_pk) if team_pk else None

    def save(version: int, values: dict[str, Any]) -> None:
        services.save_team(team=record, agency=found, version=version, values=values, **_by(request))

    form = forms.TeamForm(answers(request), record=record)
    return _edit(request, found, form, save, record.name if record else "Add a team")


@signed_in(May.ADMINISTER)
def add_code(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a code that feeds know the agency by."""
    found = _agency(pk)

    def save(version: int, values: dict[str, Any]) -> None:
        services.add_code(agency=found, **values, **_by(request))

    return _edit(request, found, forms.CodeForm(answers(request)), save, "Add another code or name")


@signed_in(May.ADMINISTER)
@require_POST
def remove_code(request: HttpRequest, pk: int, code_pk: int) -> HttpResponse:
    """Take a code away."""
    if code := _agency(pk).codes.filter(pk=code_pk).first():
        services.remove_code(code=code, **_by(request))
        messages.success(request, f"{code} was removed.")
    return redirect("partners:agency", pk)


@signed_in(May.ADMINISTER)
def add_place(request: HttpRequest, pk: int) -> HttpResponse:
    """Say where an agency serves."""
    return _add_dated(request, pk, forms.PlaceForm(answers(request)), services.add_place, "Where it serves")


@signed_in(May.ADMINISTER)
def add_agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a signed sharing agreement on record."""
    form = forms.AgreementForm(answers(request))
    return _add_dated(request, pk, form, services.add_agreement, "The sharing agreement")


@signed_in(May.ADMINISTER)
def add_membership(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an agency accede to an umbrella body."""
    found = _agency(pk)

    def save(version: int, values: dict[str, Any]) -> None:
        services.add_membership(member=found, **values, **_by(request))

    return _edit(request, found, forms.MembershipForm(answers(request)), save, "Join an umbrella body")


@signed_in(May.ADMINISTER)
def end(request: HttpRequest, pk: int, kind: str, row_pk: int) -> HttpResponse:
    """End a place, a membership or an agreement."""
    found = _agency(pk)
    if kind not in DATED:
        raise Http404
    title, rows = DATED[kind]
    row = get_object_or_404(rows(found), pk=row_pk)

    def save(version: int, values: dict[str, Any]) -> None:
        services.end_dated(row=row, **values, **_by(request))  # type: ignore[arg-type]

    return _edit(request, found, forms.EndForm(answers(request)), save, title)


def _add_dated(request: HttpRequest, pk: int, form: RecordForm, add: Any, title: str) -> HttpResponse:
    found = _agency(pk)

    def save(version: int, values: dict[str, Any]) -> None:
        add(agency=found, **values, **_by(request))

    return _edit(request, found, form, save, title)


def _edit(request: HttpRequest, found: Agency, form: Any, save: Any, title: str) -> HttpResponse:
    back = reverse("partners:agency", args=[found.pk])
    return edit(request, form=form, save=save, title=title, intro=found.name, back_url=back)


def _agency(pk: int) -> Agency:
    return get_object_or_404(queries.agencies(), pk=pk)


def _by(request: HttpRequest) -> dict[str, Any]:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return {"actor": actor, "now": actor.now}
