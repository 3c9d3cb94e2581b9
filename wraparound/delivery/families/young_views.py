"""The pages of young people: nothing of the visit stays in the tab, the address, a cookie or the history."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from wraparound.delivery.directory import queries as directory
from wraparound.delivery.directory.rules import Asked
from wraparound.delivery.families.documents import Young
from wraparound.delivery.families.entry import help_cards, service_context
from wraparound.delivery.families.forms import YoungForm
from wraparound.delivery.families.looking import cards_of, errors_of
from wraparound.delivery.families.queries import topics, young_words
from wraparound.delivery.families.sealed import Wish, opened, seal
from wraparound.delivery.families.showing import Frame, Keep
from wraparound.foundation.ui.pages import public

A_PAGE = 30
"""Services shown at once: nobody leafs in a hurry."""


@public
@csrf_exempt
def young(request: HttpRequest) -> HttpResponse:
    """Show numbers for help at once, a box and topics; what is sent is sealed into the next address.

    It takes a form without a token: nothing is stored, and a token would leave a cookie.
    """
    frame = Frame(request)
    words = young_words(on=frame.today, language=frame.language.code)
    form = _form(frame, words, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        topic = request.POST.get("topic", "")
        if topic not in {term.code for term in topics()}:
            topic = ""
        wish = Wish(form.cleaned_data["words"], form.cleaned_data["postcode"], topic)
        return _nothing_kept(redirect(frame.address("young_found", seal(wish))))
    context = {
        "form": form, "help": help_cards(frame),
        "topics": [
            (term.code, frame.speaker.term(term), frame.speaker.english(term.description))
            for term in topics()
        ],
    }  # fmt: skip
    return _reply(frame, words, "families/young.html", context)


@public
@require_safe
def found(request: HttpRequest, sealed: str) -> HttpResponse:
    """Show what was found; after two hours, or for an address that is not ours, the first page."""
    frame = Frame(request)
    wish = opened(sealed)
    if wish is None:
        return _nothing_kept(redirect(frame.address("young")))
    words = young_words(on=frame.today, language=frame.language.code)
    asked = Asked(words=wish.words, postcode=wish.postcode, topic=wish.topic, young=True)
    answer = directory.find(asked, today=frame.today)
    form = _form(frame, words, None, wish)
    topic = next((frame.speaker.term(term) for term in topics() if term.code == wish.topic), None)
    context = {
        "form": form, "found": answer, "cards": cards_of(frame, list(answer.hits[:A_PAGE])),
        "topic": topic, "help": help_cards(frame), "unknown": bool(answer.problem and wish.postcode),
    }  # fmt: skip
    return _reply(frame, words, "families/young_found.html", context)


@public
@require_safe
def service(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one service."""
    frame = Frame(request)
    words = young_words(on=frame.today, language=frame.language.code)
    return _reply(frame, words, "families/young_service.html", service_context(frame, public_id))


def _form(frame: Frame, words: Young, data: object, wish: Wish | None = None) -> YoungForm:
    typed = {"words": wish.words, "postcode": wish.postcode} if wish else {}
    return YoungForm(data, language=frame.language, ask=words.ask, hint=words.ask_hint, initial=typed)


def _reply(frame: Frame, words: Young, template: str, context: dict[str, object]) -> HttpResponse:
    errors = errors_of(context["form"]) if "form" in context else []  # type: ignore[arg-type]
    shown = {"young": words, "errors": errors, **context}
    return _nothing_kept(frame.reply(template, shown, keep=Keep.NOTHING))


def _nothing_kept(reply: HttpResponse) -> HttpResponse:
    """Let nobody keep the page, and say to nobody where the reader came from."""
    reply.headers["Cache-Control"] = str(Keep.NOTHING)
    reply.headers["Referrer-Policy"] = "no-referrer"
    return reply
