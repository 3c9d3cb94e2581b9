"""Which team serves whom, for administrators: the links, what nobody serves, and clusters of schools."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from wraparound.delivery.universal import linking, served
from wraparound.delivery.universal.forms import ClusterForm, EndLinkForm, LinkForm
from wraparound.foundation.accounts.rules import Actor, Denied, May
from wraparound.foundation.area.queries import footprints
from wraparound.foundation.audit.changes import Taken
from wraparound.foundation.places.editing import edit
from wraparound.foundation.ui.pages import signed_in
from wraparound.foundation.ui.questions import answers


@signed_in(May.ADMINISTER)
@require_safe
def links(request: HttpRequest) -> HttpResponse:
    """Show which team serves whom, and which practices and schools nobody serves."""
    today = timezone.localdate()
    lacking = served.unserved(today=today)
    context = {
        "links": served.links(), "today": today, "clusters": served.clusters(), "unserved": lacking,
        "kept": served.last_round(), "figures": served.unserved_figures(lacking),
    }  # fmt: skip
    return render(request, "universal/links.html", context)


@signed_in(May.ADMINISTER)
def add_link(request: HttpRequest) -> HttpResponse:
    """Let a team serve a practice, school, cluster or place."""
    today = timezone.localdate()
    form = LinkForm(
        answers(request), teams=served.universal_teams(today=today), agencies=served.linkable(today=today),
        clusters=served.clusters(), places=footprints(on=today),
    )  # fmt: skip

    def save() -> None:
        asked = dict(form.cleaned_data)
        asked.pop("what")
        linking.link_team(**asked, **_by(request))

    if _saved(request, form, save, "Linked. The team has the children in a moment."):
        return redirect("universal:links")
    return _form(request, form, "Link a team to whom it serves", "Link")


@signed_in(May.ADMINISTER)
def end_link(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say the last day on which a team serves something."""
    link = served.link_of(public_id)
    if link is None:
        raise Http404
    form = EndLinkForm(answers(request), initial={"version": link.version})

    def save(version: int, typed: dict[str, Any]) -> None:
        linking.end_link(link=link, version=version, **typed, **_by(request))

    return edit(
        request, form=form, save=save, title=f"The last day: {link}", back_url=reverse("universal:links"),
        saved="Saved. Its children begin to leave the team after that day.",
    )  # fmt: skip


@signed_in(May.ADMINISTER)
def save_cluster(request: HttpRequest, public_id: uuid.UUID | None = None) -> HttpResponse:
    """Add a cluster of schools, or say which schools are in it from a day."""
    today = timezone.localdate()
    cluster = served.cluster_of(public_id) if public_id else None
    if public_id and cluster is None:
        raise Http404
    initial: dict[str, Any] = {"valid_from": today}
    if cluster:
        initial |= {"name": cluster.name, "schools": served.schools_in(cluster, today=today)}
    form = ClusterForm(answers(request), schools=served.schools(today=today), initial=initial)

    def save() -> None:
        linking.save_cluster(cluster=cluster, **form.cleaned_data, **_by(request))

    if _saved(request, form, save, "Saved."):
        return redirect("universal:links")
    return _form(request, form, cluster.name if cluster else "Add a cluster of schools", "Save")


def _saved(request: HttpRequest, form: Any, save: Callable[[], None], words: str) -> bool:
    """Do what a valid form asks and say so; put at the form what stands in the way."""
    if not form.is_valid():
        return False
    try:
        save()
    except Denied as denied:
        form.add_error(None, denied.reason)
    except Taken:
        form.add_error(None, "This is there already.")
    else:
        messages.success(request, words)
        return True
    return False


def _form(request: HttpRequest, form: Any, title: str, button: str) -> HttpResponse:
    context = {"form": form, "title": title, "intro": "", "button": button}
    return render(request, "ui/form_page.html", context | {"back_url": reverse("universal:links")})


def _by(request: HttpRequest) -> dict[str, Any]:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return {"actor": actor, "now": actor.now}
