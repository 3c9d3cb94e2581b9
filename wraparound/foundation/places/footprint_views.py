"""Pages of the places that services are planned for, and of the postcodes that lie in them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from wraparound.foundation.accounts.rules import May
from wraparound.foundation.area import queries
from wraparound.foundation.area.models import PostcodeLoad
from wraparound.foundation.places import services
from wraparound.foundation.places.editing import edit
from wraparound.foundation.places.forms import MEGABYTE, FileForm, FootprintForm, LevelForm, PostcodeForm
from wraparound.foundation.places.reading import start_load
from wraparound.foundation.ui.pages import signed_in
from wraparound.foundation.ui.questions import answers

COLUMNS = (
    "A CSV file whose first line names the columns code, name, level, parent, valid_from and valid_until."
)
LAYOUT = (
    "A postcode directory in one of the published column layouts (pcds, oslaua, osward, lsoa21 …), as CSV."
)


@signed_in(May.ADMINISTER)
def tree(request: HttpRequest) -> HttpResponse:
    """Show the footprints of today as a tree."""
    context = {"branches": queries.footprint_tree(on=timezone.localdate()), "levels": queries.levels()}
    return render(request, "places/footprints.html", context)


@signed_in(May.ADMINISTER)
def footprint(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Add, rename, move or end a footprint."""
    place = get_object_or_404(queries.footprints(), pk=pk) if pk else None

    def save(version: int, values: dict[str, Any]) -> None:
        services.save_footprint(footprint=place, version=version, values=values, **_by(request))

    form = FootprintForm(answers(request), record=place)
    title = f"Footprint: {place.name}" if place else "Add a footprint"
    return edit(request, form=form, save=save, title=title, back_url=reverse("places:footprints"))


@signed_in(May.ADMINISTER)
def level(request: HttpRequest) -> HttpResponse:
    """Add a level to the tree."""

    def save(version: int, values: dict[str, Any]) -> None:
        services.add_level(**values, **_by(request))

    form = LevelForm(answers(request))
    return edit(request, form=form, save=save, title="Add a level", back_url=reverse("places:footprints"))


@signed_in(May.ADMINISTER)
def load_footprints(request: HttpRequest) -> HttpResponse:
    """Load footprints from a file; a wrong line is named and nothing is changed."""
    form = FileForm(answers(request), request.FILES or None)

    def save(version: int, values: dict[str, Any]) -> None:
        text = values["file"].read().decode("utf-8-sig", errors="replace")
        services.import_footprints(lines=text.splitlines(), **_by(request))

    page: dict[str, Any] = {
        "title": "Load footprints",
        "back_url": reverse("places:footprints"),
        "button": "Load",
        "intro": COLUMNS,
    }
    try:
        return edit(request, form=form, save=save, saved="The footprints are loaded.", **page)
    except services.Unreadable as error:
        for words in error.lines[:20]:
            form.add_error("file", words)
        return render(request, "places/edit.html", {"form": form, "theirs": [], **page})


@signed_in(May.ADMINISTER)
def postcodes(request: HttpRequest) -> HttpResponse:
    """Look a postcode up, and show when directories were read."""
    form = PostcodeForm(request.GET if "postcode" in request.GET else None)
    typed = form.cleaned_data["postcode"] if form.is_valid() else ""
    context = {
        "form": form,
        "typed": typed,
        "place": queries.place_of(typed) if typed else None,
        "chain": queries.chain_of(typed) if typed else [],
        "count": queries.postcode_count(),
        "loads": queries.postcode_loads()[:10],
    }
    return render(request, "places/postcodes.html", context)


@signed_in(May.ADMINISTER)
def load_postcodes(request: HttpRequest) -> HttpResponse:
    """Take a postcode directory in and have it read in the background."""
    form = FileForm(answers(request), request.FILES or None, most=1500 * MEGABYTE)
    if request.method == "POST" and form.is_valid():
        load = start_load(upload=form.cleaned_data["file"], **_by(request))
        return redirect("places:postcode-load", load.pk)
    page = {
        "title": "Load postcodes",
        "back_url": reverse("places:postcodes"),
        "button": "Load",
        "intro": LAYOUT,
    }
    return render(request, "places/edit.html", {"form": form, "theirs": [], **page})


@signed_in(May.ADMINISTER)
def postcode_load(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far the reading of a directory is, and what it found."""
    load = get_object_or_404(queries.postcode_loads(), pk=pk)
    under_way = load.state in (PostcodeLoad.State.WAITING, PostcodeLoad.State.READING)
    if request.htmx and not under_way:  # type: ignore[attr-defined]
        return HttpResponse(headers={"HX-Refresh": "true"})
    template = "places/progress.html" if request.htmx else "places/postcode_load.html"  # type: ignore[attr-defined]
    context = {"load": load, "under_way": under_way, "refresh_seconds": 5 if under_way else 0}
    return render(
        request, template, context | {"kilobytes": (load.bytes_read // 1000, load.bytes_total // 1000)}
    )


def _by(request: HttpRequest) -> dict[str, Any]:
    actor = request.actor  # type: ignore[attr-defined]
    return {"actor": actor, "now": actor.now}
