"""The shortlist: kept in the browser alone, printed as a week, shared as a link that says nothing of who."""

from collections.abc import Callable, Iterable
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST, require_safe

from wraparound.delivery.directory import queries as directory
from wraparound.delivery.families.presenting import Card
from wraparound.delivery.families.queries import ids_of
from wraparound.delivery.families.rules import LONGEST_LIST, is_from_here, read_ids, write_ids
from wraparound.delivery.families.showing import COOKIE, Frame, Keep
from wraparound.foundation.ui.pages import public

Change = Callable[[Iterable[UUID], Iterable[UUID]], Iterable[UUID]]


@public
@gzip_page
@require_safe
def shortlist(request: HttpRequest) -> HttpResponse:
    """Show the services that were put in the list in this browser."""
    frame = Frame(request)
    cards = _cards(frame, frame.kept)
    carried = write_ids(card.public_id for card in cards)
    context = {
        "cards": cards, "gone": len(cards) < len(frame.kept), "full": len(frame.kept) >= LONGEST_LIST,
        "link": request.build_absolute_uri(frame.address("shared", carried)) if carried else "",
        "timetable": frame.address("list_timetable", carried) if carried else "",
        "here": frame.address("shortlist"),
    }  # fmt: skip
    return frame.reply("families/shortlist.html", context, keep=Keep.OWN)


@public
@gzip_page
@require_safe
def shared(request: HttpRequest, ids: str) -> HttpResponse:
    """Show a list that somebody shared."""
    frame = Frame(request)
    named = read_ids(ids)
    cards = _cards(frame, named)
    carried = write_ids(card.public_id for card in cards)
    context = {
        "cards": cards, "gone": len(cards) < len(named), "carried_ids": carried,
        "timetable": frame.address("list_timetable", carried) if carried else "",
        "here": frame.address("shared", ids),
    }  # fmt: skip
    return frame.reply("families/shared.html", context, keep=Keep.SHARED)


@public
@gzip_page
@require_safe
def timetable(request: HttpRequest, ids: str) -> HttpResponse:
    """Show the services of a list as a week, to be printed."""
    frame = Frame(request)
    cards = _cards(frame, read_ids(ids))
    return frame.timetable(cards, back=frame.address("shortlist"), heading=frame.say["list_heading"])


@public
@csrf_exempt
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Put services in the list of this browser."""
    return _changed(request, lambda kept, given: dict.fromkeys([*kept, *given]))


@public
@csrf_exempt
@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """Take services out of the list of this browser."""
    return _changed(request, lambda kept, given: [one for one in kept if one not in given])


def _changed(request: HttpRequest, change: Change) -> HttpResponse:
    """Store the changed list in the browser and go back; a form of another site is refused."""
    if not is_from_here(request.headers, request.get_host()):
        return HttpResponseForbidden()
    frame = Frame(request)
    ids = list(change(frame.kept, read_ids(request.POST.get("service", ""))))[:LONGEST_LIST]
    back = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    reply = HttpResponseRedirect(back if safe and back.startswith("/") else frame.address("shortlist"))
    if ids:
        reply.set_cookie(
            COOKIE, write_ids(ids), path="/directory/", httponly=True, samesite="Lax",
            secure=request.is_secure(),
        )  # fmt: skip
    else:
        reply.delete_cookie(COOKIE, path="/directory/", samesite="Lax")
    return reply


def _cards(frame: Frame, ids: Iterable[UUID]) -> list[Card]:
    shown = directory.shown(ids_of(ids), language=frame.language.code)
    return [frame.card(each.listing, number) for number, each in enumerate(shown, start=1)]
