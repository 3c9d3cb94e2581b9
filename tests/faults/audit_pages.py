"""Pages of a child as small as can be: what they show, and how they put it on record."""

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import path

from wraparound.foundation.accounts.models import User
from wraparound.foundation.accounts.rules import Denied
from wraparound.foundation.audit import services as audit
from wraparound.foundation.ui.pages import child_page
from wraparound.site.urls import urlpatterns as real

TOKEN = "Amara-Okafor-0417"
"""What no reply may hold while the audit cannot be written."""


def _look(request: HttpRequest) -> None:
    audit.record_looks(verb="test.look", now=request.now, actor=request.actor, child_ids=[7, 8])


@child_page()
def card(request: HttpRequest) -> HttpResponse:
    reply = HttpResponse(TOKEN)
    _look(request)
    return reply


@child_page()
def careless(request: HttpRequest) -> HttpResponse:
    return HttpResponse(TOKEN)


@child_page()
def undone(request: HttpRequest) -> HttpResponse:
    with transaction.atomic():
        _look(request)
        transaction.set_rollback(True)
    return HttpResponse(TOKEN)


@child_page()
def streamed(request: HttpRequest) -> StreamingHttpResponse:
    _look(request)
    return StreamingHttpResponse([TOKEN])


@child_page()
def change(request: HttpRequest) -> HttpResponse:
    with transaction.atomic():
        User.objects.filter(pk=request.user.pk).update(full_name="Changed")
        audit.record(verb="test.change", now=request.now, actor=request.actor, child_id=7)
    _look(request)
    return HttpResponse(TOKEN)


@child_page()
def refused(request: HttpRequest) -> HttpResponse:
    with transaction.atomic():
        User.objects.filter(pk=request.user.pk).update(full_name="Changed")
        audit.record_denial(verb="test.card", now=request.now, actor=request.actor, child_id=7)
        raise Http404


@child_page()
def not_now(request: HttpRequest) -> HttpResponse:
    raise Denied("Your training lapsed.")


urlpatterns = [
    *real,
    path("test/card/", card, name="card"),
    path("api/v1/card/", card, name="api-card"),
    path("careless/", careless, name="careless"),
    path("undone/", undone, name="undone"),
    path("streamed/", streamed, name="streamed"),
    path("change/", change, name="change"),
    path("refused/", refused, name="refused"),
    path("not-now/", not_now, name="not-now"),
]
