"""The open interface in Open Referral UK 3.0: no key, from any page of the web, reading only."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import wraps
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db import OperationalError, ProgrammingError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date, parse_etags, parse_http_date_safe

from wraparound.delivery.openreferral import queries
from wraparound.delivery.openreferral.giving import shapes
from wraparound.delivery.openreferral.giving.asked import PAGING, USUAL, Wrong, read
from wraparound.delivery.openreferral.giving.description import LISTS, PROFILE, VERSION, describe
from wraparound.delivery.openreferral.giving.pages import page_of
from wraparound.foundation.ui import problems
from wraparound.foundation.ui.pages import public
from wraparound.foundation.ui.problems import Problem

METHODS = "GET, HEAD, OPTIONS"
ANYWHERE = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, X-Request-Id",
}
SECONDS = 60
"""For which an answer may be kept without asking whether it still holds."""
SHAPE = 1
"""Raised when shapes change, so that no kept answer outlives them."""
SHAPED = datetime(2026, 11, 1, tzinfo=UTC)
"""The day of that."""
STEADY = timedelta(seconds=2)
"""How long ago a change is before its time is told: a time in whole seconds cannot tell two within one."""
MOST_LINES = 20_000
"""How many things are given at once as ndjson: an answer is built whole before it is sent."""
MOST_IDS = 10_000
"""How many ids a page of `minimal` holds when nobody says: as good as all."""
Shape = Callable[[Any], dict[str, Any]]
View = Callable[..., HttpResponse]


def open_data(view: View) -> View:
    """Let anybody read this from anywhere; whatever is refused is a problem that says which field and why."""

    @public
    @wraps(view)
    def answer(request: HttpRequest, **keys: Any) -> HttpResponse:
        if request.method == "OPTIONS":
            reply = HttpResponse(status=204)
            reply.headers["Access-Control-Allow-Methods"] = METHODS
            reply.headers["Access-Control-Allow-Headers"] = "*"
            reply.headers["Access-Control-Max-Age"] = "86400"
        elif request.method not in ("GET", "HEAD"):
            reply = problems.reply("method")
            reply.headers["Allow"] = METHODS
        else:
            reply = _answered(view, request, keys)
        for name, value in ANYWHERE.items():
            reply.headers[name] = value
        return reply

    answer.csrf_exempt = True  # type: ignore[attr-defined]
    return answer


def _answered(view: View, request: HttpRequest, keys: dict[str, Any]) -> HttpResponse:
    try:
        return view(request, **keys)
    except Problem as problem:
        return problems.reply(problem.code, problem.detail, problem.errors)
    except Wrong as wrong:
        return problems.reply("unreadable", errors=[{"field": "postcode", "problem": str(wrong)}])
    except Http404:
        return problems.reply("missing", "Nothing is here.")
    except SuspiciousOperation:
        return problems.reply("unreadable", "The request has too many parts, or one that is too long.")
    except (OperationalError, ProgrammingError):
        return problems.reply("unavailable")


@open_data
def about(request: HttpRequest) -> HttpResponse:
    """Say which standard this is and where it is described."""
    address = settings.BASE_URL.rstrip("/") + reverse("openreferral:description")
    return _sent(request, {"version": VERSION, "profile": PROFILE, "openapi_url": address})


@open_data
def description(request: HttpRequest) -> HttpResponse:
    """Give the OpenAPI document."""
    base = settings.BASE_URL.rstrip("/") + reverse("openreferral:about").rstrip("/")
    return _sent(request, describe(base))


@open_data
def nothing(request: HttpRequest) -> HttpResponse:
    """Answer for every address that is none."""
    raise Http404


@open_data
def services(request: HttpRequest) -> HttpResponse:
    """Give services."""
    asked = read(request.GET, LISTS["services"][3])
    found = queries.whole_services() if asked.get("full") else queries.services()
    shape = shapes.full_service if asked.get("full") else shapes.service
    return _list(request, asked, lambda: queries.narrowed_services(found, asked), shape)


@open_data
def service(request: HttpRequest, key: str) -> HttpResponse:
    """Give one service whole."""
    return _one(request, queries.whole_services(), key, shapes.full_service)


@open_data
def links(request: HttpRequest) -> HttpResponse:
    """Give services at places."""
    asked = read(request.GET, LISTS["service_at_locations"][3])
    found = queries.whole_links() if asked.get("full") else queries.links()
    shape = shapes.full_link if asked.get("full") else shapes.brief_link
    return _list(request, asked, lambda: queries.narrowed_links(found, asked), shape)


@open_data
def link(request: HttpRequest, key: str) -> HttpResponse:
    """Give one service at a place whole."""
    return _one(request, queries.whole_links(), key, shapes.full_link)


@open_data
def organisations(request: HttpRequest) -> HttpResponse:
    """Give organisations."""
    asked = read(request.GET, LISTS["organizations"][3])
    whole = asked.get("full") or asked.get("full_service")
    shape = _organisation_with(asked) if whole else shapes.organisation
    found = queries.organisations()
    return _list(request, asked, lambda: queries.narrowed_organisations(found, asked), shape)


@open_data
def organisation(request: HttpRequest, key: str) -> HttpResponse:
    """Give one organisation with its services."""
    asked = read(request.GET, LISTS["organizations"][3])
    return _one(request, queries.organisations(), key, _organisation_with(asked))


@open_data
def taxonomies(request: HttpRequest) -> HttpResponse:
    """Give the lists of terms."""
    return _short_list(request, queries.taxonomies(), shapes.taxonomy)


@open_data
def taxonomy(request: HttpRequest, key: str) -> HttpResponse:
    """Give one list of terms."""
    return _one(request, queries.taxonomies(), key, shapes.taxonomy)


@open_data
def terms(request: HttpRequest) -> HttpResponse:
    """Give the terms of all lists."""
    return _short_list(request, queries.terms(), shapes.term)


@open_data
def term(request: HttpRequest, key: str) -> HttpResponse:
    """Give one term."""
    return _one(request, queries.terms(), key, shapes.term)


def _organisation_with(asked: dict[str, Any]) -> Shape:
    nested = bool(asked.get("full_service"))

    def shape(found: Any) -> dict[str, Any]:
        listings = queries.services_of(found)
        if nested:
            listings = listings.prefetch_related(*queries.WHOLE)
        return shapes.full_organisation(found, listings, nested=nested)

    return shape


def _list(
    request: HttpRequest, asked: dict[str, Any], rows: Callable[[], QuerySet[Any]], shape: Shape
) -> HttpResponse:
    """Answer with a page of a list, or with all of it as lines."""
    tag = _tag(request)
    if _is_known(request, tag) or _is_unchanged(request):
        return _kept(HttpResponse(status=304), tag)
    found = rows()
    if asked.get("minimal"):
        shape = shapes.minimal
    if asked.get("format") == "ndjson":
        return _kept(_lines(found, shape), tag)
    page = _page(found, asked, shape, per_page=MOST_IDS if asked.get("minimal") else USUAL)
    return _kept(HttpResponse(_json(page), content_type="application/json; charset=utf-8"), tag)


def _lines(found: QuerySet[Any], shape: Shape) -> HttpResponse:
    total = found.count()
    if total > MOST_LINES:
        words = f"These are {total:,}; {MOST_LINES:,} are given at once. Narrow it, or read it in pages."
        raise Problem("too large", words)
    lines = "".join(f"{_json(shape(each))}\n" for each in found)
    return HttpResponse(lines, content_type="application/x-ndjson; charset=utf-8")


def _short_list(request: HttpRequest, rows: QuerySet[Any], shape: Shape) -> HttpResponse:
    """Answer with a page of a list that is no part of an edition of the directory."""
    asked = read(request.GET, PAGING)
    return _sent(request, _page(rows, asked, shape, per_page=USUAL))


def _page(found: QuerySet[Any], asked: dict[str, Any], shape: Shape, *, per_page: int) -> dict[str, Any]:
    per_page, number = asked.get("per_page", per_page), asked.get("page", 1)
    shown = [shape(each) for each in found[(number - 1) * per_page : number * per_page]]
    return page_of(shown, total=found.count(), number=number, per_page=per_page)


def _one(request: HttpRequest, rows: QuerySet[Any], key: str, shape: Shape) -> HttpResponse:
    found = queries.one(rows, key)
    if found is None:
        raise Http404
    return _sent(request, shape(found))


def _sent(request: HttpRequest, values: dict[str, Any]) -> HttpResponse:
    """Answer with one thing; its tag is made of its own content."""
    body = _json(values)
    tag = f'"{sha256(body.encode()).hexdigest()[:32]}"'
    if _is_known(request, tag):
        return _kept(HttpResponse(status=304), tag)
    return _kept(HttpResponse(body, content_type="application/json; charset=utf-8"), tag)


def _tag(request: HttpRequest) -> str:
    """Return the tag of a list: which edition of the directory it was read from, and what was asked."""
    asked = sha256(request.get_full_path().encode("utf-8", "replace")).hexdigest()[:16]
    return f'"{SHAPE}-{queries.edition()}-{asked}"'


def _is_known(request: HttpRequest, tag: str) -> bool:
    known = parse_etags(request.headers.get("If-None-Match", ""))
    return "*" in known or tag in [each.removeprefix("W/") for each in known]


def _is_unchanged(request: HttpRequest) -> bool:
    """Say whether a list is as it was at a time; who sends a tag is answered by the tag alone."""
    if "If-None-Match" in request.headers:
        return False
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    if since is None:
        return False
    changed = _last_modified()
    return changed is not None and changed <= since


def _last_modified() -> int | None:
    """Return the second of the last change, or None while it may still be that of another change."""
    changed = queries.changed_at()
    if changed is None or timezone.now() - changed < STEADY:
        return None
    return int(max(changed, SHAPED).timestamp())


def _kept(reply: HttpResponse, tag: str) -> HttpResponse:
    """Say how long an answer may be kept, and how to ask whether it still holds."""
    reply.headers["ETag"] = tag
    reply.headers["Cache-Control"] = f"public, max-age={SECONDS}"
    if changed := _last_modified():
        reply.headers["Last-Modified"] = http_date(changed)
    return reply


def _json(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
