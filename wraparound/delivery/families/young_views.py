"""Young people's pages, and private search: nothing stays in the tab, the address, a cookie or history."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from wraparound.delivery.directory import queries as directory
from wraparound.delivery.directory.rules import Asked
from wraparound.delivery.families.documents import Young
from wraparound.delivery.families.entry import help_cards, service_context
from wraparound.delivery.families.forms import YoungForm
from wraparound.delivery.families.looking import by_bus, cards_of, errors_of
from wraparound.delivery.families.presenting import Said
from wraparound.delivery.families.queries import topics, young_words
from wraparound.delivery.families.sealed import Wish, opened, seal
from wraparound.delivery.families.showing import Frame, Keep
from wraparound.delivery.taxonomy.models import Term
from wraparound.foundation.ui.pages import public
from wraparound.foundation.ui.questions import answers

A_PAGE = 30
"""Services shown at once: nobody leafs in a hurry."""


@dataclass(frozen=True)
class Room:
    """A way in that leaves nothing behind: young people's, or anybody's whose phone is checked."""

    first: str
    found: str
    service: str
    is_young: bool


YOUNG = Room("young", "young_found", "young_service", is_young=True)
PRIVATE = Room("private", "private_found", "private_service", is_young=False)


@public
@gzip_page
@csrf_exempt
def young(request: HttpRequest) -> HttpResponse:
    """Show numbers for help at once, a box and topics; what is sent is sealed into the next address.

    It takes a form without a token: nothing is stored, and a token would leave a cookie.
    """
    return _first(request, YOUNG)


@public
@gzip_page
@require_safe
def found(request: HttpRequest, sealed: str) -> HttpResponse:
    """Show what was found; after two hours, or for an address that is not ours, the first page."""
    return _found(request, YOUNG, sealed)


@public
@gzip_page
@require_safe
def service(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one service."""
    return _service(request, YOUNG, public_id)


@public
@gzip_page
@csrf_exempt
def private(request: HttpRequest) -> HttpResponse:
    """Show the same for anybody whose phone is checked; it takes a form without a token too."""
    return _first(request, PRIVATE)


@public
@gzip_page
@require_safe
def private_found(request: HttpRequest, sealed: str) -> HttpResponse:
    """Show what was found in private, among all services."""
    return _found(request, PRIVATE, sealed)


@public
@gzip_page
@require_safe
def private_service(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one service in private."""
    return _service(request, PRIVATE, public_id)


def _first(request: HttpRequest, room: Room) -> HttpResponse:
    frame = Frame(request)
    words = _words(frame, room)
    form = _form(frame, words, answers(request))
    known = topics() if room.is_young else []
    if request.method == "POST" and form.is_valid():
        topic = request.POST.get("topic", "")
        if topic not in {term.code for term in known}:
            topic = ""
        wish = Wish(form.cleaned_data["words"], form.cleaned_data["postcode"], topic)
        return _nothing_kept(redirect(frame.address(room.found, seal(wish))))
    named = [(term.code, *_topic(frame, words, term)) for term in known]
    context = {"form": form, "help": help_cards(frame), "topics": named}
    return _reply(frame, room, words, "families/young.html", context)


def _found(request: HttpRequest, room: Room, sealed: str) -> HttpResponse:
    frame = Frame(request)
    wish = opened(sealed)
    if wish is None:
        return _nothing_kept(redirect(frame.address(room.first)))
    words = _words(frame, room)
    asked = Asked(words=wish.words, postcode=wish.postcode, topic=wish.topic, young=room.is_young)
    answer = directory.find(asked, today=frame.today)
    topic = next((_topic(frame, words, term)[0] for term in topics() if term.code == wish.topic), None)
    context = {
        "form": _form(frame, words, None, wish), "topic": topic, "help": help_cards(frame),
        "cards": by_bus(frame, cards_of(frame, list(answer.hits[:A_PAGE])), answer.place),
        "unknown": bool(answer.problem and wish.postcode),
    }  # fmt: skip
    return _reply(frame, room, words, "families/young_found.html", context)


def _service(request: HttpRequest, room: Room, public_id: UUID) -> HttpResponse:
    frame = Frame(request)
    words, context = _words(frame, room), service_context(frame, public_id)
    if context is None:
        return _reply(frame, room, words, "families/young_gone.html", {}, status=404)
    return _reply(frame, room, words, "families/young_service.html", context)


def _topic(frame: Frame, words: Young, term: Term) -> tuple[Said, Said]:
    """Return a topic and its line: as young people of the language say it, or as the list does."""
    own = words.topics.get(term.code)
    if own and words.language == frame.language.code:
        return Said(own.name), Said(own.words)
    return frame.speaker.term(term), frame.speaker.english(term.description)


def _said(frame: Frame, words: Young) -> dict[str, Said]:
    """Return the words of the first page, marked as English where nobody has said them in the language."""
    lang = "" if words.language == frame.language.code else words.language
    texts = words.model_dump(exclude={"topics", "language", "chosen_by"})
    return {name: Said(text, lang) for name, text in texts.items()}


def _words(frame: Frame, room: Room) -> Young:
    """Return the words of the first page: the panel's, or for everybody else those of the language."""
    words = young_words(on=frame.today, language=frame.language.code)
    say = frame.say
    if room.is_young:
        return words
    own = {
        "heading": say["private_heading"], "intro": say["private_intro"], "ask": say["ask"],
        "ask_hint": say["ask_hint"], "button": say["search"], "help_heading": say["help_heading"],
        "help_intro": say["help_intro"], "danger": say["private_danger"], "private": say["private_kept"],
        "language": frame.language.code, "leave": say["leave"], "leave_how": say["leave_how"],
    }  # fmt: skip
    return words.model_copy(update=own)


def _form(frame: Frame, words: Young, data: object, wish: Wish | None = None) -> YoungForm:
    typed = {"words": wish.words, "postcode": wish.postcode} if wish else {}
    said = _said(frame, words)
    return YoungForm(data, language=frame.language, ask=said["ask"], hint=said["ask_hint"], initial=typed)


def _reply(
    frame: Frame, room: Room, words: Young, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    errors = errors_of(context["form"]) if "form" in context else []
    shown = {
        "young": _said(frame, words),
        "room": room,
        "errors": errors,
        "first": frame.address(room.first),
        **context,
    }
    return _nothing_kept(frame.reply(template, shown, keep=Keep.NOTHING, status=status))


def _nothing_kept(reply: HttpResponse) -> HttpResponse:
    """Let nobody keep the page, and say to nobody where the reader came from."""
    reply.headers["Cache-Control"] = str(Keep.NOTHING)
    reply.headers["Referrer-Policy"] = "no-referrer"
    return reply
