"""What works without a connection: the worker, its one page, the list of today, taking in what was kept."""

import json
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from wraparound.delivery.contacts import device, queries, services
from wraparound.delivery.contacts.forms import WriteForm, filled_in, written_on
from wraparound.delivery.contacts.pages import (
    actor_of,
    case_choices,
    child_to_write,
    chosen,
    contact_seen,
    look,
)
from wraparound.delivery.contacts.rows import rows
from wraparound.foundation.accounts.rules import Denied, May
from wraparound.foundation.audit.changes import Conflict
from wraparound.foundation.ui.pages import child_page, public, signed_in
from wraparound.outcomes.access.categories import OWN


@public
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Give out the service worker's script, with where things are on this installation."""
    path = finders.find("ui/offline-worker.js")
    script = Path(str(path)).read_text()
    told = json.dumps(device.worker_places())
    reply = HttpResponse(f"self.PLACES = {told};\n{script}", content_type="text/javascript")
    reply.headers["Cache-Control"] = "no-cache"
    return reply


@public
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """Say what the product is called and begins with where somebody puts it on their first screen."""
    told = {
        "name": "Wraparound", "short_name": "Wraparound", "start_url": "/contacts/", "scope": "/",
        "display": "minimal-ui", "background_color": "#ffffff", "theme_color": "#0b4650",
        "icons": [{"src": static("ui/mark.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }  # fmt: skip
    return JsonResponse(told, content_type="application/manifest+json")


@public
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Show the page that a device keeps: nothing of any child or person stands in it."""
    form = WriteForm(auto_id="offline_%s", initial=filled_in(None, timezone.now()) | {"at": ""})
    return render(request, "contacts/offline.html", {"form": form, "offline": device.places(), "actor": None})


@signed_in(May.WORK)
@require_safe
def offline_key(request: HttpRequest) -> HttpResponse:
    """Tell the device of whoever is signed in whose it is, and what opens the notes that they sealed."""
    actor = actor_of(request)
    told = {
        "who": device.whose(request.user), "post": queries.post_key(actor),  # type: ignore[arg-type]
        "secrets": device.secrets_of(request.user), "csrf": get_token(request),  # type: ignore[arg-type]
    }  # fmt: skip
    return JsonResponse(told)


@child_page(May.WORK)
@require_safe
def offline_today(request: HttpRequest) -> HttpResponse:
    """Give a device today's visits of its worker: first name, time and kind."""
    actor = actor_of(request)
    today = timezone.localdate(actor.now)
    found = rows(actor, queries.diary_of(actor, today, today))
    reply = JsonResponse(device.today_on_a_device(found, actor.now))
    look(request, "contact.offline", [row.label.child_id for row in found])
    return reply


@signed_in(May.WORK)
@require_POST
def offline_send(request: HttpRequest) -> HttpResponse:
    """Take in one note that a device kept; say what became of it, in words where a person is needed."""
    actor = actor_of(request)
    if request.POST.get("who") != device.whose(request.user):  # type: ignore[arg-type]
        return _answer("other", "Somebody else wrote this. They must sign in to send it.")
    if request.POST.get("as") != queries.post_key(actor):
        return _answer("post", "You wrote this in another post. Switch to that post to send it.")
    try:
        return _take_in(request)
    except Http404:
        return _answer("refused", "We could not find that child or contact, or it is not yours any more.")
    except Denied as refused:
        return _answer("refused", refused.reason)
    except Conflict:
        return _answer("changed", "Somebody changed this contact meanwhile. Open it to see both texts.")


def _take_in(request: HttpRequest) -> HttpResponse:
    """Save the note by the address that its form was of, as that page would."""
    actor, (name, public_id) = actor_of(request), _address(request.POST.get("to", ""))
    contact = contact_seen(request, public_id, "contact.writing") if name == "contacts:change" else None
    sight = child_to_write(request, contact.child.public_id if contact else public_id)
    cases = queries.cases_to_write_in(actor, sight.child_id) if sight.sees(OWN) and not contact else []
    form = WriteForm(
        request.POST, cases=case_choices(cases), on=written_on(request.POST, timezone.localdate(actor.now))
    )
    if not form.is_valid():
        wrong = [f"{_label(form, name)}{error}" for name, errors in form.errors.items() for error in errors]
        return _answer("refused", f"It could not be saved yet. {'. '.join(wrong)}. Open it to put it right.")
    got: dict[str, Any] = {"said": form.said(), "key": form.cleaned_data["key"], "actor": actor}
    if contact:
        version = form.cleaned_data["version"] or 0
        services.change_contact(contact=contact, version=version, now=actor.now, **got)
    else:
        case = chosen(form.cleaned_data, cases)
        child = queries.child_with(sight.child_id)
        services.record_contact(child=child, case=case, now=actor.now, **got)
    return _answer("saved", "")


def _label(form: WriteForm, name: str) -> str:
    label = form.fields[name].label if name in form.fields else ""
    return f"“{label}”: " if label else ""


def _address(path: str) -> tuple[str, Any]:
    try:
        match = resolve(path)
    except Resolver404 as error:
        raise Http404 from error
    if match.view_name not in ("contacts:write", "contacts:change"):
        raise Http404
    return match.view_name, match.kwargs["public_id"]


def _answer(state: str, words: str) -> HttpResponse:
    return JsonResponse({"state": state, "words": words})
