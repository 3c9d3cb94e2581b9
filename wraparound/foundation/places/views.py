"""Pages of the area: who it is, whom to ring, what it has decided."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from wraparound.foundation.accounts.rules import Actor, May
from wraparound.foundation.area import queries
from wraparound.foundation.area.documents import DocumentError, kinds, write_toml
from wraparound.foundation.places import services
from wraparound.foundation.places.editing import edit
from wraparound.foundation.places.forms import AreaForm, DocumentForm, DutyNumberForm
from wraparound.foundation.ui.pages import signed_in
from wraparound.foundation.ui.questions import answers


@signed_in(May.ADMINISTER)
def area(request: HttpRequest) -> HttpResponse:
    """Show the area: its name and words, its numbers to ring, what it has decided."""
    context = {
        "numbers": queries.duty_numbers(),
        "kinds": kinds().values(),
        "level_count": queries.levels().count(),
        "footprint_count": queries.footprints(on=timezone.localdate()).count(),
        "postcode_count": queries.postcode_count(),
    }
    return render(request, "places/area.html", context)


@signed_in(May.ADMINISTER)
def change_area(request: HttpRequest) -> HttpResponse:
    """Name the area and choose the words of its pages."""
    the_area = queries.the_area()

    def save(version: int, values: dict[str, Any]) -> None:
        services.save_area(area=the_area, version=version, values=values, **_by(request))

    form = AreaForm(answers(request), record=the_area)
    return edit(request, form=form, save=save, title="The area", back_url=reverse("places:area"))


@signed_in(May.ADMINISTER)
def duty_number(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Add or change a number to ring."""
    the_area = queries.the_area()
    if the_area is None:
        return redirect("places:change-area")
    number = get_object_or_404(queries.duty_numbers(), pk=pk) if pk else None

    def save(version: int, values: dict[str, Any]) -> None:
        services.save_duty_number(
            number=number, area=the_area, version=version, values=values, **_by(request)
        )

    form = DutyNumberForm(answers(request), record=number)
    return edit(request, form=form, save=save, title="A number to ring", back_url=reverse("places:area"))


@signed_in(May.ADMINISTER)
@require_POST
def remove_number(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a number off every page."""
    if number := queries.duty_numbers().filter(pk=pk).first():
        services.remove_duty_number(number=number, **_by(request))
        messages.success(request, f"{number} is no longer shown.")
    return redirect("places:area")


@signed_in(May.ADMINISTER)
def decided(request: HttpRequest, kind: str) -> HttpResponse:
    """Show what the area decided of a kind: what holds now, what is to come, what held before."""
    found = kinds().get(kind)
    if found is None:
        raise Http404
    today = timezone.localdate()
    context = {
        "kind": found,
        "now": write_toml(_holding(kind)),
        "is_default": queries.configuration(kind, on=today) is None,
        "versions": [(each, write_toml(each.document)) for each in queries.configurations(kind)],
        "today": today,
    }
    return render(request, "places/decided.html", context)


@signed_in(May.ADMINISTER)
def decide(request: HttpRequest, kind: str) -> HttpResponse:
    """Ask for a new version of what the area decided, beginning with what holds now."""
    found = kinds().get(kind)
    if found is None:
        raise Http404
    form = DocumentForm(answers(request), initial={"text": write_toml(_holding(kind))})

    def save(version: int, values: dict[str, Any]) -> None:
        services.configure(kind=kind, **values, **_by(request))

    try:
        return edit(
            request, form=form, save=save, title=found.title, back_url=reverse("places:decided", args=[kind]),
            intro="What holds now is written below. Change what stands after each “=”. Write days as "
            "2026-12-24, several of them in square brackets: [2026-12-24, 2026-12-29].",
        )  # fmt: skip
    except DocumentError as error:
        for words in str(error).splitlines():
            form.add_error("text", words)
        context = {"form": form, "title": found.title, "intro": "", "button": "Save", "theirs": []}
        return render(
            request, "places/edit.html", context | {"back_url": reverse("places:decided", args=[kind])}
        )


def _holding(kind: str) -> dict[str, Any]:
    document = queries.configuration(kind, on=timezone.localdate())
    return document if document is not None else kinds()[kind].shipped().model_dump(mode="json")


def _by(request: HttpRequest) -> dict[str, Any]:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return {"actor": actor, "now": actor.now}
