"""The public site of families: the first page, what was found as list, map and week, and one service."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from wraparound.delivery.directory import queries as directory
from wraparound.delivery.families.entry import help_cards, service_context
from wraparound.delivery.families.linked import linked_data
from wraparound.delivery.families.looking import Looking, carried_fields, search_form
from wraparound.delivery.families.queries import place_names
from wraparound.delivery.families.showing import Frame, Keep
from wraparound.foundation.ui.pages import public


@public
@gzip_page
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Show the search, the numbers for help at once, and every kind of service that there is."""
    frame = Frame(request)
    kinds = [
        (frame.speaker.term(term), term.services, frame.address("results", kind=term.code))  # type: ignore[attr-defined]
        for term in directory.kinds()
    ]
    context = {
        "form": search_form(frame, asks=False), "errors": [], "carried_fields": carried_fields(frame),
        "kinds": kinds, "help": help_cards(frame),
    }  # fmt: skip
    return frame.reply("families/start.html", context, keep=Keep.SHARED)


@public
@gzip_page
@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Show what was found as a list."""
    looking = Looking(Frame(request))
    return _found(looking, "families/results.html", here="results")


@public
@gzip_page
@require_safe
def on_map(request: HttpRequest) -> HttpResponse:
    """Show what was found as a map beside the same list."""
    looking = Looking(Frame(request))
    points = [point for card in looking.cards for point in card.points]
    also = {"names": place_names() if points else [], "drawn": bool(points or looking.found.place)}
    return _found(looking, "families/map.html", here="map", **also)


@public
@gzip_page
@require_safe
def timetable(request: HttpRequest) -> HttpResponse:
    """Show what was found as a week, to be printed."""
    looking = Looking(Frame(request))
    cards = looking.in_week
    return looking.frame.timetable(
        cards, back=looking.address("results"), heading=looking.frame.say["results"],
        more=looking.found.total > len(cards),
    )  # fmt: skip


@public
@gzip_page
@require_safe
def service(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one service, when it was last confirmed and by whom; for machines too."""
    frame = Frame(request)
    context = service_context(frame, public_id)
    if context is None:
        return frame.gone()
    context["linked_data"] = linked_data(context["card"], request.build_absolute_uri(request.path))
    return frame.reply("families/service.html", context, keep=Keep.SHARED)


def _found(looking: Looking, template: str, *, here: str, **also: object) -> HttpResponse:
    page = looking.page
    context = {
        "form": looking.form, "errors": looking.errors, "carried_fields": carried_fields(looking.frame),
        "found": looking.found, "page": page, "cards": looking.cards,
        "here": looking.address(here, page.number),
        "as_list": looking.address("results"), "as_map": looking.address("map"), "which": here,
        "as_week": looking.address("timetable"), "narrowing": looking.narrowing(),
        "previous": {"href": looking.address(here, page.previous_page_number()),
                     "text": looking.frame.say["previous"]} if page.has_previous() else None,
        "next": {"href": looking.address(here, page.next_page_number()),
                 "text": looking.frame.say["next"]} if page.has_next() else None,
        "understood": [looking.frame.speaker.english(each) for each in looking.found.understood],
        "respelt": looking.found.respelt, "asks_near": bool(looking.found.place), **also,
    }  # fmt: skip
    return looking.frame.reply(template, context, keep=Keep.OWN)
